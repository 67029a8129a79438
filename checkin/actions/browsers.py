"""Web Push on and off for a contact's browsers.

A contact without a number is reached by push alone, so the person hears when the first browser
comes and when the last one goes.
"""

from checkin.actions import agreement
from checkin.messages import routing, standing, texts
from checkin.messages.outbox import Outgoing
from checkin.messages.push_texts import plain
from checkin.people import contacts, people, subscriptions
from checkin.people.contacts import Consent, Contact
from checkin.people.subscriptions import Owner, Subscription
from checkin.storage.core import Work


def turn_on(work: Work, contact: Contact, browser: Subscription) -> None:
    """Push to this browser. The person is told if nothing has reached the contact so far."""
    subscriptions.keep(work, Owner("contact", contact.id), browser)
    if not contact.reachable:
        now = contacts.get(work, contact.id)
        if now and now.consent is Consent.CONFIRMED:
            agreement.join(work, now)
        _tell_person(work, contact, reachable=True)


def turn_off(work: Work, contact: Contact, endpoint: str) -> None:
    """Stop pushing to this browser. The person is told if nothing else reaches the contact."""
    if subscriptions.drop(work, contact.id, endpoint):
        _lost(work, contact)


def remove_gone(work: Work, outgoing: Outgoing) -> Contact | None:
    """Delete the browser a push was for: its push service says that it no longer exists.

    Returns the contact if the browser was a contact's and nothing else reaches them, else None.
    """
    owner = outgoing.contact_id or outgoing.person_id or ""
    known = subscriptions.drop(work, owner, Subscription.parse(outgoing.message.to).endpoint)
    contact = contacts.get(work, outgoing.contact_id) if outgoing.contact_id else None
    return contact if contact and known and not contact.reachable else None


def tell_of_lost(work: Work, contact: Contact) -> None:
    """Tell the person that a contact can no longer be reached, if that contact had said yes."""
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
        both=not reachable and standing.nobody(work, person),
        text=said,
        shown=lambda: plain(work, person, said, page="contacts"),
    )
