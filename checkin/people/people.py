"""The people who carry Raincheck: no account, no name needed, a phone or a device or both."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from checkin.machine.advance import State
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id
from checkin.storage.tables import (
    checkins,
    contacts,
    devices,
    hearings,
    inbound,
    messages,
    people,
    sessions,
    subscriptions,
)
from checkin.storage.vault import new_token, token_hash

PAIRING_LASTS = timedelta(minutes=15)
LONGEST_NAME = 40


class Police(StrEnum):
    """The person's word on police. It travels with every alert."""

    ASK = "ask"
    NEVER = "never"
    AFTER = "after"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Person:
    """`zone`: an IANA name, once the person had to be asked for it."""

    id: str
    lang: str
    place: str
    name: str | None
    phone: str | None
    police: Police = Police.ASK
    police_after_hours: int = 3
    at_once: bool = False
    zone: str | None = None


def create(work: Work, *, lang: str, place: str, phone: str | None = None) -> Person:
    """A new person. `phone` (E.164) only when it has just texted us."""
    person = Person(id=new_id(), lang=lang, place=place, name=None, phone=phone)
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
        )
    )
    return person


def get(work: Work, id: str) -> Person | None:
    return work.known(id) or _one(work, people.c.id == id)


def many(work: Work, ids: Collection[str]) -> dict[str, Person]:
    """Those of `ids` that there are, by id."""
    found = work.conn.execute(sa.select(people).where(people.c.id.in_(ids)))
    return {row.id: _person(work, row) for row in found}


def lock(work: Work, person: Person) -> None:
    """Let no other transaction start a timer for this person, or forget them, until this ends."""
    # Not the whole row, or the worker could not write messages that name the person meanwhile.
    row = sa.select(people.c.id).where(people.c.id == person.id)
    work.conn.execute(row.with_for_update(key_share=True))


def timer_runs(work: Work, person: Person) -> bool:
    """Whether a check-in of the person's is open, as far as she may see."""
    mine = sa.and_(checkins.c.person_id == person.id, checkins.c.hidden_at.is_(None))
    open_ones = sa.select(checkins.c.id).where(mine, checkins.c.state != State.CLOSED)
    return work.conn.execute(open_ones.limit(1)).first() is not None


def by_phone(work: Work, phone: str) -> Person | None:
    return _one(work, people.c.phone_hash == work.core.vault.hash(phone))


def by_device(work: Work, token: str) -> Person | None:
    """Whose device holds `token` (the value of its cookie)."""
    return _one(
        work,
        people.c.id.in_(
            sa.select(devices.c.person_id).where(devices.c.token_hash == token_hash(token))
        ),
    )


def add_device(work: Work, person: Person) -> str:
    """A new token for the person's device. Only its hash stays with us."""
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
    """Save what is given; leave the rest. An empty name takes the name away."""
    given = {
        "lang": lang,
        "place": place,
        "police": police,
        "police_after_hours": police_after_hours,
        "at_once": at_once,
        "zone": zone,
    }
    values: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    if name is not None:
        # An alert that a long name made too long for a text would reach nobody.
        short = name.strip()[:LONGEST_NAME].strip()
        values["name_sealed"] = work.seal(short or None, f"people.name:{person.id}")
    if values:
        work.conn.execute(people.update().where(people.c.id == person.id).values(**values))
    return _known(work, person.id)


def invitations_today(work: Work, person: Person) -> int:
    """How many they have sent today, also those to contacts taken off the list again."""
    theirs = sa.and_(people.c.id == person.id, people.c.invited_on == work.today)
    return work.conn.scalar(sa.select(people.c.invitations).where(theirs)) or 0


def count_invitation(work: Work, person: Person) -> None:
    """One more."""
    count = invitations_today(work, person) + 1
    row = people.update().where(people.c.id == person.id)
    work.conn.execute(row.values(invitations=count, invited_on=work.today))


def forget(work: Work, person: Person) -> None:
    """Delete everything we hold about them. Refused while a timer runs: an alert must not be
    silenced by whoever holds the phone."""
    lock(work, person)
    open_ones = work.conn.execute(
        sa.select(checkins.c.hidden_at).where(
            checkins.c.person_id == person.id, checkins.c.state != "closed"
        )
    ).all()
    if any(row.hidden_at is None for row in open_ones):
        raise Refused(Reason.RUNNING, due="")
    # Before the person's own row: the worker, in the middle of a reminder, holds the date's row
    # and may wait for the person's.
    work.conn.execute(hearings.delete().where(hearings.c.person_id == person.id))
    if person.phone:
        forget_phone(work, person.phone)
    unsent = sa.select(messages.c.id).where(
        messages.c.person_id == person.id, messages.c.status.in_(["queued", "sending"])
    )
    # An all-clear that has not left yet would go with her, and leave her contacts in fear.
    if open_ones or work.conn.execute(unsent.limit(1)).first():
        _detach(work, person)
        return
    # Everything that hangs on a person goes by foreign key.
    work.conn.execute(people.delete().where(people.c.id == person.id))


def _detach(work: Work, person: Person) -> None:
    """Nothing leads to the person any more, but what is still on its way to contacts goes on with
    the little it needs; the sweep deletes the rest once it has ended."""
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
    """Delete what we remember of a phone that may belong to nobody we know."""
    hashed = work.core.vault.hash(phone)
    work.conn.execute(sessions.delete().where(sessions.c.phone_hash == hashed))
    # The provider still lists these texts for a day. Their bare ids stay, with nothing that leads
    # to a phone, or they would be taken for texts we never had, and acted on once more.
    work.conn.execute(
        inbound.update()
        .where(inbound.c.phone_hash == hashed)
        .values(phone_hash=b"", reply_sealed=None, to_stranger=False)
    )


def pairing_code(work: Work, person: Person) -> str:
    """Six digits that, texted to us within a quarter of an hour, prove the person's phone."""
    code = f"{secrets.randbelow(1_000_000):06}"
    work.conn.execute(
        people.update()
        .where(people.c.id == person.id)
        .values(
            pairing_hash=work.core.vault.hash(f"pairing:{code}"),
            pairing_until=work.now + PAIRING_LASTS,
        )
    )
    return code


def pair(work: Work, code: str, phone: str) -> Person:
    """Join the phone that texted `code` to the person who was shown it. Raises Refused."""
    waiting = _one(
        work,
        people.c.pairing_hash == work.core.vault.hash(f"pairing:{code}"),
        people.c.pairing_until > work.now,
    )
    if waiting is None:
        raise Refused(Reason.PAIRING_UNKNOWN)
    already = by_phone(work, phone)
    if already and already.id != waiting.id:
        has_contacts = sa.select(contacts.c.id).where(contacts.c.person_id == already.id)
        has_checkins = sa.select(checkins.c.id).where(checkins.c.person_id == already.id)
        if work.conn.execute(has_contacts.union(has_checkins)).first():
            raise Refused(Reason.PAIRING_TAKEN)
        theirs = hearings.update().where(hearings.c.person_id == already.id)
        work.conn.execute(theirs.values(person_id=waiting.id))
        work.conn.execute(people.delete().where(people.c.id == already.id))
    work.conn.execute(
        people.update()
        .where(people.c.id == waiting.id)
        .values(
            phone_sealed=work.seal(phone, f"people.phone:{waiting.id}"),
            phone_hash=work.core.vault.hash(phone),
            pairing_hash=None,
            pairing_until=None,
            zone=waiting.zone or (already.zone if already else None),
        )
    )
    return _known(work, waiting.id)


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
    )
