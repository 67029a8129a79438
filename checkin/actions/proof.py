"""Proof of who asks: where PINs are set, a PIN before contacts, PINs, codes, links or everything
that we hold on a person is changed or shown."""

from dataclasses import replace

from checkin import store
from checkin.machine.advance import arm
from checkin.machine.checkin import Outcome
from checkin.people import contacts, people, pins, plans
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id

# What is said of a timer elsewhere is said of any act here.
_SAID_OF_AN_ACT = {
    Reason.PIN_NEEDED: Reason.PROOF_NEEDED,
    Reason.PIN_PAUSED: Reason.PROOF_PAUSED,
}


def prove(work: Work, person: Person, pin: str | None) -> Verdict:
    """Check the PIN that stands before an act. Call it before the act changes anything.

    The danger PIN passes as the safe one does, and the contacts the person has now are told. It
    passes too where no PINs are set. Comparing is slow, so the unit of work is one of `Core.act`.
    Raises Refused when the PIN is missing, wrong or paused, or too many are being compared; wrong
    ones count together with those that are to close a timer.
    """
    try:
        verdict = pins.check(work, person, pin)
    except Refused as refused:
        other = _SAID_OF_AN_ACT.get(refused.reason)
        if other is None:
            raise
        raise Refused(other, **refused.params) from refused
    if verdict is Verdict.WRONG:
        raise Refused(Reason.PROOF_WRONG)
    if pin is not None:
        leave_to_worker(work, person, forced=verdict is Verdict.DURESS)
    return verdict


def choose_pins(work: Work, person: Person, proven: Verdict, *, safe: str, duress: str) -> None:
    """Set both PINs. Where the danger PIN allowed it, somebody else may have chosen them: alerts
    that are out then end by no PIN any more, only by a contact. Raises Refused while a timer runs.
    Like `prove`, this is for a unit of work of `Core.act`.
    """
    pins.choose(work, person, safe=safe, duress=duress)
    store.keep_hidden(work, person, forced=proven is Verdict.DURESS)


def leave_to_worker(work: Work, person: Person, *, forced: bool) -> None:
    """Have the worker tell every contact of now that the person was made to do this, if she was:
    to give the danger PIN where there is no timer to close.

    It is written as a check-in that is closed already and that she never sees; a timer that runs
    goes on. So it takes the same statements whichever PIN was given. See `parting`.
    """
    people.lock(work, person)
    goes_on = store.alerted(work, person)
    ready = contacts.confirmed(work, person)
    begun = arm(
        new_id(),
        work.now,
        tuple(contact.id for contact in ready),
        timeline=work.core.timeline,
        at_once=True,
        now=work.now,
    )
    tells = forced and bool(ready) and not goes_on
    closed = replace(
        begun.close(Outcome.SAFE, work.now),
        next_at=work.now if tells else None,
        hidden_at=work.now if tells else None,
        unseen=True,
    )
    about = About.MISSING
    store.insert(work, person, closed, plans.get(work, person, about), about)
