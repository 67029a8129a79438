"""A simulated phone's screen: each text with its size, where its segments end, and its fate."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from checkin.messages import outbox, receipts
from checkin.messages.receipts import Fate
from checkin.storage.core import Work
from content.phrases import Translator
from sms.encoding.segments import outsiders, split
from sms.simulator.handset import Kind, SimulatedText, Status

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_MOST_NAMED = 8
_ON_ITS_WAY = (outbox.Status.QUEUED, outbox.Status.SENDING)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words. `pieces`: (number of the segment that begins here, else 0; words). `href`:
    where it links to, if it is a link."""

    href: str | None
    pieces: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One text as it is shown. `state`: what became of it, in words. `tone`: "well", "waiting" or
    "failed". `named`: characters that GSM-7 lacks; `unnamed`: how many more there are. `keys`: the
    call waits for a key."""

    text: SimulatedText
    runs: tuple[Run, ...]
    state: str
    tone: str
    named: tuple[str, ...]
    unnamed: int
    keys: bool


def lines(work: Work, texts: list[SimulatedText], tr: Translator) -> list[Line]:
    """Each text with what the outbox knows of it at this moment."""
    fates = receipts.fates(work, (text.message_id for text in texts if text.message_id))
    pressed = {text.call_id for text in texts if text.kind is Kind.KEY}
    heard = {text.call_id for text in texts if text.kind is Kind.SAID}
    found = []
    for text in texts:
        fate = fates.get(text.message_id or "")
        strange = outsiders(text.body) if text.encoding == "UCS-2" else []
        unheard = text.kind is Kind.KEY and text.call_id not in heard
        found.append(
            Line(
                text=text,
                runs=tuple(_runs(_segments(text))),
                state=_state(text, fate, work.now, tr, unheard=unheard),
                tone=_tone(text, fate),
                named=tuple(_visible(each) for each in strange[:_MOST_NAMED]),
                unnamed=len(strange[_MOST_NAMED:]),
                keys=text.kind is Kind.CALL
                and text.status is Status.DELIVERED
                and text.id not in pressed,
            )
        )
    return found


def _segments(text: SimulatedText) -> list[str]:
    """The text as it was cut to travel; what is spoken is not cut."""
    return split(text.body) if text.kind in (Kind.TEXT, Kind.REPLY) else [text.body]


def _runs(segments: list[str]) -> Iterator[Run]:
    whole = "".join(segments)
    borders, at = {}, 0
    for number, segment in enumerate(segments[:-1], 2):
        at += len(segment)
        borders[at] = number
    at = 0
    for link in _LINK.finditer(whole):
        yield Run(None, _pieces(whole, at, link.start(), borders))
        yield Run(link[0], _pieces(whole, link.start(), link.end(), borders))
        at = link.end()
    yield Run(None, _pieces(whole, at, len(whole), borders))


def _pieces(
    whole: str, start: int, end: int, borders: dict[int, int]
) -> tuple[tuple[int, str], ...]:
    cuts = [start, *(at for at in borders if start < at < end), end]
    return tuple((borders.get(a, 0), whole[a:b]) for a, b in pairwise(cuts) if a < b)


def _visible(character: str) -> str:
    """The character, or its code point where it would not be seen."""
    if unicodedata.category(character)[0] in "CZ":
        return f"U+{ord(character):04X}"
    return f"◌{character}" if unicodedata.combining(character) else character


def _tone(text: SimulatedText, fate: Fate | None) -> str:
    if text.status is Status.KEPT or (text.status is Status.REFUSED and _waits(fate)):
        return "waiting"
    return "failed" if text.status in (Status.UNDELIVERED, Status.REFUSED) else "well"


def _waits(fate: Fate | None) -> bool:
    return fate is not None and fate.status in _ON_ITS_WAY


def _state(
    text: SimulatedText, fate: Fate | None, now: datetime, tr: Translator, *, unheard: bool
) -> str:
    _ = tr.gettext
    match text.status:
        case Status.RECEIVED if text.kind is Kind.KEY:
            return _("key pressed; nobody listens any more") if unheard else _("key pressed")
        case Status.RECEIVED:
            return _("received by us")
        case Status.KEPT:
            return _("kept by the carrier until all is well")
        case Status.DELIVERED:
            return _delivered(text, fate, tr)
        case Status.UNDELIVERED:
            if text.kind is Kind.CALL:
                return _("not answered: %(reason)s", reason=_reason(text.code, tr))
            return _("failed: %(reason)s", reason=_reason_and_code(text.code, tr))
        case Status.REFUSED:
            return _refused(text, fate, now, tr)


def _delivered(text: SimulatedText, fate: Fate | None, tr: Translator) -> str:
    _ = tr.gettext
    match text.kind:
        case Kind.CALL | Kind.SAID:
            return _("read aloud")
        case Kind.REPLY:
            return _("delivered, as a direct reply")
        case Kind.TEXT if fate and fate.status in (*_ON_ITS_WAY, outbox.Status.ACCEPTED):
            return _("sent, no receipt yet")
    return _("delivered")


def _refused(text: SimulatedText, fate: Fate | None, now: datetime, tr: Translator) -> str:
    _ = tr.gettext
    reason = _reason_and_code(text.code, tr)
    match fate.status if fate else None:
        case outbox.Status.QUEUED | outbox.Status.SENDING:
            tried = tr.ngettext("tried once", "tried %(num)d times", text.tries)
            waiting = _("queued: %(reason)s; %(tried)s", reason=reason, tried=tried)
            return ", ".join([waiting, *_next_try(fate, now, tr)])
        case outbox.Status.EXPIRED:
            return _("expired: no use any more")
        case outbox.Status.WITHDRAWN:
            return _("taken back: no longer true")
    return _("failed: %(reason)s", reason=reason)


def _next_try(fate: Fate | None, now: datetime, tr: Translator) -> Iterable[str]:
    if fate and fate.send_at and fate.status is outbox.Status.QUEUED:
        seconds = max(0, math.ceil((fate.send_at - now).total_seconds()))
        yield tr.gettext("again in %(seconds)s s", seconds=seconds)


def _reason_and_code(code: str | None, tr: Translator) -> str:
    reason = _reason(code, tr)
    return f"{reason} ({code})" if code else reason


def _reason(code: str | None, tr: Translator) -> str:
    _ = tr.gettext
    match code:
        case "30003":
            return _("the phone is switched off")
        case "30005":
            return _("nobody has this number")
        case "21610":
            return _("this phone has replied STOP")
        case "503":
            return _("texting is down")
    return _("the carrier does not answer")
