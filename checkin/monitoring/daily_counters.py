"""Daily counters: messages and segments by day (UTC), channel and step. They name nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from checkin.machine.notices import ChannelKind
from checkin.monitoring import compaction
from checkin.monitoring.counters import Step
from checkin.storage.core import Work, new_id
from checkin.storage.tables import daily_counters

KEPT = timedelta(days=62)
"""Long enough for a calendar month and the one before it."""

_KEY = (daily_counters.c.day, daily_counters.c.channel, daily_counters.c.step)
_SUMS = (daily_counters.c.count, daily_counters.c.segments)

PAID = (Step.SENT, Step.REPLIED)
"""The steps whose segments the host pays for."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of a channel took a step on one day. `segments`: those paid for."""

    day: date
    channel: ChannelKind
    step: Step
    count: int
    segments: int


def add(work: Work, step: Step, channel: ChannelKind, count: int, segments: int = 0) -> None:
    """Count `count` messages today. `segments`: of all of them together, if they are paid for."""
    work.conn.execute(
        daily_counters.insert().values(
            id=new_id(),
            day=work.today,
            channel=channel,
            step=step,
            count=count,
            segments=segments,
        )
    )


def since(conn: sa.Connection, first: date) -> list[Count]:
    """All counts from the day `first` on, oldest day first."""
    sums = [sa.func.sum(column) for column in _SUMS]
    rows = conn.execute(
        sa.select(*_KEY, *sums).where(daily_counters.c.day >= first).group_by(*_KEY).order_by(*_KEY)
    )
    return [
        Count(day, ChannelKind(channel), Step(step), int(count), int(segments))
        for day, channel, step, count, segments in rows
    ]


def paid(conn: sa.Connection, first: date) -> int:
    """How many segments were paid for from the day `first` on."""
    query = sa.select(sa.func.sum(daily_counters.c.segments)).where(
        daily_counters.c.day >= first, daily_counters.c.step.in_(PAID)
    )
    return int(conn.scalar(query) or 0)


def compact(work: Work) -> None:
    """Delete days older than `KEPT`, and merge the others to one row per day, channel and step."""
    work.conn.execute(daily_counters.delete().where(daily_counters.c.day < work.today - KEPT))
    # Only today and yesterday: older days were merged already, and get no new rows.
    compaction.compact(
        work,
        daily_counters,
        _KEY,
        _SUMS,
        daily_counters.c.day >= work.today - timedelta(days=1),
    )
