"""A check-in as the state machine sees it: plain immutable data, no database row, no words."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Armed: running. Due: its end has come and the person is asked. Alerting: contacts are told.
    Held: one of them is on it. Closed: see `Outcome`."""

    ARMED = "armed"
    DUE = "due"
    ALERTING = "alerting"
    HELD = "held"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a check-in closed. Resolved: a contact said that it is over."""

    SAFE = "safe"
    CANCELLED = "cancelled"
    RESOLVED = "resolved"
    UNANSWERED = "unanswered"


class Standing(StrEnum):
    """Where one contact stands in one check-in. No late report moves one back in this order."""

    WAITING = "waiting"
    TOLD = "told"
    UNREACHABLE = "unreachable"
    CANNOT = "cannot"
    OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The four lengths of a check-in.

    `reminder`: how long before its end the person is reminded. `grace`: how long after its end
    contacts are told. `escalate`: between one contact and the next. `hold`: how long an "I'm on
    it" is trusted before that contact is asked again.
    """

    reminder: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(minutes=10)
    escalate: timedelta = timedelta(minutes=5)
    hold: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One contact of one check-in.

    `told_round`: the last round of the current alert in which they were told, 0 for none.
    `ever_told` is never unset, so that the all-clear goes to everyone who was told.
    """

    contact_id: str
    standing: Standing = Standing.WAITING
    told_round: int = 0
    ever_told: bool = False

    @property
    def askable(self) -> bool:
        """Whether a further alert may go to them."""
        return self.standing not in (Standing.CANNOT, Standing.OPTED_OUT)


@dataclass(frozen=True, slots=True)
class Checkin:
    """Everything the state machine decides from. Times are timezone-aware, UTC.

    `recipients`: in the order in which they are told. `next_at`: when the next tick is due, None
    once closed. `reminded` and `asked`: sent for the current end or hold. `holder`: the id of the
    contact who is on it. `hidden_at`: when it was closed under duress. It then looks closed to the
    person, and goes on as an alert; None again once that is over. `unseen`: closed from its
    beginning, because she had to give a PIN for something else: an alert may follow, and she never
    sees it. `kept`: goes on as an alert that no PIN ends, since her PINs are no longer her own.
    """

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
    unseen: bool = False
    kept: bool = False

    @property
    def shown(self) -> "Checkin":
        """The check-in as the person may see it: closed under duress, it looks closed as safe."""
        return self if self.hidden_at is None else self.close(Outcome.SAFE, self.hidden_at)

    @property
    def alert_out(self) -> bool:
        """Whether contacts are being told, or one of them is on it."""
        return self.state in (State.ALERTING, State.HELD)

    @property
    def over(self) -> bool:
        """Whether nothing can follow any more. An unanswered alert is not over: until its row is
        deleted, within a day, it keeps its note, and a contact may still answer."""
        return self.state is State.CLOSED and self.outcome is not Outcome.UNANSWERED

    def recipient(self, contact_id: str) -> Recipient | None:
        """This contact's part in the check-in; None if they have none."""
        return next((r for r in self.recipients if r.contact_id == contact_id), None)

    def close(self, outcome: Outcome, now: datetime) -> "Checkin":
        """The check-in as closed at `now`, with nothing due any more. Once it is over nothing in it
        tells of a duress."""
        return replace(
            self,
            state=State.CLOSED,
            outcome=outcome,
            closed_at=now,
            next_at=None,
            holder=None,
            asked=False,
            hidden_at=self.hidden_at if outcome is Outcome.UNANSWERED else None,
        )
