"""Parsing times of day: "11:30pm", "9 a.m.", "23h30", "las 9 y media", "noon"."""

import re
from datetime import time

_NOON = ("noon", "midday", "mediodia", "al mediodia")
_MIDNIGHT = ("midnight", "medianoche", "la medianoche")
_MORNING = ("a", "manana", "madrugada", "morning")
_CLOCK_PARTS = {"media": 30, "cuarto": 15}

_TIME = (
    r"(?:(?P<noon>{noon})|(?P<midnight>{midnight})"
    r"|(?P<four>{four})(?:h|hs|hrs)?"
    r"|(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>[0-5]\d)(?::00)?|(?P<glued>[0-5]\d)(?= ?[ap]))?"
    r"(?: ?(?:h|hs|hrs))?(?: y (?P<part>media|cuarto))?"
    r"(?: ?(?P<half>[ap]m|[ap] m)|(?P<letter>[ap])"
    r"| (?:de|por|en|in|at) (?:la |the )?"
    r"(?P<of_day>manana|madrugada|tarde|noche|morning|afternoon|evening|night))?)"
)


def pattern(four: str) -> str:
    """A regular expression for a time of day, in text from `dates.normalized`.

    `four`: a regular expression for four digits in a row that are a time, such as "2330".
    """
    return _TIME.format(noon="|".join(_NOON), midnight="|".join(_MIDNIGHT), four=four)


def clock(found: re.Match[str]) -> tuple[time, ...]:
    """The times that a match of `pattern` can mean, earliest first.

    Two if it does not say morning or evening; none if there is no such time.
    """
    parts = found.groupdict()
    if parts["noon"]:
        return (time(12),)
    if parts["midnight"]:
        return (time(0),)
    four = parts["four"]
    hour = int(four[:2] if four else parts["hour"])
    minute = int(four[2:] if four else parts["minute"] or parts["glued"] or 0)
    minute += _CLOCK_PARTS.get(parts["part"] or "", 0)
    if hour > 23 or minute > 59:
        return ()
    half = (parts["half"] or parts["letter"] or "")[:1] or parts["of_day"]
    if half is None and 1 <= hour <= 12 and not four:
        return time(hour % 12, minute), time(hour % 12 + 12, minute)
    if half and hour <= 12:
        # "12 at night" is 0:00, but "12" in the afternoon or evening is 12:00.
        late = half not in _MORNING and not (half in ("noche", "night") and hour == 12)
        hour = hour % 12 + (12 if late else 0)
    return (time(hour, minute),)
