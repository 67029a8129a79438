"""Health checks: is a worker alive, how late is it, what waits in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from checkin.machine.notices import Purpose
from checkin.storage.tables import checkins, messages, workers

BEAT_FRESH = timedelta(seconds=20)
"""A worker whose last beat is older counts as dead. Ten beats, and longer than a worker waits
for a locked SQLite file."""

CLOCKS_DIFFER = timedelta(minutes=2)
"""The clock skew that we tolerate between machines."""

LATEST = timedelta(seconds=10)
"""A check-in may be overdue by this much; by more, alerts are late."""

STUCK_AFTER = timedelta(minutes=2)
"""An alert that waits longer to be sent shows that the provider may accept nothing."""

_ALWAYS = datetime.max.replace(tzinfo=UTC)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """The state of the workers, as the database shows it.

    `beat_age`: how old the newest beat of any worker is, None if there is none. `late`: how long
    the check-in that is most overdue has waited, zero if none is due.
    """

    beat_age: timedelta | None
    late: timedelta

    @property
    def alive(self) -> bool:
        """Whether some worker's beat is fresh."""
        return self.beat_age is not None and self.beat_age < BEAT_FRESH

    @property
    def well(self) -> bool:
        """Whether timers can be relied on: a worker is alive, and no alert is late."""
        return self.alive and self.late <= LATEST

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not well, as sentences for the host. Empty if it is."""
        found = []
        if self.beat_age is None:
            found.append("No worker is running.")
        elif not self.alive:
            found.append(
                f"No worker is alive: the last sign of life is {_in_words(self.beat_age)} old."
            )
        if self.late > LATEST:
            found.append(
                f"Alerts are late: the oldest due check-in has waited {_in_words(self.late)}."
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Queue:
    """The messages that wait to be sent, or sent again.

    `waiting`: how many, by purpose. `oldest`: the age of the oldest, None if none waits. `stuck`:
    alerts wait, and the provider accepts nothing at all.
    """

    waiting: Mapping[Purpose, int]
    oldest: timedelta | None
    stuck: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why messages do not leave, as sentences for the host. Empty if they do."""
        return ("Alerts wait to be sent, and the carrier takes nothing.",) if self.stuck else ()


class Moment(Protocol):
    """A transaction and the current time (aware, UTC): all that a health check needs. `Work` is
    one; `Look` is for when the rest of `Core` cannot be set up."""

    @property
    def conn(self) -> sa.Connection: ...
    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A `Moment` made from a bare connection, without a `Core`."""

    conn: sa.Connection
    now: datetime


def worker(work: Moment) -> WorkerHealth:
    """The state of the workers now. Two index look-ups, however many rows there are."""
    # A beat from a clock that ran far ahead would look fresh long after its worker has died.
    real = workers.c.beat_at <= work.now + CLOCKS_DIFFER
    beat = work.conn.execute(sa.select(sa.func.max(workers.c.beat_at)).where(real)).scalar()
    due = work.conn.execute(sa.select(sa.func.min(checkins.c.next_at))).scalar()
    return WorkerHealth(
        beat_age=None if beat is None else max(_NONE, work.now - beat),
        late=_NONE if due is None else max(_NONE, work.now - due),
    )


def queue(work: Moment) -> Queue:
    """The messages that wait now. Reads every one of them."""
    waiting: dict[Purpose, int] = {}
    oldest: list[datetime] = []
    for purpose in Purpose:
        # Only waiting messages have a `send_at`; comparing it with a far date uses the index.
        row = work.conn.execute(
            sa.select(sa.func.count(), sa.func.min(messages.c.created_at)).where(
                messages.c.priority == purpose, messages.c.send_at <= _ALWAYS
            )
        ).one()
        waiting[purpose] = row[0]
        if row[1] is not None:
            oldest.append(row[1])
    age = max(_NONE, work.now - min(oldest)) if oldest else None
    return Queue(waiting, age, stuck=_stuck(work))


def _stuck(work: Moment) -> bool:
    # True when the provider accepts nothing, not when one number cannot be reached: since the
    # newest of the alerts that wait too long was written, no message of any kind was accepted.
    newest = work.conn.execute(
        sa.select(sa.func.max(messages.c.created_at)).where(
            messages.c.priority == Purpose.ALERT,
            messages.c.send_at <= _ALWAYS,
            messages.c.created_at <= work.now - STUCK_AFTER,
        )
    ).scalar()
    if newest is None:
        return False
    since = sa.select(messages.c.id).where(messages.c.accepted_at >= newest).limit(1)
    return work.conn.execute(since).first() is None


def _in_words(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
