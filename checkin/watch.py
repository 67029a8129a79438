"""Due rows become messages: a few at a time, so that the first alerts leave while the rest wait."""

from datetime import timedelta

from checkin import store, timers
from checkin.core import Work
from checkin.events import Tick
from checkin.tables import checkins

_SET_ASIDE = timedelta(seconds=30)


def turn(work: Work, limit: int) -> int:
    """Advance up to `limit` due check-ins; how many there were. One that cannot be advanced is set
    aside for half a minute and never holds up the others."""
    due = store.due_ids(work, limit)
    for id in due:
        with work.apart("Check-in %s could not be advanced; trying again soon.", id) as part:
            timer = store.get(work, id)
            if timer:
                timers.happen(work, timer, Tick())
        if part.failed:
            later = checkins.update().where(checkins.c.id == id)
            work.conn.execute(later.values(next_at=work.now + _SET_ASIDE))
    return len(due)
