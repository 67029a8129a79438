"""Rate limits on direct replies, so that two machines do not talk for ever and nobody makes us pay
for texts to strangers. Messages of the outbox, such as alerts, are never limited here."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from checkin.people import contacts
from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.storage.tables import inbound
from sms.parsing.acts import Act
from sms.parsing.meanings import (
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
from sms.replies.session import Session, fingerprint

log = logging.getLogger(__name__)

MOST_ALIKE = 5
"""How often the same reply goes to one number in a row, each within `_ROW_LASTS` of the last."""

MOST_TEXTS = 60
"""Texts from one number within `_BUSY`. Beyond that only acts, opt-outs, opt-ins, YES and NO are
answered. Twilio itself stops a conversation after 30 replies with gaps under 30 s (error 14107)."""

_BUSY = timedelta(minutes=10)
_ROW_LASTS = timedelta(hours=1)
_STRANGER_PAUSE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)

_NEVER_LIMITED = (Act, OptOut, OptIn, Yes, No)
_PASSIVE = (Unknown, NearCard, NearOptOut, Reaction, PicturesOnly, Hello, Thanks, CarrierHelp)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The decision: whether a reply leaves, and the session that remembers it. `to_stranger`: it
    goes to a number that is nobody's contact and has none."""

    leaves: bool
    session: Session
    to_stranger: bool = False


def allow(
    work: Work, session: Session, meaning: Parsed, reply: str, person: Person | None
) -> Allowance:
    """Decide whether this reply leaves. What the text asked for has been done in any case."""
    session = replace(session, heard=session.heard or not isinstance(meaning, _PASSIVE))
    if not reply:
        return Allowance(False, session)
    stranger = person is None and not contacts.listed(work, session.phone)
    mark = fingerprint(reply)
    age = work.now - session.answered_at if session.answered_at else _ROW_LASTS
    alike = session.alike + 1 if mark == session.last and age < _ROW_LASTS else 1
    again = alike > 1 and not isinstance(meaning, Act)
    quiet = (
        alike > MOST_ALIKE
        or (stranger and age < _STRANGER_PAUSE and (again or not session.heard))
        or (not isinstance(meaning, _NEVER_LIMITED) and _is_flooding(work, session.phone))
        or (stranger and _too_many_strangers(work))
    )
    if quiet:
        return Allowance(False, session)
    answered = replace(session, last=mark, alike=alike, answered_at=work.now)
    return Allowance(True, answered, to_stranger=stranger)


def _is_flooding(work: Work, phone: str) -> bool:
    theirs = inbound.c.phone_hash == work.core.vault.hash(phone)
    # The text that is being answered is among them.
    return _count_recent(work, MOST_TEXTS + 1, _BUSY, theirs) > MOST_TEXTS


def _too_many_strangers(work: Work) -> bool:
    most = work.core.strangers_an_hour
    count = _count_recent(work, most, _HOUR, inbound.c.to_stranger)
    if count == most - 1:
        # Logged once, with the last reply allowed; refused ones may come many a second.
        log.warning("%d unknown numbers were answered within an hour; more have to wait.", most)
    return count >= most


def _count_recent(work: Work, most: int, within: timedelta, which: sa.ColumnElement[bool]) -> int:
    """How many texts match `which` within the last `within`; counting stops at `most`."""
    lately = inbound.c.received_at > work.now - within
    some = sa.select(inbound.c.provider_id).where(which, lately).limit(most).subquery()
    return work.conn.scalar(sa.select(sa.func.count()).select_from(some)) or 0
