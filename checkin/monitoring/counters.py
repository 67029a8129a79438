"""What became of messages, counted: figures that outlive the rows and hold nothing of anyone.

Each step of a message adds a row, in the transaction of the step itself, so that no two processes
ever wait for one counter. `fold` makes few of many.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from checkin.monitoring import compaction
from checkin.storage.core import Work, new_id
from checkin.storage.tables import counters

BOUNDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 180.0, 600.0, 3600.0)
"""Seconds from due, each the end of a bucket. What took longer counts as infinite."""

_KEY = (counters.c.channel, counters.c.purpose, counters.c.step, counters.c.within_s)


class Step(StrEnum):
    """What can happen to a message. One message takes several, but each but `RETRIED` once.

    The last two are counted by day only, with the segments they cost. `SENT`: a text handed to the
    carrier, `REPLIED`: a direct reply."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETRIED = "retried"
    EXPIRED = "expired"
    SENT = "sent"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How often a step came within `within` seconds of the moment the message was due, and after
    the bound below that one; `seconds` is how long all of them took together."""

    channel: str
    purpose: str
    step: Step
    within: float
    count: int
    seconds: float


def add(work: Work, step: Step, *messages: tuple[str, str, datetime]) -> None:
    """Count one step of each of these messages: channel, purpose, and when it was due."""
    sums: dict[tuple[str, str, float], tuple[int, float]] = {}
    for channel, purpose, due_at in messages:
        took = max(timedelta(0), work.now - due_at).total_seconds()
        key = channel, purpose, _within(took)
        count, seconds = sums.get(key, (0, 0.0))
        sums[key] = count + 1, seconds + took
    for (channel, purpose, within), (count, seconds) in sums.items():
        _insert(work, Bucket(channel, purpose, step, within, count, seconds))


def read(work: Work) -> list[Bucket]:
    """Everything since the database was made."""
    sums = (sa.func.sum(counters.c.count), sa.func.sum(counters.c.seconds))
    rows = work.conn.execute(sa.select(*_KEY, *sums).group_by(*_KEY))
    return [
        Bucket(
            channel,
            purpose,
            Step(step),
            math.inf if within is None else within,
            int(count),
            seconds,
        )
        for channel, purpose, step, within, count, seconds in rows
    ]


def compact(work: Work) -> None:
    """Make one row of those that count the same. When each happened is gone with that."""
    compaction.compact(work, counters, _KEY, (counters.c.count, counters.c.seconds))


def _insert(work: Work, bucket: Bucket) -> None:
    work.conn.execute(
        counters.insert().values(
            id=new_id(),
            channel=bucket.channel,
            purpose=bucket.purpose,
            step=bucket.step,
            within_s=None if math.isinf(bucket.within) else bucket.within,
            count=bucket.count,
            seconds=bucket.seconds,
        )
    )


def _within(seconds: float) -> float:
    return next((bound for bound in BOUNDS if seconds <= bound), math.inf)
