"""Late presses: buttons pressed without a connection, which the service worker sends later. They
may touch only the timer that they were pressed for."""

from hashlib import sha256

from werkzeug.datastructures import MultiDict

from checkin import store
from checkin.people import people
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.store import Timer


def stamp(me: Person | None, timer: Timer | None) -> str:
    """What a form is pressed for: the person, and the timer as the page shows it. The stamp changes
    when more time is added or SOS is pressed, not when the timer is missed: a late OK still sends
    the all-clear."""
    if me is None or timer is None:
        return me.id if me else ""
    record = timer.checkin
    shown = f"{record.id} {record.due_at.isoformat()} {record.sos}"
    return f"{me.id} {sha256(shown.encode()).hexdigest()[:16]}"


def check(work: Work, me: Person, form: MultiDict[str, str]) -> None:
    """Raise Refused if a late press was meant for something else than there is now: since then a
    new timer was started, more time added or SOS pressed. A late SOS need only come from the same
    person: when unsure whether to alert, alert."""
    if not form.get("late"):
        return
    pressed_for = form.get("of", "")
    if form.get("do") == "sos":
        same = pressed_for.split(" ")[0] == me.id
    else:
        people.lock(work, me)  # before the timer's row, as everywhere
        timer = store.open_for(work, me, lock=True) or store.latest_for(work, me)
        same = timer is not None and pressed_for == stamp(me, timer)
    if not same:
        raise Refused(Reason.NOT_RUNNING)
