"""How much we answer: so that two machines never talk for ever, and nobody makes us pay for
texts to strangers. What leaves the outbox, alerts first of all, is never limited here."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from checkin import contacts
from checkin.core import Work
from checkin.people import Person
from checkin.tables import inbound
from sms.acts import Act
from sms.meanings import (
    CarrierHelp,
    Hello,
    NearCard,
    NearOptOut,
    No,
    OptIn,
    OptOut,
    Parsed,
    PicturesOnly,
    Reaction,
    Thanks,
    Unknown,
    Yes,
)
from sms.thread import Thread, fingerprint

log = logging.getLogger(__name__)

MOST_ALIKE = 5
"""The same answer to one number, in a row within `_ROW_LASTS`."""

MOST_TEXTS = 60
"""From one number within `_BUSY`: after that only what touches a timer or a wish is answered.
Twilio stops a conversation after 30 replies with gaps under 30 s (error 14107)."""

_BUSY = timedelta(minutes=10)
_ROW_LASTS = timedelta(hours=1)
_STRANGER_WAITS = timedelta(minutes=1)
_HOUR = timedelta(hours=1)

_ALWAYS = (Act, OptOut, OptIn, Yes, No)
_PASSIVE = (Unknown, NearCard, NearOptOut, Reaction, PicturesOnly, Hello, Thanks, CarrierHelp)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What we may send in answer: `reply` as it is, or nothing. `thread` remembers it.
    `to_stranger`: it goes to someone who is nobody's contact and has none."""

    reply: str
    thread: Thread
    to_stranger: bool


def allow(
    work: Work,
    before: Thread,
    after: Thread,
    meaning: Parsed,
    reply: str,
    person: Person | None,
) -> Allowance:
    """Whether this reply leaves. What the text asked for has been done all the same."""
    stranger = person is None and not contacts.listed(work, before.phone)
    heard = after.heard or not isinstance(meaning, _PASSIVE)
    print_ = fingerprint(reply) if reply else before.last
    age = work.now - before.answered_at if before.answered_at else _ROW_LASTS
    alike = before.alike + 1 if print_ == before.last and age < _ROW_LASTS else 1
    remembered = replace(after, heard=heard)
    if not reply:
        return Allowance("", remembered, False)
    quiet = (
        alike > MOST_ALIKE
        or (stranger and not heard and age < _STRANGER_WAITS)
        or (stranger and alike > 1 and age < _STRANGER_WAITS and not isinstance(meaning, Act))
        or (not isinstance(meaning, _ALWAYS) and _floods(work, before.phone))
        or (stranger and _too_many_strangers(work))
    )
    if quiet:
        return Allowance("", remembered, False)
    answered = replace(remembered, last=print_, alike=alike, answered_at=work.now)
    return Allowance(reply, answered, stranger)


def _floods(work: Work, phone: str) -> bool:
    return _reached(
        work,
        MOST_TEXTS + 1,  # the text that is being answered is among them
        inbound.c.phone_hash == work.core.vault.hash(phone),
        inbound.c.received_at > work.now - _BUSY,
    )


def _too_many_strangers(work: Work) -> bool:
    most = work.core.strangers_an_hour
    reached = _reached(work, most, inbound.c.to_stranger, inbound.c.received_at > work.now - _HOUR)
    if reached:
        log.warning("More than %d unknown numbers were answered in an hour; more wait.", most)
    return reached


def _reached(work: Work, count: int, *where: sa.ColumnElement[bool]) -> bool:
    some = sa.select(inbound.c.provider_id).where(*where).limit(count).subquery()
    return bool(work.conn.scalar(sa.select(sa.func.count()).select_from(some)) == count)
