"""Whether alerts flow: is a worker alive, how late is it, what waits to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from checkin.machine.notices import Purpose
from checkin.storage.tables import checkins, messages, workers

BEAT_FRESH = timedelta(seconds=20)
"""Ten beats, and longer than a worker waits for a locked SQLite file."""

CLOCKS_DIFFER = timedelta(minutes=2)
"""By how much the clocks of several machines may differ."""

LATEST = timedelta(seconds=10)
STUCK_AFTER = timedelta(minutes=2)
_ALWAYS = datetime.max.replace(tzinfo=UTC)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """The worker as the database shows it. `beat_age` is None if none has ever lived; `late` is
    how long the oldest due row has waited, zero if none has."""

    beat_age: timedelta | None
    late: timedelta

    @property
    def alive(self) -> bool:
        """Whether a worker has given a sign of life lately."""
        return self.beat_age is not None and self.beat_age < BEAT_FRESH

    @property
    def well(self) -> bool:
        """Whether a timer that runs now can be relied on."""
        return self.alive and self.late <= LATEST

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not well, as sentences for whoever runs the server."""
        found = []
        if self.beat_age is None:
            found.append("No worker is running.")
        elif not self.alive:
            found.append(
                f"No worker is alive: the last sign of life is {_told(self.beat_age)} old."
            )
        if self.late > LATEST:
            found.append(f"Alerts are late: the oldest due check-in has waited {_told(self.late)}.")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be sent, or to be sent again. `oldest` is the age of the oldest, None if
    nothing waits; `stuck` means that alerts wait while nothing at all is accepted."""

    waiting: Mapping[Purpose, int]
    oldest: timedelta | None
    stuck: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why what is sent does not arrive, as sentences for whoever runs the server."""
        return ("Alerts wait to be sent, and the carrier takes nothing.",) if self.stuck else ()


class Moment(Protocol):
    """A transaction at one moment: all that a look needs, when little else works."""

    @property
    def conn(self) -> sa.Connection: ...
    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A moment of a database that nothing else is known of."""

    conn: sa.Connection
    now: datetime


def worker(work: Moment) -> WorkerHealth:
    """The pulse at this moment. Two look-ups, however many rows there are."""
    # A sign of life from a clock that was far ahead would outlive the worker that gave it.
    real = workers.c.beat_at <= work.now + CLOCKS_DIFFER
    beat = work.conn.execute(sa.select(sa.func.max(workers.c.beat_at)).where(real)).scalar()
    due = work.conn.execute(sa.select(sa.func.min(checkins.c.next_at))).scalar()
    return WorkerHealth(
        beat_age=None if beat is None else max(_NONE, work.now - beat),
        late=_NONE if due is None else max(_NONE, work.now - due),
    )


def queue(work: Moment) -> Queue:
    """What waits at this moment. Costs as much as the queue is long."""
    waiting: dict[Purpose, int] = {}
    oldest: list[datetime] = []
    for purpose in Purpose:
        # Only what waits has a `send_at`; asking for any at all keeps to the index.
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
    # A provider that takes nothing, not a single number that cannot be reached: since the newest
    # alert that has waited too long, no message of any kind has been taken.
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


def _told(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
