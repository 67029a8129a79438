"""Times as people write them, texted to the real gateway: does the timer end when it was meant to?

`bench/blind/times.tsv` was written by hands that had not read the code, in the zone and at the
moment that each line names. Nothing is tuned on it. Every line is texted twice, by two people with
a contact each: as it was written, mostly without a command, and with the command before it that a
timer needs. Where we ask back with a text to send, that text is sent too.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from checkin import store
from checkin.people import people
from checkin.times.durations import parse_duration
from peers.phones import Phones, table
from sms.parsing.normalize import bare

_BLIND = Path(__file__).parent / "blind" / "times.tsv"
_CONTACT = "+12025570001"
_BETWEEN = timedelta(minutes=2)
_SLIP = timedelta(minutes=1)
# A text to send: the command in capitals and, up to the end of the sentence, what follows it.
_TO_SEND = re.compile(
    r"\b(?:IN|UNTIL|EN|HASTA) [^,.\n]*?(?=,? (?:or|o) (?:UNTIL|HASTA|IN|EN)\b|[.\n]|$)"
)
_EXAMPLES = ({"IN 2H", "UNTIL 11PM"}, {"EN 2H", "HASTA 11PM"})
_ASKED = re.compile(r"No timer was started|Not started|No empezó|No empezo", re.IGNORECASE)
_COMMANDS = {"en": ("in", "until", "till", "til"), "es": ("en", "hasta")}
_BEFORE_LENGTH = {"en": "IN", "es": "EN"}
_BEFORE_CLOCK = {"en": "UNTIL", "es": "HASTA"}


class Fate(StrEnum):
    """What became of a text. The first three are right; `MOMENT` and `STARTED` are the danger."""

    RIGHT = "right moment"
    OFFERED = "asks back with the right text"
    ASKED = "asks back, as it should"
    NOTE = "right moment, other note"
    MOMENT = "wrong moment"
    STARTED = "started where it should ask"
    BACK = "asks back needlessly"
    OTHER = "something else"


@dataclass(frozen=True)
class Line:
    """`meant`: a duration, a moment (aware), or None to ask back. `why`: why it is asked back."""

    lang: str
    now: datetime
    text: str
    meant: timedelta | datetime | None
    why: str
    note: str

    @property
    def end(self) -> datetime | None:
        """When the timer should end, in UTC."""
        if isinstance(self.meant, timedelta):
            return self.now.astimezone(UTC) + self.meant
        return self.meant.astimezone(UTC) if self.meant else None

    @property
    def commanded(self) -> str:
        """The text with a command before it, unless it begins with one."""
        if bare(self.text).split()[0] in _COMMANDS[self.lang]:
            return self.text
        length = isinstance(self.meant, timedelta)
        return f"{(_BEFORE_LENGTH if length else _BEFORE_CLOCK)[self.lang]} {self.text}"


@dataclass(frozen=True)
class Outcome:
    """What became of one text, and our reply to it."""

    line: Line
    text: str
    fate: Fate
    reply: str


def lines() -> tuple[Line, ...]:
    with _BLIND.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_line(*row) for row in rows)


def _line(lang: str, moment: str, text: str, expected: str, note: str) -> Line:
    kind, what = expected.split(" ", 1)
    meant = _moment(what) if kind == "at" else _length(what) if kind == "for" else None
    return Line(lang, _moment(moment), text, meant, what if kind == "ask" else "", note)


def _moment(written: str) -> datetime:
    local, zone = written.rstrip("]").split("[")
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


def _length(written: str) -> timedelta:
    return parse_duration(written.removeprefix("PT"))


def outcomes(instance: Path, *, commanded: bool) -> Iterator[Outcome]:
    """One for each line; a database in `instance` for each moment of the battery."""
    ordered = sorted(lines(), key=lambda each: (each.now.timestamp(), str(each.now.tzinfo)))
    for number, (_, group) in enumerate(
        groupby(ordered, lambda each: (each.now, str(each.now.tzinfo)))
    ):
        with table(instance / str(number)) as phones:
            yield from _asked(phones, tuple(group), commanded=commanded)


def _asked(phones: Phones, group: Sequence[Line], *, commanded: bool) -> Iterator[Outcome]:
    now = group[0].now.astimezone(UTC)
    phones.now = now - _BETWEEN * (len(group) + 1)
    for number, line in enumerate(group):
        _settle(phones, _phone(number), line)
        phones.now += _BETWEEN
    phones.now = now
    phones.wait()
    for number, line in enumerate(group):
        text = line.commanded if commanded else line.text
        reply = phones.text(_phone(number), text)
        yield Outcome(line, text, _fate(phones, _phone(number), line, reply), reply)


def _phone(number: int) -> str:
    return f"+1202556{number:04d}"


def _settle(phones: Phones, phone: str, line: Line) -> None:
    """A person with one contact who said yes, in the line's language and zone."""
    phones.text(phone, f"LANG {line.lang}")
    phones.befriend(phone, _CONTACT, "Sam")
    with phones.parts.core.write(phones.now) as work:
        person = people.by_phone(work, phone)
        if person:
            people.change(work, person, zone=str(line.now.tzinfo))


def _fate(phones: Phones, phone: str, line: Line, reply: str) -> Fate:
    running = _running(phones, phone)
    if running:
        end, note = running
        if line.end is None:
            return Fate.STARTED
        if abs(end - line.end) > _SLIP:
            return Fate.MOMENT
        return Fate.RIGHT if bare(note) == bare(line.note) else Fate.NOTE
    if line.end is None:
        # Where no time was meant at all, any answer that starts nothing is right.
        asked = _ASKED.search(reply) or line.why == "no_time"
        return Fate.ASKED if asked else Fate.OTHER
    for text in _to_send(reply):
        phones.text(phone, text)
        running = _running(phones, phone)
        if running and abs(running[0] - line.end) <= _SLIP and bare(running[1]) == bare(line.note):
            return Fate.OFFERED
        phones.text(phone, "OK")
    return Fate.BACK if _ASKED.search(reply) else Fate.OTHER


def _to_send(reply: str) -> list[str]:
    """The texts that the reply says to send; none where they are only examples."""
    found = [each.strip() for each in _TO_SEND.findall(reply)]
    return [] if any(examples <= set(found) for examples in _EXAMPLES) else found


def _running(phones: Phones, phone: str) -> tuple[datetime, str] | None:
    with phones.parts.core.read(phones.now) as work:
        person = people.by_phone(work, phone)
        timer = store.open_for(work, person) if person else None
    return (timer.checkin.due_at, timer.note or "") if timer else None


def report(found: Sequence[Outcome]) -> Iterator[str]:
    """A Markdown table: how many texts of each language met which fate."""
    langs = sorted({each.line.lang for each in found})
    yield "| | " + " | ".join(langs) + " |"
    yield "| --- |" + " --- |" * len(langs)
    for meant in (True, False):
        for fate in Fate:
            counts = Counter(
                each.line.lang
                for each in found
                if each.fate is fate and (each.line.end is not None) is meant
            )
            if counts:
                said = "a time was meant" if meant else "nothing clear was meant"
                yield (
                    f"| {said}: {fate} | " + " | ".join(str(counts[each]) for each in langs) + " |"
                )


def faults(found: Sequence[Outcome]) -> Iterator[str]:
    """A line for each text not taken as it should be, to see of which kind the fault is."""
    good = (Fate.RIGHT, Fate.OFFERED, Fate.ASKED)
    for each in found:
        if each.fate not in good:
            meant = each.line.meant or f"ask {each.line.why}"
            yield f"{each.fate}\t{each.line.now}\t{each.text}\t{meant}\t{each.reply!r}"
