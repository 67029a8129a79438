"""Near misses: texts that are almost a command. They are asked back, never guessed."""

import regex

from content.phrases import SOURCE
from sms.parsing import arguments, guesses, optout
from sms.parsing.acts import AddContact, NearCommand
from sms.parsing.commands import Command
from sms.parsing.meanings import NearOptOut, Parsed
from sms.parsing.normalize import SOS_SIGN, Text, bare
from sms.parsing.vocabulary import Vocabulary

_WITHOUT_ARGUMENTS = {Command.OK, Command.SOS, Command.FORGET_ME, Command.YES, Command.NO}
_WITH_ARGUMENTS = (
    Command.IN,
    Command.UNTIL,
    Command.OK,
    Command.PIN,
    Command.ADD,
    Command.REMOVE,
    Command.LANG,
    Command.STATE,
)
_ALMOST_OK = regex.compile(r"(?:[o0]+ ?k+(?:[aei]*y+|ie|s)?|k+|all (?:ok|good|clear)|ok ok)")
_MORE_TIME = regex.compile(
    r"(?:plus|add|mas|otros?)? ?(?:(?:30|15|20|60)(?: ?m(?:in(?:s|utes|utos)?)?)? more"
    r"|(?:plus|mas) (?:30|15|20|60)(?: ?m(?:in(?:s|utes|utos)?)?)?|more time|mas tiempo)"
)
_END_TIMER = regex.compile(
    r"(?:cancel|end|stop|close|finish|kill|terminar?|cerrar|parar|cancelar|apagar)"
    r" (?:the |my |el |mi )?(?:timer|check ?-?in|reloj|tiempo|temporizador)"
)
_VAGUE = regex.compile(
    r"(?:(?:in|until|for|back in|en|hasta|por|dentro de|vuelvo en) )*(?:"
    r"(?:a few|few|some|several|unas|unos|algunas|algunos|varias|varios) (?:more )?"
    r"(?:hours|hrs|minutes|mins|horas|minutos|min)"
    r"|\d{1,2} ?(?:-|to|or|o|a) ?\d{1,2} ?(?:h|hours?|hrs?|horas?|m|mins?|minutes?|minutos?)"
    r"|(?:between|from|entre|de|desde) (?:las? )?\d\S* (?:and|to|y|a|hasta) (?:las? )?\d\S*)"
)
"""No length that one could name: asked back with an example."""

_GLUED = regex.compile(r"\p{P}*(\p{L}+)(?=[+\d])")  # "IN2H"


def near(text: Text, words: Vocabulary, lang: str) -> Parsed | None:
    """The command to ask back about; None when the text is near none."""
    command = (
        _sos(text, words, lang)
        or _whole_text(text, words, lang)
        or _with_arguments(text, words, lang)
        or _arguments_alone(text)
    )
    return NearCommand(command, text.written) if command else None


def near_opt_out(text: Text, words: Vocabulary, lang: str) -> Parsed | None:
    """A likely opt-out in words other than the exact ones; None when it is none."""
    is_other = words.command(text.bare, lang) is not None  # REMOVE is a command of ours
    return NearOptOut() if optout.likely(text.bare) and not is_other else None


def _sos(text: Text, words: Vocabulary, lang: str) -> Command | None:
    """SOS anywhere among the words, or a first word made of its letters ("sso they took …")."""
    sos = {
        phrase
        for phrase, found in words.commands.items()
        if found.get(lang, found.get(SOURCE)) is Command.SOS
    }
    bare_words = {word.bare for word in text.words}
    if SOS_SIGN in text.written or sos & bare_words:
        return Command.SOS
    first = text.words[0].bare if text.words else ""
    jumbled = len(first) > 2 and any(set(first) == set(phrase) for phrase in sos)
    return Command.SOS if jumbled else None


def _whole_text(text: Text, words: Vocabulary, lang: str) -> Command | None:
    if _ALMOST_OK.fullmatch(text.bare) or _END_TIMER.fullmatch(text.bare):
        return Command.OK
    if _MORE_TIME.fullmatch(text.bare):
        return Command.EXTEND
    found = words.near_commands(text.bare, lang)
    return next((command for command in found if command in _WITHOUT_ARGUMENTS), None)


def _with_arguments(text: Text, words: Vocabulary, lang: str) -> Command | None:
    """A command misspelt ("im 2h") or glued to its arguments ("IN2H"), with all of these there."""
    if not text.words:
        return None
    heads = [(text.words[0].bare, text.after(1))]
    if glued := _GLUED.match(text.written):
        heads.append((bare(glued[1]), Text(text.written[glued.end() :])))
    for head, rest in heads:
        for command in words.near_commands(head, lang, short=True):
            if command in _WITH_ARGUMENTS and arguments.complete(command, rest, text, words):
                return command
    return None


def _arguments_alone(text: Text) -> Command | None:
    """Arguments without their command: "2h", "11pm", a phone number, "+30 please"."""
    contact = arguments.contact(text)
    if isinstance(contact, AddContact) and len(contact.name.split()) < 3:
        return Command.ADD
    if text.bare.startswith("+"):
        return Command.EXTEND
    if _VAGUE.fullmatch(text.plain):
        return Command.IN
    found = guesses.alone(text)
    if found is None:
        return None
    return Command.UNTIL if found.length is None else Command.IN
