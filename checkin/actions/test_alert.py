"""The test alert: a marked message that proves, before it matters, that contacts are reached."""

from datetime import timedelta

import sqlalchemy as sa

from checkin import store
from checkin.messages import push_texts, routing, texts
from checkin.people import contacts, people
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import contacts as contacts_table

ANSWERABLE_FOR = timedelta(days=1)
_ONCE_IN = timedelta(hours=1)


def start(work: Work, person: Person) -> list[Contact]:
    """Send a test to every confirmed contact. Returns these contacts.

    Raises Refused when there are none, or when the last test was less than an hour ago: contacts
    who are tested too often stop reading.
    """
    ready = contacts.confirmed(work, person)
    if not ready:
        raise contacts.nobody(work, person)
    query = sa.select(sa.func.max(contacts_table.c.tested_at))
    last = work.conn.execute(query.where(contacts_table.c.person_id == person.id)).scalar()
    if last is not None and work.now - last < _ONCE_IN:
        raise Refused(Reason.TESTED_LATELY)
    alerted = store.alerted(work, person)
    for contact in ready:
        work.conn.execute(
            contacts_table.update()
            .where(contacts_table.c.id == contact.id)
            .values(tested_at=work.now, test_answered_at=None)
        )
        _send(work, person, contact, alerted=_known(work, contact) & alerted != set())
    return ready


def answer(work: Work, phone: str) -> Contact | None:
    """A contact answers a test by text: noted, and the person is told. None if no test is open."""
    on_lists = contacts.by_phone(work, phone)
    return next((contact for contact in on_lists if answer_as(work, contact)), None)


def answer_as(work: Work, contact: Contact) -> bool:
    """The same from a button on the contact's own page. Returns whether a test was open."""
    if not waits(work, contact):
        return False
    work.conn.execute(
        contacts_table.update()
        .where(contacts_table.c.id == contact.id)
        .values(test_answered_at=work.now)
    )
    person = people.get(work, contact.person_id)
    if person:
        said = texts.test_answered(work, person, contact.name)
        routing.to_person(
            work,
            person,
            kind="test_answer",
            text=said,
            shown=lambda: push_texts.plain(work, person, said, page="contacts"),
        )
    return True


def waits(work: Work, contact: Contact) -> bool:
    """Whether this contact has a test of the last day that they have not answered."""
    tested, answered = contact.tested_at, contact.test_answered_at
    return tested is not None and answered is None and work.now - tested <= ANSWERABLE_FOR


def _known(work: Work, contact: Contact) -> set[str | bytes]:
    """By what a contact of an alert is known, though taken off the list since and added anew."""
    return {contact.id, *([work.core.vault.hash(contact.phone)] if contact.phone else [])}


def _send(work: Work, person: Person, contact: Contact, *, alerted: bool) -> None:
    routing.to_contact(
        work,
        contact,
        kind="test",
        text=texts.test(work, person, contact.lang, alerted=alerted),
        shown=lambda: push_texts.test(work, person, contact.id, contact.lang, alerted=alerted),
        person_id=person.id,
    )
