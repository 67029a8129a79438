"""A linear classifier of short texts: logistic regression over letters and words.

It learns from phrases that people wrote down for each class, and its weights are kept in a file, so
that to run it takes neither the phrases nor a library: a text is cut into words, pairs of words and
runs of three or four letters, each of which has a weight, and the sum says how likely the class is.
Runs of letters are why "cnat brethe" is still understood.
"""

import math
import random
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

_BUCKETS = 1 << 15
_EPOCHS = 8
_RATE = 0.2
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_LETTERS = (3, 4)
_MOST_WORDS = 60
_HEAD = struct.Struct("<ff")
_INT8 = 127

Features = Sequence[int]
"""Numbers of the buckets that a text's parts fall into, each once, in order."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of one class. `weights`: one int8 a bucket, in steps of `step`."""

    bias: float
    step: float
    weights: "array[int]"

    def likely(self, features: Features) -> float:
        """How likely a text of the class this is, 0 to 1."""
        total = sum(self.weights[bucket] for bucket in features) * self.step
        return _logistic(self.bias + total / _length(features))

    def pack(self) -> bytes:
        """For `unpack`: 8 bytes, then one a bucket."""
        return _HEAD.pack(self.bias, self.step) + self.weights.tobytes()


def unpack(packed: bytes) -> Iterator[Model]:
    """The models of a file, in the order in which they were packed one after another."""
    size = _HEAD.size + _BUCKETS
    for start in range(0, len(packed), size):
        bias, step = _HEAD.unpack_from(packed, start)
        yield Model(bias, step, array("b", packed[start + _HEAD.size : start + size]))


def features(bare: str) -> Features:
    """The parts of a text in `bare` form that have weights."""
    words = _WORD.findall(bare)[:_MOST_WORDS]
    return sorted({zlib.crc32(part.encode()) % _BUCKETS for part in _parts(words)})


def learn(examples: Iterable[tuple[Features, bool]], *, worth: float = 1.0) -> Model:
    """Learn one class from texts that are of it and texts that are not. The same examples in the
    same order always give the same model. Steps shrink for parts that are seen often (AdaGrad).

    `worth`: how many texts wrongly taken for the class one that is missed weighs."""
    shuffled, order = list(examples), random.Random(1)  # noqa: S311  no secret: an order
    weights, seen, bias = [0.0] * _BUCKETS, [1e-6] * _BUCKETS, 0.0
    for _ in range(_EPOCHS):
        order.shuffle(shuffled)
        for found, belongs in shuffled:
            length = _length(found)
            likely = _logistic(bias + sum(weights[bucket] for bucket in found) / length)
            error = (likely - 1) * worth if belongs else likely
            bias -= 0.05 * error
            slope = error / length
            for bucket in found:
                seen[bucket] += slope * slope
                weights[bucket] -= _RATE * slope / math.sqrt(seen[bucket])
    step = max(map(abs, weights)) / _INT8 or 1.0
    return Model(bias, step, array("b", (round(weight / step) for weight in weights)))


def _parts(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield f"w {word}"
        edged = f"<{word}>"
        for length in _LETTERS:
            for start in range(len(edged) - length + 1):
                yield edged[start : start + length]
    with_ends = ["^", *words, "$"]
    yield from (f"{first} {second}" for first, second in pairwise(with_ends))
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        yield f"{first} {second} {third}"
        yield f"{first} _ {third}"


def _length(found: Features) -> float:
    return math.sqrt(len(found)) or 1.0


def _logistic(sum_: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum_))))
