"""The overview on the host's page: how well alerts flow, what was sent, what it cost. Counts and
ages only, nothing of anyone."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from checkin.machine.notices import ChannelKind
from checkin.messages import budget
from checkin.messages.budget import Spent
from checkin.monitoring import daily_counters, health
from checkin.monitoring.counters import Step
from checkin.monitoring.daily_counters import Count
from checkin.monitoring.health import Queue, WorkerHealth
from checkin.storage.core import Work
from checkin.storage.tables import messages, opt_outs, subscriptions, workers
from content.due import Due, due
from sms.twilio.errors import verdict

WEEK = timedelta(days=7)
SHOWN = 14
"""Days in the picture."""
SOON = timedelta(days=60)

_OUTCOMES = (Step.ACCEPTED, Step.DELIVERED, Step.FAILED, Step.RETRIED, Step.EXPIRED)


@dataclass(frozen=True)
class Ended:
    """What came of a channel's messages: counts by outcome, today and in the last seven days."""

    channel: ChannelKind
    today: dict[Step, int]
    week: dict[Step, int]


@dataclass(frozen=True)
class DayTotal:
    """`delivered`, `failed`: messages of every channel. `segments`: those that were paid for."""

    day: date
    delivered: int
    failed: int
    segments: int


@dataclass(frozen=True)
class Overview:
    """`workers`: how many are alive. `refused`: error codes of the carrier that are the host's to
    mend, with how many recent messages met each. `opted_out`: how many numbers want nothing, and
    how many want no invitation. `browsers`: how many take pushes."""

    beats: WorkerHealth
    queue: Queue
    workers: int
    refused: dict[str, int]
    ended: tuple[Ended, ...]
    totals: tuple[DayTotal, ...]
    spent: Spent
    due: tuple[Due, ...]
    opted_out: tuple[int, int]
    browsers: int


def take(work: Work) -> Overview:
    """The overview at this moment. Raises SQLAlchemyError where the database does not answer."""
    first = work.today - timedelta(days=SHOWN - 1)
    counts = daily_counters.since(work.conn, first)
    everything = _number(work, opt_outs.c.everything)
    return Overview(
        beats=health.worker(work),
        queue=health.queue(work),
        workers=_number(work, workers.c.beat_at > work.now - health.BEAT_FRESH),
        refused=_refused(work),
        ended=ended(counts, work.today),
        totals=totals(counts, first),
        spent=budget.spent(work),
        due=due(work.core.library, work.today + SOON),
        opted_out=(everything, _number(work, ~opt_outs.c.everything)),
        browsers=_number(work, subscriptions.c.id != ""),
    )


def ended(counts: list[Count], today: date) -> tuple[Ended, ...]:
    """What ended on each channel, those without a message too."""
    week = today - WEEK + timedelta(days=1)
    return tuple(
        Ended(channel, _sums(counts, channel, today), _sums(counts, channel, week))
        for channel in ChannelKind
    )


def totals(counts: list[Count], first: date) -> tuple[DayTotal, ...]:
    """The total of each day from `first`, those without a message too."""
    found = []
    for day in (first + timedelta(days=at) for at in range(SHOWN)):
        mine = [count for count in counts if count.day == day]
        found.append(
            DayTotal(
                day,
                sum(each.count for each in mine if each.step is Step.DELIVERED),
                sum(each.count for each in mine if each.step is Step.FAILED),
                sum(each.segments for each in mine if each.step in daily_counters.PAID),
            )
        )
    return tuple(found)


def _sums(counts: list[Count], channel: ChannelKind, first: date) -> dict[Step, int]:
    return {
        outcome: sum(
            each.count
            for each in counts
            if each.channel is channel and each.step is outcome and each.day >= first
        )
        for outcome in _OUTCOMES
    }


def _refused(work: Work) -> dict[str, int]:
    codes = sa.select(messages.c.error, sa.func.count()).where(messages.c.error.is_not(None))
    found = work.conn.execute(codes.group_by(messages.c.error))
    return {code: count for code, count in found if verdict(code).operator}


def _number(work: Work, which: sa.ColumnElement[bool]) -> int:
    return work.conn.scalar(sa.select(sa.func.count()).where(which)) or 0
