"""A text in, what it means out: one grammar for all languages.

Readers are asked in turn, and the first to understand decides. Only exact words touch a timer, a
contact or what we hold; a near miss is asked back. SOS leans the other way: whatever begins with
it alerts.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import regex

from checkin.durations import parse_duration
from content.phrases import SOURCE
from sms import arguments, optout
from sms.commands import Command
from sms.meanings import (
    AddContact,
    BadDuration,
    Card,
    CarrierHelp,
    Digit,
    Extend,
    ForgetMe,
    ListContacts,
    Menu,
    NearCard,
    NearCommand,
    Next,
    No,
    Ok,
    OkByCode,
    OptIn,
    OptOut,
    Pairing,
    Parsed,
    SetLanguage,
    SetPlace,
    ShowCode,
    Sos,
    Status,
    TestAlert,
    Understood,
    Unknown,
    Yes,
)
from sms.spelling import Text, bare
from sms.words import Vocabulary

_ALONE: dict[Command, Parsed] = {
    Command.MENU: Menu(),
    Command.NEXT: Next(),
    Command.CONTACTS: ListContacts(),
    Command.STATUS: Status(),
    Command.OK: Ok(None),
    Command.FORGET_ME: ForgetMe(),
    Command.YES: Yes(),
    Command.NO: No(),
    Command.CODE: ShowCode(),
    Command.TEST: TestAlert(),
}
_HARMLESS = {Command.MENU, Command.NEXT, Command.CONTACTS, Command.STATUS}
_ASKED_BACK_ALONE = {Command.OK, Command.SOS, Command.FORGET_ME, Command.YES, Command.NO}
_ASKED_BACK_WITH_ARGUMENTS = (
    Command.IN,
    Command.OK,
    Command.PIN,
    Command.ADD,
    Command.REMOVE,
    Command.LANG,
    Command.STATE,
)
_ORDINARY_WORDS = frozenset(
    {"al", "as", "de", "hi", "id", "in", "la", "ma", "me", "mi", "oh", "ok", "or", "pa", "va"}
)
"""Two-letter codes of states that are also words of English or Spanish: taken for a state only
in capitals, or after STATE."""

_SOS_SIGN = "🆘"
_MOST_CARDS = 3
_MINUTE = timedelta(minutes=1)
_MINUTES = regex.compile(r"[0-9]{1,4}")
_CHOICE = regex.compile(r"0?[1-9]|[1-9][0-9]")
_CODE = regex.compile(r"([0-9]{3})[ ‐‑–-]?([0-9]{3})")
_CHECKIN_CODE = regex.compile(r"([acdefhjklmnprtuvwxy]{3})[ -]?([0-9]{5})(?: ([0-9]{4,8}))?")
_RUN_ON = regex.compile(r"[\s\p{P}]*([\p{L}\p{M}]+)[^\s\p{L}\p{M}\p{N}'’]+")  # "sos,they took me"
_GLUED = regex.compile(r"\p{P}*(\p{L}+)(?=[+\d])")  # "IN2H"


def parse(text: str, words: Vocabulary, *, lang: str) -> Understood:
    """What the text means to us; `lang` is the language we know of the person, or "en".

    Never raises. What nothing here understands is Unknown, and may be a question to search for.
    """
    written = Text.of(text)
    for read in _READERS:
        understood = read(written, words, lang)
        if understood:
            return understood
    return Understood(Unknown(written.written), None)


def _reserved(text: Text, _words: Vocabulary, _lang: str) -> Understood | None:
    as_sent, compared = text.written.casefold(), text.bare
    if compared in optout.OPT_IN:
        return Understood(OptIn(), None)
    meaning: Parsed
    if language := optout.OPT_OUT.get(compared):
        meaning = OptOut(by_carrier=as_sent in optout.OPT_OUT_BY_CARRIER)
    elif language := optout.HELP.get(compared):
        meaning = CarrierHelp(by_carrier=as_sent in optout.HELP_BY_CARRIER)
    else:
        return None
    return Understood(meaning, language if language != SOURCE else None)


def _number(text: Text, _words: Vocabulary, _lang: str) -> Understood | None:
    compared = text.bare
    if _CHOICE.fullmatch(compared):
        return Understood(Digit(int(compared)), None)
    if code := _CODE.fullmatch(compared):
        return Understood(Pairing(code[1] + code[2]), None)
    if code := _CHECKIN_CODE.fullmatch(compared):
        return Understood(OkByCode(code[1].upper() + code[2], code[3]), None)
    if compared.startswith("+"):
        more = text.plain[1:].strip()
        try:
            unit = _MINUTE if _MINUTES.fullmatch(more) else None
            return Understood(Extend(parse_duration(more, bare=unit)), None)
        except ValueError:
            return None
    return None


def _alarm(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    if text.written.startswith(_SOS_SIGN):
        return Understood(Sos(text.written.lstrip(_SOS_SIGN).strip()), None)
    entry, count = words.leading_command([word.bare for word in text.words], lang)
    if entry and entry.meaning is Command.SOS:
        return Understood(Sos(text.after(count).written), entry.tells)
    run_on = _RUN_ON.match(text.written)
    entry = words.command(bare(run_on[1]), lang) if run_on else None
    if run_on and entry and entry.meaning is Command.SOS:
        return Understood(Sos(text.written[run_on.end() :].strip()), entry.tells)
    return None


def _command_alone(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry = words.command(text.bare, lang)
    if entry and entry.meaning in _ALONE:
        return Understood(_ALONE[entry.meaning], entry.tells)
    return None


def _card(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    how: Literal["exact", "folded"] = "exact"
    entry = words.card(text.plain, lang)
    if not entry:
        how, entry = "folded", words.card_folded(text.bare, lang)
    if not entry:
        return None
    if len(entry.meaning) > 1:
        return Understood(NearCard(entry.meaning[:_MOST_CARDS]), entry.tells)
    return Understood(Card(entry.meaning[0], entry.lang, how), entry.tells)


def _language_or_place(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    if words.command(text.bare, lang):
        return None
    if text.bare in words.languages:
        return Understood(SetLanguage(words.languages[text.bare]), None)
    in_capitals = text.written == text.written.upper()
    if text.bare in words.places and (in_capitals or text.bare not in _ORDINARY_WORDS):
        return Understood(SetPlace(words.places[text.bare]), None)
    return None


def _command_with_arguments(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry, count = words.leading_command([word.bare for word in text.words], lang)
    if not entry:
        return None
    rest = text.after(count)
    meaning = arguments.understand(entry.meaning, rest, text, words)
    if isinstance(meaning, BadDuration):  # "in custody", "in Spanish"
        known = _card(rest, words, lang) or _language_or_place(rest, words, lang)
        return known or Understood(meaning, entry.tells)
    return Understood(meaning, entry.tells) if meaning else None


def _near_command(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    command = (
        _near_sos(text, words, lang)
        or _near_whole(text, words, lang)
        or _near_with_arguments(text, words, lang)
        or _near_without_command(text)
    )
    return Understood(NearCommand(command, text.written), None) if command else None


def _near_sos(text: Text, words: Vocabulary, lang: str) -> Command | None:
    """SOS among other words, or first with letters doubled, dropped or swapped ("sso they …")."""
    sos = {
        phrase
        for phrase, found in words.commands.items()
        if found.get(lang, found.get(SOURCE)) is Command.SOS
    }
    bare_words = {word.bare for word in text.words}
    if _SOS_SIGN in text.written or sos & bare_words:
        return Command.SOS
    first = text.words[0].bare if text.words else ""
    jumbled = len(first) > 2 and any(set(first) == set(phrase) for phrase in sos)
    return Command.SOS if jumbled else None


def _near_whole(text: Text, words: Vocabulary, lang: str) -> Command | None:
    near = words.near_commands(text.bare, lang)
    return next((command for command in near if command in _ASKED_BACK_ALONE), None)


def _near_with_arguments(text: Text, words: Vocabulary, lang: str) -> Command | None:
    """A misspelt first word ("im 2h"), or one without a space ("IN2H"), and all that it needs."""
    if not text.words:
        return None
    heads = [(text.words[0].bare, text.after(1))]
    if glued := _GLUED.match(text.written):
        heads.append((bare(glued[1]), Text(text.written[glued.end() :])))
    for head, rest in heads:
        for command in words.near_commands(head, lang, short=True):
            if command in _ASKED_BACK_WITH_ARGUMENTS and arguments.complete(
                command, rest, text, words
            ):
                return command
    return None


def _near_without_command(text: Text) -> Command | None:
    """The arguments of a command and nothing else: "2h", a phone number, "+30 please"."""
    contact = arguments.contact(text)
    if isinstance(contact, AddContact) and len(contact.name.split()) < 3:
        return Command.ADD
    if text.bare.startswith("+"):
        return Command.EXTEND
    try:
        parse_duration(text.plain)
    except ValueError:
        return None
    return Command.IN


def _near_card(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    near = tuple(words.near_cards(text.bare, lang)[:_MOST_CARDS])
    return Understood(NearCard(near), None) if near else None


def _near_harmless(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    near = words.near_commands(text.bare, lang)
    command = next((command for command in near if command in _HARMLESS), None)
    return Understood(_ALONE[command], None) if command else None


_READERS: tuple[Callable[[Text, Vocabulary, str], Understood | None], ...] = (
    _reserved,
    _number,
    _alarm,
    _command_alone,
    _card,
    _language_or_place,
    _command_with_arguments,
    _near_command,
    _near_card,
    _near_harmless,
)
