"""Closing a check-in. The row is closed at once; what has to be said of it, an all-clear or a new
alert, is left to the worker (`parting`).

So a close takes the same statements whichever PIN was given, and her rows and pages are the same
after it.
"""

from dataclasses import replace

from checkin import store
from checkin.machine.advance import advance
from checkin.machine.events import Cancel, Ok
from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.storage.core import Work
from checkin.store import Timer

WITHDRAWN_BY_ANSWER = (Kind.REMIND, Kind.ASK, Kind.ASK_AGAIN)
WITHDRAWN_BY_END = (
    *WITHDRAWN_BY_ANSWER,
    Kind.ALERTING,
    Kind.ALERT,
    Kind.PLACE,
    Kind.STILL_ON_IT,
    Kind.HELD_BY,
    Kind.COVERED,
)


def close(work: Work, timer: Timer, event: Ok | Cancel, verdict: Verdict) -> Timer:
    """Close the check-in as `event` does, if it does. Returns it as she sees it.

    `verdict`: after the danger PIN an alert follows, in place of an all-clear.
    """
    before = timer.checkin
    after, notices = advance(before, event, work.now)
    if after == before:
        return timer
    forced = verdict is Verdict.DURESS
    kept = replace(
        after,
        next_at=work.now if forced or notices else None,
        hidden_at=work.now if forced else None,
    )
    store.close(work, timer, kept)
    outbox.withdraw(work, after.id, WITHDRAWN_BY_END)
    return replace(timer, checkin=after, note=None, location=None)


def call_off(work: Work, person: Person, verdict: Verdict) -> None:
    """With the safe PIN also end the alerts that she does not see."""
    store.call_off(work, person, safe=verdict is Verdict.SAFE)
