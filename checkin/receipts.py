"""What became of each alert, for the person's own eyes."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from checkin.core import Work
from checkin.notices import By, Kind
from checkin.outbox import Status
from checkin.tables import messages


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far the newest alert to one contact has come, by which channel, and since when."""

    contact_id: str
    by: By
    status: Status
    at: datetime


def of(work: Work, checkin_id: str) -> dict[str, Receipt]:
    """The newest word on each contact's alert, by contact id. A text that was delivered counts
    more than a later one that is still on its way."""
    rows = work.conn.execute(
        sa.select(messages.c.contact_id, messages.c.by, messages.c.status, messages.c.changed_at)
        .where(messages.c.checkin_id == checkin_id, messages.c.kind == Kind.ALERT)
        .order_by(messages.c.status == Status.DELIVERED, messages.c.created_at)
    )
    return {
        row.contact_id: Receipt(row.contact_id, By(row.by), Status(row.status), row.changed_at)
        for row in rows
    }
