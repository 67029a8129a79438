"""Retention: how long each kind of row is kept."""

from datetime import timedelta

import sqlalchemy as sa

from checkin.actions import handovers
from checkin.machine.checkin import Outcome
from checkin.messages import announcements
from checkin.messages.outbox import Status
from checkin.monitoring import counters, daily_counters
from checkin.people import host_sessions, tries
from checkin.people.contacts import Consent
from checkin.storage.core import Work
from checkin.storage.tables import (
    checkins,
    contacts,
    inbound,
    messages,
    people,
    recipients,
    sessions,
    workers,
)

CLOSED_KEPT = timedelta(hours=23)
MESSAGES_KEPT = timedelta(days=2)
INBOUND_KEPT = timedelta(days=7)
SESSIONS_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=14)
WORKERS_KEPT = timedelta(days=1)


def delete_expired(work: Work) -> None:
    """Delete every row that has been kept long enough, and compact the counters."""
    now, run = work.now, work.conn.execute
    run(checkins.delete().where(checkins.c.closed_at <= now - CLOSED_KEPT))
    run(
        messages.delete().where(
            messages.c.changed_at <= now - MESSAGES_KEPT,
            messages.c.status.not_in([Status.QUEUED, Status.SENDING]),
        )
    )
    run(inbound.delete().where(inbound.c.received_at <= now - INBOUND_KEPT))
    run(sessions.delete().where(sessions.c.changed_at <= now - SESSIONS_KEPT))
    run(
        contacts.delete().where(
            contacts.c.consent.not_in([Consent.CONFIRMED, Consent.ALERT_ONLY]),
            contacts.c.invited_at <= now - INVITATIONS_KEPT,
        )
    )
    run(workers.delete().where(workers.c.beat_at <= now - WORKERS_KEPT))
    # A contact may still answer what ended unanswered.
    goes_on = sa.or_(checkins.c.next_at.is_not(None), checkins.c.outcome == Outcome.UNANSWERED)
    going = sa.select(checkins.c.person_id).where(goes_on)
    needed = (
        sa.select(recipients.c.contact_id)
        .join(checkins, checkins.c.id == recipients.c.checkin_id)
        .where(goes_on)
    )
    run(
        contacts.delete().where(
            contacts.c.consent == Consent.ALERT_ONLY,
            contacts.c.id.not_in(needed),
            contacts.c.stands_for.is_(None),
        )
    )
    unsent = sa.select(messages.c.person_id).where(
        messages.c.person_id.is_not(None),
        messages.c.status.in_([Status.QUEUED, Status.SENDING]),
    )
    gone = sa.and_(people.c.id.not_in(going), people.c.id.not_in(unsent))
    run(people.delete().where(people.c.leaving, gone))
    codes = people.update().where(people.c.pairing_until <= now)
    run(codes.values(pairing_hash=None, pairing_until=None))
    with work.savepoint("Silent numbers could not be asked; all else is deleted."):
        handovers.sweep(work)
    host_sessions.sweep(work)
    tries.sweep(work)
    announcements.sweep(work)
    daily_counters.compact(work)
    counters.compact(work)
