"""Due check-ins become messages, a few at a time: the first alerts do not wait for the rest."""

from datetime import timedelta

from checkin import store
from checkin.actions import parting, timers
from checkin.machine.checkin import State
from checkin.machine.events import Tick
from checkin.people import contacts, people, subscriptions
from checkin.storage.core import Work
from checkin.storage.tables import checkins
from checkin.store import Timer

_SET_ASIDE = timedelta(seconds=30)


def advance_due(work: Work, limit: int) -> int:
    """Advance up to `limit` due check-ins. Returns how many were due.

    One that fails is tried again half a minute later, and holds up no other.
    """
    due = store.due_ids(work, limit)
    if len(due) > 1:
        with work.savepoint(
            "%d check-ins could not be advanced at once; one by one.", len(due)
        ) as part:
            _advance_in_one_batch(work, due)
        if not part.failed:
            return len(due)
    for id in due:
        with work.savepoint("Check-in %s could not be advanced; trying again soon.", id) as part:
            timer = store.get(work, id)
            if timer:
                _advance(work, timer)
        if part.failed:
            later = checkins.update().where(checkins.c.id == id)
            work.conn.execute(later.values(next_at=work.now + _SET_ASIDE))
    return len(due)


def _advance_in_one_batch(work: Work, ids: list[str]) -> None:
    # One check-in alone takes a dozen statements; in a batch, twenty together take half as many.
    due = sorted(store.many(work, ids), key=lambda timer: ids.index(timer.checkin.id))
    told = {recipient.contact_id for timer in due for recipient in timer.checkin.recipients}
    whose = {timer.person_id for timer in due}
    known = {
        **people.many(work, whose),
        **subscriptions.many(work, whose),
        **contacts.many(work, told),
        **store.link_tokens(work, ids),
    }
    with work.batched(known) as batch:
        for timer in due:
            _advance(batch, timer)


def _advance(work: Work, timer: Timer) -> None:
    if timer.checkin.state is State.CLOSED:
        parting.finish(work, timer)
    else:
        timers.apply(work, timer, Tick())
