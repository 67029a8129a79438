"""Replies about the timer: start, extend, status, close."""

from datetime import timedelta

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import State
from checkin.messages import standing
from checkin.people import opt_outs
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.situation import replies
from checkin.store import Timer
from checkin.times import until
from sms.replies import link_replies, zone_replies
from sms.replies.timer import time_offers
from sms.replies.turn import ReplyDraft, Turn


def start(turn: Turn, length: timedelta, note: str) -> ReplyDraft:
    """Start a timer; the reply says until when and who will be told."""
    person = turn.known(Reason.NO_CONTACT)
    timer = timers.start(turn.work, person, length, note)
    return turn.say(*_started(turn, person, timer))


def start_until(turn: Turn, clock: str, note: str) -> ReplyDraft:
    """Start a timer that ends at a time of day. Where the time zone is a guess, the soonest
    plausible end counts, and we ask: a timer that ends too soon only asks, while one that ends too
    late stays silent. A time that is not clear is asked back. Raises Refused."""
    person = turn.known(Reason.NO_CONTACT)
    zone = zone_replies.zone(turn, person)
    found = until.soonest(clock, turn.work.now, until.plausible(zone))
    if not isinstance(found, tuple):
        return time_offers.ask_clock(turn, f"{clock} {note}".strip())
    timer = timers.start(turn.work, person, found[0] - turn.work.now, note)
    # Its end is shown in the zone in which all else shows it, though another zone's clock may have
    # been the soonest.
    blocks = _started(turn, person, timer)
    if zone.sure or until.names_zone(clock):
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
        timer = timers.settle_end(turn.work, person, later)
    now = standing.of_timer(turn.work, person, timer)
    return turn.say(replies.extended(now, turn.tr))


def _started(turn: Turn, person: Person, timer: Timer) -> tuple[str, ...]:
    _ = turn.tr.gettext
    now = standing.of_timer(turn.work, person, timer)
    running = replies.started(now, turn.tr)
    more = _("More time: +30. Tell them now: SOS.")
    # Said beforehand: carriers take STOP themselves, and then let nothing of ours through.
    stop = _("STOP ends our texts, not the timer.")
    if opt_outs.wants_nothing(turn.work, turn.session.phone):
        quiet = _("You asked for no texts, so no text reminds you. To get them again, text START.")
        return running, quiet, more
    return running, more, stop


def extend(turn: Turn, by: timedelta) -> ReplyDraft:
    """Add `by` to the timer. Past an hour more, whoever texts has proved to be the person."""
    person = turn.known(Reason.NOT_RUNNING)
    timer = timers.extend(turn.work, person, by, proven=turn.proven is not None)
    now = standing.of_timer(turn.work, person, timer)
    return turn.say(replies.extended(now, turn.tr))


def status(turn: Turn) -> ReplyDraft:
    """Where the timer stands, in one to five short sentences."""
    person = turn.known(Reason.NOT_RUNNING)
    now, app = standing.of(turn.work, person), link_replies.standing(turn)
    if now.checkin is None:
        return turn.say(Refused(Reason.NOT_RUNNING).sentence(turn.tr), *app)
    return turn.say(replies.status(now, turn.tr), *app)


def ok(turn: Turn, pin: str | None) -> ReplyDraft:
    """Close the timer: the person is safe. `pin`: None when none was given."""
    person = turn.person()
    if person is None:
        return turn.say(replies.none_here(turn.tr))
    return _closed(turn, person, timers.ok(turn.work, person, pin))


def ok_by_code(turn: Turn, code: str, pin: str | None) -> ReplyDraft:
    """Close a timer by its check-in code, from a phone that is not the person's."""
    return _closed(turn, *timers.ok_by_code(turn.work, code, pin))


def _closed(turn: Turn, person: Person, timer: Timer | None) -> ReplyDraft:
    if timer is None:
        return turn.say(Refused(Reason.NOT_RUNNING).sentence(turn.tr))
    now = standing.of_timer(turn.work, person, timer, closely=False)
    return turn.say(replies.closed(now, turn.tr))
