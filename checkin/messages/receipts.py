"""Delivery status: how far each alert has come, as the person sees it; or any message, by id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.outbox import Status
from checkin.storage.core import Work
from checkin.storage.tables import messages


@dataclass(frozen=True, slots=True)
class AlertStatus:
    """The status of one contact's alert, by which channel, and since when (`at`)."""

    contact_id: str
    channel: ChannelKind
    status: Status
    at: datetime


def of(work: Work, checkin_id: str) -> dict[str, AlertStatus]:
    """The status of each contact's alert, by contact id.

    Of several messages the newest counts, with two exceptions: one that was delivered beats one
    that is still on its way, and a push, which has no receipt, counts only if there is no other.
    """
    rows = work.conn.execute(
        sa.select(
            messages.c.contact_id, messages.c.channel, messages.c.status, messages.c.changed_at
        )
        .where(messages.c.checkin_id == checkin_id, messages.c.kind == Kind.ALERT)
        .order_by(
            messages.c.channel != ChannelKind.PUSH,
            messages.c.status == Status.DELIVERED,
            messages.c.created_at,
        )
    )
    return {
        row.contact_id: AlertStatus(
            row.contact_id, ChannelKind(row.channel), Status(row.status), row.changed_at
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Sent:
    """One message to one contact. `at`: when it was written."""

    contact_id: str
    kind: Kind
    channel: ChannelKind
    status: Status
    at: datetime


def all_sent(work: Work, checkin_id: str) -> list[Sent]:
    """Every message to a contact about this check-in, oldest first, without the withdrawn ones."""
    rows = work.conn.execute(
        sa.select(messages)
        .where(
            messages.c.checkin_id == checkin_id,
            messages.c.contact_id.is_not(None),
            messages.c.status != Status.WITHDRAWN,
        )
        .order_by(messages.c.created_at)
    )
    return [
        Sent(
            row.contact_id,
            Kind(row.kind),
            ChannelKind(row.channel),
            Status(row.status),
            row.created_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a message has come. `send_at`: when it is tried next, None if it is not."""

    status: Status
    send_at: datetime | None


def fates(work: Work, ids: Iterable[str]) -> dict[str, Fate]:
    """The fate of each of these messages, by our own id. Those already deleted are left out."""
    rows = work.conn.execute(
        sa.select(messages.c.id, messages.c.status, messages.c.send_at).where(
            messages.c.id.in_(list(ids))
        )
    )
    return {row.id: Fate(Status(row.status), row.send_at) for row in rows}
