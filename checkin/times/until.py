"""A timer's end as a time of day: which moment it means, or why that must be asked.

A time counts only where one moment can be meant. One that has passed today, lies more than twelve
hours ahead without its day, does not say morning or evening where that matters, or that no clock
shows that night is `Unclear`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from checkin.times import belonging, clocks, zones
from checkin.times.clocks import Written
from checkin.times.day_words import Day, Part
from checkin.times.tokens import tokens
from checkin.times.zones import Zone

FARTHEST = timedelta(hours=12)
"""A time whose day is not said is taken up to here."""

_FARTHEST_HALF = timedelta(hours=10)
"""Where morning or evening is not said either: "8" at ten past eight may be the hour just past."""

_JUST_PAST = timedelta(hours=4)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_STILL_NIGHT = 5  # before this hour "tomorrow" may be the day that has begun


class Why(StrEnum):
    """Why a time has to be asked about."""

    PASSED = "passed"
    FAR = "far"
    HALF = "half"
    DAY = "day"
    SKIPPED = "skipped"
    NO_CLOCK = "no_clock"


@dataclass(frozen=True, slots=True)
class Unclear:
    """`perhaps`: the moments that can be meant, soonest first, in the zone of the person."""

    why: Why
    perhaps: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    """`clock`: a time of day as written; `rest`: the words after it; `doubt`: those of them that
    may belong to the time, so that it must be asked about; empty where none may."""

    clock: str
    rest: str
    doubt: str = ""


def split(text: str) -> Until | None:
    """Split off the longest time of day that the text begins with; None without one.

    After NOTE all is the note.
    """
    timed, note = belonging.noted(text)
    words = tokens(timed)
    found = clocks.read(words)
    if found is None or (not found.times and found.count < len(words)):
        return None
    clock = text[: words[found.count - 1].end].strip(" ,;")
    rest = words[found.count :]
    if not rest:
        return Until(clock, note)
    return Until(clock, text[rest[0].start :].strip(), belonging.after_clock(found, rest))


def moment(clock: str, now: datetime) -> datetime | Unclear | None:
    """The moment (aware, in the zone of `now`) that a time of day means; None if it is no time."""
    written = clocks.clock(clock)
    if written is None:
        return None
    if not written.times:
        return Unclear(Why.NO_CLOCK)
    there = now.astimezone(ZoneInfo(written.zone)) if written.zone else now
    found = _moment(written, there, there.date())
    if found is not None and written.days and there.date() != now.date():
        # "Tomorrow" here and tomorrow there are different days.
        here = _moment(written, there, now.date())
        if here != found:
            perhaps = sorted({*_all(found), *_all(here)}, key=datetime.timestamp)
            found = Unclear(Why.DAY, tuple(perhaps))
    zone = now.tzinfo
    if isinstance(found, Unclear):
        return replace(found, perhaps=tuple(each.astimezone(zone) for each in found.perhaps))
    return found.astimezone(zone) if found else None


def soonest(
    clock: str, now: datetime, names: Sequence[str]
) -> tuple[datetime, str] | Unclear | None:
    """The earliest such moment in any of these time zones (`names`, the likeliest first), and its
    zone. Unclear or None if it is that in the likeliest.

    The earliest, because a timer that ends too soon asks, and one that ends too late is silent.
    """
    likely, *others = names
    first = moment(clock, now.astimezone(ZoneInfo(likely)))
    if not isinstance(first, datetime):
        return first
    found = [(first, likely)]
    for name in others:
        at = moment(clock, now.astimezone(ZoneInfo(name)))
        if isinstance(at, datetime):
            found.append((at, name))
    return min(found, key=lambda pair: pair[0].timestamp())


def plausible(zone: Zone) -> tuple[str, ...]:
    """The time zones someone may be in: the one we know, else the likely one and then all others.

    Without Puerto Rico's, unless it is the likely one: in winter it is an hour ahead of all
    others, so it would be the soonest, and its phone numbers give it away.
    """
    if zone.sure:
        return (zone.name,)
    others = (name for name in zone.choices if name not in (zone.name, zones.PUERTO_RICO))
    return (zone.name, *others)


def names_zone(clock: str) -> bool:
    """Whether the time says its own time zone."""
    written = clocks.clock(clock)
    return written is not None and written.zone is not None


def _all(found: datetime | Unclear | None) -> tuple[datetime, ...]:
    if isinstance(found, Unclear):
        return found.perhaps
    return (found,) if found else ()


def _moment(written: Written, now: datetime, today: date) -> datetime | Unclear | None:
    if not written.days:
        return _next(written, now)
    days = [_dates(day, today) for day in written.days]
    if not all(days):
        return None
    same = set.intersection(*(set(each) for each in days))
    if len(same) != 1:
        every = sorted(same or {day for each in days for day in each})
        return _which(Why.DAY, (at for day in every for at in _on(day, written, now)), now)
    [day] = same
    return _on_day(day, written, now)


def _next(written: Written, now: datetime) -> datetime | Unclear:
    """Without a day: the next such time, unless that is far."""
    ahead = sorted(
        (
            at
            for later in range(3)
            for at in _on(now.date() + later * _DAY, written, now)
            if at.timestamp() > now.timestamp()
        ),
        key=datetime.timestamp,
    )
    nearest = ahead[0]
    if _skipped(nearest):
        return Unclear(Why.SKIPPED, (_after_gap(nearest),))
    away = nearest.timestamp() - now.timestamp()
    if not written.said:
        if away <= _FARTHEST_HALF.total_seconds():
            return nearest
        return Unclear(Why.HALF, tuple(ahead[:2]))
    if away <= FARTHEST.total_seconds():
        return nearest
    before = [at for at in _on(now.date(), written, now) if at.timestamp() <= now.timestamp()]
    passed = bool(before) and now.timestamp() - before[-1].timestamp() <= _JUST_PAST.total_seconds()
    return Unclear(Why.PASSED if passed else Why.FAR, (nearest,))


def _on_day(day: date, written: Written, now: datetime) -> datetime | Unclear:
    named, today = written.days[0], now.date()
    evening = written.part is Part.NIGHT and named.ahead == 0
    if evening or (written.midnight and named.ahead == 0):
        nights = [day - _DAY, day] if now.hour < _STILL_NIGHT else [day]
        moments = [at for night in nights for at in _in_night(night, written, now)]
        return _only(moments, now, day)
    small = written.part is Part.NIGHT and all(each.hour < 6 for each in written.times)
    if written.midnight or small:
        # The night before that day, or the night after it?
        both = (at for each in (day, day + _DAY) for at in _on(each, written, now))
        return _which(Why.DAY, both, now)
    if named.ahead == 1 and now.hour < _STILL_NIGHT:
        both = (at for each in (today, day) for at in _on(each, written, now))
        return _which(Why.DAY, both, now)
    return _only(list(_on(day, written, now)), now, day)


def _only(moments: Sequence[datetime], now: datetime, day: date) -> datetime | Unclear:
    """The one moment that is ahead; of a night the first."""
    ahead = [at for at in moments if at.timestamp() > now.timestamp()]
    if not ahead:
        again = [at + (day - at.date() + _DAY if at.date() < day else _DAY) for at in moments]
        return _which(Why.PASSED, again, now)
    nearest = min(ahead, key=datetime.timestamp)
    if _skipped(nearest):
        return Unclear(Why.SKIPPED, (_after_gap(nearest),))
    same_clock = {at.hour % 12 for at in ahead} == {nearest.hour % 12}
    if len({at.time() for at in ahead}) > 1 and same_clock:
        return Unclear(Why.HALF, tuple(ahead))
    return nearest


def _which(why: Why, moments: Iterator[datetime] | Sequence[datetime], now: datetime) -> Unclear:
    ahead = {at for at in moments if at.timestamp() > now.timestamp() and not _skipped(at)}
    return Unclear(why, tuple(sorted(ahead, key=datetime.timestamp)))


def _on(day: date, written: Written, now: datetime) -> Iterator[datetime]:
    """Every moment of the day at which its clock shows the time; in autumn one hour comes twice."""
    for shown in written.times:
        at = datetime.combine(day, shown, now.tzinfo)
        yield at
        again = at.replace(fold=1)
        if again.utcoffset() != at.utcoffset() and not _skipped(at):
            yield again


def _in_night(day: date, written: Written, now: datetime) -> Iterator[datetime]:
    """The moments of the night that begins on `day`."""
    for shown in written.times:
        of = day + _DAY if shown.hour < 6 else day
        yield from _on(of, replace(written, times=(shown,)), now)


def _skipped(at: datetime) -> bool:
    """Whether no clock shows that: in spring one hour is left out."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != at.replace(tzinfo=None)


def _after_gap(at: datetime) -> datetime:
    """The first moment after the hour that is left out."""
    early, late = at.replace(fold=1).utcoffset(), at.replace(fold=0).utcoffset()
    gap = abs((late or timedelta()) - (early or timedelta()))
    hour = at.replace(minute=0, second=0)
    while _skipped(hour):
        hour += gap / 2
    return hour


def _dates(day: Day, today: date) -> list[date]:
    """The days that can be meant; none if there is no such day."""
    if day.ahead is not None:
        return [today + day.ahead * _DAY]
    if day.weekday is not None:
        first = today + timedelta(days=(day.weekday - today.weekday()) % 7)
        if not day.next:
            return [first]
        return [first + _WEEK] if first == today else [first, first + _WEEK]
    for ahead in range(366 * 2):
        at = today + ahead * _DAY
        fits = at.day == day.day and (day.month in (None, at.month))
        if fits and day.year in (None, at.year):
            return [at]
    return []
