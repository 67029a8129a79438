"""What an alert asks of a contact, and about whom it is, as parts of replies."""

from checkin.actions.answers import Asked
from checkin.machine.advance import State
from checkin.messages import texts
from checkin.people import people
from checkin.people.contacts import Consent, Contact
from checkin.situation import for_contacts
from sms.replies.turn import Turn


def needed(turn: Turn, asked: Asked) -> str:
    """What this contact can answer to the alert, as it stands."""
    _, (timer, contact) = turn.tr.gettext, asked
    checkin, who = timer.checkin, name_of(turn, contact)
    if checkin.holder == contact.id and not checkin.asked:
        return _("You are on it for %(who)s. Reply 2 if you can't, 3 if it's over.", who=who)
    if checkin.state is State.HELD and checkin.holder != contact.id:
        return for_contacts.covered(who, turn.tr)
    return _("Reply 1 if you are on it for %(who)s, 2 if you can't, 3 if it's over.", who=who)


def name_of(turn: Turn, contact: Contact, *, first: bool = False) -> str:
    """What to call the person on whose list this contact is; without a yes as in the invitation.
    `first`: it begins its sentence."""
    person = people.get(turn.work, contact.person_id)
    if person is None:
        return ""
    agreed = contact.consent in (Consent.CONFIRMED, Consent.ALERT_ONLY)
    return (texts.called if agreed else texts.introduced)(person, turn.tr, first=first)
