"""The check-in: start a timer, watch it run, share a place, close it, or ask for help at once."""

from datetime import datetime, timedelta

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from checkin import store
from checkin.actions import more_time, timers
from checkin.machine.advance import Checkin, Outcome, State
from checkin.messages import standing
from checkin.people import contacts, locations, pins, plans
from checkin.people.contacts import Consent
from checkin.people.locations import Location
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.situation import pages
from checkin.storage.core import Work
from checkin.times.formatting import spoken
from webapp import i18n, security
from webapp.pages import device, refused
from webapp.pages.app import push
from webapp.pages.timer import late, length, running
from webapp.parts import parts

blueprint = Blueprint("checkin", __name__)
blueprint.after_request(security.allow_place)

_MORE = timedelta(minutes=30)
_STILL_NEWS = timedelta(hours=1)


@blueprint.get("/<lang:lang>/checkin")
def checkin() -> str:
    now = parts().clock()
    with parts().core.read(now) as work:
        return _page(work, device.person(work))


@blueprint.post("/<lang:lang>/checkin")
def act() -> Response | tuple[str, int]:
    now, form = parts().clock(), request.form

    def press(work: Work) -> bool:
        me = device.person(work)
        return me is None or _do(work, me, form, proven=proven)

    try:
        proven = form.get("do") == "more" and parts().core.act(now, _prove_for_more)
        if not parts().core.act(now, press):
            raise Refused(Reason.NOT_RUNNING)
        at = "place" if form.get("do") in ("place", "no_place") else None
        return device.see(url_for("checkin.checkin", _anchor=at))
    except (Refused, ValueError) as problem:
        said = refused.sentence(problem) if isinstance(problem, Refused) else str(problem)
        with parts().core.read(now) as work:
            return _page(work, device.person(work), said, form), 409


def _prove_for_more(work: Work) -> bool:
    """Check the PIN, where more time needs one; whether it was checked. Apart from the act, like
    `device.prove`."""
    me = device.person(work)
    if me is None or not more_time.needs_pin(work, me, _MORE):
        return False
    device.prove(work)
    return True


def _do(work: Work, me: Person, form: MultiDict[str, str], *, proven: bool) -> bool:
    """Do what was pressed; False when there was nothing to close. `proven`: by a PIN, for more
    time."""
    late.check(work, me, form)
    pin = form.get("pin") or None
    match form.get("do"):
        case "start":
            timers.start(work, me, length.chosen(work, me, form), form.get("plan", ""))
        case "ok":
            return timers.ok(work, me, pin) is not None
        case "cancel":
            return timers.cancel(work, me, pin) is not None
        case "more":
            timers.extend(work, me, _MORE, proven=proven)
        case "sos":
            about = About(form.get("about") or About.MISSING)
            timers.sos(work, me, form.get("plan", ""), about)
        case "place":
            timers.share_location(work, me, _spot(work, form))
        case "no_place":
            timers.forget_location(work, me)
    return True


def _spot(work: Work, form: MultiDict[str, str]) -> Location:
    """The place that the phone told. Raises ValueError with a sentence."""
    latitude, longitude, within = (form.get(n, "") for n in ("latitude", "longitude", "within"))
    found = locations.from_degrees(latitude, longitude, within, work.now)
    if found is None:
        raise ValueError(i18n.translator().gettext("Your place was not shared. Try once more."))
    return found


def _page(
    work: Work,
    me: Person | None,
    problem: str = "",
    typed: MultiDict[str, str] | None = None,
) -> str:
    timer = store.open_for(work, me) if me else None
    last = store.latest_for(work, me) if me and not timer else None
    context: dict[str, object] = {
        "me": me,
        "of": late.stamp(me, timer or last),
        "push": push.offer_mine(work, me.id if me else None),
        "pin_needed": me is not None and pins.needed(work, me),
        "lost": me is None and device.lost(work),
        "problem": problem,
        "typed": typed or {},
        "hotlines": "hotlines" in work.core.library.cards,
        "last": last.checkin if last and _news(last.checkin, work.now) else None,
    }
    if last and me:
        now = standing.of_timer(work, me, last, closely=False)
        context["ended"] = pages.ended(now, i18n.translator())
    if timer and me:
        return render_template("timer/running.html", **context, **running.shown(work, me, timer))
    return render_template(
        "timer/checkin.html", **context, **_beginning(work, me, typed or MultiDict())
    )


def _beginning(work: Work, me: Person | None, typed: MultiDict[str, str]) -> dict[str, object]:
    """What the page shows while no timer runs."""
    zone, t = length.zone(work, me) if me else None, i18n.translator()
    own = length.phones_own(work, me, typed) if me and typed else ""
    mine = contacts.of(work, me) if me else []
    ready = contacts.confirmed(work, me, About.MISSING) if me else []
    return {
        "contacts": mine,
        "ready": ready,
        "left_out": {
            each.id: pages.left_out(
                t, agreed=each.consent is Consent.CONFIRMED, reachable=each.reachable
            )
            for each in mine
            if each not in ready
        },
        "stands": {
            "who": pages.who(None, t),
            "order": pages.in_order(t, at_once=me is not None and me.at_once),
            "promise": pages.promise(spoken(work.core.timeline.grace, t), t),
            "sos": pages.sos(standing.would_tell(work, me) if me else (), t),
        },
        "planned": bool(me and plans.get(work, me, About.MISSING)),
        "lengths": length.offered(typed),
        "zones": length.zone_names(zone, own) if zone else {},
        "zone": zone,
        "phone_zone": own,
    }


def _news(record: Checkin, now: datetime) -> bool:
    """Whether how the last check-in ended is still worth a line."""
    if record.closed_at is None or record.state is not State.CLOSED:
        return False
    return record.outcome is Outcome.UNANSWERED or now - record.closed_at < _STILL_NEWS
