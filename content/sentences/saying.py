"""The Saying: facts of law put into words, for a page and for a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.facts import Fact


@dataclass(frozen=True)
class Saying:
    """Known facts in words.

    facts: those that are told; page: paragraphs for a page; items: a list below them; text: a
    version short enough for a text message.
    """

    facts: tuple[Fact, ...]
    page: tuple[str, ...]
    text: str
    items: tuple[str, ...] = ()


def known(*facts: Fact | None) -> tuple[Fact, ...]:
    """The facts that are known, so may be shown."""
    return tuple(fact for fact in facts if fact is not None and fact.known)


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one paragraph, leaving out empty ones."""
    return " ".join(sentence for sentence in sentences if sentence)
