"""The search of a phone, in Node.js: the script that pages bring, over a file of weights."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from peers.node import line_process

Ranking = Callable[[str], list[tuple[str, float]]]
"""From a text to card and chance, the likeliest first; none where the text asks for no card."""


@contextmanager
def phone_ranking(weights: Path) -> Iterator[Ranking]:
    with line_process("ranking.mjs", str(weights)) as process:

        def rank(text: str) -> list[tuple[str, float]]:
            return [(card, chance) for card, chance in json.loads(process.ask(json.dumps(text)))]

        yield rank
