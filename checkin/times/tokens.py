"""The words of a text with where they stand, in the one form in which times are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

import regex

from checkin.times import dates
from checkin.times.duration_words import NUMBERS

_WORD = re.compile(r"[^\s,;]+")
_CLOSING = ".!)"
_MOST = 40  # a time and what follows it; a text has up to 1,600 letters
_ARTICLES = {"a", "an", "un"}  # numbers before a unit, but mostly not
_DASHES = {"-", "--", "–", "—", "|", "/"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word. `form`: normalized, with a number word as digits; `written`: as written; `start`,
    `end`: its offsets; `apart`: a comma, a full stop or a dash stands before it; `spelled`: it is a
    number in letters."""

    form: str
    written: str
    start: int
    end: int
    apart: bool
    spelled: bool


def tokens(text: str) -> tuple[Token, ...]:
    """The first words of `text`; those of punctuation alone only set the next one apart."""
    found: list[Token] = []
    apart, last = False, 0
    for match in islice(_WORD.finditer(text), _MOST):
        apart = apart or "," in text[last : match.start()] or ";" in text[last : match.start()]
        apart = apart or "\n" in text[last : match.start()]
        last = match.end()
        if match[0] in _DASHES:
            apart = True
            continue
        form = dates.normalized(match[0]).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        closed = form.rstrip(_CLOSING)
        if closed:
            number = None if closed in _ARTICLES else NUMBERS.get(closed)
            shown = closed if number is None else str(number)
            found.append(
                Token(shown, match[0], match.start(), match.end(), apart, number is not None)
            )
            apart = closed != form and form.endswith(".")
    return tuple(found)


def whole(pattern: str) -> regex.Pattern[str]:
    """A regular expression that ends where a word ends."""
    return regex.compile(rf"(?:{pattern})(?!\S)")


class Line:
    """The forms of tokens in one string, in which regular expressions match whole words."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words = words
        self.text = " ".join(word.form for word in words)
        lengths = [len(word.form) + 1 for word in words]
        self.starts = list(accumulate(lengths, initial=0))

    def match(self, shape: regex.Pattern[str], index: int) -> tuple[regex.Match[str], int] | None:
        """The match of `shape` (made by `whole`) from the word at `index` on, and the index of the
        word after it; None without one."""
        found = shape.match(self.text, self.starts[index])
        if not found or not found[0]:
            return None
        return found, index + found[0].count(" ") + 1
