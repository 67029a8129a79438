"""Replies about the timer: start, extend, status, close."""

from datetime import timedelta

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import Checkin, State
from checkin.messages import texts
from checkin.people import codes, contacts, opt_outs
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.store import Timer
from checkin.times import until
from checkin.times.formatting import spoken, wall_clock
from sms.replies import time_offers, zone_replies
from sms.replies.turn import ReplyDraft, Turn


def start(turn: Turn, length: timedelta, note: str) -> ReplyDraft:
    """Start a timer; the reply says until when and who will be told."""
    person = turn.known(Reason.NO_CONTACT)
    timer = timers.start(turn.work, person, length, note)
    due = texts.at(turn.work, person, timer.checkin.due_at)
    return turn.say(*_started(turn, person, timer, due))


def start_until(turn: Turn, clock: str, note: str) -> ReplyDraft:
    """Start a timer that ends at a time of day. Where the time zone is a guess, the soonest
    plausible end counts, and we ask: a timer that ends too soon only asks, while one that ends too
    late stays silent. A time that is not clear is asked back. Raises Refused."""
    person = turn.known(Reason.NO_CONTACT)
    zone = zone_replies.zone(turn, person)
    found = until.soonest(clock, turn.work.now, until.plausible(zone))
    if not isinstance(found, tuple):
        return time_offers.ask_clock(turn, f"{clock} {note}".strip())
    at, name = found
    timer = timers.start(turn.work, person, at - turn.work.now, note)
    elsewhere = until.names_zone(clock)
    due = wall_clock(at, name, turn.tr, turn.work.now, named=elsewhere or not zone.sure)
    blocks = _started(turn, person, timer, due)
    if zone.sure or elsewhere:
        return turn.say(*blocks)
    return zone_replies.ask(turn, person, blocks[:1], blocks[1:], until_clock=clock)


def settle_zone(turn: Turn, person: Person, clock: str) -> ReplyDraft | None:
    """Extend the timer to `clock` in the zone that is now known. None if no timer waits for it."""
    timer = store.open_for(turn.work, person)
    zone = zone_replies.zone(turn, person)
    found = until.soonest(clock, turn.work.now, (zone.name,))
    if timer is None or found is None or timer.checkin.state is not State.ARMED:
        return None
    # Never earlier: the soonest end of all zones was taken first. Where that time has passed in
    # this zone, the end stays too, and the reply says when it is.
    later = found[0] - timer.checkin.due_at if isinstance(found, tuple) else timedelta(0)
    if later > timedelta(0):
        timer = timers.extend(turn.work, person, later)
    due = texts.at(turn.work, person, timer.checkin.due_at)
    return turn.say(turn.tr.gettext("Timer now runs until %(due)s.", due=due))


def _started(turn: Turn, person: Person, timer: Timer, due: str) -> tuple[str, ...]:
    _ = turn.tr.gettext
    who = ", ".join(c.name for c in contacts.confirmed(turn.work, person))
    running = _(
        "Timer running until %(due)s. Text OK before then. If you don't, we ask you, and "
        "%(grace)s later we tell: %(who)s.",
        due=due,
        grace=spoken(timer.checkin.timeline.grace, turn.tr),
        who=who,
    )
    more = _("More time: +30. Tell them now: SOS.")
    if opt_outs.wants_nothing(turn.work, turn.session.phone):
        quiet = _("You asked for no texts, so no text reminds you. To get them again, text START.")
        return running, quiet, more
    return running, more


def extend(turn: Turn, by: timedelta) -> ReplyDraft:
    """Add `by` to the timer."""
    person = turn.known(Reason.NOT_RUNNING)
    timer = timers.extend(turn.work, person, by)
    due = texts.at(turn.work, person, timer.checkin.due_at)
    return turn.say(turn.tr.gettext("Timer now runs until %(due)s.", due=due))


def status(turn: Turn) -> ReplyDraft:
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
                due=texts.at(turn.work, person, checkin.due_at),
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


def ok(turn: Turn, pin: str | None) -> ReplyDraft:
    """Close the timer: the person is safe. `pin`: None when none was given."""
    return _closed(turn, timers.ok(turn.work, turn.known(Reason.NOT_RUNNING), pin))


def ok_by_code(turn: Turn, code: str, pin: str | None) -> ReplyDraft:
    """Close a timer by its check-in code, from a phone that is not the person's."""
    return _closed(turn, timers.ok(turn.work, codes.owner(turn.work, code), pin))


def _closed(turn: Turn, timer: Timer | None) -> ReplyDraft:
    if timer is None:
        return turn.say(Refused(Reason.NOT_RUNNING).sentence(turn.tr))
    _ = turn.tr.gettext
    if any(r.ever_told for r in timer.checkin.recipients):
        return turn.say(
            _("Good that you are safe. Your contacts get the all-clear. Your note is deleted.")
        )
    return turn.say(_("Good that you are safe. Your timer is closed and your note deleted."))


def _holder(turn: Turn, checkin: Checkin) -> str:
    contact = contacts.get(turn.work, checkin.holder) if checkin.holder else None
    return contact.name if contact else ""
