"""A time zone named within other words: "12/03 9AM PT room 5"."""

from dataclasses import dataclass

import regex

from checkin.times import belonging, zone_words
from checkin.times.clocks import Written
from checkin.times.day_words import Day
from checkin.times.tokens import Line, tokens

_ENDS_A_TIME = regex.compile(r".*\d(?:[ap]m?|h|hs)?|[ap]m|noon|mediodia|media|manana|tarde")
_NO_ZONE = {"ct"}  # a court, to whoever writes of one


@dataclass(frozen=True, slots=True)
class Named:
    """`text`: without the words for the zone. `zone`: IANA name, None if none was named. `doubt`:
    words that may be a zone or not, empty where there are none."""

    text: str
    zone: str | None
    doubt: str = ""


def split(text: str) -> Named:
    """Take the first zone that follows a time out of the text."""
    words = tokens(text)
    line = Line(words)
    for index in range(1, len(words)):
        matched = line.match(zone_words.shape(), index)
        if not matched or not _ENDS_A_TIME.fullmatch(words[index - 1].form):
            continue
        match, after = matched
        begins_a_name = match["alone"] and after < len(words) and not words[after].apart
        if begins_a_name or match["letters"] in _NO_ZONE:
            return Named(text, None, words[index].written)
        left = f"{text[: words[index].start]} {text[words[after - 1].end :]}"
        return Named(left.strip(), zone_words.zone(match))
    return Named(text, None)


def doubt(after: str, zone: str | None) -> str:
    """The words after a date and its time that may belong to it; empty where none may."""
    found = Written(said=True, days=(Day(ahead=0),), zone=zone)
    return belonging.after_clock(found, tokens(after))
