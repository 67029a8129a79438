"""Words and digits for a time of day: "11 30 pm", "half past nine", "las 10 menos cuarto"."""

from collections.abc import Mapping
from datetime import time

import regex

from checkin.times.day_words import LEAD, PARTS, within
from checkin.times.tokens import whole

_SURE = (  # follows a time and says nothing new
    r"(?: (?:sharp|ish|exactly|latest|at the latest|or so|o'?clock|en punto|mas o menos))?"
)
_HALF = r"(?: ?(?P<half>[ap]m|[ap] m)|(?P<letter>[ap]))"
_OF_DAY = (
    r" (?:(?:de|por|en|in) (?:la |the )|at )"
    r"(?P<of_day>manana|madrugada|tarde|noche|morning|afternoon|evening|night)"
)
_AFTERWARDS = rf"(?: (?:o'?clock|en punto))?(?:{_HALF}|{_OF_DAY})?{_SURE}"
_NOON = r"(?:12 )?(?:noon|midday|mediodia|medio dia)|12 (?:del dia|en el dia)"
_MIDNIGHT = r"(?:12 )?(?:midnight|midnite|medianoche|media noche)"
_SPACED = r"[2-5]0 [1-9]|[0-5]\d"  # "10 45", "ten forty five"
CLOCK = whole(
    rf"{LEAD}(?:"
    r"(?:un )?(?P<para>cuarto|\d\d?)(?: min| minutos)? para (?:las? )?(?P<next>\d\d?|medianoche)"
    rf"{_AFTERWARDS}|"
    rf"(?:(?P<toward>half past|half|quarter past|quarter after|quarter to|quarter of|quarter till|"
    rf"(?P<spoken>\d\d?)(?: min| mins| minutes)? (?P<side>past|after|to|till|before)) )?"
    rf"(?:(?P<noon>{_NOON})|(?P<midnight>{_MIDNIGHT}){_SURE}"
    rf"|(?P<four>(?:[01]\d|2[0-3])[0-5]\d)(?:h|hs|hrs)?{_AFTERWARDS}"
    rf"|(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>[0-5]\d)(?::00)?|(?P<glued>[0-5]\d)(?= ?[ap])"
    rf"| (?P<spaced>{_SPACED})(?= ?[ap]m\b| |$))?"
    rf"(?: ?(?:h|hs|hrs))?(?: y (?P<part>media|cuarto|un cuarto|\d\d?)| (?P<less>menos) "
    rf"(?P<by>cuarto|un cuarto|\d\d?))?{_AFTERWARDS}))"
)
HOUR_ONLY = whole(rf"{LEAD}(?P<hour>\d{{1,2}}){_AFTERWARDS}")


def times(match: regex.Match[str]) -> tuple[time, ...]:
    """The times of day that the match can mean, earliest first; none if there is no such time."""
    parts = match.groupdict()
    shift = _shift(parts)
    if parts.get("noon"):
        return _shifted((12 * 60,), shift)
    if parts.get("midnight"):
        return _shifted((0,), shift)
    if parts.get("next") == "medianoche":
        return _shifted((0,), shift)
    four = parts.get("four")
    hour = int(four[:2] if four else parts.get("next") or parts.get("hour") or 0)
    minute = int(four[2:] if four else parts.get("minute") or parts.get("glued") or 0)
    if spaced := parts.get("spaced"):
        minute = sum(map(int, spaced.split()))
    if hour > 23 or minute > 59:
        return ()
    half = (parts.get("half") or parts.get("letter") or "")[:1]
    if half and not 1 <= hour <= 12:
        return () if hour and half == "a" else _shifted((hour * 60 + minute,), shift)
    of_day = parts.get("of_day")
    written_24 = hour == 0 or hour > 12 or bool(four and four[0] == "0")
    if written_24 and not half:
        return _shifted((hour * 60 + minute,), shift)
    early, late = hour % 12 * 60 + minute, hour % 12 * 60 + 720 + minute
    if half:
        return _shifted((early if half == "a" else late,), shift)
    if of_day:
        return _shifted(tuple(within(PARTS[of_day], early, late)), shift)
    return _shifted((early, late), shift)


def _shift(parts: Mapping[str, str | None]) -> int:
    """Minutes to add: "half past", "y media", "menos cuarto"."""
    toward = parts.get("toward") or ""
    if toward.startswith("half"):
        return 30
    if toward.startswith("quarter"):
        return 15 if toward.endswith(("past", "after")) else -15
    if parts.get("spoken"):
        return int(parts["spoken"] or 0) * (1 if parts["side"] in ("past", "after") else -1)
    fractions = {"media": 30, "cuarto": 15, "un cuarto": 15}
    if part := parts.get("part"):
        return fractions.get(part) or int(part)
    if by := parts.get("by") or parts.get("para"):
        return -(fractions.get(by) or int(by))
    return 0


def _shifted(minutes: tuple[int, ...], shift: int) -> tuple[time, ...]:
    if abs(shift) > 59:
        return ()
    moved = sorted((each + shift) % 1440 for each in minutes)
    return tuple(time(*divmod(each, 60)) for each in moved)
