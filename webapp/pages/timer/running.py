"""What the page of a running check-in shows: how long is left, who knows, what was sent."""

from dataclasses import dataclass
from datetime import timedelta

from checkin.machine.advance import Checkin, Standing, State
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import receipts, standing, texts
from checkin.messages.outbox import Status
from checkin.messages.receipts import AlertStatus, Sent
from checkin.people.people import Person
from checkin.situation import pages
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
    heard = receipts.of(work, record.id)
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
                receipt=_arrived(work, me, part.name, heard.get(part.id)),
            )
            for part in now.parts
        ],
        "sent": [
            Logged(texts.at(work, me, each.at), names[each.contact_id], _what(each), _fate(each))
            for each in receipts.all_sent(work, record.id)
            if each.contact_id in names
        ],
    }


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


def _arrived(work: Work, me: Person, name: str, receipt: AlertStatus | None) -> str:
    """What became of the newest alert to one contact; empty when there is nothing to say."""
    if receipt is None:
        return ""
    t = i18n.translator()
    _, at, called = (
        t.gettext,
        texts.at(work, me, receipt.at, t),
        receipt.channel is ChannelKind.CALL,
    )
    if receipt.channel is ChannelKind.PUSH:
        return _pushed(receipt, at)
    match receipt.status:
        case Status.DELIVERED if called:
            return _("The call to %(name)s went through at %(time)s", name=name, time=at)
        case Status.DELIVERED:
            return _("%(name)s's phone got it at %(time)s", name=name, time=at)
        case Status.FAILED | Status.EXPIRED:
            return _("The call did not get through") if called else _("The text did not arrive")
        case Status.WITHDRAWN:
            return ""
        case _:
            return _("Being called") if called else _("The text is on its way")


def _pushed(receipt: AlertStatus, at: str) -> str:
    """The same of a contact whom only pushes reach. No push service says whether it was seen."""
    _ = i18n.translator().gettext
    match receipt.status:
        case Status.ACCEPTED:
            return _("Notification sent at %(time)s", time=at)
        case Status.FAILED | Status.EXPIRED:
            return _("The notification did not arrive")
        case Status.WITHDRAWN:
            return ""
        case _:
            return _("The notification is on its way")


def _what(sent: Sent) -> str:
    _ = i18n.translator().gettext
    match sent.kind:
        case Kind.PLACE:
            return _("your place")
        case Kind.COVERED:
            return _("another is on it")
        case Kind.STILL_ON_IT:
            return _("still on it?")
        case _ if sent.channel is ChannelKind.PUSH:
            return _("alert by notification")
        case _:
            return _("alert by call") if sent.channel is ChannelKind.CALL else _("alert by text")


def _fate(sent: Sent) -> str:
    _ = i18n.translator().gettext
    match sent.status:
        case Status.DELIVERED:
            return _("arrived")
        case Status.FAILED | Status.EXPIRED:
            return _("did not arrive")
        case _:
            return _("sent, no word yet")
