"""Tracing, for the host: the life of one message or check-in, and what is overdue and why.

Reads plain columns only and has no key, so no name, number or words of anyone can be in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from checkin.machine.advance import Outcome, State
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.outbox import Status
from checkin.monitoring import health
from checkin.monitoring.health import LATEST, Moment
from checkin.storage.tables import checkins, messages, recipients
from checkin.worker.fallback_call import NO_RECEIPT_FOR
from checkin.worker.retention import CLOSED_KEPT

MOST = 50
"""At most so many overdue check-ins, and as many messages, are listed."""

_WAITS = (Status.QUEUED, Status.SENDING)


@dataclass(frozen=True, slots=True)
class MessageTrace:
    """One message, how far it has come, and in `next` a sentence on what follows.

    `tries`: how often it was leased to be sent. `code`: the provider's code for the last failure.
    """

    id: str
    checkin_id: str | None
    contact_id: str | None
    kind: str
    channel: ChannelKind
    status: Status
    tries: int
    code: str | None
    doubtful: bool
    provider_id: str | None
    created_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    changed_at: datetime
    useful_until: datetime
    next: str

    @property
    def waits(self) -> bool:
        """Whether it is still to be handed over."""
        return self.status in _WAITS


@dataclass(frozen=True, slots=True)
class RecipientTrace:
    """One contact of a check-in, by id, in the person's order."""

    contact_id: str
    standing: str
    told_round: int
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckinTrace:
    """One check-in with its contacts and messages, and in `next` a sentence on what follows.

    `hidden_at`: when it was closed under duress (see `Checkin`).
    """

    id: str
    state: State
    outcome: str | None
    round: int
    sos: bool
    started_at: datetime
    due_at: datetime
    closed_at: datetime | None
    hidden_at: datetime | None
    holder: str | None
    recipients: tuple[RecipientTrace, ...]
    messages: tuple[MessageTrace, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Late:
    """Something overdue: what it is, by how long, and why, as far as the rows tell."""

    what: str
    id: str
    by: timedelta
    why: str


def find(work: Moment, id: str) -> CheckinTrace | MessageTrace | None:
    """The check-in or message with this id, ours or (of a message) the provider's. None if there is
    none."""
    run = work.conn.execute
    if row := run(sa.select(checkins).where(checkins.c.id == id)).first():
        return _checkin(work, row)
    ours = sa.or_(messages.c.id == id, messages.c.provider_id == id)
    row = run(sa.select(messages).where(ours)).first()
    return _message(work, row) if row else None


def late(work: Moment) -> list[Late]:
    """What is overdue: check-ins, longest first, then messages, by priority and age."""
    return [*_no_worker(work), *_untold(work), *_late_checkins(work), *_late_messages(work)]


def _checkin(work: Moment, row: sa.Row[Any]) -> CheckinTrace:
    run = work.conn.execute
    told = run(
        sa.select(recipients)
        .where(recipients.c.checkin_id == row.id)
        .order_by(recipients.c.position)
    ).all()
    sent = run(
        sa.select(messages).where(messages.c.checkin_id == row.id).order_by(messages.c.created_at)
    ).all()
    return CheckinTrace(
        id=row.id,
        state=State(row.state),
        outcome=row.outcome,
        round=row.round,
        sos=row.sos,
        started_at=row.started_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        hidden_at=row.hidden_at,
        holder=row.holder,
        recipients=tuple(
            RecipientTrace(each.contact_id, each.standing, each.told_round, each.told_at)
            for each in told
        ),
        messages=tuple(_message(work, each) for each in sent),
        next=_next_of_checkin(work, row),
    )


def _next_of_checkin(work: Moment, row: sa.Row[Any]) -> str:
    gone = row.closed_at + CLOSED_KEPT if row.closed_at else work.now
    if row.outcome == Outcome.UNANSWERED:
        return f"Nothing by itself. A contact's late answer counts until {clock(gone)}."
    if row.state == State.CLOSED:
        return f"Nothing: it is over. Its row is deleted at {clock(gone)}."
    when = moment(row.next_at, work.now)
    match State(row.state):
        case State.ARMED if not row.reminded and row.next_at < row.due_at:
            return f"The person is reminded {when}."
        case State.ARMED:
            return f"The person is asked whether she is safe {when}."
        case State.DUE if not row.asked:
            return f"The person is asked again {when}, and half a grace later contacts are told."
        case State.DUE:
            return f"The first contact is told {when}."
        case State.HELD if not row.asked:
            return f"The contact who is on it is asked whether it is over {when}."
        case State.HELD:
            return f"Without an answer of who is on it, contacts are told again {when}."
        case _:
            return f"The next contact is told, or the next round begins, {when}."


def _message(work: Moment, row: sa.Row[Any]) -> MessageTrace:
    return MessageTrace(
        id=row.id,
        checkin_id=row.checkin_id,
        contact_id=row.contact_id,
        kind=row.kind,
        channel=ChannelKind(row.channel),
        status=Status(row.status),
        tries=row.attempts,
        code=row.error,
        doubtful=row.doubtful,
        provider_id=row.provider_id,
        created_at=row.created_at,
        due_at=row.due_at,
        accepted_at=row.accepted_at,
        changed_at=row.changed_at,
        useful_until=row.useful_until,
        next=_next_of_message(work, row),
    )


def _next_of_message(work: Moment, row: sa.Row[Any]) -> str:
    match Status(row.status):
        case Status.QUEUED:
            how = "looked up at the provider, then sent," if row.doubtful else "handed over"
            return f"It is {how} {moment(row.send_at, work.now)}, until {clock(row.useful_until)}."
        case Status.SENDING:
            return (
                f"A worker has it until {clock(row.send_at)}. If that worker is gone, it is looked "
                "up at the provider then, and sent if it is not there."
            )
        case Status.ACCEPTED | Status.HANDED if _call_may_follow(row):
            call = moment(row.accepted_at + NO_RECEIPT_FOR, work.now)
            return f"A receipt is awaited. Without one a call follows {call}, where calls are set."
        case Status.ACCEPTED | Status.HANDED:
            return "A receipt is awaited. Nothing of ours follows without one."
        case Status.DELIVERED:
            return "Nothing: the provider says that it arrived."
        case Status.FAILED:
            return "Nothing: it cannot be delivered. An alert passes to the next contact."
        case Status.EXPIRED:
            return "Nothing: its time was over before it reached anyone."
        case Status.WITHDRAWN:
            return "Nothing: it was taken back, since it was no longer true."


def _call_may_follow(row: sa.Row[Any]) -> bool:
    alert = row.kind == Kind.ALERT and row.channel == ChannelKind.TEXT
    return bool(alert and not row.followed and row.accepted_at)


def _no_worker(work: Moment) -> Iterator[Late]:
    """Said before anything is overdue: by then somebody waits."""
    worker = health.worker(work)
    if not worker.alive:
        yield Late("worker", "(any)", worker.beat_age or timedelta(0), worker.reasons[0])


def _untold(work: Moment) -> Iterator[Late]:
    """Alerts that went to nobody: each was refused for good, or nobody is left to tell."""
    reached = sa.select(messages.c.id).where(
        messages.c.checkin_id == checkins.c.id,
        messages.c.kind == Kind.ALERT,
        messages.c.status.in_([*_WAITS, Status.ACCEPTED, Status.HANDED, Status.DELIVERED]),
    )
    over = sa.and_(checkins.c.state == State.CLOSED, checkins.c.outcome == Outcome.UNANSWERED)
    rows = work.conn.execute(
        sa.select(checkins.c.id, checkins.c.due_at)
        .where(sa.or_(checkins.c.state == State.ALERTING, over), ~sa.exists(reached))
        .order_by(checkins.c.due_at)
        .limit(MOST)
    ).all()
    for row in rows:
        yield Late(
            "alert that reached nobody",
            row.id,
            work.now - row.due_at,
            "Every contact's alert failed for good, or nobody is left to tell: see its trace.",
        )


def _late_checkins(work: Moment) -> Iterator[Late]:
    overdue = work.conn.execute(
        sa.select(checkins.c.id, checkins.c.state, checkins.c.next_at)
        .where(checkins.c.next_at < work.now - LATEST)
        .order_by(checkins.c.next_at)
        .limit(MOST)
    ).all()
    if not overdue:
        return
    worker = health.worker(work)
    why = (
        "A worker is alive and has more to do than it can, or cannot write to the database: see "
        "its log."
        if worker.alive
        else worker.reasons[0]
    )
    for row in overdue:
        yield Late(f"{row.state} check-in", row.id, work.now - row.next_at, why)


def _late_messages(work: Moment) -> Iterator[Late]:
    waits = sa.and_(messages.c.status.in_(_WAITS), messages.c.created_at < work.now - LATEST)
    unheard = sa.and_(
        messages.c.status.in_([Status.ACCEPTED, Status.HANDED]),
        messages.c.kind == Kind.ALERT,
        messages.c.channel != ChannelKind.PUSH,
        messages.c.accepted_at < work.now - NO_RECEIPT_FOR,
    )
    rows = work.conn.execute(
        sa.select(messages)
        .where(sa.or_(waits, unheard))
        .order_by(messages.c.priority, messages.c.created_at)
        .limit(MOST)
    ).all()
    alive = health.worker(work).alive if rows else True
    for row in rows:
        since = row.accepted_at if row.status not in _WAITS else row.created_at
        what = f"{row.kind} by {row.channel}"
        yield Late(what, row.id, work.now - since, _why_late(work, row, alive=alive))


def _why_late(work: Moment, row: sa.Row[Any], *, alive: bool) -> str:
    if row.status not in _WAITS:
        return "The provider took it and has sent no receipt: see raincheck doctor."
    if not alive:
        return "No worker is alive to send it."
    if row.status == Status.SENDING:
        return f"A worker has had it since {clock(row.changed_at)}, until {clock(row.send_at)}."
    if row.attempts:
        code = f", last with code {row.error}" if row.error else ""
        return f"Refused {times(row.attempts)}{code}. Tried again {moment(row.send_at, work.now)}."
    return "It waits for its turn behind others."


def clock(at: datetime) -> str:
    """A time as in the log: "2026-11-23 20:00:00 UTC"."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def moment(at: datetime, now: datetime) -> str:
    """A time and how far it is from `now`: "at 2026-11-23 20:00:00 UTC (in 95 s)"."""
    far = at - now
    if not round(far.total_seconds()):
        return f"at {clock(at)} (now)"
    far_off = f"in {length(far)}" if far > timedelta(0) else f"{length(-far)} overdue"
    return f"at {clock(at)} ({far_off})"


def length(span: timedelta) -> str:
    """Seconds, or whole minutes from ten of them on."""
    seconds = round(span.total_seconds())
    return f"{seconds} s" if seconds < 600 else f"{seconds // 60} min"


def times(count: int) -> str:
    """A count in words: "once", "2 times"."""
    return "once" if count == 1 else f"{count} times"
