"""Contacts invited by a link or QR code: no phone number, reached by push alone.

We send them nothing before that. Alerts go to them once they have agreed and turned on
notifications in a browser.
"""

from checkin.actions import agreement
from checkin.people import contacts, names
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.vault import new_token, token_hash


def invite(work: Work, person: Person, name: str) -> tuple[Contact, str]:
    """Add a contact to be invited by a link. Returns the contact and the link's token.

    Only the token's hash is stored. A contact of the same name who has not used their link yet
    gets a new one instead. Raises Refused without a name, or when the list is full.
    """
    name = names.for_friends(name)
    if not name:
        raise Refused(Reason.NO_NAME)
    for other in contacts.of(work, person):
        if other.name == name and open_to_a_link(other):
            return other, renew(work, other)
    return contacts.add(work, person, phone="", name=name)


def open_to_a_link(contact: Contact) -> bool:
    """Whether this contact still needs their link: not reachable yet, and has not refused."""
    return not contact.reachable and contact.consent in (Consent.INVITED, Consent.CONFIRMED)


def renew(work: Work, contact: Contact) -> str:
    """Replace the contact's link and return the new token. The old link stops working."""
    token = new_token()
    row = contacts_table.update().where(contacts_table.c.id == contact.id)
    work.conn.execute(row.values(token_hash=token_hash(token), invited_at=work.now))
    return token


def agree(work: Work, contact: Contact, lang: str) -> None:
    """Whoever opened the link agrees to be a contact and reads `lang`."""
    contacts.speak_to(work, contact, lang)
    agreement.confirm(work, contact)
