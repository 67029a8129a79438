"""Parsing and formatting durations: "90s", "10m", "2h", "1h30", "2 hours", "2小时"."""

import unicodedata
from datetime import timedelta
from fractions import Fraction

import regex

from checkin.times import duration_words

_LONGEST = timedelta(days=3_650)

_PART = regex.compile(r"(\d{1,9}(?:[.,]\d{1,4})?) ?([\p{L}\p{M}]+)")
_PARTS = regex.compile(rf"{_PART.pattern}(?: ?(?:and |y |e |et )?{_PART.pattern})*")
_HOURS_AND_MINUTES = regex.compile(rf"(\d ?(?:{'|'.join(duration_words.UNITS[3_600])}))([0-5]\d)$")
_BARE = regex.compile(r"\d{1,9}")


def parse_duration(text: str, *, bare: timedelta | None = None) -> timedelta:
    """Parse a duration: whole seconds, zero or more, at most ten years.

    Units go from longer to shorter, each at most once ("1d 2h"); two digits right after the hours
    are minutes ("1h30"). `bare`: the unit of a number that has none; None to refuse it. Raises
    ValueError with a sentence that says how to write a duration.
    """
    written = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if _BARE.fullmatch(written):
        if bare is None:
            raise ValueError(f"“{written}” has no unit: write {written}m for minutes")
        return _bounded(int(written) * Fraction(bare.total_seconds()), written)

    spelled_out = _HOURS_AND_MINUTES.sub(r"\1 \2m", duration_words.in_digits(written))
    if not _PARTS.fullmatch(spelled_out):
        raise _unreadable(written)
    total, shortest = Fraction(0), _LONGEST.days * 86_400
    for number, word in _PART.findall(spelled_out):
        unit = duration_words.seconds().get(word, shortest)
        if unit >= shortest:
            raise _unreadable(written)
        total, shortest = total + Fraction(number.replace(",", ".")) * unit, unit
    return _bounded(total, written)


def format_duration(duration: timedelta) -> str:
    """A short form that `parse_duration` reads back, such as "1h30m". Drops microseconds."""
    left = duration // timedelta(seconds=1)
    text = ""
    for unit, words in duration_words.UNITS.items():
        count, left = divmod(left, unit)
        text += f"{count}{words[0]}" if count else ""
    return text or "0s"


def _bounded(seconds: Fraction, written: str) -> timedelta:
    if seconds.denominator != 1:
        raise ValueError(f"“{written}” is not a whole number of seconds")
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"“{written}” is longer than {_LONGEST.days} days")
    return timedelta(seconds=int(seconds))


def _unreadable(written: str) -> ValueError:
    return ValueError(f"“{written}” is not a duration: write 90s, 10m, 2h, 3d or 1h30m")
