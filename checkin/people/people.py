"""The people who carry Raincheck, as rows. No account: known by a phone, a device or both."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from checkin.machine.advance import State
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id
from checkin.storage.tables import (
    checkins,
    devices,
    hearings,
    inbound,
    messages,
    people,
    sessions,
    subscriptions,
)
from checkin.storage.vault import new_token, token_hash

LONGEST_NAME = 40
LAST_DIGITS = 4


class Police(StrEnum):
    """The person's wish about calling the police, part of every alert. After: once so many hours
    have passed without a word from her."""

    ASK = "ask"
    NEVER = "never"
    AFTER = "after"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    `phone`: E.164. `place`: a code from `content/places.py`. `at_once`: alerts go to all contacts
    at once. `zone`: a time zone (IANA name), if the person was asked for it. `seen_on`,
    `doubted_on`: see `checkin/people/silence.py`. `stands_for`: in rows kept for one alert alone,
    the id of the person; such a one is told nothing.
    """

    id: str
    lang: str
    place: str
    name: str | None
    phone: str | None
    police: Police = Police.ASK
    police_after_hours: int = 3
    at_once: bool = False
    zone: str | None = None
    seen_on: date | None = field(default=None, compare=False)
    doubted_on: date | None = field(default=None, compare=False)
    stands_for: str | None = None


NOBODY = Person(id="", lang="", place="", name=None, phone=None)
"""Stands where there is no person and it must not show, not even by the time that an answer
takes."""


def create(work: Work, *, lang: str, place: str, phone: str | None = None) -> Person:
    """Insert a new person. `phone` (E.164): only a number that has just texted us."""
    person = Person(id=work.proofs.new_id(), lang=lang, place=place, name=None, phone=phone)
    work.conn.execute(
        people.insert().values(
            id=person.id,
            lang=lang,
            place=place,
            phone_sealed=work.seal(phone, f"people.phone:{person.id}"),
            phone_hash=work.core.vault.hash(phone) if phone else None,
            police=person.police,
            police_after_hours=person.police_after_hours,
            at_once=person.at_once,
            created_on=work.today,
            seen_on=work.today,
        )
    )
    return person


def stand_in(work: Work, person: Person) -> Person:
    """Insert a row that stands for the person in one alert alone, whatever becomes of her own. Of
    her number it has the last four digits, by which contacts know her."""
    copy = replace(
        person,
        id=new_id(),
        phone=person.phone[-LAST_DIGITS:] if person.phone else None,
        stands_for=person.id,
    )
    work.conn.execute(
        people.insert().values(
            id=copy.id,
            lang=copy.lang,
            place=copy.place,
            name_sealed=work.seal(copy.name, f"people.name:{copy.id}"),
            phone_sealed=work.seal(copy.phone, f"people.phone:{copy.id}"),
            police=copy.police,
            police_after_hours=copy.police_after_hours,
            at_once=copy.at_once,
            zone=copy.zone,
            leaving=True,
            stands_for=copy.stands_for,
            created_on=work.today,
        )
    )
    return copy


def get(work: Work, id: str) -> Person | None:
    """The person with this id; None if there is none."""
    return work.known(id) or _one(work, people.c.id == id)


def many(work: Work, ids: Collection[str]) -> dict[str, Person]:
    """The people with these ids, by id. Unknown ids are left out."""
    found = work.conn.execute(sa.select(people).where(people.c.id.in_(ids)))
    return {row.id: _person(work, row) for row in found}


def lock(work: Work, person: Person) -> None:
    """Until this transaction ends no other can start a timer for the person, or forget them."""
    # NO KEY UPDATE, so that the worker can still insert messages that reference the person.
    row = sa.select(people.c.id).where(people.c.id == person.id)
    work.conn.execute(row.with_for_update(key_share=True))


def timer_runs(work: Work, person: Person) -> bool:
    """Whether the person has an open check-in."""
    mine = checkins.c.person_id == person.id
    open_ones = sa.select(checkins.c.id).where(mine, checkins.c.state != State.CLOSED)
    return work.conn.execute(open_ones.limit(1)).first() is not None


def by_phone(work: Work, phone: str) -> Person | None:
    """The person with this number (E.164); None if there is none."""
    return _one(work, people.c.phone_hash == work.core.vault.hash(phone))


def by_device(work: Work, token: str) -> Person | None:
    """The person whose device has this token (the value of its cookie)."""
    return _one(
        work,
        people.c.id.in_(
            sa.select(devices.c.person_id).where(devices.c.token_hash == token_hash(token))
        ),
    )


def add_device(work: Work, person: Person) -> str:
    """Add a device of the person's. Returns its token, of which only a hash is stored."""
    token = new_token()
    work.conn.execute(
        devices.insert().values(
            id=new_id(),
            person_id=person.id,
            token_hash=token_hash(token),
            created_on=work.today,
        )
    )
    return token


def change(
    work: Work,
    person: Person,
    *,
    lang: str | None = None,
    place: str | None = None,
    name: str | None = None,
    police: Police | None = None,
    police_after_hours: int | None = None,
    at_once: bool | None = None,
    zone: str | None = None,
) -> Person:
    """Save what is not None. An empty `name` deletes the name; another `place` the zone chosen in
    the one before. Returns the person as saved."""
    given = {
        "lang": lang,
        "place": place,
        "police": police,
        "police_after_hours": police_after_hours,
        "at_once": at_once,
        "zone": zone,
    }
    values: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    if place not in (None, person.place) and zone is None:
        values["zone"] = None
    if name is not None:
        # A long name could make an alert too long for a text, and it would reach nobody.
        short = name.strip()[:LONGEST_NAME].strip()
        values["name_sealed"] = work.seal(short or None, f"people.name:{person.id}")
    if values:
        work.conn.execute(people.update().where(people.c.id == person.id).values(**values))
    return _known(work, person.id)


def rename(work: Work, person: Person, name: str) -> Person:
    """Change the name by which contacts know the person; `name` as it is asks nothing. Raises
    Refused while a timer runs: an alert about somebody of another name would be taken for a
    mistake."""
    lock(work, person)
    if name.strip() != (person.name or "") and timer_runs(work, person):
        raise Refused(Reason.NAME_RUNNING)
    return change(work, person, name=name)


def invitations_today(work: Work, person: Person) -> int:
    """How many invitations the person has sent today (UTC), also to contacts removed since."""
    theirs = sa.and_(people.c.id == person.id, people.c.invited_on == work.today)
    return work.conn.scalar(sa.select(people.c.invitations).where(theirs)) or 0


def count_invitation(work: Work, person: Person) -> None:
    """Count one more invitation today."""
    count = invitations_today(work, person) + 1
    row = people.update().where(people.c.id == person.id)
    work.conn.execute(row.values(invitations=count, invited_on=work.today))


def forget(work: Work, person: Person) -> None:
    """Delete everything we store about the person.

    Raises Refused while a timer runs: whoever holds the phone must not be able to stop an alert.
    What a timer that was just closed has still to say then names nobody: use `actions.deletions`.
    """
    lock(work, person)
    if timer_runs(work, person):
        raise Refused(Reason.FORGET_RUNNING)
    # Court dates before the person's row, or both deadlock: a worker that is sending a reminder
    # holds the date's row and may wait for the person's.
    work.conn.execute(hearings.delete().where(hearings.c.person_id == person.id))
    if person.phone:
        forget_phone(work, person.phone)
    unsent = sa.select(messages.c.id).where(
        messages.c.person_id == person.id, messages.c.status.in_(["queued", "sending"])
    )
    unsaid = sa.select(checkins.c.id).where(
        checkins.c.person_id == person.id, checkins.c.next_at.is_not(None)
    )
    # Deleting her row would also delete an unsent all-clear, and leave her contacts in fear.
    if work.conn.execute(unsent.union_all(unsaid).limit(1)).first():
        _detach(work, person)
        return
    # All rows that reference the person are deleted by foreign key.
    work.conn.execute(people.delete().where(people.c.id == person.id))


def _detach(work: Work, person: Person) -> None:
    """Delete all that identifies the person or lets them in, and keep the row for what still has to
    reach contacts. Retention deletes it after that."""
    for theirs in (devices, subscriptions):
        work.conn.execute(theirs.delete().where(theirs.c.person_id == person.id))
    work.conn.execute(
        people.update()
        .where(people.c.id == person.id)
        .values(
            leaving=True,
            phone_hash=None,
            phone_sealed=None,
            code_hash=None,
            code_sealed=None,
            pin_hash=None,
            duress_hash=None,
            pairing_hash=None,
        )
    )


def forget_phone(work: Work, phone: str) -> None:
    """Delete what we store about a phone (E.164), whether or not it is a person's."""
    hashed = work.core.vault.hash(phone)
    work.conn.execute(sessions.delete().where(sessions.c.phone_hash == hashed))
    # The provider still lists these texts for a day. Their ids stay, without the phone, or the
    # texts would be taken for new ones and acted on again.
    work.conn.execute(
        inbound.update()
        .where(inbound.c.phone_hash == hashed)
        .values(phone_hash=b"", reply_sealed=None, to_stranger=False)
    )


def _known(work: Work, id: str) -> Person:
    person = get(work, id)
    if person is None:
        raise LookupError("A person who was just written is gone.")
    return person


def _one(work: Work, *where: sa.ColumnElement[bool]) -> Person | None:
    row = work.conn.execute(sa.select(people).where(*where)).first()
    return None if row is None else _person(work, row)


def _person(work: Work, row: sa.Row[Any]) -> Person:
    return Person(
        id=row.id,
        lang=row.lang,
        place=row.place,
        name=work.open(row.name_sealed, f"people.name:{row.id}"),
        phone=work.open(row.phone_sealed, f"people.phone:{row.id}"),
        police=Police(row.police),
        police_after_hours=row.police_after_hours,
        at_once=row.at_once,
        zone=row.zone,
        seen_on=row.seen_on,
        doubted_on=row.doubted_on,
        stands_for=row.stands_for,
    )
