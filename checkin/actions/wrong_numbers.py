"""Wrong numbers: whoever has a contact's phone says that it is not the contact's, or no longer.

It may be a misunderstanding, so the first word only speeds an alert up and is passed on to the
person. A second one takes the number off the lists; unlike a refusal, it can be invited again.
"""

from checkin import store
from checkin.actions import agreement, answers, timers
from checkin.machine.advance import State
from checkin.machine.checkin import Standing
from checkin.machine.events import OptedOut, Undeliverable
from checkin.machine.notices import ChannelKind, Kind, Notice
from checkin.messages import outbox, routing, texts
from checkin.messages.push_texts import plain
from checkin.people import contacts, people
from checkin.people.contacts import Consent, Contact
from checkin.storage.core import Work
from checkin.store import Timer


def suspect(work: Work, phone: str) -> None:
    """The first word from this number (E.164): alerts go on at once, to the next contact or, where
    there is none, by a call to this number; each person is told to check it."""
    alerts = answers.open_to(work, phone)
    for timer, contact in alerts:
        _go_on(work, timer, contact)
    # What they say to an alert that she does not see, she does not hear.
    hidden = {answers.whose(work, each) for each in alerts if answers.hidden(each)}
    for contact in contacts.by_phone(work, phone):
        if contact.consent is Consent.CONFIRMED and contact.person_id not in hidden:
            _tell_person(work, contact, off=False)


def take_off(work: Work, phone: str) -> None:
    """Take this number (E.164) off every list, and tell each person."""
    for contact in contacts.by_phone(work, phone):
        for timer in store.open_with(work, contact.id):
            timers.apply(work, timer, OptedOut(contact.id))
        outbox.withdraw_for(work, contact.id)
        if contact.consent in (Consent.INVITED, Consent.CONFIRMED):
            agreement.end(work, contact)
            _tell_person(work, contact, off=True)


def _go_on(work: Work, timer: Timer, contact: Contact) -> None:
    before = timer.checkin
    mine = before.recipient(contact.id)
    if before.state is not State.ALERTING or mine is None or mine.standing is not Standing.TOLD:
        return
    after = timers.apply(work, timer, Undeliverable(contact.id))
    told = {r.contact_id for r in before.recipients if r.told_round == before.round}
    if any(r.told_round and r.contact_id not in told for r in after.checkin.recipients):
        return
    call = Notice(Kind.ALERT, contact_id=contact.id, channel=ChannelKind.CALL)
    if work.core.calls:
        timers.enqueue_notice(work, after, call)


def _tell_person(work: Work, contact: Contact, *, off: bool) -> None:
    person = people.get(work, contact.person_id)
    if person is None:
        return
    said = texts.wrong_number(work, person, contact.name, off=off)
    routing.to_person(
        work,
        person,
        kind="consent",
        text=said,
        shown=lambda: plain(work, person, said, page="contacts"),
    )
