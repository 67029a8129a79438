"""What the page of a running check-in shows: how long is left, who knows, what was sent."""

from dataclasses import dataclass
from datetime import timedelta

from checkin.machine.advance import Checkin, Standing, State
from checkin.messages import standing, texts
from checkin.people import opt_outs
from checkin.people.people import Person
from checkin.situation import log, pages
from checkin.situation.situation import Part
from checkin.storage.core import Work
from checkin.store import Timer
from webapp import i18n

_PANELS = 8


@dataclass(frozen=True)
class Told:
    """One contact of a check-in, where they stand in a word that the style sheet knows and in
    words, and what became of the alert to them in words."""

    name: str
    standing: str
    words: str
    receipt: str


@dataclass(frozen=True)
class Stands:
    """What stands, in words. `tells_at`: what to say before the moment at which contacts are told.
    `who`: the heading above them. Each is empty where there is nothing to say."""

    headline: str
    tells_at: str
    sentences: tuple[str, ...]
    no_texts: str
    who: str
    order: str
    sos: str


@dataclass(frozen=True)
class Logged:
    """One message that was sent, in words."""

    time: str
    name: str
    what: str
    fate: str


def shown(work: Work, me: Person, timer: Timer) -> dict[str, object]:
    """The template's variables. `phase`: the check-in's state, or "near" in the minutes before its
    end. `from_at`, `until_at`: between them its clock counts down, first to the end, when that has
    passed to the moment at which contacts are told."""
    record, t = timer.checkin, i18n.translator()
    now = standing.of_timer(work, me, timer)
    names = {part.id: part.name for part in now.parts}
    tell_at = record.due_at + record.timeline.grace
    due = record.state is State.DUE
    from_at, until_at = (record.due_at, tell_at) if due else (timer.started_at, record.due_at)
    left = max(timedelta(0), until_at - work.now)
    near = record.state is State.ARMED and left <= record.timeline.reminder
    return {
        "timer": timer,
        "checkin": record,
        "phase": "near" if near else record.state.value,
        "now": work.now,
        "from_at": from_at,
        "until_at": until_at,
        "left": left,
        "panels": panels(left, until_at - from_at),
        "ends": texts.at(work, me, record.due_at),
        "tell_at": tell_at,
        "tells": texts.at(work, me, tell_at),
        "stands": Stands(
            headline=pages.headline(now, t, near=near),
            tells_at=pages.tells_at(now, t, near=near),
            sentences=pages.sentences(now, t),
            no_texts=pages.no_texts(t) if _wants_no_texts(work, me) else "",
            who=pages.who(now, t),
            order=pages.order(now, t),
            sos=pages.sos(standing.would_tell(work, me, timer.about), t),
        ),
        "spot_at": texts.at(work, me, timer.location.at) if timer.location else "",
        "told": [
            Told(
                name=part.name,
                standing=_standing(record, part),
                words=pages.beside(now, part, t),
                receipt=log.arrived(now, part, t),
            )
            for part in now.parts
        ],
        "sent": [
            Logged(
                time=texts.at(work, me, each.at),
                name=names[each.contact_id],
                what=log.what(each.kind, each.channel, t),
                fate=log.fate(fate, t),
            )
            for each, fate in standing.sent(work, timer)
            if each.contact_id in names
        ],
    }


def _wants_no_texts(work: Work, me: Person) -> bool:
    return me.phone is not None and opt_outs.wants_nothing(work, me.phone)


def _standing(record: Checkin, part: Part) -> str:
    """Where one contact stands, in a word that the style sheet knows."""
    if record.holder == part.id:
        return "on_it"
    if part.standing is Standing.TOLD and not part.told_round:
        return "waiting"
    return part.standing.value


def panels(left: timedelta, whole: timedelta) -> int:
    """How many of the umbrella's eight panels are still up: all at the start, none at the end."""
    if whole <= timedelta(0) or left <= timedelta(0):
        return 0
    return min(_PANELS, -(-left * _PANELS // whole))
