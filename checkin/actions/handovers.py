"""Numbers change hands: after a year of silence a number is asked once whether it is still theirs,
and without an answer within a month it is let go.

Whoever reads the question may be somebody else: it names nobody and tells nothing.
"""

from datetime import timedelta

import sqlalchemy as sa

from checkin.actions import answers, deletions, wrong_numbers
from checkin.messages import budget, outbox, routing, standing, texts
from checkin.messages.push_texts import plain
from checkin.people import contacts as trusted
from checkin.people import people as persons
from checkin.people import silence
from checkin.people.contacts import Consent, Contact
from checkin.storage.core import Work
from checkin.storage.tables import checkins, contacts, hearings, people, recipients

SILENT_FOR = timedelta(days=365) + silence.NOTED_EVERY
"""Since `seen_on`, which may be a month behind: never less than a year."""

ANSWER_WITHIN = timedelta(days=30)

MOST_A_DAY = 50
"""Numbers asked in a day, so that a list which grew old all at once sends no thousands of texts."""

ASKING_HOURS = range(17, 23)
"""In UTC: by day all over the United States."""

_KIND = "handover"
_AT_A_TIME = 20


def sweep(work: Work) -> None:
    """Let go who has not answered, and ask who has been silent. Idempotent, a few at a time."""
    with_timer = sa.select(checkins.c.person_id).where(checkins.c.state != "closed")
    with_date = sa.select(hearings.c.person_id).where(hearings.c.at > work.now)
    busy = (
        sa.select(recipients.c.contact_id)
        .join(checkins, checkins.c.id == recipients.c.checkin_id)
        .where(checkins.c.state != "closed")
    )
    them = sa.and_(
        people.c.phone_hash.is_not(None),
        people.c.leaving.is_(False),
        people.c.id.not_in(with_timer),
        people.c.id.not_in(with_date),
    )
    theirs = sa.and_(
        contacts.c.phone_hash.is_not(None),
        contacts.c.consent == Consent.CONFIRMED,
        contacts.c.id.not_in(busy),
    )
    _let_go(work, them, theirs)
    _ask(work, them, theirs)


def deny(work: Work, phone: str) -> None:
    """Whoever has this number (E.164) says that it is not theirs: nothing of it is kept.

    Raises Refused while a timer of that number's person runs.
    """
    person = persons.by_phone(work, phone)
    if person:
        deletions.forget(work, person)
    wrong_numbers.take_off(work, phone)
    answers.forget(work, phone)
    persons.forget_phone(work, phone)


def _let_go(work: Work, them: sa.ColumnElement[bool], theirs: sa.ColumnElement[bool]) -> None:
    before = work.today - ANSWER_WITHIN
    for id in _ids(work, people, them, people.c.asked_on <= before):
        with work.savepoint("Person %s could not be let go; trying again soon.", id):
            person = persons.get(work, id)
            if person and person.phone:
                deletions.forget(work, person)
    for id in _ids(work, contacts, theirs, contacts.c.asked_on <= before):
        with work.savepoint("Contact %s could not be let go; trying again soon.", id):
            contact = trusted.get(work, id)
            if contact:
                work.conn.execute(contacts.delete().where(contacts.c.id == id))
                _tell_person(work, contact)


def _ask(work: Work, them: sa.ColumnElement[bool], theirs: sa.ColumnElement[bool]) -> None:
    if work.now.hour not in ASKING_HOURS or budget.over(work):
        return
    left = MOST_A_DAY - sum(_asked_today(work, table) for table in (people, contacts))
    for id in _ids(work, people, them, _silent(work), people.c.asked_on.is_(None), most=left):
        person = persons.get(work, id)
        if person and person.phone:
            left -= 1
            _question(work, person.phone, person.lang, person_id=person.id)
    new = contacts.c.asked_on.is_(None)
    for id in _ids(work, contacts, theirs, _unheard(work), new, most=left):
        contact = trusted.get(work, id)
        if contact and not silence.asked(work, contact.phone):
            _question(work, contact.phone, contact.lang, person_id=contact.person_id, contact_id=id)


def _question(
    work: Work, phone: str, lang: str, *, person_id: str, contact_id: str | None = None
) -> None:
    outbox.enqueue(
        work,
        kind=_KIND,
        to=phone,
        lang=lang,
        body=texts.still_theirs(work.translator(lang)),
        person_id=person_id,
        contact_id=contact_id,
    )
    # On every list at once: a number is asked once.
    for table, old in ((people, _silent(work)), (contacts, _unheard(work))):
        this = table.update().where(table.c.phone_hash == work.core.vault.hash(phone), old)
        work.conn.execute(this.values(asked_on=work.today))


def _silent(work: Work) -> sa.ColumnElement[bool]:
    return people.c.seen_on <= work.today - SILENT_FOR


def _unheard(work: Work) -> sa.ColumnElement[bool]:
    # A carrier that does not know a contact's number any more is reason enough to ask.
    since = contacts.c.seen_on <= work.today - SILENT_FOR
    return sa.or_(since, contacts.c.doubted_on < work.today)


def _asked_today(work: Work, table: sa.Table) -> int:
    today = table.c.asked_on == work.today
    query = sa.select(sa.func.count(sa.distinct(table.c.phone_hash))).where(today)
    return work.conn.scalar(query) or 0


def _ids(
    work: Work, table: sa.Table, *where: sa.ColumnElement[bool], most: int = _AT_A_TIME
) -> list[str]:
    query = sa.select(table.c.id).where(*where).limit(max(0, min(most, _AT_A_TIME)))
    return list(work.conn.scalars(query.with_for_update(skip_locked=True)))


def _tell_person(work: Work, contact: Contact) -> None:
    person = persons.get(work, contact.person_id)
    if person is None:
        return
    said = texts.let_go(work, person, contact.name)
    routing.to_person(
        work,
        person,
        kind="consent",
        both=standing.nobody(work, person),
        text=said,
        shown=lambda: plain(work, person, said, page="contacts"),
    )
