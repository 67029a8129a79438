"""What the library hands out: a card as a page, and a card as texts."""

from dataclasses import dataclass
from datetime import date

from content.card import Topic
from content.phrases import Direction
from content.slots import LawNote
from content.sources import Source


@dataclass(frozen=True)
class Say:
    """A sentence to say or show to an officer; `local` is what it means, None on English cards."""

    english: str
    local: str | None


@dataclass(frozen=True)
class PageSection:
    """heading: plain text; html: paragraphs and lists, slots already filled."""

    heading: str
    html: str


@dataclass(frozen=True)
class CardPage:
    """A card for a page in one language and place.

    lang, direction: of the card as shown, which is English when translated is False; draft: no
    native speaker has read this translation as it stands; first: the one thing to do first;
    law: the notes already standing in the sections, for a list of sources; review_by: the day by
    which the card, or the law it tells, must be read again; links: next cards.
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
        """Whether the day by which someone should have read it again has passed."""
        return self.review_by is not None and today > self.review_by


@dataclass(frozen=True)
class CardText:
    """A card for text messages: blocks of plain text, the sentence to say in the first."""

    id: str
    lang: str
    blocks: tuple[str, ...]
