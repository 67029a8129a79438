"""Mending: words of a text that are a typing mistake away from a word we look for."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LEAST_LETTERS = 5  # shorter words are one letter from too many others


def mended(phrase: str, known: Collection[str]) -> str:
    """The `bare` phrase, each word that is one letter from a known one replaced by it."""
    return " ".join(_mended(word, known) for word in phrase.split())


def _mended(word: str, known: Collection[str]) -> str:
    if word in known or len(word) < _LEAST_LETTERS - 1:
        return word
    long_enough = [each for each in known if len(each) >= _LEAST_LETTERS]
    best = process.extractOne(word, long_enough, scorer=OSA.distance, score_cutoff=1)
    return best[0] if best else word
