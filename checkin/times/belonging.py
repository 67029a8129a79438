"""Whether the words after a time may belong to it, so that they must not silently be the note."""

from collections.abc import Sequence

import regex

from checkin.times import clocks, duration_words, zone_words
from checkin.times.clocks import Written
from checkin.times.tokens import Line, Token, tokens, whole

NOTE_WORDS = ("note", "nota")
"""What follows one of these is the note, whatever it looks like."""

_BETWEEN = frozenset({"at", "in", "with", "w", "w/", "@", "en", "con", "c/"})
_MOST = 12  # words of a note that are looked at
_DAY = whole(
    r"tomorrow|tmrw|tmrow|tmr|tmw|2morrow|2moro|today|tonight|tonite|2nite|manana|hoy|esta noche"
    r"|this (?:morning|afternoon|evening)|esta (?:tarde|manana)"
)
_NO_MANANA = whole(r"(?:de|en|por|a) la manana")
_PART = whole(
    r"[ap]m|[ap] m|at night|in the (?:morning|afternoon|evening)"
    r"|(?:de|en|por) la (?:manana|madrugada|tarde|noche)"
)
_FIRST = whole(
    r"[ap]m|o'?clock|half|quarter|media|cuarto para|(?:and|y|n|&|menos) (?:a )?(?:half|quarter|"
    r"media|cuarto|\d\d?)|morning|afternoon|evening|night|madrugada|tarde|noche"
    r"|(?:or|o|to|til|till|until|thru|hasta|past|after|before|para|antes de|despues de)"
    r"(?: (?:a )?las?)? (?:\d\S*|noon|midnight|mediodia|medianoche|so|more|two|later)"
    r"|next|later|ago|from now|more|mas|ish|-\d\S*|every|each|cada|and \d\S*|max"
    r"|(?:the |el )?\d{1,2}(?:st|nd|rd|th)(?= of\b|$)"
)
_HALF = whole(r"[ap]")
_NUMBER = regex.compile(r"\d{1,2}(?:[:.]\d+)?")
_TIME = ("time", "hora")
_FEW = 3


def noted(text: str) -> tuple[str, str]:
    """The text before NOTE, and what follows it; without that word the whole text, and nothing."""
    for word in tokens(text):
        if word.form.rstrip(":") in NOTE_WORDS:
            return text[: word.start].strip(), text[word.end :].strip(" ,;:")
    return text, ""


def after_clock(found: Written, rest: Sequence[Token]) -> str:
    """The words after a time of day that may belong to it, as written; empty where none may."""
    if not rest:
        return ""
    line = Line(rest[:_MOST])
    if unit := _unit(rest[0]):
        return unit
    if found.loose and not rest[0].apart and rest[0].form not in _BETWEEN:
        return rest[0].written
    if doubt := _first(line) or _zone_first(line, found):
        return doubt
    if not found.said and (half := _whole(line, _HALF, 0)):
        return half
    again = clocks.read(line.words)
    if again and (again.times or again.days) and _is_time(line, again):
        return _written(line, 0, again.count)
    for index, word in enumerate(line.words):
        if not found.days and _whole(line, _DAY, index):
            # "in the morning" is no day, and is looked for below.
            before = index >= 2 and line.match(_NO_MANANA, index - 2)
            if not before:
                return word.written
        if not found.said and (part := _whole(line, _PART, index)):
            return part
        if not found.zone and len(word.form) > 2 and word.form in zone_words.letters():
            return word.written
    return ""


def after_duration(rest: Sequence[Token]) -> str:
    """The words after a duration that may belong to it, as written; empty where none may."""
    if not rest or rest[0].form in NOTE_WORDS:
        return ""
    line = Line(rest[:_MOST])
    if unit := _unit(rest[0]):
        return unit
    again = clocks.read(line.words)
    if again and _is_time(line, again):
        return _written(line, 0, again.count)
    return _first(line)


def _unit(word: Token) -> str:
    known = len(word.form) > 1 and word.form in duration_words.seconds()
    return word.written if known else ""


def _first(line: Line) -> str:
    """What may belong to any time before it, at the beginning of the rest."""
    if found := _whole(line, _FIRST, 0):
        return found
    number = line.words[0]
    if _NUMBER.fullmatch(number.form) and not number.apart:
        return number.written
    return ""


def _zone_first(line: Line, found: Written) -> str:
    if found.zone:
        return ""
    first = line.words[0]
    if zone_words.perhaps(first.written, first.form):
        return first.written
    for index, word in enumerate(line.words[:_FEW]):
        if word.form in _TIME:
            return _written(line, 0, index + 1)
    return ""


def _is_time(line: Line, again: Written) -> bool:
    """Whether what could be read as another time is one, and not the number of a street."""
    words = line.words[: again.count]
    if all(word.form.isdecimal() for word in words):
        return False
    if again.days or again.part or again.zone or (again.said and again.times):
        return not words[0].apart or bool(again.days or again.part or again.said)
    led = len(words) > 1 and words[0].form in ("at", "by", "a", "las", "la", "@")
    return led and not words[0].apart


def _whole(line: Line, shape: regex.Pattern[str], index: int) -> str:
    matched = line.match(shape, index)
    return _written(line, index, matched[1]) if matched else ""


def _written(line: Line, start: int, end: int) -> str:
    return " ".join(word.written for word in line.words[start:end])
