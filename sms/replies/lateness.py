"""Late texts: they reach us after an outage, when newer things may have begun meanwhile."""

import sqlalchemy as sa

from checkin import store
from checkin.actions import answers
from checkin.people import codes
from checkin.people.people import Person
from checkin.refusals import Refused
from checkin.storage.core import Work
from checkin.storage.tables import sessions
from sms.parsing.acts import Extend, Ok, OkByCode
from sms.parsing.meanings import Digit, Parsed, Yes
from sms.replies.turn import Turn


def overtaken(turn: Turn, meaning: Parsed) -> bool:
    """Whether a late text must not be acted on, because it would close, extend, answer or confirm
    something that began only after it was sent. An OK sent before a timer began does not say that
    the person is safe after it. The work's `now` is the moment the text was sent."""
    work, phone = turn.work, turn.session.phone
    match meaning:
        case Ok() | Extend():
            return _started_since(work, turn.person())
        case OkByCode(code):
            return _started_since(work, _owner(work, code))
        case Digit():
            return _told_since(work, phone)
        case Yes():
            return turn.session.pending is not None and _asked_since(work, phone)
    return False


def reply(turn: Turn) -> str:
    """The reply to an overtaken text."""
    return turn.tr.gettext(
        "A text of yours reached us late. Things had moved on, so we did nothing with it. If you "
        "still mean it, please send it again. To see how your timer stands: STATUS."
    )


def _started_since(work: Work, person: Person | None) -> bool:
    mine = store.of(work, person) if person else []
    return any(timer.started_at > work.now for timer in mine)


def _owner(work: Work, code: str) -> Person | None:
    try:
        return codes.owner(work, code)
    except Refused:
        return None


def _told_since(work: Work, phone: str) -> bool:
    waiting = answers.waiting_for(work, phone)
    if waiting is None:
        return False
    timer, contact = waiting
    at = store.told_at(work, timer.checkin.id, contact.id)
    return at is not None and at > work.now


def _asked_since(work: Work, phone: str) -> bool:
    hashed = work.core.vault.hash(phone)
    changed_at = sa.select(sessions.c.changed_at).where(sessions.c.phone_hash == hashed)
    at = work.conn.scalar(changed_at)
    return at is not None and at > work.now
