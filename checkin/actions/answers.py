"""A contact answers an alert, or opts out: what this means for the running check-ins."""

from collections.abc import Sequence
from enum import StrEnum

from checkin import store
from checkin.actions import agreement, timers
from checkin.machine.checkin import Standing
from checkin.machine.events import Ack, Cannot, Event, OptedOut, Resolve
from checkin.messages import outbox
from checkin.people import contacts, opt_outs, people
from checkin.people.contacts import Consent, Contact
from checkin.storage.core import Work
from checkin.storage.tables import contacts as contacts_table
from checkin.store import Timer


class Answer(StrEnum):
    """What a contact can answer to an alert, by text 1, 2 and 3."""

    ON_IT = "on_it"
    CANNOT = "cannot"
    OVER = "over"


Asked = tuple[Timer, Contact]
"""An alert, and the contact whom it asks."""


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
    row = contacts_table.update().where(contacts_table.c.id == contact_id)
    work.conn.execute(row.values(seen_on=work.today, asked_on=None, doubted_on=None))
    return timers.apply(work, timer, event)


def waiting_for(work: Work, phone: str) -> Asked | None:
    """The alert that a bare 1, 2 or 3 from this phone (E.164) answers, and the contact who answers.

    The newest alert that nobody is on yet, else the newest. None if there is no alert to answer.
    """
    told = open_to(work, phone)
    free = [pair for pair in told if pair[0].checkin.holder is None]
    return next(iter(free or told), None)


def open_to(work: Work, phone: str) -> list[Asked]:
    """Every alert that this phone (E.164) can still answer, the most recently told first.

    One that ended unanswered is among them only while no other is out. Alerts that their persons do
    not see are looked at apart, so that they change nothing about the others.
    """
    return open_to_any(work, contacts.by_phone(work, phone))


def open_to_any(work: Work, on_lists: Sequence[Contact]) -> list[Asked]:
    """The same for the phone that is these contacts, one on each list."""
    mine = {contact.id: contact for contact in on_lists}
    told = [(timer, mine[contact_id]) for timer, contact_id in store.told(work, list(mine))]
    still = [
        pair
        for apart in (False, True)
        for pair in _out([each for each in told if hidden(each) is apart])
    ]
    return [pair for pair in told if pair in still]


def hidden(asked: Asked) -> bool:
    """Whether the person does not see this alert."""
    return asked[1].stands_for is not None


def _out(told: list[Asked]) -> list[Asked]:
    return [pair for pair in told if pair[0].checkin.alert_out] or told


def whose(work: Work, asked: Asked) -> str:
    """The id of the person whom the alert is about, the same for one that she does not see."""
    person = people.get(work, asked[0].person_id)
    return (person.stands_for if person else None) or asked[0].person_id


def meant(work: Work, phone: str, answer: Answer) -> list[Asked]:
    """The alerts that this answer from this phone (E.164) may be for, the most recently told first.

    Left out are those in which it would change nothing, unless there are no others.
    """
    asked = open_to(work, phone)
    return [pair for pair in asked if _changes(*pair, answer)] or asked


def _changes(timer: Timer, contact: Contact, answer: Answer) -> bool:
    checkin = timer.checkin
    recipient = checkin.recipient(contact.id)
    match answer:
        case Answer.ON_IT:
            return checkin.holder is None or (checkin.holder == contact.id and checkin.asked)
        case Answer.CANNOT:
            cannot = recipient is not None and recipient.standing is Standing.CANNOT
            return checkin.holder in (None, contact.id) and not cannot
        case Answer.OVER:
            return True


def refuse(work: Work, phone: str) -> None:
    """Refuse every invitation that this number (E.164) has not answered, and all later ones. Lists
    on which it said yes stay as they are."""
    opt_outs.refuse(work, phone)
    for contact in contacts.by_phone(work, phone):
        if contact.consent is Consent.INVITED:
            agreement.decline(work, contact)


def leave(work: Work, phone: str) -> None:
    """Opt-out: take this number (E.164) off every list, at once and for good. It gets no text from
    us at all, not even reminders of its own timers."""
    opt_outs.refuse(work, phone, everything=True)
    for contact in contacts.by_phone(work, phone):
        drop_out(work, contact)


def leave_list(work: Work, contact: Contact, *, for_good: bool = True) -> None:
    """Take this contact off one person's list and out of every alert of hers, at once. She is told.
    `for_good`: nobody can invite that number again."""
    for each in contacts.one_and_all(work, contact):
        drop_out(work, each, for_good=for_good)


def drop_out(work: Work, contact: Contact, *, for_good: bool = True) -> None:
    """Take this contact out of the check-ins of this one row, and, if it is one of a list, off the
    list."""
    running = store.open_with(work, contact.id)
    for timer in running:
        timers.apply(work, timer, OptedOut(contact.id))
    outbox.withdraw_for(work, contact.id)
    if contact.consent in (Consent.INVITED, Consent.CONFIRMED):
        told = bool(running)  # by `OptedOut`
        agreement.decline(work, contact, tell=not told, for_good=for_good)


def forget(work: Work, phone: str) -> None:
    """Delete this number (E.164) from every list. Running alerts pass to the next contact first,
    and whose list it was is told as when the number opts out."""
    for contact in contacts.by_phone(work, phone):
        leave_list(work, contact, for_good=False)
        work.conn.execute(contacts_table.delete().where(contacts_table.c.id == contact.id))
