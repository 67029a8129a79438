"""Words for days and for parts of the day, in English and Spanish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import lru_cache

import regex
from babel import Locale

from checkin.times import dates
from checkin.times.tokens import whole

_LANGS = ("en", "es")
LEAD = (
    r"(?:(?:at|by|around|about|@|on|before|no later than|a|las?|a las?|al|el|para|para las?|como|"
    r"a eso de las?|sobre las?|de|del) )*"
)
"""Small words before a time or a day."""

PART = whole(
    r"(?:(?:in|de|en|por|a) (?:the |la )|at )?"
    r"(?P<part>morning|afternoon|evening|night|madrugada|tarde|noche)"
    r"|(?:de|en|por|a) la (?P<part_es>manana)"
)
_BEFORE_WEEKDAY = r"(?P<which>this |next |este |esta |proximo |la proxima )?"
_NUMERIC_DAY = r"(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?:/(?P<year>20\d\d|\d\d))?"


class Part(StrEnum):
    """A part of the day, in either language."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


PARTS = {
    "morning": Part.MORNING, "manana": Part.MORNING, "madrugada": Part.MORNING,
    "afternoon": Part.AFTERNOON, "tarde": Part.AFTERNOON, "evening": Part.EVENING,
    "night": Part.NIGHT, "noche": Part.NIGHT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day as named. `ahead`: days from today; `weekday`: 0 is Monday; `next`: it said "next";
    `month`, `day`, `year`: a date, the month perhaps not said."""

    ahead: int | None = None
    weekday: int | None = None
    next: bool = False
    month: int | None = None
    day: int | None = None
    year: int | None = None


def named(parts: Mapping[str, str | None]) -> tuple[Day, Part | None]:
    """The day that `shape` matched, and the part of it if that was said in one word."""
    if parts["tonight"]:
        return Day(ahead=0), Part.NIGHT
    if parts["this_part"]:
        return Day(ahead=0), PARTS[parts["this_part"]]
    if parts["today"]:
        return Day(ahead=0), None
    if parts["after_next"]:
        return Day(ahead=2), None
    if parts["tomorrow"]:
        return Day(ahead=1), None
    if parts["weekday"]:
        which = parts["which"] or ""
        following = which.startswith(("next", "proxim", "la proxim"))
        weekday = _weekdays()[parts["weekday"]]
        return Day(weekday=weekday, next=following or bool(parts["coming"])), None
    if parts["bare_day"]:
        return Day(day=int(parts["bare_day"])), None
    name = parts["name_first"] or parts["name_last"]
    month = _months()[name] if name else int(parts["month"] or 0)
    day = parts["day_last"] or parts["day_first"] or parts["day"]
    year = int(parts["year"]) if parts["year"] else None
    return Day(month=month, day=int(day or 0), year=year and year % 100 + 2000), None


def within(part: Part, early: int, late: int) -> tuple[int, ...]:
    """Which of two times, in minutes, twelve hours apart, lies in a part of the day; both if that
    does not tell."""
    hour = late // 60  # 12 to 23
    match part:
        case Part.MORNING:
            return (early,)
        case Part.AFTERNOON | Part.EVENING:
            return (late,)
        case Part.NIGHT if hour >= 18:
            return (late,)
        case Part.NIGHT if hour != 17:  # "1 at night", "12 at night"
            return (early,)
    return (early, late)


def fits(part: Part, at: time) -> bool:
    """Whether a time that is settled can lie in a part of the day."""
    match part:
        case Part.MORNING:
            return at.hour < 12
        case Part.AFTERNOON:
            return 12 <= at.hour < 21  # "las 8 de la tarde"
        case Part.EVENING:
            return at.hour >= 12
    return at.hour >= 17 or at.hour < 6


@lru_cache
def _weekdays() -> dict[str, int]:
    return _calendar("days")


@lru_cache
def _months() -> dict[str, int]:
    return _calendar("months") | {"sept": 9}


def _calendar(kind: str) -> dict[str, int]:
    """Names in English and Spanish, long and short. "mar" is no Tuesday: it is March too."""
    found: dict[str, int] = {"tues": 1, "thurs": 3, "thur": 3, "weds": 2} if kind == "days" else {}
    for lang in _LANGS:
        names = getattr(Locale.parse(lang), kind)["format"]
        for width in ("wide", "abbreviated"):
            for number, name in names[width].items():
                found.setdefault(dates.normalized(name).rstrip("."), number)
    if kind == "days":
        found.pop("mar", None)
    return found


@lru_cache
def shape() -> regex.Pattern[str]:
    """A day in normalized text."""
    weekday = "|".join(sorted(_weekdays(), key=len, reverse=True))
    month = "|".join(sorted(_months(), key=len, reverse=True))
    # English before Spanish; "may" and "mar" need their number beside them, which they have here.
    return whole(
        rf"(?:{LEAD})?(?:"
        r"(?P<tonight>tonight|tonite|2nite|2night|tnight|esta noche|hoy (?:en|por) la noche)"
        r"|(?:this |later this |esta )"
        r"(?P<this_part>morning|afternoon|evening|night|manana|tarde|madrugada)"
        r"|(?P<today>(?:later )?today|hoy(?: mismo)?)"
        r"|(?P<after_next>(?:the )?day after tomorrow|pasado manana)"
        r"|(?P<tomorrow>tomorrow|tmrw|tmrow|tmr|tmw|tomoz|2morrow|2moro|2mrw|manana)"
        rf"|{_BEFORE_WEEKDAY}(?P<weekday>{weekday})(?P<coming> que viene| proximo)?"
        rf"|(?P<name_first>{month}) (?:the )?(?P<day_last>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?"
        rf"|(?P<day_first>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)? (?:de |of )?(?P<name_last>{month})"
        rf"|{_NUMERIC_DAY}"
        r"|(?<=el )(?P<bare_day>3[01]|[12]\d|[1-9])(?= a las?\b| al\b)"
        r")"
    )
