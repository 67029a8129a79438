"""The test alert: proof, before it matters, that contacts can be reached."""

from datetime import timedelta

import sqlalchemy as sa

from checkin import contacts, outbox, people, wording
from checkin.contacts import Contact
from checkin.core import Work
from checkin.people import Person
from checkin.refusals import Reason, Refused
from checkin.tables import contacts as contacts_table

ANSWERABLE_FOR = timedelta(days=1)
_ONCE_IN = timedelta(hours=1)


def start(work: Work, person: Person) -> list[Contact]:
    """Send every confirmed contact a clearly marked test; whom. Raises Refused without contacts,
    or when the last test is not an hour old: contacts who are tested too often stop reading."""
    ready = contacts.confirmed(work, person)
    if not ready:
        raise Refused(Reason.NO_CONTACT)
    query = sa.select(sa.func.max(contacts_table.c.tested_at))
    last = work.conn.execute(query.where(contacts_table.c.person_id == person.id)).scalar()
    if last is not None and work.now - last < _ONCE_IN:
        raise Refused(Reason.TESTED_LATELY)
    for contact in ready:
        work.conn.execute(
            contacts_table.update()
            .where(contacts_table.c.id == contact.id)
            .values(tested_at=work.now, test_answered_at=None)
        )
        outbox.put(
            work,
            kind="test",
            to=contact.phone,
            lang=contact.lang,
            body=wording.test(work, person, contact.lang),
            person_id=person.id,
            contact_id=contact.id,
        )
    return ready


def answer(work: Work, phone: str) -> Contact | None:
    """The contact answers a test: noted, and the person is told. None if no test waits."""
    for contact in contacts.by_phone(work, phone):
        tested, answered = contact.tested_at, contact.test_answered_at
        if tested is None or answered is not None or work.now - tested > ANSWERABLE_FOR:
            continue
        work.conn.execute(
            contacts_table.update()
            .where(contacts_table.c.id == contact.id)
            .values(test_answered_at=work.now)
        )
        person = people.get(work, contact.person_id)
        if person and person.phone:
            outbox.put(
                work,
                kind="test_answer",
                to=person.phone,
                lang=person.lang,
                body=wording.test_answered(work, person, contact.name),
                person_id=person.id,
            )
        return contact
    return None
