"""Every word that can be texted, and what its replies take, played on simulated phones."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.dialogue import ECHO, Size, Talk, cell, talk
from content.phrases import Language
from sms.parsing import optout
from sms.parsing.commands import Command
from sms.replies import card_replies, conversation, session
from sms.replies.sender import Sender

ANA, SAM, KIM, LEE = "+12025550111", "+12025550122", "+12025550133", "+12025550144"
_MINUTE = timedelta(minutes=1)
_BETWEEN_CARDS = timedelta(minutes=11)  # nobody is answered without end in less
_HEAD = ("| text | first reply | all replies |", "| --- | --- | --- |")

Step = tuple[Command | str, str, str] | timedelta
"""Which command, or what else it is; from which phone; in which words. Or a time that passes."""


def replies(folder: Path) -> str:
    """The tables of all languages as Markdown; `folder` is empty."""
    with talk(folder / "cards") as said:
        languages = said.phones.parts.core.phrases.languages
        tables = {language: [list(_cards(said, language))] for language in languages}
    for language in languages:
        with talk(folder / language.code) as said:
            tables[language].append(list(_commands(said, language)))
            tables[language].append(list(_alone(said, language)))
    return "\n\n".join("\n".join(table) for each in languages for table in tables[each])


def script(said: Talk, lang: str) -> Iterator[Step]:
    """Every command, in an order in which each can do what it is for."""

    def word(command: Command) -> str:
        return said.phones.parts.gateway.words.word(command, lang)

    yield Command.LANG, ANA, f"{word(Command.LANG)} {lang.upper()}"
    yield Command.HELLO, ANA, word(Command.HELLO)
    yield Command.THANKS, ANA, word(Command.THANKS)
    yield Command.MENU, ANA, word(Command.MENU)
    yield Command.NEXT, ANA, word(Command.NEXT)
    yield Command.STATE, ANA, f"{word(Command.STATE)} NY"
    yield Command.NAME, ANA, f"{word(Command.NAME)} Ana"
    yield Command.ADD, ANA, f"{word(Command.ADD)} {SAM} Sam"
    yield "", ANA, ECHO
    yield Command.YES, SAM, word(Command.YES)
    yield "", ANA, f"{word(Command.ADD)} {KIM} Kim"
    yield "", ANA, ECHO
    yield "", KIM, word(Command.YES)
    yield "", ANA, f"{word(Command.ADD)} {LEE} Lee"
    yield "", ANA, ECHO
    yield Command.NO, LEE, word(Command.NO)
    yield Command.CONTACTS, ANA, word(Command.CONTACTS)
    yield Command.TEST, ANA, word(Command.TEST)
    yield "", SAM, "1"
    yield Command.CODE, ANA, word(Command.CODE)
    yield Command.LINK, ANA, word(Command.LINK)
    yield Command.UNLINK, ANA, word(Command.UNLINK)
    yield Command.IN, ANA, f"{word(Command.IN)} 1H Hotel Rex"
    yield Command.STATUS, ANA, word(Command.STATUS)
    yield Command.EXTEND, ANA, word(Command.EXTEND)
    yield 101 * _MINUTE
    yield "2, to an alert", SAM, "2"
    yield "1, to an alert", KIM, "1"
    yield 71 * _MINUTE
    yield "3, to an alert", KIM, "3"
    yield "", KIM, ECHO
    yield Command.SOS, ANA, f"{word(Command.SOS)} Hotel Rex"
    yield "", SAM, "1"
    yield Command.OK, ANA, word(Command.OK)
    yield "", ANA, f"{word(Command.IN)} 1H"
    yield 140 * _MINUTE  # nobody answers
    yield Command.UNTIL, ANA, f"{word(Command.UNTIL)} 11PM Hotel Rex"
    yield 5 * _MINUTE
    yield "", ANA, word(Command.OK)
    yield Command.PIN, ANA, f"{word(Command.PIN)} 1234 9876"
    yield Command.COURT, ANA, f"{word(Command.COURT)} 12/03 9AM"
    yield Command.REMOVE, ANA, f"{word(Command.REMOVE)} 1"
    yield "", ANA, "1234"
    for all_, carriers in (
        (optout.OPT_OUT, optout.OPT_OUT_BY_CARRIER),
        (optout.HELP, optout.HELP_BY_CARRIER),
    ):
        ours = [each for each in all_ if all_[each] == lang and each not in carriers]
        if ours:
            yield ours[0], KIM, ours[0].upper()
    yield Command.FORGET_ME, ANA, word(Command.FORGET_ME)


def _cards(said: Talk, language: Language) -> Iterator[str]:
    """Each card by its first word: where no state is chosen, and in the one that says most."""
    lang, library = language.code, said.phones.parts.core.library
    translator, states = library.phrases.translator(lang), list(library.places)
    said.reply(ANA, f"{said.phones.parts.gateway.words.word(Command.LANG, lang)} {lang}")
    yield f"### {language.name}: cards"
    yield ""
    yield f"{_HEAD[0]} in the state with the longest text |"
    yield f"{_HEAD[1]} --- |"
    for id in library.cards:
        keyword = library.keywords(id, lang)[0]
        blocks = {place: card_replies.blocks(library, id, lang, place) for place in states}
        longest = max(states, key=lambda place: len("".join(blocks[place])))
        there = Size.of(*conversation.paginate(blocks[longest], translator))
        more = _told(there) + f" ({library.places[longest].code})"
        same = len(blocks[longest]) == len(blocks[said.phones.parts.core.place])
        said.phones.now += _BETWEEN_CARDS
        answers = [said.phones.text(ANA, keyword), *_rest(said, ANA, lang)]
        yield f"{_row(keyword, answers)} {'the same' if same else more} |"


def _commands(said: Talk, language: Language) -> Iterator[str]:
    yield f"### {language.name}: commands"
    yield ""
    yield from _HEAD
    for step in script(said, language.code):
        if isinstance(step, timedelta):
            said.wait(step)
            continue
        what, phone, body = step
        answers = [said.reply(phone, body)]
        if what != Command.NEXT:
            answers += _rest(said, phone, language.code)
        if what:
            yield _row(what if what[0].isdigit() else body, answers)


def _alone(said: Talk, language: Language) -> Iterator[str]:
    """The first of each kind of message that leaves by itself, as no answer to a text."""
    yield f"### {language.name}: what leaves by itself"
    yield ""
    yield "| message | words | size and price |"
    yield "| --- | --- | --- |"
    seen: set[str] = set()
    for text in said.texts:
        if text.kind and text.by == "us" and text.kind not in seen:
            seen.add(text.kind)
            name = text.kind.replace("_", " ")
            yield f"| {name} | {cell(text.shown)} | {_told(Size.of(text.body))} |"


def _rest(said: Talk, phone: str, lang: str) -> Iterator[str]:
    """Every page that NEXT brings after a reply."""
    more = said.phones.parts.gateway.words.word(Command.NEXT, lang)
    while _pages(said, phone):
        yield said.phones.text(phone, more)


def _pages(said: Talk, phone: str) -> tuple[str, ...]:
    with said.phones.parts.core.read(said.phones.now) as work:
        return session.load(Sender(work, phone)).pages


def _row(body: str, answers: list[str]) -> str:
    first, every = Size.of(answers[0]), Size.of(*answers)
    alone = first == every
    return f"| {cell(body)} | {_told(first)} | {'the same' if alone else _told(every)} |"


def _told(size: Size) -> str:
    replies_ = f"{size.texts} replies, " if size.texts > 1 else ""
    return f"{replies_}{size.segments} × {size.encoding}, ${size.dollars}"
