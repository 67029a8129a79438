"""The situation of one person, read from the rows: does a timer run, who was told, who will be.

Plain immutable data. `checkin/messages/standing.py` reads it; the modules beside this one word it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.machine.checkin import Checkin, Outcome, Standing, State
from checkin.machine.escalation import ROUNDS
from checkin.machine.notices import ChannelKind
from checkin.times.formatting import wall_clock
from content.phrases import Translator

OVERDUE = timedelta(seconds=10)
"""A step that has waited longer shows that no worker keeps up."""


class Fate(StrEnum):
    """How far one message has come. Taken: it has left us, a provider having accepted it."""

    WAITING = "waiting"
    TAKEN = "taken"
    ARRIVED = "arrived"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Alert:
    """The newest alert to one contact: how it goes, how far it has come, and since when (`at`)."""

    channel: ChannelKind
    fate: Fate
    at: datetime

    @property
    def left(self) -> bool:
        """Whether it has left us."""
        return self.fate in (Fate.TAKEN, Fate.ARRIVED)


@dataclass(frozen=True, slots=True)
class Part:
    """One contact of the check-in.

    `told_round`: as in `Recipient`. `reachable`: they agreed, and some channel reaches them.
    `rings`: they have a number. `alert`: None if none was written, or nobody looked.
    """

    id: str
    name: str
    standing: Standing
    told_round: int
    ever_told: bool
    reachable: bool
    rings: bool
    alert: Alert | None = None

    @property
    def askable(self) -> bool:
        """Whether a further alert may go to them, and can arrive."""
        return self.reachable and self.standing not in (Standing.CANNOT, Standing.OPTED_OUT)

    @property
    def waited_for(self) -> bool:
        """Whether they were told in this alert and may still answer it."""
        return self.askable and self.standing is Standing.TOLD and self.told_round > 0


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands for one person.

    `checkin`: the one that runs, or the last one where its end is asked for; None without. `parts`:
    its contacts, in the order in which they are told. `zone`: the person's time zone (IANA name).
    `calls`: whether we can call phones. `alive`: whether a worker is.
    """

    now: datetime
    zone: str
    zone_sure: bool
    checkin: Checkin | None = None
    parts: tuple[Part, ...] = ()
    calls: bool = False
    alive: bool = True

    @property
    def state(self) -> State | None:
        """Closed counts as a state; None: there is no check-in."""
        return self.checkin.state if self.checkin else None

    @property
    def before_alert(self) -> bool:
        """Whether a timer runs, or its grace, and nobody is told yet."""
        return self.state in (State.ARMED, State.DUE)

    @property
    def alert_out(self) -> bool:
        """Whether contacts are being told, or one of them is on it."""
        return self.checkin is not None and self.checkin.alert_out

    @property
    def left(self) -> timedelta:
        """Until the timer's end; zero once it has come."""
        return max(timedelta(0), self.checkin.due_at - self.now) if self.checkin else timedelta(0)

    @property
    def grace_left(self) -> timedelta:
        """Until contacts are told."""
        end = self.tells_at
        return max(timedelta(0), end - self.now) if end else timedelta(0)

    @property
    def tells_at(self) -> datetime | None:
        """When contacts are told if nobody closes it; None once they are."""
        return self.checkin.due_at + self.checkin.timeline.grace if self.checkin else None

    @property
    def unserved(self) -> bool:
        """Whether no worker does what falls due, so that nothing said of the future is sure."""
        due = self.checkin.next_at if self.checkin else None
        return not self.alive or (due is not None and self.now - due > OVERDUE)

    @property
    def holder(self) -> Part | None:
        """Who is on it."""
        return self.part(self.checkin.holder) if self.checkin and self.checkin.holder else None

    @property
    def upcoming(self) -> tuple[Part, ...]:
        """Who is told next by itself, in order: before the alert everyone who would be, during it
        who is still to come in this round."""
        if self.checkin is None or self.state in (State.CLOSED, State.HELD):
            return ()
        current = self.checkin.round
        return tuple(
            p for p in self.parts if p.askable and (self.before_alert or p.told_round < current)
        )

    @property
    def again(self) -> tuple[Part, ...]:
        """Whom a further round would try once more; empty after the last one."""
        if self.checkin is None or self.state is not State.ALERTING or self.checkin.round >= ROUNDS:
            return ()
        return tuple(part for part in self.parts if part.askable)

    @property
    def would_tell(self) -> tuple[str, ...]:
        """The names of those who would be told if it ended now."""
        return tuple(part.name for part in self.upcoming) if self.before_alert else ()

    @property
    def told(self) -> tuple[Part, ...]:
        """Whom this alert has been sent to and who may still answer; where nobody has looked at
        the messages themselves, whom it was written to."""
        return tuple(p for p in self.parts if p.waited_for and (p.alert is None or p.alert.left))

    @property
    def being_told(self) -> tuple[Part, ...]:
        """Whom this alert is on its way to, no provider having taken it yet."""
        return tuple(p for p in self.parts if p.waited_for and p.alert and not p.alert.left)

    @property
    def can_answer(self) -> tuple[Part, ...]:
        """Everyone who was told, was reached and can still say that they are on it."""
        gone = (Standing.OPTED_OUT, Standing.UNREACHABLE)
        return tuple(
            p for p in self.parts if p.ever_told and p.reachable and p.standing not in gone
        )

    @property
    def all_clear_to(self) -> tuple[Part, ...]:
        """Who hears that the person is safe, should they say so now."""
        return tuple(
            part
            for part in self.parts
            if part.ever_told and part.reachable and part.standing is not Standing.OPTED_OUT
        )

    @property
    def still_in_it(self) -> tuple[Part, ...]:
        """Who is told, waited for or to come in this alert."""
        return tuple(
            part
            for part in self.parts
            if part.waited_for or part in self.upcoming or part in self.again
        )

    @property
    def nobody(self) -> bool:
        """Whether nobody would be told, or nobody is left who could still help."""
        if self.before_alert:
            return not self.upcoming
        if self.state is State.HELD:
            return False
        return not self.still_in_it

    @property
    def tried_out(self) -> bool:
        """Whether the alert ended because every round was over, not because nobody was left."""
        ended = self.checkin is not None and self.checkin.outcome is Outcome.UNANSWERED
        return ended and any(part.askable and part.told_round >= ROUNDS for part in self.parts)

    def part(self, contact_id: str) -> Part | None:
        """This contact's part; None if they have none."""
        return next((part for part in self.parts if part.id == contact_id), None)

    def clock(self, moment: datetime, tr: Translator) -> str:
        """`moment` as local time where the person is; the zone is named if we only guess it."""
        return wall_clock(moment, self.zone, tr, self.now, named=not self.zone_sure)


def names(parts: tuple[Part, ...]) -> str:
    """The names, in order, between commas."""
    return ", ".join(part.name for part in parts)
