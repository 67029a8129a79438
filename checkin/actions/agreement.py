"""Consent: a contact answers an invitation. No alert before a yes, no invitation after a no."""

from checkin import store
from checkin.actions import timers
from checkin.machine.events import OptedIn
from checkin.messages import routing, standing, texts
from checkin.messages.push_texts import plain
from checkin.people import contacts, opt_outs, people, subscriptions
from checkin.people.contacts import Consent, Contact
from checkin.people.subscriptions import Owner
from checkin.storage.core import Work
from checkin.storage.tables import contacts as contacts_table


def confirm(work: Work, contact: Contact) -> None:
    """Record that the contact said yes, and tell the person. A second yes changes nothing."""
    if contact.consent is Consent.CONFIRMED:
        return
    hold_timer(work, contact)
    work.conn.execute(
        contacts_table.update()
        .where(contacts_table.c.id == contact.id)
        .values(consent=Consent.CONFIRMED, confirmed_on=work.today, seen_on=work.today)
    )
    join(work, contact)
    _tell_person(work, contact, agreed=True)


def hold_timer(work: Work, contact: Contact) -> None:
    """Lock the person's running timer before the contact's own rows, as when a contact leaves, or
    both deadlock."""
    person = people.get(work, contact.person_id)
    if person:
        store.open_for(work, person, lock=True)


def join(work: Work, contact: Contact) -> None:
    """Make a contact who agreed part again of what they were part of before they opted out, and of
    the running timer if it has nobody left to tell."""
    for each in contacts.one_and_all(work, contact):
        for again in store.open_with(work, each.id):
            timers.apply(work, again, OptedIn(each.id))
    person = people.get(work, contact.person_id)
    timer = store.open_for(work, person, lock=True) if person else None
    if person is None or timer is None or not contact.reachable:
        return
    if timer.checkin.recipient(contact.id):
        return
    now = standing.of_timer(work, person, timer, closely=False)
    if now.before_alert and now.nobody:
        store.add_recipients(work, timer, (contact.id,))


def decline(work: Work, contact: Contact, *, tell: bool = True, for_good: bool = True) -> None:
    """Record that the contact said no, before or after a yes. Nobody can invite their number again
    if it is `for_good`.

    `tell=False`: the person has been told already.
    """
    if contact.phone and for_good:
        opt_outs.refuse(work, contact.phone)
    if contact.consent in (Consent.DECLINED, Consent.LEFT):
        return
    end(work, contact)
    if tell:
        _tell_person(work, contact, agreed=False)


def end(work: Work, contact: Contact) -> None:
    """The contact is none any more, whatever the reason. Their number can be invited again."""
    subscriptions.clear(work, Owner("contact", contact.id))
    now = Consent.LEFT if contact.consent is Consent.CONFIRMED else Consent.DECLINED
    row = contacts_table.update().where(contacts_table.c.id == contact.id)
    work.conn.execute(row.values(consent=now))


def _tell_person(work: Work, contact: Contact, *, agreed: bool) -> None:
    person = people.get(work, contact.person_id)
    if person is None:
        return
    shown = text = texts.consent(work, person, contact.name, agreed=agreed)
    if agreed:
        shown = texts.reach(work, person, contact.name, reachable=contact.reachable)
        text = text if contact.reachable else shown
    routing.to_person(
        work,
        person,
        kind="consent",
        both=not agreed and standing.nobody(work, person),
        text=text,
        shown=lambda: plain(work, person, shown, page="contacts", instead=text),
    )
