"""Twilio's own segment counter, to compare ours with."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from peers.node import line_process


@contextmanager
def segment_counter() -> Iterator[Callable[[Sequence[str]], list[tuple[str, int]]]]:
    """Yields a function: texts in, ("GSM-7" or "UCS-2", number of segments) for each out."""
    with line_process("segments.mjs") as process:

        def count(texts: Sequence[str]) -> list[tuple[str, int]]:
            answers = (json.loads(process.ask(json.dumps(text))) for text in texts)
            return [(encoding, segments) for encoding, segments in answers]

        yield count
