"""The life of a check-in: one pure function over one table.

Deciding only: no clock, no database, no words. `advance` takes a check-in, an event and the
current moment and answers with the check-in as it now is and the notices that must leave with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.events import (
    Ack,
    Cancel,
    Cannot,
    Event,
    Extend,
    Ok,
    OptedOut,
    Resolve,
    Sos,
    Tick,
    Undeliverable,
)
from checkin.notices import By, Kind, Notice, Notices

ROUNDS = 3


class State(StrEnum):
    ARMED = "armed"
    DUE = "due"
    ALERTING = "alerting"
    HELD = "held"
    CLOSED = "closed"


class Outcome(StrEnum):
    SAFE = "safe"
    CANCELLED = "cancelled"
    RESOLVED = "resolved"
    UNANSWERED = "unanswered"


class Standing(StrEnum):
    """Where one contact stands within one check-in."""

    WAITING = "waiting"
    TOLD = "told"
    CANNOT = "cannot"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class Timeline:
    """How long before due to remind, how long to wait, between contacts, and on a promise."""

    reminder: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(minutes=10)
    escalate: timedelta = timedelta(minutes=5)
    hold: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One contact of one check-in, in the person's order.

    `told_round` is the round of the current alert in which they were told (0: not yet);
    `ever_told` stays true, so that the all-clear finds everyone.
    """

    contact_id: str
    standing: Standing = Standing.WAITING
    told_round: int = 0
    ever_told: bool = False

    @property
    def askable(self) -> bool:
        """Whether another alert may go to them at all."""
        return self.standing not in (Standing.CANNOT, Standing.OPTED_OUT)


@dataclass(frozen=True, slots=True)
class Checkin:
    """Everything the machine decides from. Moments are aware UTC; `next_at` is None once closed."""

    id: str
    timeline: Timeline
    due_at: datetime
    recipients: tuple[Recipient, ...]
    state: State = State.ARMED
    next_at: datetime | None = None
    at_once: bool = False
    sos: bool = False
    reminded: bool = False
    asked: bool = False
    round: int = 0
    holder: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None

    @property
    def alert_out(self) -> bool:
        """Whether contacts are being told, or one of them is on it."""
        return self.state in (State.ALERTING, State.HELD)

    def recipient(self, contact_id: str) -> Recipient | None:
        return next((r for r in self.recipients if r.contact_id == contact_id), None)


Step = tuple[Checkin, Notices]


def arm(
    id: str,
    due_at: datetime,
    contact_ids: tuple[str, ...],
    *,
    timeline: Timeline,
    at_once: bool,
    now: datetime,
) -> Checkin:
    """A new running check-in. A reminder that would already be past is left out."""
    checkin = Checkin(
        id=id,
        timeline=timeline,
        due_at=due_at,
        recipients=tuple(Recipient(contact_id) for contact_id in contact_ids),
        at_once=at_once,
    )
    return _running(checkin, now)


def advance(checkin: Checkin, event: Event, now: datetime) -> Step:
    """The check-in after `event`, and the notices that leave in the same transaction.

    | state    | event                  | becomes           | told                              |
    | -------- | ---------------------- | ----------------- | --------------------------------- |
    | armed    | tick at due - reminder | armed             | person: remind                    |
    | armed    | tick at due            | due               | person: ask                       |
    | armed    | tick at due + grace    | alerting          | person: alerting; contacts: alert |
    | armed    | extend                 | armed             |                                   |
    | armed    | ok                     | closed/safe       |                                   |
    | armed    | cancel                 | closed/cancelled  |                                   |
    | armed    | sos                    | alerting          | person: alerting; all: alert      |
    | armed    | opted_out              | armed             | person: left                      |
    | due      | tick at half grace     | due               | person: ask_again                 |
    | due      | tick at due + grace    | alerting          | person: alerting; contacts: alert |
    | due      | extend                 | armed             |                                   |
    | due      | ok                     | closed/safe       |                                   |
    | due      | sos                    | alerting          | person: alerting; all: alert      |
    | due      | opted_out              | due               | person: left                      |
    | alerting | tick                   | alerting          | next contact, next round: alert   |
    | alerting | tick after last round  | closed/unanswered | person: unanswered                |
    | alerting | ok                     | closed/safe       | everyone told: all_clear          |
    | alerting | sos                    | alerting          | all: alert                        |
    | alerting | ack                    | held              | person: held_by; others: covered  |
    | alerting | cannot                 | alerting          | person: passed; next: alert       |
    | alerting | undeliverable          | alerting          | person: unreached; next: alert    |
    | alerting | opted_out              | alerting          | person: left; next: alert         |
    | alerting | resolve                | closed/resolved   | person: resolved_by; others: over |
    | held     | tick after hold        | held              | holder: still_on_it               |
    | held     | tick, no answer        | alerting          | person: dropped; contacts: alert  |
    | held     | ack                    | held              | a second contact: covered         |
    | held     | cannot                 | alerting          | person: passed; contacts: alert   |
    | held     | opted_out              | alerting          | person: left; contacts: alert     |
    | held     | ok                     | closed/safe       | everyone told: all_clear          |
    | held     | sos                    | alerting          | all: alert                        |
    | held     | resolve                | closed/resolved   | person: resolved_by; others: over |
    | closed   | ok, once told          | closed/safe       | everyone told: all_clear          |
    | closed   | ack, if unanswered     | held              | person: held_by; others: covered  |
    | closed   | resolve, if unanswered | closed/resolved   | person: resolved_by; others: over |

    Whatever is not in the table changes nothing and tells nobody.
    """
    match event:
        case Tick():
            return _tick(checkin, now)
        case Extend(by):
            return _extend(checkin, by, now)
        case Ok():
            return _ok(checkin, now)
        case Cancel():
            if checkin.state is State.ARMED:
                return _close(checkin, Outcome.CANCELLED, now), ()
        case Sos():
            if checkin.state is not State.CLOSED:
                return _alert(replace(checkin, at_once=True, sos=True), now)
        case Ack(contact_id):
            return _ack(checkin, contact_id, now)
        case Cannot(contact_id):
            if checkin.alert_out:
                return _passed(checkin, contact_id, Standing.CANNOT, Kind.PASSED, now)
        case Undeliverable(contact_id):
            if checkin.state is State.ALERTING:
                return _passed(checkin, contact_id, Standing.UNREACHABLE, Kind.UNREACHED, now)
        case OptedOut(contact_id):
            if checkin.state is not State.CLOSED:
                return _passed(checkin, contact_id, Standing.OPTED_OUT, Kind.LEFT, now)
        case Resolve(contact_id):
            return _resolve(checkin, contact_id, now)
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
            return _tell(checkin, now)
        case State.HELD:
            return _tick_held(checkin, now)
        case State.CLOSED:
            return checkin, ()


def _tick_before_alert(checkin: Checkin, now: datetime) -> Step:
    due, grace = checkin.due_at, checkin.timeline.grace
    # A worker that was away past the grace does not ask first: the alert is already late.
    if now >= due + grace:
        return _alert(checkin, now)
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
        asked = replace(checkin, asked=True, next_at=now + checkin.timeline.grace)
        return asked, (Notice(Kind.STILL_ON_IT, contact_id=checkin.holder),)
    return _dropped(checkin, now, Notice(Kind.DROPPED, about=checkin.holder))


def _extend(checkin: Checkin, by: timedelta, now: datetime) -> Step:
    if checkin.state not in (State.ARMED, State.DUE):
        return checkin, ()
    return _running(replace(checkin, due_at=max(checkin.due_at, now) + by), now), ()


def _ok(checkin: Checkin, now: datetime) -> Step:
    told = any(r.ever_told for r in checkin.recipients)
    if checkin.state is State.CLOSED and (not told or checkin.outcome is Outcome.SAFE):
        return checkin, ()
    return _close(checkin, Outcome.SAFE, now), _to_others(checkin, None, Kind.ALL_CLEAR)


def _alert(checkin: Checkin, now: datetime, *first: Notice) -> Step:
    """Begin telling contacts, from the start of the person's order."""
    fresh = replace(
        checkin,
        state=State.ALERTING,
        round=1,
        holder=None,
        asked=False,
        recipients=tuple(replace(r, told_round=0) for r in checkin.recipients),
    )
    opening = first or (Notice(Kind.ALERTING),)
    after, notices = _tell(fresh, now)
    return after, (*opening, *notices)


def _tell(checkin: Checkin, now: datetime) -> Step:
    """Tell the next contact of this round, or all of them; after the last, open the next round."""
    waiting = [r for r in checkin.recipients if r.askable and r.told_round < checkin.round]
    if not waiting:
        if checkin.round >= ROUNDS or not any(r.askable for r in checkin.recipients):
            closed = _close(checkin, Outcome.UNANSWERED, now)
            return closed, (Notice(Kind.UNANSWERED),)
        return _tell(replace(checkin, round=checkin.round + 1), now)
    chosen = {r.contact_id for r in (waiting if checkin.at_once else waiting[:1])}
    by = By.TEXT if checkin.round == 1 else By.CALL
    recipients = tuple(
        replace(r, standing=Standing.TOLD, told_round=checkin.round, ever_told=True)
        if r.contact_id in chosen
        else r
        for r in checkin.recipients
    )
    told = replace(checkin, recipients=recipients, next_at=now + checkin.timeline.escalate)
    return told, tuple(
        Notice(Kind.ALERT, contact_id=r.contact_id, by=by)
        for r in recipients
        if r.contact_id in chosen
    )


def _ack(checkin: Checkin, contact_id: str, now: datetime) -> Step:
    who = checkin.recipient(contact_id)
    unanswered = checkin.outcome is Outcome.UNANSWERED
    if who is None or not who.ever_told or not (checkin.alert_out or unanswered):
        return checkin, ()
    if checkin.state is State.HELD and checkin.holder != contact_id:
        return checkin, (Notice(Kind.COVERED, contact_id=contact_id),)
    held = replace(
        _standing(checkin, contact_id, Standing.TOLD),
        state=State.HELD,
        holder=contact_id,
        asked=False,
        next_at=now + checkin.timeline.hold,
        outcome=None,
        closed_at=None,
    )
    if checkin.holder == contact_id:
        return held, ()
    others = _to_others(checkin, contact_id, Kind.COVERED)
    return held, (Notice(Kind.HELD_BY, about=contact_id), *others)


def _passed(
    checkin: Checkin, contact_id: str, standing: Standing, kind: Kind, now: datetime
) -> Step:
    who = checkin.recipient(contact_id)
    if who is None or who.standing is standing:
        return checkin, ()
    marked = _standing(checkin, contact_id, standing)
    notice = Notice(kind, about=contact_id)
    if checkin.state is State.HELD and checkin.holder == contact_id:
        return _dropped(marked, now, notice)
    if checkin.state is not State.ALERTING or not _latest(checkin, who):
        return marked, (notice,)
    # Only within the round: the next round keeps its distance, so that three rounds of failures
    # cannot burn out in a second.
    if not any(r.askable and r.told_round < checkin.round for r in marked.recipients):
        return marked, (notice,)
    after, notices = _tell(marked, now)
    return after, (notice, *notices)


def _dropped(checkin: Checkin, now: datetime, notice: Notice) -> Step:
    """Nobody is on it any more: start over, with the one who dropped it last in the order."""
    by_turn = sorted(checkin.recipients, key=lambda r: r.contact_id == checkin.holder)
    return _alert(replace(checkin, recipients=tuple(by_turn)), now, notice)


def _resolve(checkin: Checkin, contact_id: str, now: datetime) -> Step:
    who = checkin.recipient(contact_id)
    unanswered = checkin.outcome is Outcome.UNANSWERED
    if who is None or not who.ever_told or not (checkin.alert_out or unanswered):
        return checkin, ()
    over = _to_others(checkin, contact_id, Kind.OVER)
    closed = _close(checkin, Outcome.RESOLVED, now)
    return closed, (Notice(Kind.RESOLVED_BY, about=contact_id), *over)


def _close(checkin: Checkin, outcome: Outcome, now: datetime) -> Checkin:
    return replace(
        checkin,
        state=State.CLOSED,
        outcome=outcome,
        closed_at=now,
        next_at=None,
        holder=None,
        asked=False,
    )


def _to_others(checkin: Checkin, contact_id: str | None, kind: Kind) -> Notices:
    return tuple(
        Notice(kind, contact_id=r.contact_id)
        for r in checkin.recipients
        if r.ever_told and r.contact_id != contact_id and r.standing is not Standing.OPTED_OUT
    )


def _standing(checkin: Checkin, contact_id: str, standing: Standing) -> Checkin:
    return replace(
        checkin,
        recipients=tuple(
            replace(r, standing=standing) if r.contact_id == contact_id else r
            for r in checkin.recipients
        ),
    )


def _latest(checkin: Checkin, who: Recipient) -> bool:
    """Whether nobody was told after them in this round."""
    told = [r for r in checkin.recipients if r.told_round == checkin.round]
    return checkin.at_once or (bool(told) and told[-1] is who)
