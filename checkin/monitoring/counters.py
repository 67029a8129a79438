"""Counters: what became of messages, and how long it took. They outlive the rows and name nobody.

Each step of a message inserts a row in the step's own transaction, so that no two processes wait
for one counter. `compact` adds rows up.
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
"""Histogram buckets: upper bounds in seconds since a message was due. Above them: infinity."""

_KEY = (counters.c.channel, counters.c.purpose, counters.c.step, counters.c.within_s)


class Step(StrEnum):
    """What can happen to a message. Only `RETRIED` can happen more than once to the same message.

    The last two are counted by day only, with the segments they cost. `SENT`: a text that the
    carrier accepted. `REPLIED`: an answer in the response to an incoming text.
    """

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETRIED = "retried"
    EXPIRED = "expired"
    SENT = "sent"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class Bucket:
    """One histogram bucket of one step.

    `count`: how many messages took at most `within` seconds from due, and more than the bound
    below it. `seconds`: how long these took in total.
    """

    channel: str
    purpose: str
    step: Step
    within: float
    count: int
    seconds: float


def add(work: Work, step: Step, *messages: tuple[str, str, datetime]) -> None:
    """Count one step of each message. `messages`: channel, purpose, and when it was due."""
    sums: dict[tuple[str, str, float], tuple[int, float]] = {}
    for channel, purpose, due_at in messages:
        took = max(timedelta(0), work.now - due_at).total_seconds()
        key = channel, purpose, _within(took)
        count, seconds = sums.get(key, (0, 0.0))
        sums[key] = count + 1, seconds + took
    for (channel, purpose, within), (count, seconds) in sums.items():
        _insert(work, Bucket(channel, purpose, step, within, count, seconds))


def read(work: Work) -> list[Bucket]:
    """All buckets since the database was made. Not cumulative."""
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
    """Merge the rows that count the same. Afterwards no row tells when a single step happened."""
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
