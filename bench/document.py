"""`docs/texts.md`: the parts of it that are made by running the gateway."""

from collections.abc import Mapping
from pathlib import Path

from bench.own_words import own_words
from bench.replies import replies
from bench.transcript import transcript
from content import report

PARTS = {"transcript": transcript, "own words": own_words, "replies": replies}


def texts(folder: Path) -> dict[str, str]:
    """Every part by its name, made in the empty `folder`."""
    return {name: make(folder / name) for name, make in PARTS.items()}


def written(document: str, made: Mapping[str, str]) -> str:
    """The document with every part between its marks. Raises ValueError where one has none."""
    for name, part in made.items():
        document = report.replaced(document, part, begin=begin(name))
    return document


def begin(name: str) -> str:
    """The mark above a part."""
    return f"<!-- made by: raincheck bench transcript ({name}) -->"
