"""Answers to the person: contacts, timer, SOS, forgetting."""

from datetime import timedelta

from checkin import (
    answers,
    codes,
    contacts,
    people,
    pins,
    pulse,
    store,
    timers,
    wording,
)
from checkin.moments import spoken
from checkin.people import Person
from checkin.plans import About
from checkin.refusals import Reason, Refused
from checkin.states import Checkin, State
from checkin.store import Timer
from sms.commands import Command
from sms.spelling import bare
from sms.turn import Said, Turn

FORGET = "forget"


def start(turn: Turn, length: timedelta, note: str) -> Said:
    """Start a timer; the reply says until when and who will be told."""
    person = turn.person()
    if person is None:
        raise Refused(Reason.NO_CONTACT)
    timer = timers.start(turn.work, person, length, note)
    who = ", ".join(c.name for c in contacts.confirmed(turn.work, person))
    said = turn.tr.gettext(
        "Timer running until %(due)s. Text OK before then. If you don't, we ask you, and "
        "%(grace)s later we tell: %(who)s.",
        due=wording.at(turn.work, person, timer.checkin.due_at),
        grace=spoken(timer.checkin.timeline.grace, turn.tr),
        who=who,
    )
    return turn.say(said, turn.tr.gettext("More time: +30. Tell them now: SOS."))


def ask_duration(turn: Turn) -> Said:
    """A timer was asked for, but for how long is not clear: none was started."""
    return turn.say(
        turn.tr.gettext(
            "No timer was started: we did not understand for how long. Write it like this: "
            "IN 2H and a note, or IN 90M."
        )
    )


def ask_back(turn: Turn, command: Command) -> Said:
    """Something like a command, but not exactly: nothing is done on a guess."""
    return turn.say(
        turn.tr.gettext(
            "Nothing was changed. Did you mean %(word)s? Then text exactly that.",
            word=turn.words.word(command, turn.thread.lang),
        )
    )


def extend(turn: Turn, by: timedelta) -> Said:
    """More time."""
    person = _known(turn)
    timer = timers.extend(turn.work, person, by)
    due = wording.at(turn.work, person, timer.checkin.due_at)
    return turn.say(turn.tr.gettext("Timer now runs until %(due)s.", due=due))


def status(turn: Turn) -> Said:
    """Where the timer stands, in one or two sentences."""
    person = turn.person()
    timer = store.open_for(turn.work, person) if person else None
    if person is None or timer is None:
        raise Refused(Reason.NOT_RUNNING)
    return turn.say(state_sentence(turn, person, timer))


def state_sentence(turn: Turn, person: Person, timer: Timer) -> str:
    """The state of a running check-in, for the person."""
    _, checkin = turn.tr.gettext, timer.checkin
    match checkin.state:
        case State.ARMED:
            return _(
                "Timer running until %(due)s, %(left)s left. OK closes it, +30 adds time.",
                due=wording.at(turn.work, person, checkin.due_at),
                left=spoken(checkin.due_at - turn.work.now, turn.tr),
            )
        case State.DUE:
            left = checkin.due_at + checkin.timeline.grace - turn.work.now
            return _(
                "Your timer is up. Text OK if you are safe, or +30. In %(left)s we tell your "
                "contacts.",
                left=spoken(left, turn.tr),
            )
        case State.HELD:
            return _(
                "%(contact)s is on it. If you are safe, text OK.", contact=_holder(turn, checkin)
            )
        case _:
            return _("Your contacts are being told. If you are safe, text OK.")


def ok(turn: Turn, pin: str | None) -> Said:
    """The person is safe."""
    return _closed(turn, timers.ok(turn.work, _known(turn), pin))


def ok_by_code(turn: Turn, code: str, pin: str | None) -> Said:
    """The person is safe, and says so from a phone that is not theirs."""
    return _closed(turn, timers.ok(turn.work, codes.owner(turn.work, code), pin))


def _closed(turn: Turn, timer: Timer | None) -> Said:
    if timer is None:
        return turn.say(Refused(Reason.NOT_RUNNING).sentence(turn.tr))
    _ = turn.tr.gettext
    if any(r.ever_told for r in timer.checkin.recipients):
        return turn.say(
            _("Good that you are safe. Your contacts get the all-clear. Your note is deleted.")
        )
    return turn.say(_("Good that you are safe. Your timer is closed and your note deleted."))


def set_pins(turn: Turn, safe: str, duress: str) -> Said:
    """Choose the PIN that closes, and the one that only seems to."""
    pins.choose(turn.work, turn.ensure_person(), safe=safe, duress=duress)
    return turn.say(
        turn.tr.gettext(
            "From now on a timer closes with OK and your first PIN. With the second PIN it looks "
            "the same, but your contacts are told that you are in danger. Delete these texts."
        )
    )


def ask_pins(turn: Turn) -> Said:
    """No PINs were understood: nothing was set."""
    return turn.say(
        turn.tr.gettext(
            "No PIN was set. Choose two different ones of 4 to 8 digits: first the one for safe, "
            "then the one for danger. Example: PIN 1234 9876"
        )
    )


def show_code(turn: Turn) -> Said:
    """The code that closes the person's timer from any phone."""
    code = codes.of(turn.work, turn.ensure_person())
    return turn.say(
        turn.tr.gettext(
            "Your check-in code: %(code)s. If you lose your phone, text it to us from any other "
            "phone to say that you are safe. With a PIN: %(code)s and the PIN.",
            code=code,
        )
    )


def sos(turn: Turn, note: str) -> Said:
    """Everyone is told now. A first word that means "arrested" names that plan."""
    person = turn.person()
    if person is None:
        raise Refused(Reason.NO_CONTACT)
    about, rest = _about(turn, note)
    timer = timers.sos(turn.work, person, rest, about)
    told = {recipient.contact_id for recipient in timer.checkin.recipients}
    mine = contacts.confirmed(turn.work, person)
    who = ", ".join(contact.name for contact in mine if contact.id in told)
    said = turn.tr.gettext(
        "We are telling %(who)s now. When you are safe, text OK. What to say to police: text "
        "ARRESTED.",
        who=who,
    )
    if pulse.take(turn.work).alive:
        return turn.say(said)
    late = turn.tr.gettext(
        "Our alarm service is not running, so this may leave late. If you can, call someone."
    )
    return turn.say(late, said)


def _about(turn: Turn, note: str) -> tuple[About, str]:
    first, _, rest = note.partition(" ")
    entry = turn.words.card_folded(bare(first), turn.thread.lang)
    if entry and entry.meaning == (About.ARRESTED,):
        return About.ARRESTED, rest
    return About.MISSING, note


def pair(turn: Turn, code: str) -> Said:
    """Join this phone to the app that showed the code."""
    people.pair(turn.work, code, turn.thread.phone)
    return turn.say(turn.tr.gettext("This phone and the app now belong together."))


def ask_forget(turn: Turn) -> Said:
    """Deleting everything needs one confirming reply; not while a timer runs."""
    person = turn.person()
    running = store.open_for(turn.work, person) if person else None
    if person and running:
        due = wording.at(turn.work, person, running.checkin.due_at)
        raise Refused(Reason.RUNNING, due=due)
    said = turn.tr.gettext(
        "This deletes your contacts, settings and everything else we hold on this phone. It "
        "cannot be undone. Reply YES to delete, NO to keep."
    )
    return turn.say(said, pending=FORGET)


def forget(turn: Turn) -> Said:
    """Delete everything we hold on this phone."""
    phone, person = turn.thread.phone, turn.person()
    if person:
        people.forget(turn.work, person)
    answers.forget(turn.work, phone)
    people.forget_phone(turn.work, phone)
    gone = turn.tr.gettext("Deleted. We hold nothing on this phone any more.")
    return Said((gone,), turn.thread, forgotten=True)


def _known(turn: Turn) -> Person:
    person = turn.person()
    if person is None:
        raise Refused(Reason.NOT_RUNNING)
    return person


def _holder(turn: Turn, checkin: Checkin) -> str:
    contact = contacts.get(turn.work, checkin.holder) if checkin.holder else None
    return contact.name if contact else ""
