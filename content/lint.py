"""The content check: what must hold before publishing, beyond what loading already refuses."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from content import questions
from content.card import Card, slot_alone
from content.findings import Finding, shown
from content.library import Library
from content.markdown import NO_LAW
from content.parity import translations
from content.phrases import SOURCE
from content.reading import grade
from content.rendering import phones, targets
from content.words import clashes, reserved

HARDEST_GRADE: Final = 8.0
"""The highest reading grade allowed, as a school grade in the US."""

FIRST_REPLY: Final = {True: 2, False: 3}
WHOLE_TEXT: Final = {True: 6, False: 12}
"""The most segments for the first reply and for a whole text form, by whether they are in GSM-7."""

# Words that a statement of law can hardly do without. A block that holds one needs a source, or the
# mark that it states no law.
LEGAL: Final = re.compile(
    r"\b(?:laws?|legal(?:ly)?|illegal|unlawful|lawful|crimes?|criminal|courts?|judges?|warrants?"
    r"|(?<!all )rights?(?! (?:now|away|after|before|there|here))|charge[sd]?|convict\w*|felony"
    r"|felonies|misdemeanors?|statutes?|evidence|probation|penalt\w+|jury|may not|must)\b",
    re.IGNORECASE,
)

_LIKE_A_NUMBER: Final = re.compile(
    r"(?<![\w/-])(?:1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\w-])"
)

Segments = Callable[[str, str], int]
Paginate = Callable[[Sequence[str], str], Sequence[str]]
Transliterates = Callable[[str], bool]


def check(
    library: Library, *, segments: Segments, paginate: Paginate, transliterates: Transliterates
) -> list[Finding]:
    """Every fault, sorted by file and line.

    segments(text, lang): how many segments a text takes as sent; paginate(blocks, lang): a card's
    blocks as replies; transliterates(lang): whether texts in the language are written in GSM-7. All
    three are functions of `sms`, passed in because `content` may not import it.
    """
    findings: list[Finding] = []
    for text in (*library.guides.values(), *library.cards.values()):
        findings += _sourced(text)
        findings += _marked(text)
        findings += _linked(text, library.cards)
        findings += _readable(text)
        findings += _dialable(text)
    for card in library.cards.values():
        findings += _sayable(card, library, paginate)
        findings += reserved(card)
        for language in library.phrases.languages:
            if library.shown_in(card.id, language.code) == language.code:
                findings += _within_budget(card, library, language.code, segments, transliterates)
    for asked in library.questions.values():
        findings += questions.faults(asked, library.cards)
    findings += clashes(library)
    findings += translations(library)
    return sorted(set(findings))


def _finding(card: Card, key: str, reason: str) -> Finding:
    return card.document.finding((key,), reason)


def _sourced(card: Card) -> Iterator[Finding]:
    if not card.front.sources:
        yield _finding(card, "sources", "every card needs a source")
    if card.front.review_by is None:
        yield _finding(card, "review_by", "no day is set by which this must be read again")


def _marked(card: Card) -> Iterator[Finding]:
    """Each block that states law must point to its source, and each source must be used."""
    sources = {source.id for source in card.front.sources}
    marks: set[str] = set()
    for section in card.sections:
        for block in section.blocks:
            marks.update(block.marks)
            for mark in set(block.marks) - sources - {NO_LAW}:
                yield Finding(shown(card.file), block.line, f"there is no source “{mark}”")
            legal = None if slot_alone(block.text) else LEGAL.search(block.text)
            if legal and not block.marks:
                reason = (
                    f"“{legal[0]}” sounds like law: end the block with [^id] of its source,"
                    f" or with [^{NO_LAW}] if it states no law"
                )
                yield Finding(shown(card.file), block.line, reason)
            if block.marks and NO_LAW in block.marks and len(block.marks) > 1:
                yield Finding(shown(card.file), block.line, f"[^{NO_LAW}] stands alone")
    for number, source in enumerate(card.front.sources):
        if source.id not in marks:
            reason = "no block points to this source" if source.id else "a source needs an id"
            yield card.document.finding(("sources", number), reason)


def _linked(card: Card, cards: Collection[str]) -> Iterator[Finding]:
    for number, link in enumerate(card.front.links):
        if link not in cards:
            yield card.document.finding(("links", number), f"there is no card “{link}”")
    for section in card.sections:
        for block in section.blocks:
            for target in targets(block.text):
                if ":" not in target and target not in cards:
                    yield Finding(shown(card.file), block.line, f"there is no card “{target}”")


def _readable(card: Card) -> Iterator[Finding]:
    hard = grade(card)
    if hard > HARDEST_GRADE:
        yield _finding(card, "id", f"reads at grade {hard:.1f}; {HARDEST_GRADE:.0f} is the most")


def _dialable(card: Card) -> Iterator[Finding]:
    """What looks like a phone number must be one that can be in use."""
    for text, line in card.texts():
        known = phones(text)
        for number in _LIKE_A_NUMBER.findall(text):
            if not any(_digits(number)[-10:] == dialed[-10:] for dialed in known):
                yield Finding(shown(card.file), line, f"{number} is no phone number in use")


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())


def _sayable(card: Card, library: Library, paginate: Paginate) -> Iterator[Finding]:
    """A card for when police are there needs a sentence to say; the first reply must hold one."""
    if not card.front.say:
        if card.front.topic == "now":
            yield _finding(card, "say", "a card for when police are there needs a sentence to say")
        return
    blocks = library.text(card.id, SOURCE, "us").blocks
    if not card.quoted(paginate(blocks, SOURCE)[0]):
        yield _finding(card, "text", "the first reply holds no sentence of `say`, word for word")


def _within_budget(
    card: Card, library: Library, lang: str, segments: Segments, transliterates: Transliterates
) -> Iterator[Finding]:
    gsm = transliterates(lang)
    texts = {library.text(card.id, lang, place).blocks: place for place in library.places}
    first = max(segments(blocks[0], lang) for blocks in texts)
    if first > FIRST_REPLY[gsm]:
        reason = f"the first block takes {first} segments in {lang}; {FIRST_REPLY[gsm]} is the most"
        yield card.document.finding(("text", 0), reason)
    whole, place = max((segments("\n".join(blocks), lang), at) for blocks, at in texts.items())
    if whole > WHOLE_TEXT[gsm]:
        reason = f"takes {whole} segments in {lang} at {place}; {WHOLE_TEXT[gsm]} is the most"
        yield _finding(card, "text", reason)
