"""What was learned from phrases: for each subject the phrases, in a table, and the weights.

A phrase is a line of `NAME.tsv`: language, label, text. After a change there:
`python -m sms.parsing.learned`, which writes `NAME.weights`; a test fails while they are stale.
Never add a phrase from `bench/blind`, which measures what was learned.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from content.learning import Example
from content.tokens import bare
from content.weights import Weights
from sms.parsing.normalize import Text

FOLDER = Path(__file__).parent
BUCKETS = 8192
"""Four times those of search, whose weights a phone loads: danger has more words for one thing."""


def chances(name: str, text: Text) -> dict[str, float]:
    """How likely each label of a subject is; together 1. Empty for a text without words."""
    words = bare(text.written)
    return weights(name).chances(words) if words else {}


@cache
def weights(name: str) -> Weights:
    """What was learned of a subject."""
    return Weights.unpacked((FOLDER / f"{name}.weights").read_bytes())


def phrases(name: str) -> Iterator[Example]:
    """The label and text of each phrase of a subject, in the order of the file."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as opened:
        for _lang, label, text in csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield label, text
