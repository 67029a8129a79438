"""Trusted contacts as rows: who they are, in which order, and whether they consented."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from checkin.people import names, subscriptions
from checkin.people.people import LONGEST_NAME, Person
from checkin.people.plans import About
from checkin.people.subscriptions import Owner, Subscription
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id
from checkin.storage.tables import checkins, contacts, people, recipients
from checkin.storage.vault import new_token, token_hash

MOST = 10


class Consent(StrEnum):
    """What a contact has answered. Left: a no after a yes. Alert only: no contact on the list, but
    kept for the one alert after a danger close."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LEFT = "left"
    ALERT_ONLY = "removed"  # as older rows have it


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact on one person's list.

    `position`: 1 for the first to be told. `phone`: E.164, empty for one invited by a link.
    `about`: the only case they are for, None for both. `told_of_danger`: whether they are told
    when a timer is closed with the danger PIN. `stands_for`: in rows kept for one alert alone, the
    id of the contact on the list. `pushes`: their subscribed browsers.
    """

    id: str
    person_id: str
    position: int
    name: str
    phone: str
    lang: str
    consent: Consent
    about: About | None = None
    told_of_danger: bool = True
    stands_for: str | None = None
    tested_at: datetime | None = None
    test_answered_at: datetime | None = None
    pushes: tuple[Subscription, ...] = ()
    invited_at: datetime | None = field(default=None, compare=False)

    @property
    def reachable(self) -> bool:
        """Whether any channel reaches them: a number, or a subscribed browser."""
        return bool(self.phone or self.pushes)


def add(work: Work, person: Person, *, phone: str, name: str) -> tuple[Contact, str]:
    """Add a contact, as invited now. Returns them and the token of their link, which is not stored.

    `phone`: E.164, or empty. Raises Refused when the list is full.
    """
    mine = of(work, person)
    if len(mine) >= MOST:
        raise Refused(Reason.TOO_MANY, most=MOST)
    id, token = new_id(), new_token()
    contact = Contact(
        id=id,
        person_id=person.id,
        position=max((c.position for c in mine), default=0) + 1,
        name=names.for_friends(name)[:LONGEST_NAME].strip() or phone[-4:],
        phone=phone,
        lang=person.lang,
        consent=Consent.INVITED,
        invited_at=work.now,
    )
    work.conn.execute(
        contacts.insert().values(
            id=id,
            person_id=person.id,
            position=contact.position,
            name_sealed=work.seal(contact.name, f"contacts.name:{id}"),
            phone_sealed=work.seal(phone or None, f"contacts.phone:{id}"),
            phone_hash=work.core.vault.hash(phone) if phone else None,
            lang=contact.lang,
            consent=contact.consent,
            token_hash=token_hash(token),
            invited_at=work.now,
            seen_on=work.today,
        )
    )
    return contact, token


def of(work: Work, person: Person) -> list[Contact]:
    """The person's contacts in the person's order, whatever they answered."""
    mine = sa.and_(contacts.c.person_id == person.id, contacts.c.consent != Consent.ALERT_ONLY)
    return _many(work, mine)


def confirmed(work: Work, person: Person, about: About | None = None) -> list[Contact]:
    """The contacts who said yes and can be reached, in the person's order.

    With `about` only those for that case, unless there are none: better the wrong contact than
    no contact.
    """
    ready = [c for c in of(work, person) if c.consent is Consent.CONFIRMED and c.reachable]
    return [c for c in ready if c.about in (None, about)] or ready if about else ready


def told_of_danger(work: Work, person: Person) -> list[Contact]:
    """The contacts who would be told if a timer were closed with the danger PIN."""
    ready = confirmed(work, person, About.MISSING)
    return [contact for contact in ready if contact.told_of_danger]


def nobody(work: Work, person: Person) -> Refused:
    """The refusal for a person without a contact to tell: none has agreed, or none of those who did
    can be reached yet."""
    agreed = [c.name for c in of(work, person) if c.consent is Consent.CONFIRMED]
    return Refused(Reason.NOT_REACHED, name=agreed[0]) if agreed else Refused(Reason.NO_CONTACT)


def set_about(work: Work, contact: Contact, about: About | None) -> None:
    """Set the only case this contact is for; None for both."""
    row = contacts.update().where(contacts.c.id == contact.id)
    work.conn.execute(row.values(about=about))


def get(work: Work, id: str) -> Contact | None:
    """The contact with this id; None if there is none."""
    return work.known(id) or next(iter(_many(work, contacts.c.id == id)), None)


def many(work: Work, ids: Collection[str]) -> dict[str, Contact]:
    """The contacts with these ids, by id. Unknown ids are left out."""
    return {contact.id: contact for contact in _many(work, contacts.c.id.in_(ids))}


def by_token(work: Work, token: str) -> Contact | None:
    """The contact whose invitation link has this token."""
    return next(iter(_many(work, contacts.c.token_hash == token_hash(token))), None)


def by_phone(work: Work, phone: str) -> list[Contact]:
    """This number (E.164) as a contact on every list that has it, newest invitation first."""
    on_lists = contacts.c.phone_hash == work.core.vault.hash(phone)
    return _many(work, on_lists, order=contacts.c.invited_at.desc())


def listed(work: Work, phone: str) -> bool:
    """Whether this number (E.164) is on any list."""
    on_lists = contacts.c.phone_hash == work.core.vault.hash(phone)
    return work.conn.execute(sa.select(contacts.c.id).where(on_lists).limit(1)).first() is not None


def remove(work: Work, person: Person, contact: Contact) -> None:
    """Take a contact off the list. Raises Refused while they are part of a running timer.

    A timer that was just closed may still need them: use `actions.deletions`.
    """
    running = (
        sa.select(checkins.c.id)
        .join(recipients, checkins.c.id == recipients.c.checkin_id)
        .where(recipients.c.contact_id == contact.id, checkins.c.state != "closed")
    )
    if work.conn.execute(running.limit(1)).first():
        raise Refused(Reason.BUSY_CONTACT, name=contact.name)
    work.conn.execute(
        contacts.delete().where(contacts.c.id == contact.id, contacts.c.person_id == person.id)
    )


def tell_of_danger(work: Work, contact: Contact, told: bool) -> None:
    """Set whether this contact is told when a timer is closed with the danger PIN."""
    row = contacts.update().where(contacts.c.id == contact.id)
    work.conn.execute(row.values(told_of_danger=told))


def stand_in(work: Work, contact: Contact, person: Person) -> Contact:
    """Insert a row for this contact that is kept for one alert alone. `person`: whom it is about,
    as `people.stand_in` returned them."""
    copy = replace(
        contact,
        id=new_id(),
        person_id=person.id,
        consent=Consent.ALERT_ONLY,
        stands_for=contact.id,
        tested_at=None,
        test_answered_at=None,
    )
    work.conn.execute(
        contacts.insert().values(
            id=copy.id,
            person_id=person.id,
            position=copy.position,
            name_sealed=work.seal(copy.name, f"contacts.name:{copy.id}"),
            phone_sealed=work.seal(copy.phone or None, f"contacts.phone:{copy.id}"),
            phone_hash=work.core.vault.hash(copy.phone) if copy.phone else None,
            lang=copy.lang,
            consent=copy.consent,
            about=copy.about,
            stands_for=copy.stands_for,
            token_hash=token_hash(new_token()),
            invited_at=copy.invited_at or work.now,
        )
    )
    for browser in contact.pushes:
        subscriptions.keep(work, Owner("contact", copy.id), browser)
    return copy


def one_and_all(work: Work, contact: Contact) -> list[Contact]:
    """This contact as on the list and in every alert that has rows of its own, the list first."""
    id = contact.stands_for or contact.id
    theirs = sa.or_(contacts.c.id == id, contacts.c.stands_for == id)
    if contact.phone:
        # Whoever was taken off and added anew is another row of the same number.
        copies = sa.select(people.c.id).where(people.c.stands_for == contact.person_id)
        number = contacts.c.phone_hash == work.core.vault.hash(contact.phone)
        theirs = sa.or_(theirs, sa.and_(contacts.c.person_id.in_(copies), number))
    return sorted(_many(work, theirs), key=lambda each: each.stands_for is not None)


def rename(work: Work, contact: Contact, name: str) -> str:
    """Change the contact's name. Returns the name as kept: cut if long, unchanged if empty."""
    kept = names.for_friends(name)[:LONGEST_NAME].strip() or contact.name
    sealed = work.seal(kept, f"contacts.name:{contact.id}")
    row = contacts.update().where(contacts.c.id == contact.id)
    work.conn.execute(row.values(name_sealed=sealed))
    return kept


def reorder(work: Work, person: Person, contact: Contact, *, up: bool) -> None:
    """Move a contact one place towards the front (`up`) or the back."""
    mine = of(work, person)
    index = next(i for i, c in enumerate(mine) if c.id == contact.id)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(mine):
        return
    mine[index], mine[other] = mine[other], mine[index]
    for position, each in enumerate(mine, 1):
        work.conn.execute(
            contacts.update().where(contacts.c.id == each.id).values(position=position)
        )


def set_language(work: Work, phone: str, lang: str) -> None:
    """Set the language of messages to this number (E.164), on every list."""
    theirs = contacts.c.phone_hash == work.core.vault.hash(phone)
    work.conn.execute(contacts.update().where(theirs).values(lang=lang))


def speak_to(work: Work, contact: Contact, lang: str) -> None:
    """Set the language of messages to this contact: on every list, if they have a number."""
    if contact.phone:
        set_language(work, contact.phone, lang)
    else:
        work.conn.execute(contacts.update().where(contacts.c.id == contact.id).values(lang=lang))


def _many(
    work: Work,
    *where: sa.ColumnElement[bool],
    order: sa.ColumnElement[object] = contacts.c.position,
) -> list[Contact]:
    rows = work.conn.execute(sa.select(contacts).where(*where).order_by(order)).all()
    pushes = subscriptions.many(work, [row.id for row in rows])
    return [
        Contact(
            id=row.id,
            person_id=row.person_id,
            position=row.position,
            name=work.open(row.name_sealed, f"contacts.name:{row.id}") or "",
            phone=work.open(row.phone_sealed, f"contacts.phone:{row.id}") or "",
            lang=row.lang,
            consent=Consent(row.consent),
            about=About(row.about) if row.about else None,
            told_of_danger=row.told_of_danger,
            stands_for=row.stands_for,
            tested_at=row.tested_at,
            test_answered_at=row.test_answered_at,
            pushes=pushes[subscriptions.batch_key(row.id)],
            invited_at=row.invited_at,
        )
        for row in rows
    ]
