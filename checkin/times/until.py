"""Parsing a timer's end as a time of day: "11:30pm", "las 11", "tomorrow 9am"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from checkin.times import dates, hours, zones
from checkin.times.zones import Zone

_MOST_WORDS = 8  # "mañana a las 11 y media de la noche" has eight
_AT = r"(?:@ ?|at |around |about |a |las? |a las? |como a las? )?"
_TOMORROW = r"(?P<tomorrow>tomorrow|manana)"
_TODAY = r"(?:today|tonight|hoy|esta noche)"
_CLOCK = hours.pattern(r"(?:[01]\d|2[0-3])[0-5]\d")
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_AT}{_CLOCK}(?: {_TODAY})?",
        rf"{_TODAY} {_AT}{_CLOCK}",
        rf"{_TOMORROW} {_AT}{_CLOCK}",
        rf"{_AT}{_CLOCK} {_TOMORROW}",
    )
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Until:
    """`clock`: a time of day as written; `rest`: the words after it."""

    clock: str
    rest: str


def split(text: str) -> Until | None:
    """Split off the longest time of day that the text begins with; None without one."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    for _, end in reversed(words[:_MOST_WORDS]):
        if _match(text[:end]):
            return Until(text[:end].strip(" ,;"), text[end:].strip())
    return None


def moment(clock: str, now: datetime) -> datetime | None:
    """The next moment after `now` (aware) at which it is this time of day in the zone of `now`.

    If morning or evening is not said, the sooner of the two. None if there is no such time.
    """
    found = _match(clock)
    if found is None:
        return None
    first = now.date() + _DAY * bool(found.groupdict().get("tomorrow"))
    at = [
        datetime.combine(first + _DAY * later, shown, now.tzinfo)
        for shown in hours.clock(found)
        for later in range(2)
    ]
    # Compared as timestamps, since local times mislead in the night when clocks change.
    return min((each for each in at if each.timestamp() > now.timestamp()), default=None)


def soonest(clock: str, now: datetime, names: Sequence[str]) -> tuple[datetime, str] | None:
    """The earliest such moment in any of these time zones (`names`), and its zone. None if none.

    The earliest, because a timer that ends too soon asks, and one that ends too late is silent.
    """
    found = [(at, name) for name in names if (at := moment(clock, now.astimezone(ZoneInfo(name))))]
    return min(found, key=lambda pair: pair[0].timestamp(), default=None)


def plausible(zone: Zone) -> tuple[str, ...]:
    """The time zones someone may be in: the one we know, else the likely one and then all others.

    Without Puerto Rico's, unless it is the likely one: in winter it is an hour ahead of all
    others, so it would be the soonest, and its phone numbers give it away.
    """
    if zone.sure:
        return (zone.name,)
    others = (name for name in zone.choices if name not in (zone.name, zones.PUERTO_RICO))
    return (zone.name, *others)


def _match(text: str) -> re.Match[str] | None:
    written = dates.normalized(text).strip(" ;")
    matches = (shape.fullmatch(written) for shape in _SHAPES)
    return next((match for match in matches if match and hours.clock(match)), None)
