"""When a clock that was ahead is put right: what was put off until an hour that is long in coming
is brought back. A timer that still runs keeps the end that was promised."""

import logging

import sqlalchemy as sa

from checkin.machine.advance import State
from checkin.messages.outbox import LATEST_RETRY
from checkin.monitoring.health import CLOCKS_DIFFER
from checkin.storage.core import Work
from checkin.storage.tables import checkins, messages, workers

log = logging.getLogger(__name__)


def seen(work: Work) -> bool:
    """Whether some worker has given a sign of life that lies ahead of us."""
    ahead = sa.select(workers.c.id).where(workers.c.beat_at > work.now + CLOCKS_DIFFER)
    return work.conn.execute(ahead.limit(1)).first() is not None


def put_right(work: Work) -> None:
    """Bring back every alert and message whose turn is later than it could be by a right clock,
    and forget signs of life from the future: they would outlive the worker that gave them."""
    run = work.conn.execute
    run(workers.delete().where(workers.c.beat_at > work.now + CLOCKS_DIFFER))
    wait = sa.case(
        (checkins.c.state == State.ALERTING, checkins.c.escalate_s),
        (checkins.c.hold_s > checkins.c.grace_s, checkins.c.hold_s),
        else_=checkins.c.grace_s,
    )
    next_ms = sa.type_coerce(checkins.c.next_at, sa.BigInteger)
    now_ms = round(work.now.timestamp() * 1000)
    told = run(
        checkins.update()
        .where(
            checkins.c.next_at > work.now,
            checkins.c.state.in_([State.ALERTING, State.HELD]),
            next_ms > now_ms + wait * 1000,
        )
        .values(next_at=work.now)
    )
    put_off = messages.c.send_at > work.now + LATEST_RETRY
    waiting = run(messages.update().where(put_off).values(send_at=work.now))
    log.warning(
        "The clock was ahead and has been put right; %d alerts and %d messages were brought back.",
        told.rowcount,
        waiting.rowcount,
    )
