"""Browsers that want pushes come and go; a contact who has no number comes and goes with them."""

from checkin.messages import routing, texts
from checkin.messages.outbox import Outgoing
from checkin.messages.push_texts import plain
from checkin.people import contacts, people, subscriptions
from checkin.people.contacts import Consent, Contact
from checkin.people.subscriptions import Owner, Subscription
from checkin.storage.core import Work


def turn_on(work: Work, contact: Contact, browser: Subscription) -> None:
    """A contact who said yes wants pushes there. The person is told if nothing reached them yet."""
    subscriptions.keep(work, Owner("contact", contact.id), browser)
    if not contact.reachable:
        _tell_person(work, contact, reachable=True)


def turn_off(work: Work, contact: Contact, endpoint: str) -> None:
    """No more pushes there. The person is told if nothing reaches the contact any more."""
    if subscriptions.drop(work, contact.id, endpoint):
        _lost(work, contact)


def remove_gone(work: Work, outgoing: Outgoing) -> Contact | None:
    """The browser that a push was for is no more. The contact whose last way it was, if it was
    one's."""
    owner = outgoing.contact_id or outgoing.person_id or ""
    known = subscriptions.drop(work, owner, Subscription.parse(outgoing.message.to).endpoint)
    contact = contacts.get(work, outgoing.contact_id) if outgoing.contact_id else None
    return contact if contact and known and not contact.reachable else None


def tell_of_lost(work: Work, contact: Contact) -> None:
    """The person hears that a contact who said yes can be reached no more."""
    if contact.consent is Consent.CONFIRMED:
        _tell_person(work, contact, reachable=False)


def _lost(work: Work, contact: Contact) -> None:
    now = contacts.get(work, contact.id)
    if now and not now.reachable:
        tell_of_lost(work, now)


def _tell_person(work: Work, contact: Contact, *, reachable: bool) -> None:
    person = people.get(work, contact.person_id)
    if person is None:
        return
    said = texts.reach(work, person, contact.name, reachable=reachable)
    routing.to_person(
        work,
        person,
        kind="reach",
        text=said,
        shown=lambda: plain(work, person, said, page="contacts"),
    )
