"""Reading a time of day with all that belongs to it: day, part of the day, time zone.

What was read is a `Written`: still words, so that the same text can be read again once the zone or
the day is known. `until.moment` finds the moment that it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

import regex

from checkin.times import clock_words, day_words, zone_words
from checkin.times.day_words import Day, Part
from checkin.times.tokens import Line, Token, tokens

_OPENERS = frozenset(
    {"at", "in", "on", "with", "w", "w/", "@", "room", "rm", "apt", "unit", "suite", "hotel",
     "motel", "floor", "the", "near", "by", "outside", "behind", "en", "con", "cuarto", "hab",
     "habitacion", "depto", "departamento", "casa", "piso", "cerca", "frente", "c/", "note", "nota"}
)  # fmt: skip
"""Words that an address does not have after the number of its house."""


@dataclass(frozen=True, slots=True)
class Written:
    """A time as written. `times`: the times of day that it can be, none when only a day was named;
    `said`: whether morning or evening is settled; `midnight`: called so, or 12 at night; `part`:
    the part of the day; `zone`: IANA name; `count`: how many words it takes; `loose`: the last of
    them may just as well begin what follows, such as "central" before "park"."""

    times: tuple[time, ...] = ()
    said: bool = False
    midnight: bool = False
    part: Part | None = None
    days: tuple[Day, ...] = ()
    zone: str | None = None
    count: int = 0
    loose: bool = False


def read(words: Sequence[Token]) -> Written | None:
    """The longest time that the words begin with; None without one."""
    line = Line(tuple(words))
    found, index = Written(), 0
    while index < len(words):
        step = _step(line, index, found)
        if step is None:
            break
        found, index = step
    settled = _settled(found)
    return settled if settled and (settled.times or settled.days) else None


def clock(text: str) -> Written | None:
    """The time that the whole text is; None if it is none."""
    words = tokens(text)
    found = read(words)
    return found if found and found.count == len(words) else None


def _step(line: Line, index: int, found: Written) -> tuple[Written, int] | None:
    """What was read together with the next component."""
    for add in (_zone, _day, _part, _time):
        step = add(line, index, found)
        if step:
            return step
    return None


def _after(found: Written, index: int, **more: object) -> tuple[Written, int]:
    return replace(found, **{"loose": False, "count": index, **more}), index  # type: ignore[arg-type]


def _zone(line: Line, index: int, found: Written) -> tuple[Written, int] | None:
    matched = line.match(zone_words.shape(), index)
    if not matched or found.zone or not found.times:
        return None
    match, after = matched
    return _after(found, after, zone=zone_words.zone(match), loose=match["alone"] is not None)


def _day(line: Line, index: int, found: Written) -> tuple[Written, int] | None:
    matched = line.match(day_words.shape(), index)
    if not matched:
        return None
    match, after = matched
    parts = match.groupdict()
    if parts["bare_day"] and found.times:
        return None  # "until 11 the 5th street"
    day, part = day_words.named(parts)
    if (part and found.part) or len(found.days) > 1:
        return None
    # After the time itself a weekday may begin a name, "Friday market"; before it, it cannot.
    loose = bool(found.times) and day.ahead is None
    return _after(found, after, days=(*found.days, day), part=part or found.part, loose=loose)


def _part(line: Line, index: int, found: Written) -> tuple[Written, int] | None:
    matched = line.match(day_words.PART, index)
    if not matched or found.part:
        return None
    match, after = matched
    alone = match[0] == match["part"]
    # "night" alone belongs to a day before it; after a time it may begin a name, "night club".
    if (alone and (found.times or not found.days)) or not (found.times or found.days):
        return None
    return _after(found, after, part=day_words.PARTS[match["part"] or match["part_es"]])


def _time(line: Line, index: int, found: Written) -> tuple[Written, int] | None:
    matched = line.match(clock_words.CLOCK, index)
    if not matched or found.times:
        return None
    match, after = matched
    bare = not (match["half"] or match["letter"] or match["of_day"])
    if bare and match["four"] and not _alone(line, after):
        return None  # "1100 Main St"
    # "10 to 11" is rather from ten to eleven.
    a_range = match["spoken"] and not _spelled(line, match, index)
    if a_range or (bare and match["spaced"] and not _alone(line, after)):
        shorter = line.match(clock_words.HOUR_ONLY, index)
        if shorter is None:
            return None
        match, after = shorter
    times = clock_words.times(match)
    if not times:
        return None
    midnight = times == (time(0),) and bool(match.groupdict().get("midnight") or _twelve(match))
    part = match.groupdict().get("of_day")
    if part and found.part:
        return None
    return _after(
        found,
        after,
        times=times,
        said=len(times) == 1,
        midnight=midnight,
        part=day_words.PARTS[part] if part else found.part,
    )


def _twelve(match: regex.Match[str]) -> bool:
    parts = match.groupdict()
    return parts["hour"] == "12" and not (parts.get("minute") or parts.get("glued"))


def _spelled(line: Line, match: regex.Match[str], index: int) -> bool:
    spoken = match["spoken"]
    return any(word.spelled and word.form == spoken for word in line.words[index : index + 6]) or (
        " min" in match[0]
    )


def _alone(line: Line, after: int) -> bool:
    """Whether a number that ends here can hardly be the first word of an address."""
    if after >= len(line.words) or line.words[after].apart:
        return True
    return (
        begins_a_note(line.words[after])
        or _step(line, after, Written(times=(time(1),))) is not None
    )


def begins_a_note(word: Token) -> bool:
    """Whether a note begins with this word for sure, so that a number before it is none of it."""
    return word.form in _OPENERS or word.apart


def _settled(found: Written) -> Written | None:
    """The time with morning or evening settled by the part of the day; None if they contradict."""
    if not found.times or not found.part:
        return found
    if len(found.times) == 1:
        # "11 AM tonight", "9 PM in the morning": nobody can tell.
        return found if day_words.fits(found.part, found.times[0]) else None
    early, late = (each.hour * 60 + each.minute for each in found.times)
    within = day_words.within(found.part, early, late)
    times = tuple(time(*divmod(each, 60)) for each in within)
    return replace(found, times=times, said=len(times) == 1, midnight=times == (time(0),))
