"""Which translations a native speaker has read: `locales/review.toml`, beside the catalogues.

An entry holds as long as neither the English card nor its translation has changed since.
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
    """hash: what `fingerprint` gave for what was read; reviewer: a role, never a name."""

    card: Words
    lang: Words
    hash: Words
    reviewer: Words
    date: date


class _File(Frozen):
    review: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Reviews:
    """The reviews by card and language."""

    by_card: Mapping[tuple[str, str], Review]

    @classmethod
    def load(cls, locales: Path) -> "Reviews":
        """Raises ContentError. No file means that nothing has been reviewed."""
        file = locales / FILE
        if not file.exists():
            return cls({})
        try:
            read = _File.model_validate(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, ValidationError) as refused:
            raise ContentError([Finding(shown(file), 0, str(refused))]) from refused
        return cls({(review.card, review.lang): review for review in read.review})

    def current(self, card: Card, cards: Translator) -> bool:
        """Whether what the translator says of the card today is what was reviewed."""
        review = self.by_card.get((card.id, cards.lang))
        return review is not None and review.hash == fingerprint(card, cards)


def fingerprint(card: Card, cards: Translator) -> str:
    """Sixteen hex digits that change with any word of the card or of its translation."""
    digest = hashlib.sha256()
    for unit in card.units():
        for part in (unit.context, unit.text, cards.pgettext(unit.context, unit.text)):
            digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
