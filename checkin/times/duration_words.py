"""Words for durations: units in many languages, and amounts such as "half an hour"."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel.units import format_unit

UNITS = {
    86_400: ("d", "day", "days", "día", "días", "dia", "dias"),
    3_600: ("h", "hs", "hr", "hrs", "hour", "hours", "hora", "horas"),
    60: ("m", "min", "mins", "minute", "minutes", "minuto", "minutos"),
    1: ("s", "sec", "secs", "second", "seconds", "seg", "segs", "segundo", "segundos"),
}
"""Words for each unit, by its length in seconds. The first word is the shortest."""

_ALSO = {"个小时": 3_600, "分": 60, "tiếng": 3_600, "ชม": 3_600, "นาที": 60,
         "èdtan": 3_600, "è": 3_600, "lè": 3_600, "minit": 60, "mn": 60, "segonn": 1,
         "jou": 86_400}  # fmt: skip
"""Everyday words that CLDR lacks, with their length in seconds. Most are Haitian Creole."""

_CLDR = {86_400: "day", 3_600: "hour", 60: "minute", 1: "second"}
_LANGUAGES = ("zh_Hans", "ko", "th", "vi", "ru", "pt_BR", "fr", "ar")
_AMOUNTS = (1, 2, 3, 5, 11, 100)  # one for each plural form that a language may have
_NUMBER = re.compile(r"[\d\s]+")
_SHORT_OR_KEY = re.compile(r"[a-z]|duration-.*")

NUMBERS = {
    word: number
    for number, words in {
        1: "one a an un una uno", 2: "two dos", 3: "three tres", 4: "four cuatro",
        5: "five cinco", 6: "six seis", 7: "seven siete", 8: "eight ocho", 9: "nine nueve",
        10: "ten diez", 11: "eleven once", 12: "twelve doce", 15: "fifteen quince",
        20: "twenty veinte", 30: "thirty treinta", 40: "forty cuarenta",
        45: "forty-five cuarenta-y-cinco", 50: "fifty cincuenta", 60: "sixty sesenta",
        90: "ninety noventa",
    }.items()
    for word in words.split()
}  # fmt: skip
"""Numbers in words, in lower case; a blank within one is a hyphen."""

_NUMBER_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace("-", "[ -]")
_UNIT = "|".join(word for words in UNITS.values() for word in words)
_HOUR = r"(?:hours?|hrs?|horas?|h)"
_IN_WORDS = re.compile(rf"\b({_NUMBER_WORD})(?= (?:{_UNIT})\b| and a half)")
# Replaced before the number words, or "an" in "half an hour" would become 1.
_FRACTIONS = (
    (re.compile(r"\b(?:a )?couple (?:of )?(?=hours?\b|hrs?\b)|\bun par de (?=horas\b)"), "2 "),
    (re.compile(rf"(\d+):([0-5]\d) ?{_HOUR}\b"), r"\1 h \2 min"),
    (re.compile(rf"(\d+) 1[/\u2044]2 ?{_HOUR}\b"), r"\1 h 30 min"),
    (re.compile(r"\b(?:half an?|half|media|1[/\u2044]2) (?:hour|hr|hora)\b"), "30 min"),
    (re.compile(r"\b(?:three quarters of an|tres cuartos de) (?:hour|hora)\b"), "45 min"),
    (re.compile(r"\b(?:quarter of an|a quarter|un cuarto de|cuarto de) (?:hour|hora)\b"), "15 min"),
)
# Replaced after the number words: by then "two and a half" is "2 and a half".
_HALVES = (
    (re.compile(rf"(\d+) and a half {_HOUR}\b"), r"\1 h 30 min"),
    (re.compile(rf"(\d+) ?{_HOUR} (?:(?:and|n|&) a half|y media)\b"), r"\1 h 30 min"),
    (re.compile(rf"(\d+) ?{_HOUR} (?:(?:and|n|&) a quarter|y cuarto)\b"), r"\1 h 15 min"),
    (re.compile(r"^(?:hour and a half|hora y media)\b"), "1 h 30 min"),
)


@lru_cache
def seconds() -> Mapping[str, int]:
    """A unit's length in seconds, by every word for it. Source: CLDR, and the tables above."""
    found = {word: length for length, words in UNITS.items() for word in words}
    for language in _LANGUAGES:
        for length, unit in _CLDR.items():
            for amount in _AMOUNTS:
                for width in ("long", "short", "narrow"):
                    written = format_unit(amount, f"duration-{unit}", width, locale=language)
                    word = _NUMBER.sub("", written).strip(".").casefold()
                    # No single Latin letter: "2 c" may be a flat. No "duration-…": Babel's key for
                    # a unit that it has no words for.
                    if word != written.casefold() and not _SHORT_OR_KEY.fullmatch(word):
                        found.setdefault(word, length)
    return _ALSO | found


def in_digits(text: str) -> str:
    """Replace amounts in words by digits: "an hour and a half" becomes "1 h 30 min".

    `text`: lower case. English and Spanish only.
    """
    for shape, digits in _FRACTIONS:
        text = shape.sub(digits, text)
    text = _IN_WORDS.sub(lambda found: str(NUMBERS[found[1].replace(" ", "-")]), text)
    for shape, digits in _HALVES:
        text = shape.sub(digits, text)
    return text
