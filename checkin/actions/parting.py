"""What is said once a check-in has been closed: an all-clear, or the alert after a danger close.

That alert parts from her: it goes on in rows of its own, with what it needs of the person and the
contacts. Her own rows are then what they would be after a safe close. Whatever she does with them
is answered the same, and takes nothing from the alert; whatever the alert does shows in none of
them.
"""

from dataclasses import replace
from datetime import datetime

from checkin import store
from checkin.actions import closing, timers
from checkin.machine import escalation
from checkin.machine.advance import forced
from checkin.machine.checkin import Checkin, Standing
from checkin.machine.events import Tick
from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.people import contacts, people
from checkin.people.contacts import Consent
from checkin.people.people import Person
from checkin.storage.core import Work, new_id
from checkin.store import Timer


def settle(work: Work, person: Person) -> None:
    """Say now what is still to be said of what she has closed, before rows go that it needs."""
    for timer in store.unsaid(work, person):
        finish(work, timer)


def finish(work: Work, timer: Timer) -> None:
    """Say what a closed check-in still has to say; nothing is due then. Its note goes."""
    before = timer.checkin
    alert, names = None, dict[str, str]()
    if before.hidden_at is not None:
        alert, names = _part(work, timer, before.hidden_at)
    store.save(work, before, replace(before, next_at=None, hidden_at=None))
    outbox.withdraw(work, before.id, closing.WITHDRAWN_BY_END)
    # Whoever is not told of the danger hears what they would hear after a safe close.
    for notice in escalation.to_others(before, None, Kind.ALL_CLEAR):
        if notice.contact_id not in names:
            timers.enqueue_notice(work, timer, notice)
    if alert:
        timers.apply(work, alert, Tick())


def _part(work: Work, timer: Timer, hidden_at: datetime) -> tuple[Timer | None, dict[str, str]]:
    """The alert in rows of its own; and by their ids on her list those whom it tells, as they are
    in it. None if it would tell nobody."""
    person, old = people.get(work, timer.person_id), timer.checkin
    known = contacts.many(work, [each.contact_id for each in old.recipients])
    told = [
        known[each.contact_id]
        for each in old.recipients
        if each.contact_id in known
        and each.standing is not Standing.OPTED_OUT
        and known[each.contact_id].told_of_danger
        and known[each.contact_id].consent in (Consent.CONFIRMED, Consent.ALERT_ONLY)
    ]
    if person is None or not told:
        return None, {}
    copy = people.stand_in(work, person)
    names = {contact.id: contacts.stand_in(work, contact, copy).id for contact in told}
    new = forced(_with(old, names), hidden_at, work.now)
    alert = store.insert(work, copy, new, timer.note or "", timer.about)
    if timer.location:
        alert = store.change_location(work, alert, timer.location)
    store.hand_over(work, old, new, names)
    return alert, names


def _with(checkin: Checkin, names: dict[str, str]) -> Checkin:
    parts = (each for each in checkin.recipients if each.contact_id in names)
    theirs = tuple(replace(each, contact_id=names[each.contact_id]) for each in parts)
    return replace(checkin, id=new_id(), recipients=theirs)
