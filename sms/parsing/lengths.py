"""A duration at the beginning of a text, and what follows it."""

from dataclasses import dataclass, replace
from datetime import timedelta

import regex

from checkin.times import belonging, clocks
from checkin.times.duration_words import NUMBERS
from checkin.times.durations import parse_duration
from checkin.times.tokens import tokens
from sms.parsing.normalize import Text

_MOST_WORDS = 8  # "1 day 2 hours and 30 minutes" has seven
_HOURS = regex.compile(r".*[\d ](?:h|hs|hrs?|hours?|horas?)")
_MINUTES = regex.compile(r"[1-5][05]")
_MORE = regex.compile(r"\b(?:more|another|extra|mas|otros?|otras?)\b")
_BARE_MINUTES = regex.compile(r"[1-9][0-9]{1,2}|[5-9]")
_DIGIT = regex.compile(r"\d")
_FIRST = frozenset(NUMBERS) | {"half", "quarter", "couple", "media", "cuarto", "hour", "hora"}
_CLOSING = (",", ".", ";", ":", "-")
_ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Length:
    """A duration. `rest`: what follows it, as written; `doubt`: those words of it that may belong
    to the duration, so that it must be asked about; empty where none may."""

    duration: timedelta
    rest: str
    doubt: str = ""


def split(text: Text) -> Length | None:
    """The longest duration that the text begins with; None without one. After NOTE all is the note.

    Minutes need no unit where they are told from the number of a house: "2h 30", "1h 30 room 5".
    """
    if not text.words or not _begins(text.words[0].plain):
        return None
    for count in range(min(_MOST_WORDS, len(text.words)), 0, -1):
        written = " ".join(word.plain for word in text.words[:count])
        try:
            duration = parse_duration(written)
        except ValueError:
            continue
        return _with_minutes(text, count, written, duration)
    return None


def more(text: Text) -> timedelta | None:
    """How much time is asked for in a wish for more: the first duration among the words, where a
    number alone is minutes; None without one."""
    for before in range(min(len(text.words), _MOST_WORDS)):
        rest = text.after(before) if before else text
        if found := split(rest):
            return found.duration
        word = rest.words[0].plain.lstrip("+")
        if _BARE_MINUTES.fullmatch(word):
            return timedelta(minutes=int(word))
    return None


def says_more(text: Text) -> bool:
    """Whether a word of it asks for more of what there is: "another 20 minutes"."""
    return _MORE.search(text.bare) is not None


def _begins(word: str) -> bool:
    """Whether a duration can begin with this word. Most texts stop here."""
    return bool(_DIGIT.search(word)) or word.partition("-")[0] in _FIRST


def _with_minutes(text: Text, count: int, written: str, duration: timedelta) -> Length:
    rest = text.after(count).written
    words = tokens(rest)
    if not words:
        return Length(duration, rest)
    if words[0].form in belonging.NOTE_WORDS:
        return Length(duration, rest[words[0].end :].strip(" ,;:"))
    apart = text.written[: text.words[count - 1].end].endswith(_CLOSING)
    words = (replace(words[0], apart=words[0].apart or apart), *words[1:])
    # Only hours can have minutes: a number after "30 min" is the first word of an address.
    if not (_HOURS.fullmatch(written) and duration % _ONE_HOUR == timedelta(0)):
        bare = words[0].form.isdecimal()
        return Length(duration, rest, "" if bare else belonging.after_duration(words))
    alone = len(words) == 1 or clocks.begins_a_note(words[1])
    if not words[0].apart and alone and _MINUTES.fullmatch(words[0].form):
        more = timedelta(minutes=int(words[0].form))
        return Length(duration + more, rest[words[0].end :].strip(" ,;"))
    return Length(duration, rest, belonging.after_duration(words))
