"""Weights: how much each piece of a text's words speaks for each of several labels: for a question,
the cards. The phone's own search (`webapp/static/ranking.js`) does the same sums with the same
weights, so what changes here must change there.

A logistic regression over words, pairs of neighbouring words and runs of three and four letters.
The pieces are not kept: each is hashed into one of some thousand buckets, so any text has weights,
a mistyped one too.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, sqrt
from typing import Final
from zlib import crc32

BUCKETS: Final = 2048
"""For weights that a phone loads. More of them tell more texts apart."""

_MOST_WORDS: Final = 40
_RUNS: Final = (3, 4)


@dataclass(frozen=True)
class Weights:
    """cards: their ids, and SMALLTALK, or whatever other labels the texts had; rarity: of each
    bucket, one byte, the greater the fewer texts have it; levels: for each bucket one signed byte a
    card; scale: what one level is worth; bias: by card; made_from: the fingerprint of what they
    were learned from."""

    cards: tuple[str, ...]
    rarity: bytes
    levels: bytes
    scale: float
    bias: tuple[float, ...]
    made_from: str

    @cached_property
    def rows(self) -> list[memoryview]:
        """Of each bucket, its level for each card."""
        many, signed = len(self.cards), memoryview(self.levels).cast("b")
        return [signed[at : at + many] for at in range(0, len(signed), many)]

    def chances(self, words: Sequence[str]) -> dict[str, float]:
        """How likely each card is meant by `bare` words; together 1."""
        known = [bucket for bucket in buckets(words, len(self.rarity)) if self.rarity[bucket]]
        length = sqrt(sum(self.rarity[bucket] ** 2 for bucket in known)) or 1.0
        found = [self.rows[bucket] for bucket in known] or [memoryview(bytes(len(self.cards)))]
        sums = map(sum, zip(*found, strict=True))
        much = self.scale / length
        scores = [level * much + bias for level, bias in zip(sums, self.bias, strict=True)]
        return dict(zip(self.cards, shares(scores), strict=True))

    def packed(self) -> bytes:
        """The form they are kept and sent in: a line of JSON, then rarity, then levels."""
        about = {
            "cards": self.cards,
            "scale": self.scale,
            "bias": self.bias,
            "made_from": self.made_from,
        }
        return json.dumps(about).encode() + b"\n" + self.rarity + self.levels

    @classmethod
    def unpacked(cls, packed: bytes) -> "Weights":
        line, _, rest = packed.partition(b"\n")
        about = json.loads(line)
        many = len(rest) // (1 + len(about["cards"]))
        return cls(
            tuple(about["cards"]),
            rest[:many],
            rest[many:],
            about["scale"],
            tuple(about["bias"]),
            about["made_from"],
        )


def buckets(words: Sequence[str], many: int = BUCKETS) -> list[int]:
    """The buckets, of `many`, that the words' pieces fall into, each once, in order."""
    used = words[:_MOST_WORDS]
    return sorted({crc32(piece.encode()) % many for piece in _pieces(used)})


def shares(scores: Sequence[float]) -> list[float]:
    """The scores as shares of 1 (softmax)."""
    highest = max(scores)
    powers = [exp(score - highest) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def _pieces(words: Sequence[str]) -> Iterable[str]:
    for one, two in pairwise(words):
        yield f"{one} {two}"
    for word in words:
        yield f"={word}"
        framed = f" {word} "
        for run in _RUNS:
            for start in range(len(framed) - run + 1):
                yield framed[start : start + run]
