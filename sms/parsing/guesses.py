"""Times in texts that are no exact command: what may be meant, only ever to be asked back."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from checkin.times import clocks, duration_words, until
from checkin.times.tokens import tokens
from sms.parsing import lengths
from sms.parsing.normalize import Text

_MOST_BEFORE = 7  # "ok can you set a timer for 2h"
_BEFORE = frozenset(
    {"checkin", "check-in", "checking", "going", "starting",
     "ill", "i", "will", "im", "am", "be", "back", "home", "out", "done", "in", "for", "set", "it",
     "is", "a", "an", "my", "the", "timer", "alarm", "please", "pls", "give", "me", "start", "ok",
     "okay", "hey", "see", "you", "check", "on", "by", "about", "around", "at", "til", "till", "to",
     "until", "make", "need", "want", "should", "return", "returning", "finish",
     "de", "aqui", "aca", "dentro", "en", "por", "favor", "pon", "ponme", "un", "una", "reloj",
     "temporizador", "regreso", "vuelvo", "llego", "termino", "salgo", "estoy", "vuelta", "para",
     "como", "eso", "las", "la", "hasta", "el", "quiero", "necesito", "avisame"}
)  # fmt: skip
_WORDS = (
    "minute", "minutes", "hour", "hours", "tomorrow", "tonight", "midnight", "noon", "midday",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning",
    "afternoon", "evening", "half", "quarter", "eastern", "central", "mountain", "pacific",
    "three", "four", "seven", "eight", "eleven", "twelve",
    "minuto", "minutos", "hora", "horas", "media", "cuarto", "noche", "tarde", "madrugada",
    "medianoche", "mediodia", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado",
    "domingo", "doce", "once", "diez", "nueve", "ocho", "siete", "seis", "cinco", "cuatro", "tres",
)  # fmt: skip
_SHORT = 4  # shorter words are one letter from too many others
_GLUED = regex.compile(r"\p{P}*\p{L}+(?=\d)")  # "IN2H"
_QUESTION = regex.compile(
    r"[?¿]|\b(?:can|cant|could|do|does|did|what|whats|how|why|who|when|is|are|was|were|they|he|she|"
    r"him|her|hit|ago|jail|cops?|police|arrested|puedo|puede|pueden|que|como|cuando|quien|hace|es|"
    r"ellos|ella|carcel|policia|detenid[oa]|me)\b",
    regex.IGNORECASE,
)
_MOST_AFTER, _MOST_WORDS, _LONGEST = 8, 18, 300
_CHECK_IN = ("checkin", "check-in")
_NUMBERED = frozenset(
    {"room", "rm", "apt", "apartment", "unit", "suite", "floor", "door", "motel", "hotel", "number",
     "no", "lot", "house", "gate", "exit", "route", "studio", "super", "bus", "age", "im", "i'm",
     "cuarto", "habitacion", "hab", "apto", "piso", "puerta", "numero", "casa", "depto", "salida"}
)  # fmt: skip
"""Words before a number that is no time of day: "room 12", "motel 6"."""


@dataclass(frozen=True)
class Guess:
    """What may be meant: a `length` or a `clock` as written, with a `note` after it. `doubt`: words
    of the note that may belong to the time. `before`: how many words stand before the time."""

    length: timedelta | None
    clock: str
    note: str
    doubt: str
    before: int


def guess(written: str) -> Guess | None:
    """The first time in the text; None without one."""
    if len(written) > _LONGEST:
        return None
    return _best(Text(written), _MOST_BEFORE)


def _best(text: Text, most: int) -> Guess | None:
    """`most`: how many words may stand before the time."""
    found = _guess(text, most)
    if found and not found.clock.isdecimal():
        return found
    # "2 huors" is no two o'clock.
    mended = _mended(text.written, most)
    return mended if found is None or (mended and mended.length is not None) else found


def _led(text: Text) -> int:
    """How many words may stand before a time: all up to the first that never does."""
    before = takewhile(lambda word: _leads(word.bare), text.words)
    return min(sum(1 for _ in before), _MOST_BEFORE)


def _leads(word: str) -> bool:
    return word in _BEFORE or any(OSA.distance(word, known) <= 1 for known in _CHECK_IN)


def among(text: Text) -> Guess | None:
    """The first clear time anywhere among the words of somebody who speaks of a timer; None without
    one. The number of a room is none."""
    for before in range(min(len(text.words), _MOST_WORDS)):
        if before and text.words[before - 1].bare in _NUMBERED:
            continue
        found = _guess(text.after(before) if before else text, 0)
        if found and _clearly(text, replace(found, before=before)):
            return replace(found, before=before)
    return None


def alone(text: Text) -> Guess | None:
    """The time that the text is about, to be asked back without a command before it: words before
    it are such as "back in", those after it few and no question. None if it is no such text."""
    if len(text.words) > _MOST_WORDS:
        return None
    found = _best(text, _led(text))
    if found is None or not _clearly(text, found):
        return None
    if len(found.note.split()) > _MOST_AFTER or _QUESTION.search(found.note):
        return None
    return found


def _guess(text: Text, most: int) -> Guess | None:
    last = min(most, len(text.words) - 1)
    starts = [(n, text.after(n) if n else text) for n in range(last + 1)]
    if starts and (glued := _GLUED.match(text.written)):
        starts.insert(1, (0, Text(text.written[glued.end() :])))
    for before, rest in starts:
        if length := lengths.split(rest):
            return Guess(length.duration, "", length.rest, length.doubt, before)
        found = until.split(rest.written)
        if found and found.doubt not in duration_words.seconds():  # "a 2 horas" begins later
            return Guess(None, found.clock, found.rest, found.doubt, before)
    return None


def _mended(written: str, most: int) -> Guess | None:
    """The same with each word of four letters or more that is a letter from a time's corrected."""
    mended, changed, last = "", False, 0
    for word in tokens(written):
        mended += written[last : word.start]
        best = _nearest(word.form)
        changed = changed or best not in ("", word.form)
        mended += best or written[word.start : word.end]
        last = word.end
    found = _guess(Text(mended + written[last:]), most) if changed else None
    # Only what is read as the time may have been corrected, never the note.
    return found if found and written.endswith(found.note) else None


def _nearest(form: str) -> str:
    """The word of a time that this is or is a slip away from; empty when there is none."""
    if len(form) < _SHORT or not form.isalpha() or form in _BEFORE:
        return ""
    near = process.extract(form, _WORDS, scorer=OSA.distance, score_cutoff=1, limit=None)
    # Of short words only the letters may be in another order: "soon" is no "noon".
    slips = (word for word, _, _ in near if len(word) > _SHORT or sorted(word) == sorted(form))
    return next(slips, "")


def _clearly(text: Text, found: Guess) -> bool:
    """Whether it is a time, and not a number that happens to be there."""
    if found.length is not None:
        return True
    read = clocks.clock(found.clock)
    if read is None or text.bare.replace(" ", "").isdecimal():
        return False
    words = tokens(found.clock)
    if found.doubt and found.doubt == found.note and regex.search(r"\d", found.doubt):
        return True  # "10 or 10:30"
    if not read.times:
        # "tomorrow", "friday night": the whole text is a day.
        return not found.note
    led = len(words) > 1 and words[0].form in ("at", "a", "las", "la", "around", "by")
    apart = any(mark in found.clock for mark in ":.") or len(words) > 1
    led = led or any(
        word.bare in ("by", "at", "til", "until", "hasta", "las")
        for word in text.words[: found.before]
    )
    return read.said or bool(read.days) or led or (apart and not found.note)
