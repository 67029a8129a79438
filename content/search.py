"""Search: the card for a question in someone's own words.

Two things are blended. Weights learned from questions (`content/weights.py`) say how likely each
card is meant. And the nearest of all texts that we have, questions and the sentences of cards, one
row each of an SQLite FTS5 table per language, made when the library is compiled: words are cut to
their stem by a Snowball stemmer, so "searched" finds "search"; a word that no text has is replaced
by known words a typing mistake away; and rows are ranked by BM25, in which a word counts the more
the fewer rows have it.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlite_utils import Database

from content.questions import SMALLTALK
from content.tokens import asks_nothing, bare
from content.weights import Weights

_CACHED_STEMS: Final = 20_000  # all cards and questions have half as many words
_per_thread = threading.local()
_STEMMERS: Final[Mapping[str, str]] = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt_BR": "portuguese",
    "ru": "russian",
    "ar": "arabic",
}
_MOST_WORDS: Final = 40  # of a question
_SURE: Final = 0.5  # the chance from which nobody needs to be told which cards come next
_NEAREST: Final = 0.6  # what the nearest text is worth beside a chance of 1
_MOST_ROWS: Final = 12
_MOST_HAVING: Final = 300  # rows that have a word which still tells something: "to", "my" do not
_LEAST_LEAD: Final = 0.2  # of known words over all, by which a language beats the preferred one


@dataclass(frozen=True)
class Hit:
    """A card found. score: higher is better; chance: how likely it is the one meant, 0 to 1."""

    card_id: str
    score: float
    chance: float


def words(text: str, lang: str) -> list[str]:
    """The words of a text as they are indexed: `bare`, then stemmed."""
    return [stem(word, lang) for word in bare(text)]


@lru_cache(_CACHED_STEMS)
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
    database: Database, lang: str, texts: Iterable[tuple[str, str]], learned: Weights
) -> None:
    """Write the index of one language into the compiled database. `texts`: a card's id, or
    SMALLTALK, and a text that speaks for it."""
    name = _table(lang)
    database.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5(words, card UNINDEXED, tokenize='unicode61')"
    )
    database.table(name).insert_all(
        {"words": " ".join(words(text, lang)), "card": card} for card, text in texts
    )
    database.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab('{name}', 'row')")
    database.table(f"{name}_weights").insert({"packed": learned.packed()})


class Search:
    """Searches a compiled database. One may be shared by threads and by forked processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._per_thread = threading.local()
        self._known: dict[str, dict[str, int]] = {}
        self._weights: dict[str, Weights] = {}

    def find(self, text: str, lang: str, *, most: int = 5) -> tuple[Hit, ...]:
        """The best hits for `text`, best first, at most `most`; none for small talk, and where no
        word of it is known."""
        terms = self._meant(text, lang)
        if not terms or asks_nothing(text):
            return ()
        near = self._nearest(terms, lang)
        hits = [
            Hit(card, chance + _NEAREST * near.get(card, 0.0), chance)
            for card, chance in self.weights(lang).chances(bare(text)).items()
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.card_id))
        if hits[0].card_id == SMALLTALK:
            return ()
        return tuple(hit for hit in hits if hit.card_id != SMALLTALK)[:most]

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

    def _nearest(self, terms: list[str], lang: str) -> dict[str, float]:
        """By card, how near its nearest text is beside the nearest of all, 0 to 1."""
        name, having = _table(lang), self._terms(lang)
        telling = [term for term in terms if having[term] <= _MOST_HAVING] or terms
        asked = " OR ".join(f'"{term}"' for term in telling)
        rows = self._connection().execute(
            f"SELECT card, bm25({name}) AS score FROM {name}"  # noqa: S608  only our names
            f" WHERE {name} MATCH ? ORDER BY score, rowid LIMIT ?",
            (asked, _MOST_ROWS),
        )
        found: dict[str, float] = {}
        for card, score in rows:
            found.setdefault(card, score)
        best = min(found.values(), default=-1.0)  # in SQLite the best score is the lowest
        return {card: score / best for card, score in found.items()}

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

    def _terms(self, lang: str) -> dict[str, int]:
        """Every word of the index, stemmed, with how many rows have it."""
        # In one order, and not a set: of words that are equally near, every process of every
        # server must choose the same, or the same question brings different cards.
        if lang not in self._known:
            table = _table(lang)
            rows = self._connection().execute(f"SELECT term, doc FROM {table}_terms ORDER BY term")  # noqa: S608
            self._known[lang] = dict(rows)
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


def _known_terms(word: str, known: dict[str, int]) -> Iterable[str]:
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
