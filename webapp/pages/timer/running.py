"""What the page of a running check-in shows: how long is left, who knows, what was sent."""

from dataclasses import dataclass
from datetime import timedelta

from checkin.machine.advance import ROUNDS, Checkin, Recipient, Standing, State
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import receipts, texts
from checkin.messages.outbox import Status
from checkin.messages.receipts import AlertStatus, Sent
from checkin.people import contacts, opt_outs
from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.store import Timer
from webapp import i18n

_PANELS = 8


@dataclass(frozen=True)
class Told:
    """One contact of a check-in, where they stand in a word that the template knows, and what
    became of the alert to them in words."""

    name: str
    standing: str
    receipt: str


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
    record = timer.checkin
    names = {each.id: each.name for each in contacts.of(work, me)}
    heard = receipts.of(work, record.id)
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
        "no_texts": me.phone is not None and opt_outs.wants_nothing(work, me.phone),
        "holder": names.get(record.holder or "", ""),
        "knowing": [names[r.contact_id] for r in record.recipients if _knows(r, names)],
        "next": _next(work, me, record, names),
        "spot_at": texts.at(work, me, timer.location.at) if timer.location else "",
        "told": [
            Told(
                name=names[each.contact_id],
                standing=_standing(record, each),
                receipt=_arrived(work, me, names[each.contact_id], heard.get(each.contact_id)),
            )
            for each in record.recipients
            if each.contact_id in names
        ],
        "sent": [
            Logged(texts.at(work, me, each.at), names[each.contact_id], _what(each), _fate(each))
            for each in receipts.all_sent(work, record.id)
            if each.contact_id in names
        ],
    }


def panels(left: timedelta, whole: timedelta) -> int:
    """How many of the umbrella's eight panels are still up: all at the start, none at the end."""
    if whole <= timedelta(0) or left <= timedelta(0):
        return 0
    return min(_PANELS, -(-left * _PANELS // whole))


def _knows(each: Recipient, names: dict[str, str]) -> bool:
    return each.ever_told and each.contact_id in names


def _next(work: Work, me: Person, record: Checkin, names: dict[str, str]) -> str:
    """What happens next by itself, and when; empty when nothing does."""
    if record.next_at is None:
        return ""
    t = i18n.translator()
    _, time = t.gettext, texts.at(work, me, record.next_at, t)
    if record.state is State.HELD:
        name = names.get(record.holder or "", "")
        if record.asked:
            return _(
                "We have asked again. Without an answer by %(time)s we tell others.", time=time
            )
        return _("We ask %(name)s again at %(time)s.", name=name, time=time)
    waiting = [r for r in record.recipients if r.askable and r.told_round < record.round]
    if waiting:
        name = names.get(waiting[0].contact_id, "")
        return _("Without an answer %(name)s is next, at %(time)s.", name=name, time=time)
    if record.round >= ROUNDS:
        return ""
    if work.core.calls:
        return _("Without an answer we call them at %(time)s.", time=time)
    return _("Without an answer we text them again at %(time)s.", time=time)


def _standing(record: Checkin, each: Recipient) -> str:
    if record.holder == each.contact_id:
        return "on_it"
    if each.standing is Standing.TOLD and not each.told_round:
        return "waiting"
    return each.standing.value


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
