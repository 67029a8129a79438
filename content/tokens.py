"""Tokens: the words of a text as search compares them."""

import unicodedata
from typing import Final

import regex

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_APOSTROPHES: Final = regex.compile(r"(?<=\p{L})['’ʼ＇](?=\p{L})")
_LINK: Final = regex.compile(r"\b(?:https?://|www\.)\S+|\b[\w.-]+\.[a-z]{2,}/\S*", regex.IGNORECASE)
_LETTER: Final = regex.compile(r"\p{L}")
_DIGIT: Final = regex.compile(r"\p{N}")


def bare(text: str) -> list[str]:
    """The words of a text in lower case, without accents and apostrophes."""
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    return _WORD.findall("".join(c for c in spread if not unicodedata.combining(c)))


def asks_nothing(text: str) -> bool:
    """Whether a text is only links, digits and codes, which have no more letters than digits."""
    return all(
        len(_LETTER.findall(part)) <= len(_DIGIT.findall(part))
        for part in _LINK.sub(" ", text).split()
    )
