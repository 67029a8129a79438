"""The fallback call: when an alert by text has not arrived, or may not be arriving, a call follows
it once, beside what the rounds do."""

from datetime import timedelta

import sqlalchemy as sa

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import State
from checkin.machine.notices import ChannelKind, Kind, Notice
from checkin.messages.outbox import Status
from checkin.storage.core import Work
from checkin.storage.tables import checkins, messages

NO_RECEIPT_FOR = timedelta(minutes=3)
"""An accepted alert waits this long for its delivery receipt before a call follows."""

TROUBLE_FOR = timedelta(seconds=30)
"""An alert that was refused at least once is this old before a call follows."""

_AT_A_TIME = 50


def call_unheard(work: Work) -> int:
    """Enqueue a call for every alert by text that has failed for good, and for every one that has
    had no receipt, or has been refused, for long enough. Returns how many. A text that can still
    arrive is still tried."""
    if not work.core.calls:
        return 0
    unheard = sa.and_(
        messages.c.status.in_([Status.ACCEPTED, Status.HANDED]),
        messages.c.accepted_at <= work.now - NO_RECEIPT_FOR,
    )
    refused = sa.and_(
        messages.c.status.in_([Status.QUEUED, Status.SENDING]),
        messages.c.attempts >= 2,
        messages.c.created_at <= work.now - TROUBLE_FOR,
    )
    failed = messages.c.status.in_([Status.FAILED, Status.EXPIRED])
    rows = work.conn.execute(
        sa.select(messages.c.id, messages.c.checkin_id, messages.c.contact_id)
        .join(checkins, checkins.c.id == messages.c.checkin_id)
        .where(
            messages.c.kind == Kind.ALERT,
            messages.c.channel == ChannelKind.TEXT,
            messages.c.followed.is_(False),
            checkins.c.state == State.ALERTING,
            sa.or_(unheard, refused, failed),
        )
        .limit(_AT_A_TIME)
        .with_for_update(of=[messages, checkins], skip_locked=True)
    ).all()
    for row in rows:
        followed = messages.update().where(messages.c.id == row.id)
        work.conn.execute(followed.values(followed=True))
        with work.savepoint("Message %s could not be followed by a call.", row.id):
            _call(work, row.checkin_id, row.contact_id)
    return len(rows)


def _call(work: Work, checkin_id: str, contact_id: str) -> None:
    timer = store.get(work, checkin_id)
    recipient = timer.checkin.recipient(contact_id) if timer else None
    if timer and recipient and recipient.askable:
        timers.enqueue_notice(
            work, timer, Notice(Kind.ALERT, contact_id=contact_id, channel=ChannelKind.CALL)
        )
