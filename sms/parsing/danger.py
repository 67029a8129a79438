"""Danger: what someone writes whose life, body or freedom is at risk now, in English and Spanish.

Learned from phrases (`learned/danger.tsv`), because danger is told in more ways than a list of
words can hold, and because most of its words also stand in calm questions ("can police take my
phone") and in figures of speech ("my feet are killing me"). When a text could be either it is
treated as danger: a needless "call 911" costs a line, a missing one may cost a life.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from content import questions
from content.files import ROOT
from sms.parsing import classifier, learned
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


SURE = 0.75
"""From here on a text is danger beyond doubt. Chosen on the phrases of one hand while those of the
other were learned from: 3 of 100 calm texts are taken for danger, most of them look-alikes."""

PERHAPS = 0.3
"""From here on it may be danger. By the same measure 92 of 100 texts in danger are above it."""

_MISSED = 2.0  # what one missed weighs, in needless ones
_KIND = 0.25  # a kind that is less likely is not named: OTHER says what helps in any danger
_FILE = "danger"
_KINDS: Mapping[str, Kind] = {
    "body": Kind.DYING,
    "overdose": Kind.DYING,
    "suicide": Kind.SUICIDE,
    "police": Kind.POLICE,
    "raped": Kind.RAPED,
    "forced": Kind.FORCED,
}
_NAMED = tuple(kind for kind in Kind if kind is not Kind.OTHER)
_CALM = "none"
_CALM_CARDS = frozenset(
    (
        *("bail", "court", "diversion", "encrypted", "entrapment", "facts", "find", "footprint"),
        *("housing", "jail", "kids", "lawyer", "money", "mugshot", "noncitizen", "outcomes"),
        *("plan", "plea", "privacy", "record", "seal", "stories", "survivors", "work"),
        questions.SMALLTALK,
    )
)


def find(text: Text) -> Danger | None:
    """The danger that the text tells of; None where it tells of none."""
    found = classifier.features(text.bare)
    any_danger, *kinds = _models()
    likely = any_danger.likely(found) if found else 0.0
    if likely < PERHAPS:
        return None
    by_kind = {kind: model.likely(found) for kind, model in zip(_NAMED, kinds, strict=True)}
    kind = max(by_kind, key=lambda each: by_kind[each])
    return Danger(kind if by_kind[kind] >= _KIND else Kind.OTHER, sure=likely >= SURE)


def learn(phrases: Iterable[learned.Phrase]) -> bytes:
    """The weights, for the file: first of danger at all, then of each kind that has a name, which
    is told apart from other danger only. What people ask the cards of law and life after an arrest
    is learned as calm."""
    said = [(each.text, each.label) for each in phrases]
    asked = questions.read(ROOT, None).values()
    said += [(each.text, _CALM) for each in chain(*asked) if each.card in _CALM_CARDS]
    known = [(classifier.features(Text.of(text).bare), label) for text, label in said]
    models = [classifier.learn(((found, label != _CALM) for found, label in known), worth=_MISSED)]
    for kind in _NAMED:
        models.append(
            classifier.learn(
                (found, _KINDS.get(label) is kind) for found, label in known if label != _CALM
            )
        )
    return b"".join(model.pack() for model in models)


@cache
def _models() -> tuple[classifier.Model, ...]:
    return tuple(classifier.unpack(learned.weights(_FILE)))
