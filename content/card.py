"""A card: one subject as one Markdown file with front matter. See docs/content-format.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from content import documents
from content.documents import Document
from content.findings import ContentError, Finding, shown
from content.markdown import Section, sections
from content.sources import Frozen, Source, Words

Topic = Literal["now", "after", "clear", "safe", "why"]
CardId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Line = Annotated[Words, AfterValidator(lambda text: " ".join(text.split()))]

SLOT = re.compile(r"\{([^{}\s]*)\}")
_SENTENCE = re.compile(r"[^\s.?!][^.?!]*[.?!]?")
_FRONT = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Unit:
    """One gettext message: an English text, its context (msgctxt), and its line in the file."""

    context: str
    text: str
    line: int


class Front(Frozen):
    """The front matter: the YAML between the `---` lines.

    first: the one thing to do first; keywords: words that bring the card by text; asks: questions
    that it answers, in the words people use, for search only; say: sentences to say to an officer,
    in English everywhere; text: the blocks of its text form; links: ids of the next cards.
    """

    id: CardId
    topic: Topic
    order: int
    title: Line
    first: Line
    keywords: tuple[Line, ...] = ()
    asks: tuple[Line, ...] = ()
    say: tuple[Line, ...] = ()
    text: tuple[Line, ...]
    links: tuple[CardId, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    review_by: date | None = None


@dataclass(frozen=True)
class Card:
    """One card in English, as written. `document`: its front matter with the line of each value."""

    front: Front
    sections: tuple[Section, ...]
    document: Document

    @property
    def id(self) -> str:
        return self.front.id

    @property
    def file(self) -> Path:
        return self.document.file

    @property
    def context(self) -> str:
        """The gettext context of the card's own messages."""
        return f"card:{self.id}"

    @property
    def keywords_unit(self) -> Unit:
        """All keywords as one message, comma separated; empty when the card has none."""
        keywords = ", ".join(self.front.keywords)
        return Unit(f"{self.context}:keywords", keywords, self.document.line(("keywords",)))

    @property
    def asks_unit(self) -> Unit:
        """All questions as one message, one per line; empty when the card has none."""
        asks = "\n".join(self.front.asks)
        return Unit(f"{self.context}:asks", asks, self.document.line(("asks",)))

    def units(self) -> Iterator[Unit]:
        """All messages that must be translated before the card may show in another language."""
        yield from (
            Unit(self.context, text, line)
            for text, line in self.texts()
            if slot_alone(text) is None
        )
        if self.front.keywords:
            yield self.keywords_unit
        if self.front.asks:
            yield self.asks_unit

    def slots(self) -> Iterator[tuple[str, int]]:
        """The name of every slot in the card, with its line, in order."""
        for text, line in self.texts():
            yield from ((name, line) for name in SLOT.findall(text))

    def quoted(self, text: str) -> tuple[str, ...]:
        """The sentences of `say` that `text` holds word for word."""
        sentences = (one for say in self.front.say for one in _SENTENCE.findall(say))
        return tuple(sentence for sentence in sentences if sentence in text)

    def texts(self) -> Iterator[tuple[str, int]]:
        """Every text in English with its line, in order."""
        line = self.document.line
        yield self.front.title, line(("title",))
        yield self.front.first, line(("first",))
        yield from ((say, line(("say", at))) for at, say in enumerate(self.front.say))
        yield from ((text, line(("text", at))) for at, text in enumerate(self.front.text))
        for section in self.sections:
            yield section.heading, section.line
            yield from ((block.text, block.line) for block in section.blocks)


def slot_alone(text: str) -> str | None:
    """The slot's name if the text is one slot and nothing else; else None."""
    whole = SLOT.fullmatch(text)
    return whole[1] if whole else None


def parse(text: str, file: Path, slots: frozenset[str]) -> Card:
    """Parse a card. `slots`: the names that may follow "law." in a slot.

    Raises ContentError with every fault, by file and line.
    """
    split = _FRONT.match(text)
    if not split:
        reason = "a card starts with front matter between two --- lines"
        raise ContentError([Finding(shown(file), 1, reason)])
    document = documents.read(split[1], file, first_line=2)
    body_line = split[1].count("\n") + 3
    body, findings = sections(split[2], file, first_line=body_line)
    try:
        card = Card(document.model(Front), body, document)
    except ContentError as refused:
        raise ContentError([*refused.findings, *findings]) from refused
    findings = [*findings, *_faults(card, slots)]
    if findings:
        raise ContentError(findings)
    return card


def _faults(card: Card, slots: frozenset[str]) -> Iterator[Finding]:
    name = shown(card.file)
    if card.file.stem != card.id:
        yield Finding(name, card.document.line(("id",)), f"the file is not named {card.id}.md")
    for text, line in card.texts():
        for slot in SLOT.findall(text):
            law = slot.removeprefix("law.") if slot.startswith("law.") else None
            if slot != "place" and law not in slots:
                yield Finding(name, line, f"{{{slot}}} is no slot we know")
            elif law is not None and slot_alone(text) is None:
                yield Finding(name, line, f"{{{slot}}} must stand alone in its paragraph or block")
    for key, fixed in (("title", (card.front.title,)), ("say", card.front.say)):
        if any(SLOT.search(text) for text in fixed):
            yield card.document.finding((key,), f"{key} is the same everywhere, so it has no slots")
