"""Danger: what someone writes whose life, body or freedom is at risk now, in English and Spanish.

Learned from phrases (`learned/danger.tsv`), because danger is told in more ways than a list of
words can hold, and because most of its words also stand in calm questions ("can police take my
phone") and in figures of speech ("my feet are killing me"). When a text could be either it is
treated as danger: a needless "call 911" costs a line, a missing one may cost a life.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from content import questions
from content.files import ROOT
from content.learning import Example
from sms.parsing import ages, learned
from sms.parsing.normalize import Text


class Kind(StrEnum):
    """What kind of danger, as far as a reply differs."""

    DYING = "dying"
    """Someone cannot breathe, bleeds badly, does not wake, took too much."""
    SUICIDE = "suicide"
    POLICE = "police"
    """Police are here now."""
    RAPED = "raped"
    FORCED = "forced"
    """Made to work, or under 18."""
    OTHER = "other"
    """Held, threatened, beaten, followed, or it is not said how."""


@dataclass(frozen=True, slots=True)
class Danger:
    """`sure`: danger beyond doubt. Otherwise the text may also be something else, and is answered
    as that too."""

    kind: Kind
    sure: bool


SURE = 0.6
"""The chance from which a text is danger beyond doubt. Chosen on the phrases of one hand while
those of the other were learned from: 1 to 2 of 100 calm texts are taken for it."""

PERHAPS = 0.1
"""The chance from which it may be danger. By the same measure 84 to 86 of 100 texts in danger reach
it, and 6 to 13 of 100 calm ones, most of them made to deceive."""

_KIND = 0.35  # a kind with a smaller share of the danger is not named: OTHER helps in any
_KINDS: Mapping[str, Kind] = {
    "body": Kind.DYING,
    "overdose": Kind.DYING,
    "suicide": Kind.SUICIDE,
    "police": Kind.POLICE,
    "raped": Kind.RAPED,
    "forced": Kind.FORCED,
}
"""The labels of phrases whose kind has a name."""

_CALM = "none"
_CALM_TALK = frozenset(("going", "free", "police", "kept", "how", "human", "other"))  # labels there
_CALM_CARDS = frozenset(
    (
        *("bail", "court", "diversion", "encrypted", "entrapment", "facts", "find", "footprint"),
        *("housing", "jail", "kids", "lawyer", "money", "mugshot", "noncitizen", "outcomes"),
        *("plan", "plea", "privacy", "record", "seal", "stories", "survivors", "work"),
        questions.SMALLTALK,
    )
)


def find(text: Text) -> Danger | None:
    """The danger that the text tells of; None where it tells of none. An age under 18 is one: help
    comes first, whatever else the text is about."""
    if ages.under_18(text):
        return Danger(Kind.FORCED, sure=True)
    chances = learned.chances("danger", text)
    likely = 1 - chances.pop(_CALM, 1.0)
    if likely < PERHAPS:
        return None
    by_kind = dict.fromkeys(Kind, 0.0)
    for label, chance in chances.items():
        by_kind[_KINDS.get(label, Kind.OTHER)] += chance
    kind = max(by_kind, key=lambda each: by_kind[each])
    named = by_kind[kind] >= _KIND * likely
    return Danger(kind if named else Kind.OTHER, sure=likely >= SURE)


def examples() -> Iterator[Example]:
    """What danger is learned from: the phrases, and as calm also what people ask the cards of law
    and life after an arrest, and what they say who go in or ask about us."""
    yield from learned.phrases("danger")
    for label, text in learned.phrases("timer_talk"):
        if label in _CALM_TALK:
            yield _CALM, text
    for each in chain.from_iterable(questions.read(ROOT, None).values()):
        if each.card in _CALM_CARDS:
            yield _CALM, each.text
