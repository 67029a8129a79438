"""The state machine of a check-in: one pure function, whose docstring has the transition table.

It only decides: no clock, no database, no words. `advance` takes a check-in, an event and the
current time; it returns the check-in afterwards and the notices to send.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from checkin.machine import escalation
from checkin.machine.checkin import Checkin, Outcome, Recipient, Standing, State, Timeline
from checkin.machine.escalation import ROUNDS, Step
from checkin.machine.events import (
    Ack,
    Cancel,
    Cannot,
    Duress,
    Event,
    Extend,
    Ok,
    OptedIn,
    OptedOut,
    Resolve,
    Sos,
    Tick,
    Undeliverable,
)
from checkin.machine.notices import Kind, Notice

__all__ = [
    "ROUNDS",
    "Checkin",
    "Outcome",
    "Recipient",
    "Standing",
    "State",
    "Timeline",
    "advance",
    "arm",
]


def arm(
    id: str,
    due_at: datetime,
    contact_ids: tuple[str, ...],
    *,
    timeline: Timeline,
    at_once: bool,
    now: datetime,
) -> Checkin:
    """A new armed check-in. A reminder that would be due by `now` is skipped."""
    checkin = Checkin(
        id=id,
        timeline=timeline,
        due_at=due_at,
        recipients=tuple(Recipient(contact_id) for contact_id in contact_ids),
        at_once=at_once,
    )
    return _running(checkin, now)


def advance(checkin: Checkin, event: Event, now: datetime) -> Step:
    """The check-in after `event`, and the notices to write in the same transaction.

    | state    | event                  | becomes           | told                              |
    | -------- | ---------------------- | ----------------- | --------------------------------- |
    | armed    | tick at due - reminder | armed             | person: remind                    |
    | armed    | tick at due            | due               | person: ask                       |
    | armed    | tick at due + grace    | alerting          | person: alerting; contacts: alert |
    | armed    | extend                 | armed             |                                   |
    | armed    | ok                     | closed/safe       |                                   |
    | armed    | duress                 | alerting          |                                   |
    | armed    | cancel                 | closed/cancelled  |                                   |
    | armed    | sos                    | alerting          | person: alerting; all: alert      |
    | armed    | opted_out              | armed             | person: left                      |
    | armed    | opted_in, once left    | armed             |                                   |
    | due      | tick at half grace     | due               | person: ask_again                 |
    | due      | tick at due + grace    | alerting          | person: alerting; contacts: alert |
    | due      | extend                 | armed             |                                   |
    | due      | ok                     | closed/safe       |                                   |
    | due      | duress                 | alerting          |                                   |
    | due      | sos                    | alerting          | person: alerting; all: alert      |
    | due      | opted_out              | due               | person: left                      |
    | due      | opted_in, once left    | due               |                                   |
    | alerting | tick                   | alerting          | next contact, next round: alert   |
    | alerting | tick after last round  | closed/unanswered | person: unanswered                |
    | alerting | ok                     | closed/safe       | everyone told: all_clear          |
    | alerting | duress                 | alerting          |                                   |
    | alerting | sos                    | alerting          | person: alerting; all: alert      |
    | alerting | ack                    | held              | person: held_by; others: covered  |
    | alerting | cannot                 | alerting          | person: passed; next: alert       |
    | alerting | undeliverable          | alerting          | person: unreached; next: alert    |
    | alerting | opted_out              | alerting          | person: left; next: alert         |
    | alerting | opted_in, once left    | alerting          |                                   |
    | alerting | resolve                | closed/resolved   | person: resolved_by; others: over |
    | held     | tick after hold        | held              | holder: still_on_it               |
    | held     | tick, no answer        | alerting          | person: dropped; contacts: alert  |
    | held     | ack                    | held              | a second contact: covered         |
    | held     | cannot                 | alerting          | person: passed; contacts: alert   |
    | held     | opted_out              | alerting          | person: left; contacts: alert     |
    | held     | opted_in, once left    | held              |                                   |
    | held     | ok                     | closed/safe       | everyone told: all_clear          |
    | held     | duress                 | alerting          |                                   |
    | held     | sos                    | alerting          | person: alerting; all: alert      |
    | held     | resolve                | closed/resolved   | person: resolved_by; others: over |
    | closed   | ok, once told          | closed/safe       | everyone told: all_clear          |
    | closed   | duress, once told      | alerting          |                                   |
    | closed   | ack, if unanswered     | held              | person: held_by; others: covered  |
    | closed   | resolve, if unanswered | closed/resolved   | person: resolved_by; others: over |

    Any other pair changes nothing and tells nobody. After `duress` the next tick tells every
    contact, and the person gets no more notices; a second `duress` changes nothing. A contact who
    is back (`opted_in`) is told when it is their turn.
    """
    after, notices = _advance(checkin, event, now)
    if checkin.hidden_at is not None or after.hidden_at is not None:
        notices = tuple(notice for notice in notices if notice.contact_id is not None)
    return after, notices


def _advance(checkin: Checkin, event: Event, now: datetime) -> Step:
    match event:
        case Tick():
            return _tick(checkin, now)
        case Extend(by):
            return _extend(checkin, by, now)
        case Ok():
            return _ok(checkin, now)
        case Duress():
            return _duress(checkin, now)
        case Cancel():
            if checkin.state is State.ARMED:
                return checkin.close(Outcome.CANCELLED, now), ()
        case Sos():
            if checkin.state is not State.CLOSED:
                return escalation.begin(replace(checkin, at_once=True, sos=True), now)
        case Ack(contact_id):
            return escalation.ack(checkin, contact_id, now)
        case Cannot(contact_id):
            if checkin.alert_out:
                return escalation.pass_over(checkin, contact_id, Standing.CANNOT, Kind.PASSED, now)
        case Undeliverable(contact_id):
            if checkin.state is State.ALERTING:
                return escalation.pass_over(
                    checkin, contact_id, Standing.UNREACHABLE, Kind.UNREACHED, now
                )
        case OptedOut(contact_id):
            if checkin.state is not State.CLOSED:
                return escalation.pass_over(checkin, contact_id, Standing.OPTED_OUT, Kind.LEFT, now)
        case OptedIn(contact_id):
            if checkin.state is not State.CLOSED:
                return escalation.come_back(checkin, contact_id), ()
        case Resolve(contact_id):
            return escalation.resolve(checkin, contact_id, now)
    return checkin, ()


def _running(checkin: Checkin, now: datetime) -> Checkin:
    remind_at = checkin.due_at - checkin.timeline.reminder
    late = remind_at <= now
    return replace(
        checkin,
        state=State.ARMED,
        reminded=late,
        asked=False,
        next_at=checkin.due_at if late else remind_at,
    )


def _tick(checkin: Checkin, now: datetime) -> Step:
    if checkin.next_at is None or now < checkin.next_at:
        return checkin, ()
    match checkin.state:
        case State.ARMED | State.DUE:
            return _tick_before_alert(checkin, now)
        case State.ALERTING:
            return escalation.tell(checkin, now)
        case State.HELD:
            return _tick_held(checkin, now)
        case State.CLOSED:
            return checkin, ()


def _tick_before_alert(checkin: Checkin, now: datetime) -> Step:
    due, grace = checkin.due_at, checkin.timeline.grace
    # No worker was alive until the grace was over: the alert is late already, so nobody is asked.
    if now >= due + grace:
        return escalation.begin(checkin, now)
    if checkin.state is State.ARMED and now < due:
        reminded = replace(checkin, reminded=True, next_at=due)
        return reminded, (Notice(Kind.REMIND, useful_until=due),)
    if checkin.state is State.ARMED:
        asking = replace(checkin, state=State.DUE, asked=False, next_at=due + grace / 2)
        return asking, (Notice(Kind.ASK, useful_until=due + grace),)
    again = replace(checkin, asked=True, next_at=due + grace)
    return again, (Notice(Kind.ASK_AGAIN, useful_until=due + grace),)


def _tick_held(checkin: Checkin, now: datetime) -> Step:
    if not checkin.asked:
        until = now + checkin.timeline.grace
        asked = replace(checkin, asked=True, next_at=until)
        return asked, (Notice(Kind.STILL_ON_IT, contact_id=checkin.holder, useful_until=until),)
    return escalation.drop(checkin, now, Notice(Kind.DROPPED, about=checkin.holder))


def _extend(checkin: Checkin, by: timedelta, now: datetime) -> Step:
    if checkin.state not in (State.ARMED, State.DUE):
        return checkin, ()
    return _running(replace(checkin, due_at=max(checkin.due_at, now) + by), now), ()


def _ok(checkin: Checkin, now: datetime) -> Step:
    told = any(r.ever_told for r in checkin.recipients)
    if checkin.state is State.CLOSED and (not told or checkin.outcome is Outcome.SAFE):
        return checkin, ()
    return checkin.close(Outcome.SAFE, now), escalation.to_others(checkin, None, Kind.ALL_CLEAR)


def _duress(checkin: Checkin, now: datetime) -> Step:
    # No notice here: the worker finds the check-in due and tells everyone.
    if checkin.hidden_at is not None or _ok(checkin, now)[0] == checkin:
        return checkin, ()
    return forced(checkin, now, now), ()


def forced(checkin: Checkin, hidden_at: datetime, now: datetime) -> Checkin:
    """The alert that begins when this check-in is closed under duress at `hidden_at`."""
    fresh = tuple(replace(r, told_round=0) for r in checkin.recipients)
    return replace(
        checkin,
        state=State.ALERTING,
        next_at=now,
        at_once=True,
        asked=False,
        round=0,
        holder=None,
        outcome=None,
        closed_at=None,
        hidden_at=hidden_at,
        recipients=fresh,
    )
