"""Learning: from questions and their cards to the weights that search uses.

Plain Python, and up to a quarter of a minute a language, so what we publish was learned before and
is kept beside the questions: `questions/<lang>.weights`. Where a host has cards or questions of its
own, compiling starts from those and learns only a little more.
"""

import random
from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Final

from content.tokens import bare
from content.weights import BUCKETS, Weights, buckets, shares

_VERSION: Final = "1"  # change it with whatever else changes what is learned
_ROUNDS: Final = 10
_STEP: Final = 3.0
_ROUNDS_MORE: Final = 3
_MORE_OFTEN: Final = 9  # a host's own card has a few questions, the others have fifty
_BIAS_STEP: Final = 0.05  # of a step
_TOO_SMALL: Final = 0.01  # an error in a chance that is not worth a correction
_RARITY_UNIT: Final = 24  # a bucket that one of 40,000 questions has still fits a byte
_HIGHEST_LEVEL: Final = 7
_OUTLIERS: Final = 0.005  # of the weights: cut to the highest level, so that the others keep theirs
Example = tuple[str, str]
"""A card's id, or SMALLTALK, or another label, and a text that asks for it."""


def weights(examples: Sequence[Example], file: Path) -> Weights:
    """The weights of these examples: those in `file` if they were learned from the same ones; else
    learned now, from where those leave off if there are any."""
    found = Weights.unpacked(file.read_bytes()) if file.exists() else None
    if found and found.made_from == fingerprint(examples):
        return found
    return learn(examples, start=found)


def kept(root: Path, lang: str) -> Path:
    """Where the weights that were learned before stand."""
    return root / "questions" / f"{lang}.weights"


def fingerprint(examples: Iterable[Example]) -> str:
    digest = sha256(_VERSION.encode())
    for card, text in examples:
        digest.update(f"\0{card}\0{text}".encode())
    return digest.hexdigest()


def learn(
    examples: Sequence[Example], *, start: Weights | None = None, many: int = BUCKETS
) -> Weights:
    """The same examples give the same weights. `start`: what was learned from nearly the same, in
    as many buckets; `many`: how many these are."""
    cards = tuple(dict.fromkeys(card for card, _ in examples))
    number = {card: at for at, card in enumerate(cards)}
    having = [(number[card], buckets(bare(text), many)) for card, text in examples]
    rarity = _rarity([found for _, found in having], many)
    rows = [[0.0] * len(cards) for _ in range(many)]
    bias = [0.0] * len(cards)
    if start:
        rows, bias = _continued(start, cards)
    known = [
        (right, found, sum(rarity[bucket] ** 2 for bucket in found) ** -0.5)
        for right, found in having
        if any(rarity[bucket] for bucket in found)
    ]
    if start:
        unknown = {number[card] for card in cards if card not in start.cards}
        known += [each for each in known if each[0] in unknown] * _MORE_OFTEN
    order = random.Random(1)  # noqa: S311  the same order each time is what is wanted
    squares = [each * each for each in rarity]
    rounds = _ROUNDS_MORE if start else _ROUNDS
    for turn in range(rounds):
        order.shuffle(known)
        step = _STEP * (1 - turn / rounds)
        for right, found, inverse in known:
            _correct(rows, bias, right, found, inverse, step, squares)
    return _rounded(cards, rarity, rows, bias, fingerprint(examples))


def _continued(start: Weights, cards: Sequence[str]) -> tuple[list[list[float]], list[float]]:
    """Rows and bias of these cards as they were learned before; nothing for a card that was not."""
    before = {card: at for at, card in enumerate(start.cards)}
    places = [before.get(card) for card in cards]
    rows = [
        [start.scale * row[at] if at is not None else 0.0 for at in places] for row in start.rows
    ]
    return rows, [start.bias[at] if at is not None else 0.0 for at in places]


def _correct(
    rows: list[list[float]],
    bias: list[float],
    right: int,
    found: list[int],
    inverse: float,
    step: float,
    squares: list[int],
) -> None:
    """Move the weights of one example towards its right card (stochastic gradient descent).

    A weight is kept times its bucket's rarity, so that a score is a plain sum."""
    sums = map(sum, zip(*(rows[bucket] for bucket in found), strict=True))
    chances = shares([each * inverse + own for each, own in zip(sums, bias, strict=True)])
    chances[right] -= 1
    for card, error in enumerate(chances):
        if -_TOO_SMALL < error < _TOO_SMALL:
            continue
        bias[card] -= step * _BIAS_STEP * error
        much = step * error * inverse
        for bucket in found:
            rows[bucket][card] -= much * squares[bucket]


def _rarity(having: list[list[int]], many: int) -> bytes:
    """Of each bucket the logarithm of all over those that have it (inverse document frequency), in
    a byte; 0 for what no example has."""
    counts = [0] * many
    for found in having:
        for bucket in found:
            counts[bucket] += 1
    units = (
        round(_RARITY_UNIT * log((len(having) + 1) / count)) if count else 0 for count in counts
    )
    return bytes(min(each, 255) for each in units)


def _rounded(
    cards: tuple[str, ...],
    rarity: bytes,
    rows: list[list[float]],
    bias: list[float],
    made_from: str,
) -> Weights:
    """The weights in few levels: they compress to a fraction, and search as well."""
    sizes = sorted(abs(each) for row in rows for each in row if each) or [1.0]
    unit = sizes[int((len(sizes) - 1) * (1 - _OUTLIERS))] / _HIGHEST_LEVEL
    levels = bytes(
        max(-_HIGHEST_LEVEL, min(_HIGHEST_LEVEL, round(each / unit))) % 256
        for row in rows
        for each in row
    )
    return Weights(
        cards,
        rarity,
        levels,
        float(f"{unit:.6g}"),
        tuple(round(each, 4) for each in bias),
        made_from,
    )
