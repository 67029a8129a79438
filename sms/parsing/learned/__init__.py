"""What was learned from phrases: for each subject the phrases, in a table, and the weights.

A phrase is a line of `NAME.tsv`: language, label, text. After a change there:
`python -m sms.parsing.learned`, which writes `NAME.weights`; a test fails while they are stale.
Never add a phrase from `bench/blind`, which measures what was learned.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text as somebody may write it. `lang`: its language code; `label`: its class."""

    lang: str
    label: str
    text: str


def phrases(name: str) -> Iterator[Phrase]:
    """The phrases of a subject, in the order of the file."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as opened:
        for lang, label, text in csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Phrase(lang, label, text)


def weights(name: str) -> bytes:
    """What was learned from them."""
    return (FOLDER / f"{name}.weights").read_bytes()
