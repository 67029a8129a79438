"""Recovery from clock skew: this machine's clock ran ahead and has been set back.

Alerts and messages that were scheduled by the wrong clock would wait too long, so they become due
now. A timer that is still running keeps the end that its person was told.
"""

import logging

import sqlalchemy as sa

from checkin.machine.advance import State
from checkin.messages.outbox import LATEST_RETRY
from checkin.monitoring.health import CLOCKS_DIFFER
from checkin.storage.core import Work
from checkin.storage.tables import checkins, messages, workers

log = logging.getLogger(__name__)


def seen(work: Work) -> bool:
    """Whether some worker has left a beat that lies in the future."""
    ahead = sa.select(workers.c.id).where(workers.c.beat_at > work.now + CLOCKS_DIFFER)
    return work.conn.execute(ahead.limit(1)).first() is not None


def put_right(work: Work) -> None:
    """Make due every alert and message scheduled later than a right clock could have put it.

    Beats from the future are deleted: they would make a dead worker look alive.
    """
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
