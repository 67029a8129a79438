"""Silence: a number that has not been heard of for long may have another owner by now.

Kept by the day and written once in `NOTED_EVERY`, so that it shows nobody's habits.
"""

from datetime import date, timedelta

import sqlalchemy as sa

from checkin.people import contacts as trusted
from checkin.people import people as persons
from checkin.people import pins, tries
from checkin.people.names import for_friends
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.people.tries import Budget
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import contacts, people

NOTED_EVERY = timedelta(days=30)
"""How far behind `seen_on` may be."""

DOUBTED_AFTER = timedelta(days=180)
"""So long after `seen_on` a text from the number need not be hers."""

_TABLES = (people, contacts)
_NAMES = Budget("names", most=pins.MOST_MISSES, pause=pins.PAUSE)


def heard(work: Work, phone: str) -> None:
    """A sign of life from this number (E.164), as a person's and as a contact's. It ends no doubt,
    and is no answer to the question whether the number is still theirs."""
    for table in _TABLES:
        since = table.c.seen_on <= work.today - NOTED_EVERY
        known = sa.and_(table.c.asked_on.is_(None), table.c.doubted_on.is_(None))
        this = table.c.phone_hash == work.core.vault.hash(phone)
        work.conn.execute(table.update().where(this, since, known).values(seen_on=work.today))


def visited(work: Work, person: Person) -> None:
    """The person's browser was used. That says nothing about her number, so a doubt stays."""
    if old(person, work.today):
        mine = people.update().where(people.c.id == person.id)
        work.conn.execute(mine.values(seen_on=work.today, asked_on=None))


def old(person: Person, today: date) -> bool:
    """Whether the next sign of life is to be noted."""
    return person.seen_on is None or person.seen_on <= today - NOTED_EVERY


def proved(work: Work, phone: str) -> None:
    """The number (E.164) is still theirs, beyond doubt."""
    for table in _TABLES:
        this = table.update().where(table.c.phone_hash == work.core.vault.hash(phone))
        work.conn.execute(this.values(seen_on=work.today, asked_on=None, doubted_on=None))


def doubt(work: Work, *, person_id: str | None = None, contact_id: str | None = None) -> None:
    """The carrier does not know the number any more: it may go to somebody else."""
    for table, id in ((people, person_id), (contacts, contact_id)):
        this = sa.and_(table.c.id == id, table.c.doubted_on.is_(None))
        work.conn.execute(table.update().where(this).values(doubted_on=work.today))


def doubted(work: Work, person: Person) -> bool:
    """Whether a text from the person's number need not be hers. A carrier's word alone does not
    count while a timer runs: she has started it lately."""
    return silent(work, person) or (
        person.doubted_on is not None and not persons.timer_runs(work, person)
    )


def silent(work: Work, person: Person) -> bool:
    """Whether the person has neither texted nor visited for `DOUBTED_AFTER`."""
    return person.seen_on is not None and person.seen_on <= work.today - DOUBTED_AFTER


def asked(work: Work, phone: str) -> bool:
    """Whether this number (E.164) was asked if it is still theirs, and has not answered."""
    hashed = work.core.vault.hash(phone)
    both = sa.union_all(
        *(
            sa.select(table.c.id).where(table.c.phone_hash == hashed, table.c.asked_on.is_not(None))
            for table in _TABLES
        )
    )
    return work.conn.execute(both.limit(1)).first() is not None


def proofs(work: Work, person: Person) -> frozenset[str]:
    """The names that tell her from a new owner where she has set no PIN: her own, and those of her
    contacts."""
    theirs = (contact.name for contact in trusted.of(work, person))
    return frozenset(filter(None, (for_friends(person.name or ""), *theirs)))


def proves(work: Work, person: Person, *, pin: str | None, name_fits: bool) -> bool:
    """Whether she has proved to be herself, by either PIN or, without PINs, by a name of `proofs`.

    Wrong tries are as few as wrong PINs. Raises Refused during the pause that too many bring.
    """
    if pins.needed(work, person):
        return pin is not None and pins.check(work, person, pin) is not Verdict.WRONG
    persons.lock(work, person)
    whose = tries.key(work, _NAMES, person.id)
    wait = tries.wait(work, whose)
    if wait is not None:
        raise Refused(Reason.PIN_PAUSED, wait=wait)
    if name_fits:
        tries.clear(work, whose)
    else:
        tries.count(work, _NAMES, whose)
    return name_fits
