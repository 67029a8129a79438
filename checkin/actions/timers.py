"""What the person does with a timer. A change and its messages are one transaction (outbox)."""

from dataclasses import replace
from datetime import datetime, timedelta

from checkin import store
from checkin.actions import closing, more_time, proof
from checkin.machine import escalation
from checkin.machine.advance import advance, arm
from checkin.machine.events import Cancel, Event, Extend, Ok, Sos, Tick, Undeliverable
from checkin.machine.notices import ChannelKind, Kind, Notice
from checkin.messages import outbox, push_texts, routing, standing, texts
from checkin.monitoring import health
from checkin.people import codes, contacts, idle, people, pins, plans
from checkin.people.argon import Door
from checkin.people.contacts import Consent
from checkin.people.locations import WORTH_A_TEXT, Location
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id
from checkin.store import Timer

_LONGEST_NOTE = 1000
_BY_BOTH = (Kind.ASK, Kind.ASK_AGAIN)


def start(work: Work, person: Person, length: timedelta, note: str = "") -> Timer:
    """Start a timer: the person's confirmed contacts are told if nobody closes it in time.

    Raises Refused when we could not keep that promise (no confirmed contact, no worker alive,
    alerts late), when a timer already runs, or when `length` is out of bounds.
    """
    bounds = work.core.bounds
    if length < bounds.shortest:
        raise Refused(Reason.TOO_SHORT, bound=bounds.shortest)
    if length > bounds.longest:
        raise Refused(Reason.TOO_LONG, bound=bounds.longest)
    people.lock(work, person)
    running = store.open_for(work, person)
    if running:
        raise Refused(Reason.RUNNING, situation=standing.of_timer(work, person, running))
    about = About.MISSING
    return _start(work, person, length, note, about, relied_on=health.worker(work).well)


def sos(work: Work, person: Person, note: str = "", about: About = About.MISSING) -> Timer:
    """Tell every confirmed contact now, with a timer running or without.

    Taken even while no worker is alive: late is better than never. An alert about an arrest stays
    one, whatever a later SOS says. Raises Refused when there is no contact to tell.
    """
    people.lock(work, person)
    running = store.open_for(work, person, lock=True)
    if running is None:
        running = _start(work, person, timedelta(0), note, about, relied_on=True)
    else:
        about = standing.case(running, about)
        if not standing.would_tell(work, person, about):
            raise contacts.nobody(work, person)
        known = running.note or ""
        more = [note.strip(), plans.get(work, person, about)]
        note = _joined(known, *(part for part in more if part and part not in known))
        running = store.change_note(work, running, note, about)
        theirs = tuple(contact.id for contact in contacts.confirmed(work, person, about))
        running = store.add_recipients(work, running, theirs)
    return apply(work, running, Sos())


def extend(work: Work, person: Person, by: timedelta, *, proven: bool = False) -> Timer:
    """Move the end of the running timer back by `by`. `proven`: by one of the person's PINs.

    Raises Refused without a timer, past the longest one allowed, once contacts are told, and where
    so much more time needs a PIN.
    """
    running = _running(work, person)
    if running.checkin.alert_out:
        raise Refused(Reason.ALERT_OUT, situation=standing.of_timer(work, person, running))
    if running.checkin.due_at + by - work.now > work.core.bounds.longest:
        raise Refused(Reason.TOO_LONG, bound=work.core.bounds.longest)
    if not proven and more_time.needs_pin(work, person, by):
        raise Refused(Reason.MORE_NEEDS_PIN)
    return apply(work, running, Extend(by))


def settle_end(work: Work, person: Person, by: timedelta) -> Timer:
    """Move the end of the running timer back to the one that was meant at its start, in a time zone
    that was not known then. Raises Refused like `extend`, but for a PIN."""
    return store.mean_end(work, extend(work, person, by, proven=True))


def share_location(work: Work, person: Person, location: Location) -> Timer:
    """Keep this location with the running check-in, in place of an earlier one.

    It goes into every alert from now on. Contacts who were told already get it as a message,
    unless the one before is newer than `WORTH_A_TEXT`. Raises Refused without a timer.
    """
    running = _running(work, person)
    last = running.location
    shared = store.change_location(work, running, location)
    if shared.checkin.alert_out and (last is None or location.at - last.at >= WORTH_A_TEXT):
        for notice in escalation.to_others(shared.checkin, None, Kind.PLACE):
            enqueue_notice(work, shared, notice)
    return shared


def forget_location(work: Work, person: Person) -> Timer:
    """Destroy the location shared last. Raises Refused without a timer."""
    return store.change_location(work, _running(work, person), None)


def ok(work: Work, person: Person, pin: str | None = None) -> Timer | None:
    """The person is safe: close every open check-in, destroy its note, and send the all-clear to
    whoever was alerted, also by an alert that has ended since.

    With the duress PIN she sees the same, and the contacts are told instead, with a timer or
    without. Returns the check-in she sees closed. None if she saw none running; an alert that she
    does not see is closed even then, so this is not a refusal. Raises Refused when the PIN is
    missing, wrong or paused.
    """
    if pin is None or not pins.needed(work, person):
        return _close(work, person, _verdict(work, person, pin))
    people.lock(work, person)  # before the timers' rows: one lock order, so no deadlock
    live = _live(work, person)
    if any(_shows(timer, work.now) for timer in live):
        idle.end(work, person)
        return _close(work, person, _verdict(work, person, pin))
    if not idle.often(work, person):
        idle.count(work, person)
        return _close(work, person, _verdict(work, person, pin))
    if not store.hides(work, person):
        idle.pretend(work, person)
    elif idle.is_safe(work, person, pin):
        return _close(work, person, Verdict.SAFE)
    return None


def ok_by_code(work: Work, code: str, pin: str | None = None) -> tuple[Person, Timer | None]:
    """`ok` for whoever gives a person's check-in code; returns that person too.

    Nobody's code takes as long as somebody's. Raises Refused like `ok`, and for nobody's code.
    """
    person = codes.find(work, code)
    verdict = pins.check_elsewhere(work, person, pin, code.upper(), Door.CODE)
    if person is None:
        raise Refused(Reason.CODE_UNKNOWN)
    if verdict is Verdict.WRONG:
        raise Refused(Reason.PIN_WRONG)
    return person, _close(work, person, verdict)


def cancel(work: Work, person: Person, pin: str | None = None) -> Timer | None:
    """Close a timer that is no longer needed. Once it is due, the same as `ok`.

    Raises Refused like `ok`, and without a timer.
    """
    people.lock(work, person)  # before the timer's row: one lock order, so no deadlock
    running = _running(work, person)
    verdict = _verdict(work, person, pin)
    after = closing.close(work, running, Cancel(), verdict)
    if after.checkin != running.checkin:
        return after
    return _close(work, person, verdict)


def _verdict(work: Work, person: Person, pin: str | None) -> Verdict:
    verdict = pins.check(work, person, pin)
    if verdict is Verdict.WRONG:
        raise Refused(Reason.PIN_WRONG)
    return verdict


def _live(work: Work, person: Person) -> list[Timer]:
    """What an OK is for: the open check-ins, or else the one that ended last."""
    mine = store.of(work, person)
    seen_last = [timer for timer in mine if not timer.checkin.unseen][:1]
    return [timer for timer in mine if not timer.checkin.over] or seen_last


def _shows(timer: Timer, now: datetime) -> bool:
    """Whether the person would see that an OK changed this check-in."""
    return advance(timer.checkin, Ok(), now)[0] != timer.checkin


def _close(work: Work, person: Person, verdict: Verdict) -> Timer | None:
    live = _live(work, person)
    after = [closing.close(work, timer, Ok(), verdict) for timer in live]
    closing.call_off(work, person, verdict)
    seen = [now for was, now in zip(live, after, strict=True) if now.checkin != was.checkin]
    # Whoever makes her give a PIN may make her give both, one after the other.
    if not seen and pins.needed(work, person):
        proof.leave_to_worker(work, person, forced=verdict is Verdict.DURESS)
    return seen[0] if seen else None


def apply(work: Work, timer: Timer, event: Event) -> Timer:
    """Apply `event`: save the check-in, and put the messages it calls for into the outbox.

    Messages that are no longer true are withdrawn. A contact whom no channel reaches is passed
    over at once.
    """
    before = timer.checkin
    after, notices = advance(before, event, work.now)
    if after == before and not notices:
        return timer
    store.save(work, before, after)
    if isinstance(event, Ok | Extend):
        outbox.withdraw(work, after.id, closing.WITHDRAWN_BY_ANSWER)
    if after.over:
        outbox.withdraw(work, after.id, closing.WITHDRAWN_BY_END)
    moved = replace(timer, checkin=after)
    if after.over:
        moved = replace(moved, note=None, location=None)
    due_at = before.next_at if isinstance(event, Tick) else None
    unreached = [
        notice.contact_id
        for notice in notices
        if not enqueue_notice(work, moved, notice, due_at=due_at) and notice.kind is Kind.ALERT
    ]
    for contact_id in unreached:
        work.flush()
        moved = apply(work, moved, Undeliverable(contact_id or ""))
    return moved


def _start(
    work: Work, person: Person, length: timedelta, note: str, about: About, *, relied_on: bool
) -> Timer:
    ready = contacts.confirmed(work, person, about)
    if not ready:
        raise contacts.nobody(work, person)
    if not relied_on:
        raise Refused(Reason.NO_WORKER)
    checkin = arm(
        new_id(),
        work.now + length,
        tuple(contact.id for contact in ready),
        timeline=work.core.timeline,
        at_once=person.at_once,
        now=work.now,
    )
    note = _joined(note.strip(), plans.get(work, person, about))
    return store.insert(work, person, checkin, note, about)


def _running(work: Work, person: Person) -> Timer:
    running = store.open_for(work, person, lock=True)
    if running is None:
        raise Refused(Reason.NOT_RUNNING)
    return running


def _joined(first: str, *more: str) -> str:
    """The note with more lines below it. If that is too long, the start of the old note is kept."""
    added = "\n".join(more)
    kept = first[: max(0, _LONGEST_NOTE - len(added) - 1)]
    return f"{kept}\n{added}".strip()[:_LONGEST_NOTE]


def enqueue_notice(
    work: Work, timer: Timer, notice: Notice, *, due_at: datetime | None = None
) -> bool:
    """Put one notice into words and into the outbox, on every channel that fits its recipient.

    `due_at`: None for now. Returns False if it is for a contact whom no channel reaches any more.
    """
    person = people.get(work, timer.person_id)
    if person is None:
        return True
    about = contacts.get(work, notice.about) if notice.about else None
    scene = texts.Scene(person, timer, contact=about.name if about else "")
    if notice.contact_id is None:
        _say_to_person(work, notice, scene, due_at)
        return True
    contact = contacts.get(work, notice.contact_id)
    if contact is None or contact.consent not in (Consent.CONFIRMED, Consent.ALERT_ONLY):
        return True
    channel = notice.channel if work.core.calls else ChannelKind.TEXT
    token = store.link_token(work, timer.checkin.id, contact.id)
    scene = replace(scene, link=f"{work.core.public_url}/c/{token}")
    return routing.to_contact(
        work,
        contact,
        kind=notice.kind,
        text=texts.to_contact(work, notice.kind, scene, contact.lang, channel=channel),
        shown=lambda: push_texts.for_contact(work, notice.kind, scene, contact.lang, token),
        channel=channel,
        person_id=person.id,
        checkin_id=timer.checkin.id,
        due_at=due_at,
        useful_until=notice.useful_until,
    )


def _say_to_person(work: Work, notice: Notice, scene: texts.Scene, due_at: datetime | None) -> None:
    routing.to_person(
        work,
        scene.person,
        kind=notice.kind,
        text=texts.to_person(work, notice.kind, scene),
        shown=lambda: push_texts.for_person(work, notice.kind, scene),
        both=notice.kind in _BY_BOTH or _left_alone(work, notice, scene),
        checkin_id=scene.timer.checkin.id,
        due_at=due_at,
        useful_until=notice.useful_until,
    )


def _left_alone(work: Work, notice: Notice, scene: texts.Scene) -> bool:
    """Whether this tells of the last contact's leaving: too much hangs on it for a push alone."""
    if notice.kind is not Kind.LEFT:
        return False
    return standing.of_timer(work, scene.person, scene.timer, closely=False).nobody
