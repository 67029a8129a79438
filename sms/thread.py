"""What we remember of one phone between two texts: language, place, what NEXT and 3 mean."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

import sqlalchemy as sa

from checkin import contacts, people
from checkin.core import Work
from checkin.tables import threads
from content.phrases import SOURCE

PENDING_LASTS = timedelta(minutes=10)
_FORGETS_AFTER = timedelta(days=1)
DEFAULT_PLACE = "us"


@dataclass(frozen=True, slots=True)
class Thread:
    """`pages`: what NEXT will say. `menu`: the card behind each number. `pending`: the question
    that YES or NO would answer. `chosen`: the language was chosen, not guessed. `misses`: texts
    in a row that we did not understand."""

    phone: str
    lang: str
    place: str
    pages: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    pending: str | None = None
    chosen: bool = False
    misses: int = 0
    known: bool = field(default=True, compare=False)


def load(work: Work, phone: str) -> Thread:
    """The phone's thread; a fresh one for a phone we have not heard of lately."""
    person = people.by_phone(work, phone)
    invited = contacts.by_phone(work, phone)
    # A contact's first answer is answered in the language they were invited in.
    lang = person.lang if person else invited[0].lang if invited else SOURCE
    place = person.place if person else DEFAULT_PLACE
    row = work.conn.execute(
        sa.select(threads).where(threads.c.phone_hash == work.core.vault.hash(phone))
    ).first()
    if row is None:
        return Thread(phone, lang, place, known=False)
    memory = json.loads(work.open(row.memory_sealed, _cell(row.phone_hash)) or "{}")
    age = work.now - row.changed_at
    return Thread(
        phone=phone,
        lang=row.lang,
        place=row.place,
        pages=tuple(memory.get("pages", ())) if age < _FORGETS_AFTER else (),
        menu=tuple(memory.get("menu", ())) if age < _FORGETS_AFTER else (),
        pending=memory.get("pending") if age < PENDING_LASTS else None,
        chosen=bool(memory.get("chosen")),
        misses=row.misses if age < _FORGETS_AFTER else 0,
    )


def save(work: Work, thread: Thread) -> None:
    """Write the thread down."""
    hashed = work.core.vault.hash(thread.phone)
    memory = {
        "pages": thread.pages,
        "menu": thread.menu,
        "pending": thread.pending,
        "chosen": thread.chosen,
    }
    work.conn.execute(threads.delete().where(threads.c.phone_hash == hashed))
    work.conn.execute(
        threads.insert().values(
            phone_hash=hashed,
            lang=thread.lang,
            place=thread.place,
            memory_sealed=work.seal(json.dumps(memory), _cell(hashed)),
            misses=thread.misses,
            changed_at=work.now,
        )
    )


def settle(
    work: Work, thread: Thread, *, lang: str | None = None, place: str | None = None
) -> Thread:
    """A choice of language or place, remembered for the phone and for the person behind it."""
    person = people.by_phone(work, thread.phone)
    if person:
        people.change(work, person, lang=lang, place=place)
    return replace(
        thread,
        lang=lang or thread.lang,
        place=place or thread.place,
        chosen=thread.chosen or lang is not None,
    )


def _cell(phone_hash: bytes) -> str:
    return f"threads.memory:{phone_hash.hex()}"
