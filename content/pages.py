"""The two forms in which the library gives out a card: a page, and text messages."""

from dataclasses import dataclass
from datetime import date

from content.card import Topic
from content.phrases import Direction
from content.slots import LawNote
from content.sources import Source


@dataclass(frozen=True)
class Say:
    """A sentence to say or show to an officer. local: its translation, None on English cards."""

    english: str
    local: str | None


@dataclass(frozen=True)
class PageSection:
    """A section. heading: plain text; html: its paragraphs and lists, with slots filled."""

    heading: str
    html: str


@dataclass(frozen=True)
class CardPage:
    """A card as a page, in one language and for one place.

    lang, direction: of the card as shown, which is English when `translated` is False; draft: no
    native speaker has signed this translation as it is now; first: the one thing to do first; law:
    the notes of the filled slots, which the sections hold already, for a list of sources;
    review_by: the day by which the card, or the law it tells, must be read again; links: ids of the
    next cards.
    """

    id: str
    topic: Topic
    title: str
    lang: str
    direction: Direction
    translated: bool
    draft: bool
    first: str
    say: tuple[Say, ...]
    sections: tuple[PageSection, ...]
    law: tuple[LawNote, ...]
    sources: tuple[Source, ...]
    reviewed_by: str | None
    reviewed_on: date | None
    review_by: date | None
    links: tuple[str, ...]

    def stale(self, today: date) -> bool:
        """Whether `review_by` has passed."""
        return self.review_by is not None and today > self.review_by


@dataclass(frozen=True)
class CardText:
    """A card as text messages. lang: the language it is in; blocks: plain text, in order."""

    id: str
    lang: str
    blocks: tuple[str, ...]
