"""Questions: what people text, in their own words, each with the card that answers it. The search
learns from them (`content/learning.py`); nobody is shown them.

One file a language, `questions/<lang>.tsv`: a card's id or `smalltalk`, a tab, a text as someone
would type it. A host's own file adds to ours.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from content.findings import Finding, shown
from content.tokens import bare

SMALLTALK: Final = "smalltalk"
"""Stands for the card in what asks for none: greetings, chat, adverts, keys hit at random."""


@dataclass(frozen=True)
class Question:
    """`card`: a card's id or SMALLTALK. `line` counts from 1 in `file`."""

    card: str
    text: str
    file: Path
    line: int


def listed(root: Path, overlay: Path | None) -> Iterator[Path]:
    """Every file of questions, ours first."""
    for folder in (root, overlay):
        if folder:
            yield from sorted((folder / "questions").glob("*.tsv"))


def read(root: Path, overlay: Path | None) -> dict[str, tuple[Question, ...]]:
    """The questions by language, in the order they are written in."""
    found: dict[str, tuple[Question, ...]] = {}
    for file in listed(root, overlay):
        rows = enumerate(file.read_text("utf-8").splitlines(), start=1)
        parts = ((line, *row.partition("\t")) for line, row in rows if row)
        here = tuple(Question(card, text, file, line) for line, card, _, text in parts)
        found[file.stem] = found.get(file.stem, ()) + here
    return found


def faults(questions: Collection[Question], cards: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the questions of one language: no such card, no words, asked twice."""
    asked: dict[tuple[str, ...], Question] = {}
    for each in questions:
        name, words = shown(each.file), tuple(bare(each.text))
        if each.card != SMALLTALK and each.card not in cards:
            yield Finding(name, each.line, f"there is no card “{each.card}”")
        if not words:
            yield Finding(name, each.line, "a question needs a tab and at least one word after it")
        elif words in asked:
            before = asked[words]
            yield Finding(name, each.line, f"asked before, in line {before.line} for {before.card}")
        asked.setdefault(words, each)
