"""Words of texts that a provider still keeps, and that we still have to have erased there.

The queue outlives the messages it came from, and the people: who leaves takes their rows along,
and the provider's copy goes all the same. It holds nothing but the provider's own names.
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
"""A text that has just ended may not be shown as ended yet."""

UNHEARD_FOR = timedelta(minutes=5)
"""A text of which no receipt comes is looked at after this."""

LEASE = timedelta(minutes=2)
TRIES = 24
"""With the waits between them, about four days."""

OVERDUE_AFTER = timedelta(minutes=15)
_RUSH = timedelta(seconds=1)  # that late is nobody's timer or alert in quiet times
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_FURTHEST = timedelta(days=1)  # what lies further ahead was queued by a clock that was wrong
_GIVEN_UP_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One text to erase, and the how-manieth try this is."""

    provider_id: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait, how many of them longer than they should, and how many we gave up."""

    waiting: int
    overdue: int
    given_up: int


def enqueue(work: Work, provider_ids: Iterable[str], due_at: datetime) -> None:
    """Queue texts; what is queued already keeps its turn."""
    rows = [_row(provider_id, due_at) for provider_id in provider_ids]
    if rows:
        work.conn.execute(_insert(work).on_conflict_do_nothing(), rows)


def hasten(work: Work, provider_id: str) -> None:
    """This text has ended: queue it for soon, or bring it forward if it waits."""
    insert = _insert(work)
    sooner = insert.on_conflict_do_update(
        index_elements=[erasures.c.provider_id],
        set_={"due_at": insert.excluded.due_at},
        where=sa.and_(erasures.c.due_at > insert.excluded.due_at, erasures.c.attempts < TRIES),
    )
    work.conn.execute(sooner, _row(provider_id, work.now + SETTLES_IN))


def waits(work: Work, provider_id: str) -> bool:
    """Whether this text is queued, or was given up."""
    query = sa.select(erasures.c.provider_id).where(erasures.c.provider_id == provider_id)
    return work.conn.execute(query).first() is not None


def claim(work: Work, limit: int) -> list[Erasure]:
    """Lease up to `limit` whose turn has come, the longest due first; none in a rush of alerts,
    which need the machine for themselves. Whoever holds a lease and dies loses it after `LEASE`."""
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
    """Nothing of these is left at the provider."""
    ids = [erasure.provider_id for erasure in claimed]
    work.conn.execute(erasures.delete().where(erasures.c.provider_id.in_(ids)))


def release(work: Work, claimed: Iterable[Erasure], due_at: datetime) -> None:
    """Not tried, or through no fault of theirs in vain: again at `due_at`, as if not claimed."""
    ids = [erasure.provider_id for erasure in claimed]
    row = erasures.update().where(erasures.c.provider_id.in_(ids))
    work.conn.execute(row.values(due_at=due_at))


def retry(work: Work, claimed: Iterable[Erasure]) -> None:
    """Tried in vain: again later, twice as long each time, until we give up, out loud."""
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
    """How far we are behind."""
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
