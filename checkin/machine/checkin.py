"""A check-in as the machine sees it: plain data, no row, no words."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


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
    """Where one contact stands in one check-in. Of the last three, the later outweighs."""

    WAITING = "waiting"
    TOLD = "told"
    UNREACHABLE = "unreachable"
    CANNOT = "cannot"
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
    """Everything the machine decides from. Moments are aware UTC; `next_at` is None once closed.
    `hidden_at`: when it was closed under duress, which goes on as an alert that she cannot see."""

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
    hidden_at: datetime | None = None

    @property
    def shown(self) -> "Checkin":
        """As the person's own pages and texts show it: closed under duress looks closed."""
        return self if self.hidden_at is None else self.close(Outcome.SAFE, self.hidden_at)

    @property
    def alert_out(self) -> bool:
        """Whether contacts are being told, or one of them is on it."""
        return self.state in (State.ALERTING, State.HELD)

    @property
    def over(self) -> bool:
        """Whether nothing can follow any more. An unanswered alert lives on for the day of its
        row, plan and all: a contact may wake up late."""
        return self.state is State.CLOSED and self.outcome is not Outcome.UNANSWERED

    def recipient(self, contact_id: str) -> Recipient | None:
        return next((r for r in self.recipients if r.contact_id == contact_id), None)

    def close(self, outcome: Outcome, now: datetime) -> "Checkin":
        return replace(
            self,
            state=State.CLOSED,
            outcome=outcome,
            closed_at=now,
            next_at=None,
            holder=None,
            asked=False,
        )
