"""The session: what is remembered of one phone between two texts, such as its language and place,
the pages that NEXT will bring, and the card behind each number of the last menu."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from checkin.people import people
from checkin.storage.core import Work
from checkin.storage.tables import sessions
from sms.replies.sender import Sender

PENDING_LASTS = timedelta(minutes=10)
_FORGETS_AFTER = timedelta(days=1)
_DIGITS = re.compile(r"\d+")
_ROW_LASTS = timedelta(hours=1)
_MOST_RECENT = 6


@dataclass(frozen=True, slots=True)
class Session:
    """The session of one phone.

    pages: what NEXT will bring, one page each time; menu: the card id behind each number, from 1;
    pending: the question of ours that the next text may answer; chosen: the person chose the
    language, we did not guess it; known: a session was stored, so the phone is not new; recent:
    fingerprints of its last texts that differed, newest last; repeats: how many of its texts in a
    row were among these; chats: how often small talk was answered since `chatted_at`;
    answered_at: when our last reply to it left.
    """

    phone: str
    lang: str
    place: str
    pages: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    pending: str | None = None
    chosen: bool = False
    known: bool = field(default=True, compare=False)
    recent: tuple[str, ...] = ()
    repeats: int = 0
    chats: int = 0
    chatted_at: datetime | None = None
    answered_at: datetime | None = None


def load(sender: Sender) -> Session:
    """The stored session of the sender's phone, or a new one."""
    work, phone = sender.work, sender.phone
    row = work.conn.execute(
        sa.select(sessions).where(sessions.c.phone_hash == work.core.vault.hash(phone))
    ).first()
    if row is None:
        return _new(sender)
    memory = json.loads(work.open(row.memory_sealed, _cell(row.phone_hash)) or "{}")
    age = work.now - row.changed_at
    # The host may have removed a language or place since the phone last texted.
    spoken = {language.code for language in work.core.phrases.languages}
    return Session(
        phone=phone,
        lang=row.lang if row.lang in spoken else work.core.lang,
        place=row.place if row.place in work.core.library.places else work.core.place,
        pages=tuple(memory.get("pages", ())) if age < _FORGETS_AFTER else (),
        menu=tuple(memory.get("menu", ())) if age < _FORGETS_AFTER else (),
        pending=memory.get("pending") if age < PENDING_LASTS else None,
        chosen=bool(memory.get("chosen")),
        recent=tuple(memory.get("recent", ())) if age < _ROW_LASTS else (),
        repeats=memory.get("repeats", 0) if age < _ROW_LASTS else 0,
        chats=memory.get("chats", 0),
        chatted_at=_moment(memory.get("chatted_at")),
        answered_at=_moment(memory.get("answered_at")),
    )


def _new(sender: Sender) -> Session:
    person, core = sender.person, sender.work.core
    if person:
        return Session(sender.phone, person.lang, person.place, known=False)
    invited = sender.on_lists
    # A contact's first text is answered in the language of the invitation.
    lang = invited[0].lang if invited else core.lang
    return Session(sender.phone, lang, core.place, known=False)


def save(work: Work, session: Session) -> None:
    """Store the session in place of the phone's last one."""
    hashed = work.core.vault.hash(session.phone)
    memory = {
        "pages": session.pages,
        "menu": session.menu,
        "pending": session.pending,
        "chosen": session.chosen,
        "recent": session.recent,
        "repeats": session.repeats,
        "chats": session.chats,
        "chatted_at": session.chatted_at.timestamp() if session.chatted_at else None,
        "answered_at": session.answered_at.timestamp() if session.answered_at else None,
    }
    work.conn.execute(sessions.delete().where(sessions.c.phone_hash == hashed))
    work.conn.execute(
        sessions.insert().values(
            phone_hash=hashed,
            lang=session.lang,
            place=session.place,
            memory_sealed=work.seal(json.dumps(memory), _cell(hashed)),
            changed_at=work.now,
        )
    )


def settle(
    work: Work, session: Session, *, lang: str | None = None, place: str | None = None
) -> Session:
    """The session with a chosen language or place, which is also stored for the phone's person."""
    person = people.by_phone(work, session.phone)
    if person:
        people.change(work, person, lang=lang, place=place)
    return replace(
        session,
        lang=lang or session.lang,
        place=place or session.place,
        chosen=session.chosen or lang is not None,
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def hear(session: Session, text: str, *, loose: bool) -> Session:
    """The session after one more text. A machine repeats itself, perhaps in turns and with another
    number or time in it each time: so digits are left out of a `loose` text, which is no command.
    """
    said = _DIGITS.sub("0", text) if loose else text
    mark = sha256(said.strip().casefold().encode()).hexdigest()[:8]
    again = mark in session.recent
    others = tuple(each for each in session.recent if each != mark)
    return replace(
        session,
        recent=(*others, mark)[-_MOST_RECENT:],
        repeats=session.repeats + 1 if again else 0,
    )


def _cell(phone_hash: bytes) -> str:
    # "threads" was the table's first name. Stored rows are sealed for it, so it stays.
    return f"threads.memory:{phone_hash.hex()}"
