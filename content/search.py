"""Full-text search: the card for a question in someone's own words, with fuzzy matching.

One SQLite FTS5 table per language, made when the library is compiled. Words are indexed and looked
up without accents and cut to their stem by a Snowball stemmer, so "searched" finds "search". A word
that no card has is replaced by known words a typing mistake away. Hits are ranked by BM25, in which
a word counts the more the fewer cards have it.
"""

import os
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex
import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlite_utils import Database

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
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_APOSTROPHES = regex.compile(r"(?<=\p{L})['’ʼ＇](?=\p{L})")
_MOST_WORDS: Final = 40  # of a question
_CLEAR_LEAD: Final = 1.3  # the first hit's score over the second's, when the first is clearly meant
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
    """A card found. score: higher is better; comparable only within one search."""

    card_id: str
    score: float


def words(text: str, lang: str) -> list[str]:
    """The words of a text as they are indexed: `bare`, then stemmed."""
    return [stem(word, lang) for word in bare(text)]


def bare(text: str) -> list[str]:
    """The words of a text in lower case, without accents and apostrophes."""
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    return _WORD.findall("".join(c for c in spread if not unicodedata.combining(c)))


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


def write(database: Database, lang: str, cards: Iterable[Searchable]) -> None:
    """Write the index of one language into the compiled database."""
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


class Search:
    """Searches a compiled database. One may be shared by threads and by forked processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._per_thread = threading.local()
        self._known: dict[str, dict[str, None]] = {}

    def find(self, text: str, lang: str, *, most: int = 5) -> tuple[Hit, ...]:
        """The best hits for `text`, best first, at most `most`; none if no word of it is known."""
        known = self._terms(lang)
        terms: dict[str, None] = {}
        for word in words(text, lang)[:_MOST_WORDS]:
            terms.update(dict.fromkeys(_known_terms(word, known)))
        if not terms:
            return ()
        name = _table(lang)
        asked = " OR ".join(f'"{term}"' for term in terms)
        weights = ", ".join(map(str, _WEIGHTS.values()))
        rows = self._connection().execute(
            f"SELECT card_id, -bm25({name}_fts, {weights}) AS score"  # noqa: S608  only our names
            f" FROM {name}_fts JOIN {name} ON {name}.rowid = {name}_fts.rowid"
            f" WHERE {name}_fts MATCH ? ORDER BY score DESC, card_id LIMIT ?",
            (asked, most),
        )
        return tuple(Hit(card_id, score) for card_id, score in rows)

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
            rows = self._connection().execute(f"SELECT term FROM {table}_terms ORDER BY term")  # noqa: S608
            self._known[lang] = dict.fromkeys(term for (term,) in rows)
        return self._known[lang]

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread and process: a SQLite connection must not cross a fork."""
        if getattr(self._per_thread, "pid", None) != os.getpid():
            self._per_thread.pid = os.getpid()
            self._per_thread.connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        connection: sqlite3.Connection = self._per_thread.connection
        return connection


def clear(hits: tuple[Hit, ...]) -> bool:
    """Whether the first hit is so far ahead that nobody needs to be asked which is meant."""
    return bool(hits) and (len(hits) == 1 or hits[0].score >= _CLEAR_LEAD * hits[1].score)


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
