"""Benchmark of the content: how long to open the library, find a card, answer a question; and how
often the search is right.

The phrases in `tests/content/phrases.tsv` were written by someone who had seen only the cards' ids
and subjects, before the search was tuned. Each names the card, or two, that should come first.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import waits
from content import search
from content.library import Library
from content.phrases import LOCALES, Phrases

PHRASES = Path(__file__).parents[1] / "tests" / "content" / "phrases.tsv"
_OPENINGS = 20
_OPEN = """
import time
from pathlib import Path
from content.library import Library
from content.phrases import LOCALES, Phrases
start = time.perf_counter()
Library.open(Phrases.load(LOCALES), Path({file!r}))
print(time.perf_counter() - start)
"""


@dataclass(frozen=True)
class Phrase:
    lang: str
    text: str
    cards: frozenset[str]


@dataclass(frozen=True)
class Share:
    """How often the search is right. Of `asked` phrases in `lang`, how many find a right card
    `first`, which by text is the reply, and `among_three`, which by text are named where we are not
    sure; how many find a `wrong` one of which we are sure."""

    lang: str
    asked: int
    first: int
    among_three: int
    wrong: int

    def line(self) -> str:
        def of(count: int) -> str:
            return f"{count} of {self.asked} ({100 * count / self.asked:.0f}%)"

        return (
            f"search, {self.lang}: right card first {of(self.first)}, among three "
            f"{of(self.among_three)}, sure of a wrong card {of(self.wrong)}"
        )


def phrases() -> tuple[Phrase, ...]:
    rows = (line.split("\t") for line in PHRASES.read_text("utf-8").splitlines())
    return tuple(Phrase(lang, text, frozenset(cards.split(","))) for lang, text, cards in rows)


def share(library: Library, lang: str) -> Share:
    """What the search does with the phrases of one language."""
    asked = [phrase for phrase in phrases() if phrase.lang == lang]
    first = among = wrong = 0
    for phrase in asked:
        hits = library.find(phrase.text, lang, most=3)
        right = [hit.card_id in phrase.cards for hit in hits]
        first += right[:1] == [True]
        among += any(right)
        wrong += search.sure(hits) and not right[0]
    return Share(lang, len(asked), first, among, wrong)


def lines(folder: Path) -> Iterator[str]:
    """Every figure, the library compiled in `folder`."""
    file = folder / "library.db"
    library = Library.open(Phrases.load(LOCALES), file)
    yield (
        f"library: {len(library.cards)} cards, {len(library.guides)} guides, "
        f"{len(library.places)} places, {file.stat().st_size / 2**20:.1f} MiB compiled"
    )
    yield f"open, in {_OPENINGS} new processes: {waits(_openings(file))}"
    ids, at = list(library.cards), list(library.places)
    fresh = [(id, lang, place) for id in ids for lang in ("en", "es") for place in at[:3]]
    yield f"a page made: {waits(_timed(lambda asked: library.page(*asked), fresh))}"
    yield f"a page made before: {waits(_timed(lambda asked: library.page(*asked), fresh))}"
    yield f"a card's texts: {waits(_timed(lambda asked: library.text(*asked), fresh))}"
    asked = [(phrase.text, phrase.lang) for phrase in phrases()] * 5
    yield f"a question looked up: {waits(_timed(lambda asked: library.find(*asked), asked))}"
    for lang in ("en", "es"):
        yield share(library, lang).line()


def _openings(file: Path) -> list[float]:
    code = _OPEN.format(file=str(file))
    return [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(_OPENINGS)
    ]


def _timed(call: Callable[[tuple[str, ...]], object], asked: list[tuple[str, ...]]) -> list[float]:
    taken = []
    for each in asked:
        start = time.perf_counter()
        call(each)
        taken.append(time.perf_counter() - start)
    return taken
