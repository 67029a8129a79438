"""Reviews of translations by native speakers, kept in `locales/review.toml`.

A review holds until the English card or its translation changes.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from content.card import Card
from content.findings import ContentError, Finding, shown
from content.phrases import Translator
from content.sources import Frozen, Words

FILE = "review.toml"


class Review(Frozen):
    """One review. hash: the `fingerprint` of what was read; reviewer: a role, never a name."""

    card: Words
    lang: Words
    hash: Words
    reviewer: Words
    date: date


class _File(Frozen):
    review: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Reviews:
    """The reviews, by card id and language code."""

    by_card: Mapping[tuple[str, str], Review]

    @classmethod
    def load(cls, locales: Path) -> "Reviews":
        """Read the reviews; none if there is no file. Raises ContentError."""
        file = locales / FILE
        if not file.exists():
            return cls({})
        try:
            read = _File.model_validate(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, ValidationError) as refused:
            raise ContentError([Finding(shown(file), 0, str(refused))]) from refused
        return cls({(review.card, review.lang): review for review in read.review})

    def current(self, card: Card, cards: Translator) -> bool:
        """Whether the card, as `cards` translates it today, is what was reviewed."""
        review = self.by_card.get((card.id, cards.lang))
        return review is not None and review.hash == fingerprint(card, cards)


def fingerprint(card: Card, cards: Translator) -> str:
    """A hash of the card and its translation: 16 hex digits of SHA-256."""
    digest = hashlib.sha256()
    for unit in card.units():
        for part in (unit.context, unit.text, cards.pgettext(unit.context, unit.text)):
            digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
