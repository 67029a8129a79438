"""The check-in: start a timer, watch it run, close it, or ask for help at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from checkin import contacts, pins, plans, receipts, store, timers, wording
from checkin.contacts import Contact
from checkin.core import Work
from checkin.moments import spoken
from checkin.notices import By
from checkin.outbox import Status
from checkin.people import Person
from checkin.plans import About
from checkin.receipts import Receipt
from checkin.refusals import Reason, Refused
from checkin.states import Checkin, Outcome, Recipient, Standing, State
from checkin.store import Timer
from webapp import i18n
from webapp.pages import device, push, refused
from webapp.parts import parts

blueprint = Blueprint("checkin", __name__)

LENGTHS = (30, 60, 120, 180)
"""Minutes that one press chooses."""

_MORE = timedelta(minutes=30)
_PANELS = 8
_STILL_NEWS = timedelta(hours=1)
_MOST_HOURS, _MOST_MINUTES = 999, 99_999


@dataclass(frozen=True)
class Told:
    """One contact of a check-in, where they stand in a word that the template knows, and what
    became of the alert to them in words."""

    name: str
    standing: str
    receipt: str


@blueprint.get("/<lang:lang>/checkin")
def checkin() -> str:
    now = parts().clock()
    with parts().core.read(now) as work:
        return _page(work, device.person(work))


@blueprint.post("/<lang:lang>/checkin")
def act() -> Response | tuple[str, int]:
    now, form = parts().clock(), request.form
    try:
        with parts().core.write(now) as work:
            me = device.person(work)
            closed_nothing = me is not None and not _do(work, me, form)
        if closed_nothing:
            raise Refused(Reason.NOT_RUNNING)
        return device.see(url_for("checkin.checkin"))
    except (Refused, ValueError) as problem:
        said = refused.sentence(problem) if isinstance(problem, Refused) else str(problem)
        with parts().core.read(now) as work:
            return _page(work, device.person(work), said, form), 409


def _do(work: Work, me: Person, form: MultiDict[str, str]) -> bool:
    """Do what was pressed; False when there was nothing to close."""
    pin = form.get("pin") or None
    match form.get("do"):
        case "start":
            timers.start(work, me, _length(form), form.get("plan", ""))
        case "ok":
            return timers.ok(work, me, pin) is not None
        case "cancel":
            return timers.cancel(work, me, pin) is not None
        case "more":
            timers.extend(work, me, _MORE)
        case "sos":
            about = About(form.get("about") or About.MISSING)
            timers.sos(work, me, form.get("plan", ""), about)
    return True


def _length(form: MultiDict[str, str]) -> timedelta:
    """The length that was chosen or typed. Raises ValueError with a sentence."""
    chosen = form.get("minutes_chosen", "")
    if chosen.isdecimal() and int(chosen) in LENGTHS:
        return timedelta(minutes=int(chosen))
    hours, minutes = form.get("hours") or "0", form.get("minutes") or "0"
    if not (hours.isdecimal() and minutes.isdecimal()):
        raise ValueError(i18n.translator().gettext("Write the hours and minutes as numbers."))
    return timedelta(hours=min(int(hours), _MOST_HOURS), minutes=min(int(minutes), _MOST_MINUTES))


def _page(
    work: Work,
    me: Person | None,
    problem: str = "",
    typed: MultiDict[str, str] | None = None,
) -> str:
    mine = contacts.of(work, me) if me else []
    timer = store.open_for(work, me) if me else None
    last = store.latest_for(work, me) if me and not timer else None
    context: dict[str, object] = {
        "me": me,
        "contacts": mine,
        "ready": contacts.confirmed(work, me, About.MISSING) if me else [],
        "planned": bool(me and plans.get(work, me, About.MISSING)),
        "push": push.offer_mine(work, me.id if me else None),
        "pin_needed": me is not None and pins.needed(work, me),
        "problem": problem,
        "typed": typed or {},
        "lengths": LENGTHS,
        "grace": spoken(work.core.timeline.grace, i18n.translator()),
        "hotlines": "hotlines" in work.core.library.cards,
        "last": last.checkin if last and _news(last.checkin, work.now) else None,
    }
    if timer and me:
        return render_template("running.html", **context, **_running(work, me, timer, mine))
    return render_template("checkin.html", **context)


def _running(work: Work, me: Person, timer: Timer, mine: list[Contact]) -> dict[str, object]:
    record = timer.checkin
    names = {each.id: each.name for each in mine}
    heard = receipts.of(work, record.id)
    left = max(timedelta(0), record.due_at - work.now)
    whole = record.due_at - timer.started_at
    tell_at = record.due_at + record.timeline.grace
    return {
        "timer": timer,
        "checkin": record,
        "now": work.now,
        "left": left,
        "panels": panels(left, whole),
        "ends": wording.at(work, me, record.due_at),
        "tell_at": tell_at,
        "tells": wording.at(work, me, tell_at),
        "holder": names.get(record.holder or "", ""),
        "told": [
            Told(
                name=names[each.contact_id],
                standing=_standing(record, each),
                receipt=_arrived(work, me, names[each.contact_id], heard.get(each.contact_id)),
            )
            for each in record.recipients
            if each.contact_id in names
        ],
    }


def panels(left: timedelta, whole: timedelta) -> int:
    """How many of the umbrella's eight panels are still up: all at the start, none at the end."""
    if whole <= timedelta(0) or left <= timedelta(0):
        return 0
    return min(_PANELS, -(-left * _PANELS // whole))


def _standing(record: Checkin, each: Recipient) -> str:
    if record.holder == each.contact_id:
        return "on_it"
    if each.standing is Standing.TOLD and not each.told_round:
        return "waiting"
    return each.standing.value


def _arrived(work: Work, me: Person, name: str, receipt: Receipt | None) -> str:
    """What became of the newest alert to one contact; empty when there is nothing to say."""
    if receipt is None:
        return ""
    t = i18n.translator()
    _, at, called = t.gettext, wording.at(work, me, receipt.at, t), receipt.by is By.CALL
    if receipt.by is By.PUSH:
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


def _pushed(receipt: Receipt, at: str) -> str:
    """The same where nothing but a push reaches the contact. Whether it was seen nobody tells."""
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


def _news(record: Checkin, now: datetime) -> bool:
    """Whether how the last check-in ended is still worth a line."""
    if record.closed_at is None or record.state is not State.CLOSED:
        return False
    return record.outcome is Outcome.UNANSWERED or now - record.closed_at < _STILL_NEWS
