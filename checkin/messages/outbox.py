"""The transactional outbox: messages as rows, and how far each has come.

A message is written in the same transaction as its cause. A worker leases it, sends it, and tries
again until it is accepted: at least once, never at most once.
"""

import logging
import random
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from checkin.machine.notices import ChannelKind, Kind, Purpose
from checkin.messages.channels import Message
from checkin.monitoring import counters, daily_counters
from checkin.monitoring.counters import Step
from checkin.people import opt_outs
from checkin.storage.core import Work, new_id
from checkin.storage.tables import messages
from checkin.storage.vault import VaultError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
_DAY = timedelta(days=1)
_FIRST_RETRY = timedelta(seconds=2)
_LONGEST_RETRY = {
    Purpose.ALERT: timedelta(seconds=10),
    Purpose.CHECKIN: timedelta(seconds=30),
    Purpose.OTHER: timedelta(minutes=5),
}
_JITTER = (0.5, 1.5)  # so that many retries do not come at the same moment
LATEST_RETRY = _LONGEST_RETRY[Purpose.OTHER] * _JITTER[1]
"""The longest wait for the next try of a message. For an alert it is 15 seconds."""
_RESTS = {
    Purpose.ALERT: timedelta(seconds=5),
    Purpose.CHECKIN: timedelta(seconds=15),
    Purpose.OTHER: timedelta(seconds=30),
}
"""So long after its last try a message is left alone when others get through again: one that fails
by itself must not be tried again with each of them."""


class Status(StrEnum):
    """How far a message has come. It only moves forwards in this order, except from sending to
    queued when it is tried again. Handed: the provider has passed it on to a phone network."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    HANDED = "handed"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_RANK = {status: rank for rank, status in enumerate(Status)}
_SETTLED = (Status.DELIVERED, Status.FAILED, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A leased message. `attempts` counts the try that starts now, too. `doubtful`: an earlier try
    may have reached the provider."""

    message: Message
    kind: str
    channel: ChannelKind
    person_id: str | None
    checkin_id: str | None
    contact_id: str | None
    attempts: int
    doubtful: bool


def enqueue(
    work: Work,
    *,
    kind: str,
    to: str,
    lang: str,
    body: str,
    person_id: str | None = None,
    checkin_id: str | None = None,
    contact_id: str | None = None,
    channel: ChannelKind = ChannelKind.TEXT,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> str | None:
    """Write a message for the worker to send. Returns its id.

    `to` and `body`: as in `Message`. `due_at`: what its delay is measured from, None for now.
    `useful_until`: None for a day from now. Returns None, and writes nothing, when it would be a
    text or call to a person whose number has opted out of everything.
    """
    if (
        person_id
        and not contact_id
        and channel is not ChannelKind.PUSH
        and opt_outs.wants_nothing(work, to)
    ):
        return None
    id = new_id()
    work.write(
        _INSERT,
        {
            "id": id,
            "person_id": person_id,
            "checkin_id": checkin_id,
            "contact_id": contact_id,
            "kind": kind,
            "channel": channel,
            "priority": Purpose.of(kind, checkin_id),
            "lang": lang,
            "to_sealed": work.seal(to, f"messages.to:{id}"),
            "body_sealed": work.seal(body, f"messages.body:{id}"),
            "status": Status.QUEUED,
            "attempts": 0,
            "doubtful": False,
            "followed": False,
            "due_at": due_at or work.now,
            "created_at": work.now,
            "send_at": work.now,
            "useful_until": useful_until or work.now + _DAY,
            "changed_at": work.now,
        },
    )
    return id


def withdraw(work: Work, checkin_id: str, kinds: tuple[Kind, ...]) -> None:
    """Withdraw this check-in's unsent messages of these kinds: they are no longer true."""
    _withdraw(work, messages.c.checkin_id == checkin_id, messages.c.kind.in_(kinds))


def withdraw_for(work: Work, contact_id: str) -> None:
    """Withdraw every unsent message to a contact who has opted out."""
    _withdraw(work, messages.c.contact_id == contact_id)


def _withdraw(work: Work, *where: sa.ColumnElement[bool]) -> None:
    work.conn.execute(
        messages.update()
        .where(*where, messages.c.status.in_([Status.QUEUED, Status.SENDING]))
        .values(status=Status.WITHDRAWN, changed_at=work.now, **_WIPED)
    )


@dataclass(frozen=True, slots=True)
class Addressee:
    """The check-in that a message is about, and the contact it goes to."""

    checkin_id: str
    contact_id: str


def addressed(work: Work, id: str) -> Addressee | None:
    """The addressee of the message with our id `id`. None unless it went to a contact about a
    check-in."""
    row = work.conn.execute(
        sa.select(messages.c.checkin_id, messages.c.contact_id).where(messages.c.id == id)
    ).first()
    if row is None or row.checkin_id is None or row.contact_id is None:
        return None
    return Addressee(row.checkin_id, row.contact_id)


def claim(work: Work, limit: int, *, lease: timedelta = LEASE) -> list[Outgoing]:
    """Lease up to `limit` messages that are due, alerts first.

    A lease ends after `lease`. The message of a worker that died is then leased again, as
    doubtful. Messages past `useful_until` expire here.
    """
    query = (
        sa.select(messages)
        .where(messages.c.send_at <= work.now)
        .order_by(messages.c.priority, messages.c.send_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed, leases = [], []
    for row in work.conn.execute(query).all():
        if row.useful_until <= work.now:
            _mark(work, row.id, status=Status.EXPIRED, **_WIPED)
            _count(work, Step.EXPIRED, row)
            continue
        doubtful = row.doubtful or row.status == Status.SENDING
        leases.append(
            {
                "which": row.id,
                "status": Status.SENDING,
                "attempts": row.attempts + 1,
                "doubtful": doubtful,
                "send_at": work.now + lease,
                "changed_at": work.now,
            }
        )
        try:
            claimed.append(_outgoing(work, row, doubtful=doubtful))
        except VaultError:
            log.exception("Message %s cannot be opened; it keeps its lease.", row.id)
    if leases:
        work.conn.execute(_UPDATE, leases)
    return claimed


def _outgoing(work: Work, row: sa.Row[Any], *, doubtful: bool) -> Outgoing:
    message = Message(
        id=row.id,
        to=work.open(row.to_sealed, f"messages.to:{row.id}") or "",
        body=work.open(row.body_sealed, f"messages.body:{row.id}") or "",
        lang=row.lang,
        created_at=row.created_at,
        useful_until=row.useful_until,
    )
    return Outgoing(
        message=message,
        kind=row.kind,
        channel=ChannelKind(row.channel),
        person_id=row.person_id,
        checkin_id=row.checkin_id,
        contact_id=row.contact_id,
        attempts=row.attempts + 1,
        doubtful=doubtful,
    )


def mark_accepted(work: Work, names: Mapping[str, str]) -> None:
    """The provider has accepted these messages. `names`: its id for each, by our own id.

    Where a callback came first and moved the message further, only the provider's id is kept.
    """
    taken = work.conn.execute(
        messages.update()
        .where(
            messages.c.id.in_(list(names)), messages.c.status.in_([Status.QUEUED, Status.SENDING])
        )
        .values(status=Status.ACCEPTED, accepted_at=work.now, changed_at=work.now, **_WIPED)
        .returning(*_COUNTED)
    )
    _count(work, Step.ACCEPTED, *taken.all())
    named = [{"which": id, "provider_id": name} for id, name in names.items()]
    work.conn.execute(_UPDATE, named)


def retry(
    work: Work,
    outgoing: Outgoing,
    *,
    doubtful: bool,
    code: str | None,
    not_before: timedelta = timedelta(0),
) -> datetime | None:
    """Queue a message again, with exponential backoff and jitter. Returns when it is tried next.

    An alert waits 15 seconds at most, whatever the provider asks for (`not_before`). Returns None,
    and changes nothing, if its lease was lost to another worker.
    """
    purpose = Purpose.of(outgoing.kind, outgoing.checkin_id)
    longest = _LONGEST_RETRY[purpose]
    most = longest * _JITTER[1] if purpose is Purpose.ALERT else LATEST_RETRY
    wait = min(_FIRST_RETRY * 2 ** min(outgoing.attempts - 1, 10), longest)
    wait *= random.uniform(*_JITTER)  # noqa: S311 - not a secret
    send_at: datetime = work.now + max(wait, min(not_before, most))
    again = work.conn.execute(
        messages.update()
        .where(
            messages.c.id == outgoing.message.id,
            messages.c.status == Status.SENDING,
            messages.c.attempts == outgoing.attempts,
        )
        .values(
            status=Status.QUEUED,
            doubtful=outgoing.doubtful or doubtful,
            send_at=send_at,
            error=code,
            changed_at=work.now,
        )
        .returning(*_COUNTED)
    ).first()
    if again is None:
        return None
    _count(work, Step.RETRIED, again)
    return send_at


def bring_forward(work: Work, channels: Collection[ChannelKind]) -> None:
    """These channels have just taken something: try now what waits for them after a failure.

    So tries made while a provider was away do not lengthen the wait after it.
    """
    rested = sa.or_(
        *(
            sa.and_(messages.c.priority == purpose, messages.c.changed_at <= work.now - rest)
            for purpose, rest in _RESTS.items()
        )
    )
    waiting = (
        sa.select(messages.c.id)
        .where(
            messages.c.priority.in_(list(Purpose)),
            messages.c.send_at > work.now,
            messages.c.status == Status.QUEUED,
            messages.c.attempts > 0,
            messages.c.channel.in_(list(channels)),
            # Push is many services, each of which may have asked for a rest; alerts alone break it.
            sa.or_(messages.c.channel != ChannelKind.PUSH, messages.c.priority == Purpose.ALERT),
            rested,
        )
        # What another worker holds is being seen to.
        .with_for_update(skip_locked=True)
    )
    work.conn.execute(messages.update().where(messages.c.id.in_(waiting)).values(send_at=work.now))


def apply_receipt(
    work: Work, id: str, status: Status, code: str | None = None
) -> sa.Row[Any] | None:
    """Apply a delivery receipt, which may come in any order and more than once.

    Returns the message's row if this moved it forwards, else None.
    """
    query = sa.select(messages).where(messages.c.id == id).with_for_update()
    row = work.conn.execute(query).first()
    if row is None or row.status in _SETTLED or _RANK[status] <= _RANK[Status(row.status)]:
        return None
    _mark(work, id, status=status, error=code, **_WIPED)
    if status is not Status.FAILED and row.accepted_at is None:
        _mark(work, id, accepted_at=work.now)
        _count(work, Step.ACCEPTED, row)
    if status in _ENDS:
        _count(work, Step(status), row)
    return row


def _count(work: Work, step: Step, *rows: sa.Row[Any]) -> None:
    for channel, count in Counter(row.channel for row in rows).items():
        daily_counters.add(work, step, ChannelKind(channel), count)
    counters.add(
        work,
        step,
        *(
            (row.channel, Purpose.of(row.kind, row.checkin_id).name.lower(), row.due_at)
            for row in rows
        ),
    )


_INSERT = messages.insert()
_UPDATE = messages.update().where(messages.c.id == sa.bindparam("which"))
_COUNTED = (messages.c.kind, messages.c.channel, messages.c.checkin_id, messages.c.due_at)
_ENDS = (Status.DELIVERED, Status.FAILED, Status.EXPIRED)
_WIPED: dict[str, object] = {"to_sealed": None, "body_sealed": None, "send_at": None}


def _mark(work: Work, id: str, **values: object) -> None:
    work.conn.execute(
        messages.update().where(messages.c.id == id).values(changed_at=work.now, **values)
    )
