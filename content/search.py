"""Search: the card for a question in someone's own words.

Two things are blended. Weights learned from questions (`content/weights.py`) say how likely each
card is meant. Full text, one SQLite FTS5 table per language made when the library is compiled,
knows the words that only a card's own text has: cut to their stem by a Snowball stemmer, so
"searched" finds "search"; a word that no card has replaced by known words a typing mistake away;
ranked by BM25, in which a word counts the more the fewer cards have it.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlite_utils import Database

from content.questions import SMALLTALK
from content.tokens import asks_nothing, bare
from content.weights import Weights

_per_thread = threading.local()
_STEMMERS: Final[Mapping[str, str]] = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt_BR": "portuguese",
    "ru": "russian",
    "ar": "arabic",
}
# BM25 weights: how much a word counts, by the column it stands in.
_WEIGHTS: Final = {"title": 6.0, "keywords": 6.0, "asks": 4.0, "headings": 2.0, "body": 1.0}
_MOST_WORDS: Final = 40  # of a question
_SURE: Final = 0.5  # the chance from which nobody needs to be told which cards come next
_FULL_TEXT: Final = 0.2  # what the best hit in full text is worth beside a chance of 1
_LEAST_LEAD: Final = 0.2  # of known words over all, by which a language beats the preferred one


@dataclass(frozen=True)
class Searchable:
    """The words of one card in one language, by column of the index."""

    card_id: str
    title: str
    keywords: str
    asks: str
    headings: str
    body: str


@dataclass(frozen=True)
class Hit:
    """A card found. score: higher is better; chance: how likely it is the one meant, 0 to 1."""

    card_id: str
    score: float
    chance: float


def words(text: str, lang: str) -> list[str]:
    """The words of a text as they are indexed: `bare`, then stemmed."""
    return [stem(word, lang) for word in bare(text)]


def stem(word: str, lang: str) -> str:
    """The word cut to its stem, or as it is in a language without a stemmer."""
    stemmer = _stemmer(lang)
    return str(stemmer.stemWord(word)) if stemmer else word


def _stemmer(lang: str) -> "snowballstemmer.stemmer | None":
    # One stemmer per thread, because it is not thread-safe: it keeps the word it works on.
    mine = vars(_per_thread)
    if lang not in mine:
        mine[lang] = snowballstemmer.stemmer(_STEMMERS[lang]) if lang in _STEMMERS else None
    found: snowballstemmer.stemmer | None = mine[lang]
    return found


def write(
    database: Database,
    lang: str,
    cards: Iterable[Searchable],
    asked: Iterable[str],
    learned: Weights,
) -> None:
    """Write the index of one language into the compiled database. `asked`: the questions that the
    weights were learned from, whose words are known words too."""
    name = _table(lang)
    stored = [
        {"card_id": card.card_id}
        | {column: " ".join(words(getattr(card, column), lang)) for column in _WEIGHTS}
        for card in cards
    ]
    table = database.table(name)
    table.insert_all(stored, pk="card_id")
    table.enable_fts(list(_WEIGHTS), fts_version="FTS5", tokenize="unicode61")
    database.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab('{name}_fts', 'row')")
    also = sorted({word for text in asked for word in words(text, lang)})
    database.table(f"{name}_asked").insert_all({"term": term} for term in also)
    database.table(f"{name}_weights").insert({"packed": learned.packed()})


class Search:
    """Searches a compiled database. One may be shared by threads and by forked processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._per_thread = threading.local()
        self._known: dict[str, dict[str, None]] = {}
        self._weights: dict[str, Weights] = {}

    def find(self, text: str, lang: str, *, most: int = 5) -> tuple[Hit, ...]:
        """The best hits for `text`, best first, at most `most`; none for small talk, and where no
        word of it is known."""
        terms = self._meant(text, lang)
        if not terms or asks_nothing(text):
            return ()
        chances = self.weights(lang).chances(bare(text))
        small = chances.pop(SMALLTALK, 0.0)
        if small >= max(chances.values()):
            return ()
        scores = self._in_full_text(terms, lang)
        best = max(scores.values(), default=1.0)
        hits = (
            Hit(id, chance + _FULL_TEXT * scores.get(id, 0.0) / best, chance)
            for id, chance in chances.items()
        )
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.card_id))[:most])

    def weights(self, lang: str) -> Weights:
        if lang not in self._weights:
            row = self._connection().execute(f"SELECT packed FROM {_table(lang)}_weights")  # noqa: S608
            self._weights[lang] = Weights.unpacked(row.fetchone()[0])
        return self._weights[lang]

    def _meant(self, text: str, lang: str) -> list[str]:
        known = self._terms(lang)
        terms: dict[str, None] = {}
        for word in words(text, lang)[:_MOST_WORDS]:
            terms.update(dict.fromkeys(_known_terms(word, known)))
        return list(terms)

    def _in_full_text(self, terms: Iterable[str], lang: str) -> dict[str, float]:
        """By card, its BM25 score for any of the terms; only cards that have one."""
        name = _table(lang)
        asked = " OR ".join(f'"{term}"' for term in terms)
        weights = ", ".join(map(str, _WEIGHTS.values()))
        rows = self._connection().execute(
            f"SELECT card_id, -bm25({name}_fts, {weights}) AS score"  # noqa: S608  only our names
            f" FROM {name}_fts JOIN {name} ON {name}.rowid = {name}_fts.rowid"
            f" WHERE {name}_fts MATCH ?",
            (asked,),
        )
        return dict(rows)

    def language(self, text: str, preferred: str, spoken: Iterable[str]) -> str:
        """Language detection: the language whose cards have the largest share of the words.

        It must beat `preferred` clearly, because a stray word may be in several languages.
        """

        def share(lang: str) -> float:
            asked = words(text, lang)[:_MOST_WORDS]
            known = self._terms(lang)
            return sum(word in known for word in asked) / len(asked) if asked else 0.0

        best = max(spoken, key=share, default=preferred)
        return best if share(best) >= share(preferred) + _LEAST_LEAD else preferred

    def _terms(self, lang: str) -> dict[str, None]:
        # In one order, and not a set: of words that are equally near, every process of every
        # server must choose the same, or the same question brings different cards.
        if lang not in self._known:
            table = _table(lang)
            rows = self._connection().execute(
                f"SELECT term FROM {table}_terms UNION SELECT term FROM {table}_asked ORDER BY term"  # noqa: S608
            )
            self._known[lang] = dict.fromkeys(term for (term,) in rows)
        return self._known[lang]

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread and process: a SQLite connection must not cross a fork."""
        if getattr(self._per_thread, "pid", None) != os.getpid():
            self._per_thread.pid = os.getpid()
            self._per_thread.connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        connection: sqlite3.Connection = self._per_thread.connection
        return connection


def sure(hits: tuple[Hit, ...]) -> bool:
    """Whether the first hit is so likely that the next need not be named."""
    return bool(hits) and hits[0].chance >= _SURE


def _known_terms(word: str, known: dict[str, None]) -> Iterable[str]:
    """Fuzzy match: the word itself if a card has it; else known words that begin with it, or that
    are within one edit (OSA distance), two for a word of 8 letters or more."""
    if word in known:
        return (word,)
    if len(word) < 4:
        return ()
    begun = [term for term in known if len(word) > 4 and term.startswith(word)]
    mistakes = 1 if len(word) < 8 else 2
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=3)
    return (*begun[:3], *(term for term, _, _ in near if len(term) > 2))


def _table(lang: str) -> str:
    return f"cards_{lang.lower()}"
