"""How many messages of each channel came to what, by day (UTC). Holds nothing of anyone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa

from checkin.machine.notices import By
from checkin.monitoring import counter_folding
from checkin.storage.core import Work, new_id
from checkin.storage.tables import days

KEPT = timedelta(days=62)
"""Long enough for a month and the month before it."""

_KEY = (days.c.day, days.c.by, days.c.outcome)
_SUMS = (days.c.count, days.c.segments)


class Outcome(StrEnum):
    """What can become of a message in a day: the steps of `tallies`, and what costs money. `SENT`:
    a text handed to the carrier, `REPLIED`: a direct reply."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETRIED = "retried"
    EXPIRED = "expired"
    SENT = "sent"
    REPLIED = "replied"


PAID = (Outcome.SENT, Outcome.REPLIED)


@dataclass(frozen=True, slots=True)
class Count:
    """So many messages of a channel came to this on that day; `segments`: of those that cost."""

    day: date
    by: By
    outcome: Outcome
    count: int
    segments: int


def add(work: Work, outcome: Outcome, by: By, count: int, segments: int = 0) -> None:
    """Count so many messages, which took so many segments together."""
    work.conn.execute(
        days.insert().values(
            id=new_id(), day=work.today, by=by, outcome=outcome, count=count, segments=segments
        )
    )


def since(conn: sa.Connection, first: date) -> list[Count]:
    """All counts from that day on, the oldest day first."""
    sums = [sa.func.sum(column) for column in _SUMS]
    rows = conn.execute(
        sa.select(*_KEY, *sums).where(days.c.day >= first).group_by(*_KEY).order_by(*_KEY)
    )
    return [
        Count(day, By(by), Outcome(outcome), int(count), int(segments))
        for day, by, outcome, count, segments in rows
    ]


def paid(conn: sa.Connection, first: date) -> int:
    """How many segments were sent from that day on."""
    query = sa.select(sa.func.sum(days.c.segments)).where(
        days.c.day >= first, days.c.outcome.in_(PAID)
    )
    return int(conn.scalar(query) or 0)


def fold(work: Work) -> None:
    """One row a day, channel and outcome; what is old goes."""
    work.conn.execute(days.delete().where(days.c.day < work.today - KEPT))
    # Days that are over do not change any more, but for the one that has just ended.
    counter_folding.fold(work, days, _KEY, _SUMS, days.c.day >= work.today - timedelta(days=1))
