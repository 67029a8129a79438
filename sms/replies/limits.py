"""Rate limits on direct replies, so that two machines do not talk for ever and nobody makes us pay
for texts to strangers. Messages of the outbox, such as alerts, are never limited here, and neither
is a reply to someone who is surely in danger, to whoever has a timer, or to a contact whose answer
is waited for.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from checkin.storage.core import Work
from checkin.storage.tables import inbound
from sms.parsing.acts import Act, Arm, ArmUntil, NearCommand, Ok, OkByCode, SetPins, Sos
from sms.parsing.layers import Heard, Stands
from sms.parsing.meanings import No, OptIn, OptOut, Parsed, Yes
from sms.replies.sender import Sender
from sms.replies.session import Session

log = logging.getLogger(__name__)

MOST_ALIKE = 5
"""How often the same text is answered, or a few in turns, each within an hour of the last. A
machine is known by repeating, not by being hard to understand."""

MOST_TEXTS = 60
"""Texts from one number within `_BUSY`. Beyond that only acts, opt-outs, opt-ins, YES and NO are
answered. Twilio itself stops a conversation after 30 replies with gaps under 30 s (error 14107)."""

_BUSY = timedelta(minutes=10)
_HOUR = timedelta(hours=1)

_NEVER_FLOODING = (Act, OptOut, OptIn, Yes, No)
_NEVER_REPEATING = (Sos, Arm, ArmUntil, OptOut, OptIn)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The decision: whether a reply leaves. `to_stranger`: it goes to a number that is nobody's
    contact and has none."""

    leaves: bool
    to_stranger: bool = False


def allow(session: Session, heard: Heard, stands: Stands, sender: Sender) -> Allowance:
    """Decide whether a reply leaves. What the text asked for has been done in any case."""
    work = sender.work
    stranger = sender.person is None and not sender.on_lists
    sure = heard.danger is not None and heard.danger.sure
    if sure or stands.running or stands.owes:
        return Allowance(True, to_stranger=stranger)
    acts = isinstance(heard.meaning, _NEVER_FLOODING) and not isinstance(heard.meaning, NearCommand)
    begins = isinstance(heard.meaning, _NEVER_REPEATING) or is_secret(heard.meaning)
    quiet = (
        (session.repeats >= MOST_ALIKE and not begins)
        # What may be danger is muted where it repeats, and for nothing else.
        or (not acts and not heard.danger and _is_flooding(work, sender.phone))
        or (stranger and not heard.danger and _too_many_strangers(work))
    )
    return Allowance(not quiet, to_stranger=stranger)


def is_secret(meaning: Parsed) -> bool:
    """Whether the text holds a PIN: it is always answered, and never compared with another one."""
    if isinstance(meaning, Ok):
        return meaning.pin is not None
    return isinstance(meaning, OkByCode | SetPins)


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
