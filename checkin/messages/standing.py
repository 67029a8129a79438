"""Reads what stands for a person from the rows: their situation, and whom SOS would tell."""

from checkin import store
from checkin.machine.checkin import Checkin, Outcome, Recipient
from checkin.messages import receipts
from checkin.messages.outbox import Status
from checkin.messages.receipts import AlertStatus, Sent
from checkin.monitoring import health
from checkin.people import contacts
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.situation.situation import Alert, Fate, Part, Situation
from checkin.storage.core import Work
from checkin.store import Timer
from checkin.times import zones

_AGREED = (Consent.CONFIRMED, Consent.ALERT_ONLY)
_FATES = {
    Status.QUEUED: Fate.WAITING,
    Status.SENDING: Fate.WAITING,
    Status.ACCEPTED: Fate.TAKEN,
    Status.HANDED: Fate.TAKEN,
    Status.DELIVERED: Fate.ARRIVED,
    Status.FAILED: Fate.FAILED,
    Status.EXPIRED: Fate.FAILED,
    Status.WITHDRAWN: Fate.WITHDRAWN,
}


def of(work: Work, person: Person) -> Situation:
    """The person's situation now, from the check-in that she sees as open, or else from the one
    that has ended unanswered and that an OK or a contact can still answer."""
    timer = store.open_for(work, person) or _unanswered(work, person)
    return _situation(work, person, timer.checkin if timer else None, closely=True)


def _unanswered(work: Work, person: Person) -> Timer | None:
    last = store.latest_for(work, person)
    return last if last and last.checkin.outcome is Outcome.UNANSWERED else None


def of_timer(work: Work, person: Person, timer: Timer, *, closely: bool = True) -> Situation:
    """The same from this check-in, open or closed.

    `closely`: look at the messages and the workers too. Without it, for a worker with many
    check-ins in hand, whoever an alert was written to counts as told.
    """
    return _situation(work, person, timer.checkin, closely=closely)


def sent(work: Work, timer: Timer) -> list[tuple[Sent, Fate]]:
    """Every message to a contact about this check-in, oldest first, and how far it has come."""
    found = receipts.all_sent(work, timer.checkin.id)
    return [(each, _FATES[each.status]) for each in found]


def would_tell(work: Work, person: Person, about: About = About.MISSING) -> tuple[str, ...]:
    """The names of those whom SOS would tell now, in order: all of them agreed, and can be
    reached."""
    timer = store.open_for(work, person)
    had = () if timer is None else _situation(work, person, timer.checkin, closely=False).parts
    added = contacts.confirmed(work, person, case(timer, about))
    known = {part.id for part in had}
    return (
        *(part.name for part in had if part.askable),
        *(contact.name for contact in added if contact.id not in known),
    )


def nobody(work: Work, person: Person) -> bool:
    """Whether nobody would be told by the timer that runs, or by one started now."""
    now = of(work, person)
    return now.nobody if now.before_alert else not contacts.confirmed(work, person)


def case(timer: Timer | None, about: About) -> About:
    """The case of an SOS about `about` while `timer` runs: once it was an arrest, it stays one."""
    return About.ARRESTED if timer and timer.about is About.ARRESTED else about


def _situation(work: Work, person: Person, checkin: Checkin | None, *, closely: bool) -> Situation:
    zone = zones.of(work.core.library.places, person)
    heard = receipts.of(work, checkin.id) if checkin and closely else {}
    known = _contacts(work, checkin) if checkin else {}
    return Situation(
        now=work.now,
        zone=zone.name,
        zone_sure=zone.sure,
        checkin=checkin,
        parts=tuple(
            _part(each, known[each.contact_id], heard.get(each.contact_id))
            for each in (checkin.recipients if checkin else ())
            if each.contact_id in known
        ),
        calls=work.core.calls,
        alive=not closely or health.worker(work).alive,
    )


def _contacts(work: Work, checkin: Checkin) -> dict[str, Contact]:
    ids = [each.contact_id for each in checkin.recipients]
    if work.batch is None:
        return contacts.many(work, ids)
    found = (contacts.get(work, id) for id in ids)
    return {contact.id: contact for contact in found if contact}


def _part(recipient: Recipient, contact: Contact, heard: AlertStatus | None) -> Part:
    return Part(
        id=contact.id,
        name=contact.name,
        standing=recipient.standing,
        told_round=recipient.told_round,
        ever_told=recipient.ever_told,
        reachable=contact.reachable and contact.consent in _AGREED,
        rings=bool(contact.phone),
        alert=Alert(heard.channel, _FATES[heard.status], heard.at) if heard else None,
    )
