"""Erasures: a queue of texts whose words the provider still stores and must erase.

The queue outlives the messages and the people: when a person's rows are deleted, the provider's
copy still has to go. So a row holds nothing but the provider's own id of a text.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from checkin.machine.notices import Purpose
from checkin.monitoring.health import Moment
from checkin.storage.core import Work
from checkin.storage.tables import checkins, erasures, messages

log = logging.getLogger(__name__)

SETTLES_IN = timedelta(seconds=5)
"""How long after its end a text is erased: the provider may not show it as ended at once."""

UNHEARD_FOR = timedelta(minutes=5)
"""A text without a delivery receipt is erased after this long."""

LEASE = timedelta(minutes=2)
TRIES = 24
"""With the waits in between, about four days."""

OVERDUE_AFTER = timedelta(minutes=15)
_RUSH = timedelta(seconds=1)  # a timer or an alert is this late only when the worker is busy
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_FURTHEST = timedelta(days=1)  # due later than this: queued while the clock was wrong
_GIVEN_UP_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One text to erase, by the provider's id. `attempts` counts the try that starts now, too."""

    provider_id: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many texts wait to be erased, how many of them are overdue, how many we gave up on."""

    waiting: int
    overdue: int
    given_up: int


def enqueue(work: Work, provider_ids: Iterable[str], due_at: datetime) -> None:
    """Queue texts for erasure. One that is queued already keeps its time."""
    rows = [_row(provider_id, due_at) for provider_id in provider_ids]
    if rows:
        work.conn.execute(_insert(work).on_conflict_do_nothing(), rows)


def hasten(work: Work, provider_id: str) -> None:
    """This text has ended: erase it soon, whether it was queued already or not."""
    insert = _insert(work)
    sooner = insert.on_conflict_do_update(
        index_elements=[erasures.c.provider_id],
        set_={"due_at": insert.excluded.due_at},
        where=sa.and_(erasures.c.due_at > insert.excluded.due_at, erasures.c.attempts < TRIES),
    )
    work.conn.execute(sooner, _row(provider_id, work.now + SETTLES_IN))


def waits(work: Work, provider_id: str) -> bool:
    """Whether this text is in the queue, given up or not."""
    query = sa.select(erasures.c.provider_id).where(erasures.c.provider_id == provider_id)
    return work.conn.execute(query).first() is not None


def claim(work: Work, limit: int) -> list[Erasure]:
    """Lease up to `limit` texts that are due, the longest overdue first.

    Nothing while alerts are late: those come first. A lease ends after `LEASE`, so that nothing is
    lost with a worker that dies.
    """
    run = work.conn.execute
    if _rushed(work):
        return []
    given_up_long_ago = erasures.c.due_at <= work.now - _GIVEN_UP_KEPT
    run(erasures.delete().where(given_up_long_ago, erasures.c.attempts >= TRIES))
    due = sa.or_(erasures.c.due_at <= work.now, erasures.c.due_at > work.now + _FURTHEST)
    rows = run(
        sa.select(erasures)
        .where(due, erasures.c.attempts < TRIES)
        .order_by(erasures.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    claimed = [Erasure(row.provider_id, row.attempts + 1) for row in rows]
    if claimed:
        ids = [erasure.provider_id for erasure in claimed]
        leased = erasures.update().where(erasures.c.provider_id.in_(ids))
        run(leased.values(due_at=work.now + LEASE))
    return claimed


def done(work: Work, claimed: Iterable[Erasure]) -> None:
    """These are erased at the provider: delete them from the queue."""
    ids = [erasure.provider_id for erasure in claimed]
    work.conn.execute(erasures.delete().where(erasures.c.provider_id.in_(ids)))


def release(work: Work, claimed: Iterable[Erasure], due_at: datetime) -> None:
    """Give a lease back: try these again at `due_at`. This try does not count."""
    ids = [erasure.provider_id for erasure in claimed]
    row = erasures.update().where(erasures.c.provider_id.in_(ids))
    work.conn.execute(row.values(due_at=due_at))


def retry(work: Work, claimed: Iterable[Erasure]) -> None:
    """These failed: try again with exponential backoff. After `TRIES` give up, and log that."""
    given_up = 0
    for erasure in claimed:
        given_up += erasure.attempts >= TRIES
        wait = min(_FIRST_WAIT * 2 ** min(erasure.attempts - 1, 10), _LONGEST_WAIT)
        work.conn.execute(
            erasures.update()
            .where(erasures.c.provider_id == erasure.provider_id)
            .values(due_at=work.now + wait, attempts=erasure.attempts)
        )
    if given_up:
        log.error(
            "The carrier still keeps %d texts that it did not erase in four days of tries, "
            "and we give up on them: see raincheck doctor.",
            given_up,
        )


def backlog(moment: Moment) -> Backlog:
    """How many erasures are waiting, overdue and given up."""
    waits = erasures.c.attempts < TRIES
    late = sa.and_(waits, erasures.c.due_at <= moment.now - OVERDUE_AFTER)
    counts = [sa.func.count().filter(which) for which in (waits, late, sa.not_(waits))]
    found = moment.conn.execute(sa.select(*counts).select_from(erasures)).one()
    return Backlog(waiting=found[0], overdue=found[1], given_up=found[2])


def _rushed(work: Work) -> bool:
    late = work.now - _RUSH
    alerts = sa.and_(messages.c.priority == Purpose.ALERT, messages.c.send_at <= late)
    due = (checkins.c.next_at <= late, alerts)
    return any(work.conn.scalar(sa.select(sa.exists().where(each))) for each in due)


def _insert(work: Work) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(erasures) if work.core.database.sqlite else postgresql.insert(erasures)


def _row(provider_id: str, due_at: datetime) -> dict[str, object]:
    return {"provider_id": provider_id, "due_at": due_at, "attempts": 0}
