"""Contacts who come by a link, or a code to scan: no number, reached by push alone.

Nothing is sent to them. They count for an alert once they have agreed and a browser of theirs
wants pushes.
"""

from checkin.actions import agreement
from checkin.people import contacts
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.vault import new_token, token_hash


def invite(work: Work, person: Person, name: str) -> tuple[Contact, str]:
    """Someone on the list who is to come by a link; and the link's token, which is not kept. One
    of the same name who has not come yet gets a new link. Raises Refused."""
    if not name.strip():
        raise Refused(Reason.NO_NAME)
    for other in contacts.of(work, person):
        if other.name == name.strip() and open_to_a_link(other):
            return other, renew(work, other)
    return contacts.add(work, person, phone="", name=name)


def open_to_a_link(contact: Contact) -> bool:
    """Whether a link still has something to do for this contact."""
    return not contact.reachable and contact.consent in (Consent.INVITED, Consent.CONFIRMED)


def renew(work: Work, contact: Contact) -> str:
    """The token of a new link; the one before leads nowhere from now on."""
    token = new_token()
    row = contacts_table.update().where(contacts_table.c.id == contact.id)
    work.conn.execute(row.values(token_hash=token_hash(token), invited_at=work.now))
    return token


def agree(work: Work, contact: Contact, lang: str) -> None:
    """Whoever opened the link says yes, and reads this language."""
    contacts.speak_to(work, contact, lang)
    agreement.confirm(work, contact)
