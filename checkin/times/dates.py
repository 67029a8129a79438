"""Parsing dates as people write them: "12/03 9AM", "Dec 3, 2027 9:30 am", "3 de diciembre a las 9".

One regular expression for each shape of a date, filled with CLDR's names of months and weekdays.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

from checkin.times import hours
from content.phrases import Translator

FARTHEST = timedelta(days=2 * 366)
"""Dates further ahead are taken for a slip of the year."""

_MOST_WORDS = 14  # "el jueves 3 de diciembre de 2026 a las 9 de la mañana" has thirteen
_MOST_BEFORE = 8
_EDGES = " \t\r\n,;.-"
_FILLER = re.compile(r"^(?:(?:my|court|date|day|is|on|for|mi|corte|fecha|es|el|para)\b\s*)+", re.I)
_LEAP_YEARS_APART = 8
_BEFORE_COURT = range(7)
_TODAY = ("today", "hoy")
_TOMORROW = ("tomorrow", "manana")

_ACCENT = re.compile(r"[\u0300-\u036f]")
_NUMERIC = r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})(?:[/.-](?P<year>20\d\d|\d\d))?"
_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DAY_MONTH = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|a)?[ -]?(?:de |of )?(?P<name>{months})"
    r"(?:[ -](?:de |del )?(?P<year>(?:19|20)\d\d))?"
)
_MONTH_DAY = (
    r"(?P<name>{months})[ -]?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:[ -](?P<year>(?:19|20)\d\d))?"
)
_NEAR = rf"(?P<near>{'|'.join(_TODAY + _TOMORROW)})"
_BEFORE_DAY = r"(?:on |el |le )?(?:the )?(?:(?P<weekday>{weekdays}) )?(?:the )?"
_BEFORE_TIME = r"(?: ?@ ?| (?:at |a las? |as |a )?)"
_TIME = hours.pattern(r"0\d[0-5]\d|1[0-8][0-5]\d")
_CLEARLY_A_TIME = r"(?=\D|\d{1,2}[:.h]\d|\d{1,4} ?[ap]m?\b)"


class Fault(StrEnum):
    """Why a date could not be read."""

    NO_DATE = "no_date"
    NO_TIME = "no_time"
    NO_SUCH_DAY = "no_such_day"
    OTHER_WEEKDAY = "other_weekday"
    PAST_DATE = "past_date"
    FAR_DATE = "far_date"


class UnreadableDate(ValueError):
    """No date could be read. `example`: one that we would understand, such as "12/03 9AM"."""

    def __init__(self, fault: Fault, example: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.example = example


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """`at`: timezone-aware, in the time zone of `now`. `rest`: the other words, as written.
    `after`: those of them after the date and its time, with the comma before them."""

    at: datetime
    rest: str
    after: str = field(default="", compare=False)


def parse(text: str, *, now: datetime, langs: Sequence[str]) -> ParsedDate:
    """The first date with a time in `text`, and the words around it.

    `now`: timezone-aware, in the zone that the date is meant in. `langs`: the languages of month
    and weekday names; of a name in several, the first one's meaning counts. "3/12" is March 12 as
    in the US, "13/12" can only be December 13. Without a year the next such day is meant. "3:00"
    is in the afternoon, as are all hours before 7 without am or pm: courts sit then. Raises
    UnreadableDate.
    """
    grammar = _grammar(tuple(langs))
    if found := _first(text, grammar.moments):
        match, start, end = found
        before = _FILLER.sub("", text[:start])
        rest = " ".join(filter(None, (part.strip(_EDGES) for part in (before, text[end:]))))
        return ParsedDate(_moment(match, grammar, now), rest, text[_last_letter(text, end) :])
    if found := _first(text, grammar.days):
        raise _unreadable(Fault.NO_TIME, now, _day(found[0], grammar, now))
    raise _unreadable(Fault.NO_DATE, now)


def _last_letter(text: str, end: int) -> int:
    """Where the words that end at `end` end without their punctuation."""
    return len(text[:end].rstrip(_EDGES))


def _first(text: str, shapes: Sequence[re.Pattern[str]]) -> tuple[re.Match[str], int, int] | None:
    """The earliest and longest run of words that matches a shape; where it starts and ends."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    for first, (start, _) in enumerate(words[:_MOST_BEFORE]):
        for _, end in reversed(words[first : first + _MOST_WORDS]):
            written = normalized(text[start:end])
            for shape in shapes:
                if match := shape.fullmatch(written):
                    return match, start, end
    return None


@dataclass(frozen=True)
class _Grammar:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    moments: tuple[re.Pattern[str], ...]
    days: tuple[re.Pattern[str], ...]


@lru_cache
def _grammar(langs: tuple[str, ...]) -> _Grammar:
    months = _names(langs, "months")
    # CLDR counts the days of the week as Python does, from Monday.
    weekdays = _names(langs, "days")
    filled = {"months": _any_of(months), "weekdays": _any_of(weekdays)}
    before = _BEFORE_DAY.replace("{weekdays}", filled["weekdays"])
    days = [
        before + shape.replace("{months}", filled["months"])
        for shape in (_ISO, _NUMERIC, _DAY_MONTH, _MONTH_DAY, _NEAR)
    ]
    moments = [f"{day}{_BEFORE_TIME}{_TIME}" for day in days]
    moments += [f"{_CLEARLY_A_TIME}{_TIME} {day}" for day in days]
    return _Grammar(months, weekdays, tuple(map(re.compile, moments)), tuple(map(re.compile, days)))


def _names(langs: Sequence[str], kind: str) -> dict[str, int]:
    """Every long and short name, normalized, with its number. Of two languages the first counts."""
    found: dict[str, int] = {}
    for lang in langs:
        names = getattr(Locale.parse(lang), kind)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[form][width].items():
                    if not name.isdigit():
                        found.setdefault(normalized(name), number)
    if kind == "months":
        found.setdefault("sept", 9)
        found.setdefault("sep", 9)
    return found


def _any_of(names: Mapping[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _moment(found: re.Match[str], grammar: _Grammar, now: datetime) -> datetime:
    day, clock = _day(found, grammar, now), _clock(found)
    if clock is None:
        raise _unreadable(Fault.NO_TIME, now, day)
    at = datetime.combine(day, clock, now.tzinfo)
    if at <= now:
        raise _unreadable(Fault.PAST_DATE, now)
    if at > now + FARTHEST:
        raise _unreadable(Fault.FAR_DATE, now)
    return at


def _day(found: re.Match[str], grammar: _Grammar, now: datetime) -> date:
    parts = found.groupdict()
    day = _calendar_day(parts, grammar, now)
    weekday = parts.get("weekday")
    if weekday and grammar.weekdays[weekday] != day.weekday():
        raise _unreadable(Fault.OTHER_WEEKDAY, now, day)
    return day


def _calendar_day(parts: Mapping[str, str | None], grammar: _Grammar, now: datetime) -> date:
    if near := parts.get("near"):
        return now.date() + timedelta(days=near in _TOMORROW)
    if name := parts.get("name"):
        month, day = grammar.months[name], int(parts["day"] or 0)
    elif parts.get("a"):
        month, day = int(parts["a"] or 0), int(parts["b"] or 0)
        if month > 12 >= day:
            month, day = day, month
    else:
        month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    year = parts.get("year")
    years = _years(int(year) if year else None, now.year)
    for candidate in years:
        try:
            meant = date(candidate, month, day)
        except ValueError:
            continue
        if year or meant >= now.date():
            return meant
    raise _unreadable(Fault.NO_SUCH_DAY, now)


def _years(given: int | None, this: int) -> Iterator[int]:
    if given is None:
        yield from range(this, this + _LEAP_YEARS_APART + 1)
    else:
        yield given + 2000 if given < 100 else given


def _clock(found: re.Match[str]) -> time | None:
    """The time of day; None if there is no such time."""
    shown = hours.clock(found)
    if len(shown) < 2:
        return next(iter(shown), None)
    early, late = shown
    return late if early.hour in _BEFORE_COURT else early


def normalized(text: str) -> str:
    """The text without case, accents, commas, and dots as in "a.m."; all digits as ASCII."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", _ACCENT.sub("", text))
    text = "".join(str(unicodedata.digit(c, c)) for c in text)
    text = re.sub(r"(?<=[^\W\d_])\.", "", text.replace(",", " "))
    return re.sub(r" ?/ ?", "/", " ".join(text.split()))


def _unreadable(fault: Fault, now: datetime, day: date | None = None) -> UnreadableDate:
    """The error, with an example on `day`, or in two weeks if that is None or past."""
    example = day if day and day >= now.date() else now.date() + timedelta(days=14)
    return UnreadableDate(fault, f"{example:%m/%d} 9AM")


def in_words(at: datetime, translator: Translator, *, now: datetime, full: bool = False) -> str:
    """Weekday, day and time in the time zone of `at`, such as "Fri, Dec 3 at 9:00 AM".

    With the year if it is not the current one, and in `full`, which also writes names out.
    """
    lang = translator.lang
    if full:
        day = format_date(at, "full", locale=lang)
    else:
        skeleton = "MMMEd" if at.year == now.astimezone(at.tzinfo).year else "yMMMEd"
        day = format_skeleton(skeleton, at, locale=lang)
    said = translator.gettext(
        "%(day)s at %(time)s", day=day, time=format_time(at, "short", locale=lang)
    )
    # Babel's narrow no-break space would cost a text message its GSM-7 alphabet.
    return said.replace("\u202f", " ").replace("\u00a0", " ")
