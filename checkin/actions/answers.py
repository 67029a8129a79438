"""A contact answers an alert, or opts out: what this means for the running check-ins."""

from enum import StrEnum

import sqlalchemy as sa

from checkin import store
from checkin.actions import agreement, timers
from checkin.machine.events import Ack, Cannot, Event, OptedOut, Resolve
from checkin.messages import outbox
from checkin.people import contacts, opt_outs
from checkin.people.contacts import Consent, Contact
from checkin.storage.core import Work
from checkin.storage.tables import checkins, recipients
from checkin.storage.tables import contacts as contacts_table
from checkin.store import Timer


class Answer(StrEnum):
    """What a contact can answer to an alert, by text 1, 2 and 3."""

    ON_IT = "on_it"
    CANNOT = "cannot"
    OVER = "over"


def give(work: Work, timer: Timer, contact_id: str, answer: Answer) -> Timer:
    """Apply a contact's answer to an alert. Returns the check-in as it is after that."""
    event: Event
    match answer:
        case Answer.ON_IT:
            event = Ack(contact_id)
        case Answer.CANNOT:
            event = Cannot(contact_id)
        case Answer.OVER:
            event = Resolve(contact_id)
    return timers.apply(work, timer, event)


def waiting_for(work: Work, phone: str) -> tuple[Timer, Contact] | None:
    """The alert that a bare 1, 2 or 3 from this phone (E.164) answers, and the contact who answers.

    The newest alert that nobody is on yet, else the newest. None if there is no alert to answer.
    """
    mine = {contact.id: contact for contact in contacts.by_phone(work, phone)}
    told = [(timer, mine[contact_id]) for timer, contact_id in store.told(work, list(mine))]
    free = [pair for pair in told if pair[0].checkin.holder is None]
    return next(iter(free or told), None)


def leave(work: Work, phone: str, *, everything: bool = True) -> None:
    """Opt-out: take this number (E.164) off every list, at once and for good.

    With `everything` it gets no text from us at all, not even reminders of its own timers.
    """
    opt_outs.refuse(work, phone, everything=everything)
    for contact in contacts.by_phone(work, phone):
        leave_list(work, contact)


def leave_list(work: Work, contact: Contact) -> None:
    """Take this contact off one person's list, at once and for good."""
    running = _open_with(work, contact)
    for timer in running:
        timers.apply(work, timer, OptedOut(contact.id))
    outbox.withdraw_for(work, contact.id)
    if contact.consent in (Consent.INVITED, Consent.CONFIRMED):
        # `OptedOut` has told her already, unless all these check-ins look closed to her (duress).
        told = any(timer.checkin.hidden_at is None for timer in running)
        agreement.decline(work, contact, tell=not told)


def forget(work: Work, phone: str) -> None:
    """Delete this number (E.164) from every list. Running alerts pass to the next contact first."""
    for contact in contacts.by_phone(work, phone):
        for timer in _open_with(work, contact):
            timers.apply(work, timer, OptedOut(contact.id))
        work.conn.execute(contacts_table.delete().where(contacts_table.c.id == contact.id))


def _open_with(work: Work, contact: Contact) -> list[Timer]:
    rows = work.conn.execute(
        sa.select(checkins.c.id)
        .join(recipients, recipients.c.checkin_id == checkins.c.id)
        .where(recipients.c.contact_id == contact.id, checkins.c.state != "closed")
    ).all()
    found = (store.get(work, row.id) for row in rows)
    return [timer for timer in found if timer]
