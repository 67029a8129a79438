"""More time: where PINs are set it is added without one up to an hour past the first end. Whoever
holds the phone buys no more than that."""

from datetime import timedelta

from checkin import store
from checkin.people import pins
from checkin.people.people import Person
from checkin.storage.core import Work

FREE = timedelta(hours=1)


def needs_pin(work: Work, person: Person, by: timedelta) -> bool:
    """Whether `by` more on the person's timer needs a PIN. False too where none can be added."""
    running = store.open_for(work, person)
    if running is None or running.checkin.alert_out:
        return False
    end = max(running.checkin.due_at, work.now) + by
    return end > running.first_due_at + FREE and pins.needed(work, person)
