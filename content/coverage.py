"""Coverage: how sure we are of each fact of law, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.facts import Confidence, Fact
from content.law import FACTS, Contact, StateLaw
from content.library import Library
from content.places import COUNTRY, Place

_BEST_FIRST: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True)
class Known:
    """The confidence of one fact in one place; None if nothing is recorded."""

    place: str
    fact: str
    confidence: Confidence | None


def coverage(library: Library) -> tuple[Known, ...]:
    """Every fact of every place. Of several contacts the surest counts; the national ones, which
    every state shares, are left out."""
    country = library.places[COUNTRY]
    return tuple(
        Known(place.id, name, _confidence(place.law, name, None if place is country else country))
        for place in library.places.values()
        for name in FACTS
    )


def _confidence(law: StateLaw, name: str, country: Place | None) -> Confidence | None:
    shared = tuple(_facts(getattr(country.law, name))) if country else ()
    found = (fact for fact in _facts(getattr(law, name)) if fact not in shared)
    return min((fact.confidence for fact in found), key=_BEST_FIRST.index, default=None)


def _facts(value: Fact | tuple[Contact, ...] | None) -> Iterator[Fact]:
    if isinstance(value, tuple):
        yield from value
    elif value is not None:
        yield value
