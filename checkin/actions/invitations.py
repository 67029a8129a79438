"""Contacts invited by text: never again after a no.

This is the only text to a stranger that a user can make us send, so it is limited: per person and
number, per person and day, per hour for everyone, and by the host's budget.
"""

from datetime import timedelta

import sqlalchemy as sa

from checkin.messages import budget, outbox, texts
from checkin.people import contacts, opt_outs, people, tries
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.people.tries import Budget
from checkin.refusals import Reason, Refused
from checkin.storage.core import Invitations, Work
from checkin.storage.tables import contacts as table

MOST_A_DAY = 20
_HOUR = timedelta(hours=1)
# A name in an invitation can be a threat: nobody gets many from the same person. From many people
# they may come, as when a whole group has the same contact.
_OF_ONE = Budget("invited", most=2, pause=timedelta(days=1))


def invite(work: Work, person: Person, *, phone: str, name: str) -> Contact:
    """Put `phone` (E.164) on the person's list and send the invitation; where the host has contacts
    text first, send nothing and wait for their YES.

    Raises Refused where contacts come by a link only, and for the person's own number, ours, one
    that opted out or is on the list already, a full list, or a limit that is reached.
    """
    check(work, person, phone=phone)
    tries.count(work, _OF_ONE, _whose(work, person, phone))
    contact, token = contacts.add(work, person, phone=phone, name=name)
    people.count_invitation(work, person)
    if work.core.invitations is not Invitations.TEXT:
        return contact
    outbox.enqueue(
        work,
        kind="invitation",
        to=phone,
        lang=contact.lang,
        body=texts.invitation(work, person, link=f"{work.core.public_url}/c/{token}"),
        person_id=person.id,
        contact_id=contact.id,
    )
    return contact


def check(work: Work, person: Person, *, phone: str) -> None:
    """Raise Refused where `invite` would."""
    if work.core.invitations is Invitations.LINK:
        raise Refused(Reason.BY_LINK_ONLY)
    if phone == work.core.number:
        raise Refused(Reason.OUR_NUMBER)
    if phone == person.phone:
        raise Refused(Reason.OWN_NUMBER)
    if opt_outs.refused(work, phone):
        raise Refused(Reason.REFUSED_BEFORE)
    mine = contacts.of(work, person)
    for other in mine:
        if other.phone == phone:
            raise Refused(Reason.ALREADY_CONTACT, name=other.name)
    if len(mine) >= contacts.MOST:
        raise Refused(Reason.TOO_MANY, most=contacts.MOST)
    if tries.wait(work, _whose(work, person, phone)):
        raise Refused(Reason.INVITED_OFTEN)
    _refuse_floods(work, person)


def _whose(work: Work, person: Person, phone: str) -> bytes:
    return tries.key(work, _OF_ONE, f"{person.id}:{phone}")


def _refuse_floods(work: Work, person: Person) -> None:
    if people.invitations_today(work, person) >= MOST_A_DAY:
        raise Refused(Reason.INVITED_MANY)
    texted = sa.and_(table.c.phone_hash.is_not(None), table.c.stands_for.is_(None))
    by_all = sa.select(sa.func.count()).where(texted, table.c.invited_at > work.now - _HOUR)
    if (work.conn.scalar(by_all) or 0) >= work.core.invitations_an_hour:
        raise Refused(Reason.INVITATIONS_BUSY)
    if budget.over(work):
        raise Refused(Reason.TOO_MUCH_SPENT)
