"""Replies that keep a person's own timer apart from what else an OK, YES or NO may be for."""

import re
from datetime import timedelta

from checkin import store
from checkin.actions import answers
from checkin.machine.advance import State
from checkin.messages import standing, texts
from checkin.people import pins
from checkin.people.people import Person
from checkin.situation import replies
from checkin.store import Timer
from sms.parsing.normalize import bare
from sms.replies import open_question
from sms.replies.contact.alert_replies import needed
from sms.replies.sender import Sender
from sms.replies.turn import ReplyDraft, Turn

SOS = "sos"
"""The pending offer to text SOS; `sos:…` where it came with an answer to danger."""

_CLOSE = "close"
"""The pending question whether the person's own timer is to be closed."""

_DIGITS = re.compile(r"[0-9]{4,8}")
_JUST_STARTED = timedelta(minutes=3)
_STILL_LONG = timedelta(minutes=10)


def asked(turn: Turn, *, yes: bool) -> str | None:
    """The answer to a YES or NO while we ask "Are you OK?"; None while we do not. Neither word
    touches the timer."""
    running = _running(turn)
    if running is None or running[1].checkin.state is not State.DUE:
        return None
    person, _timer = running
    if yes:
        return replies.goes_on(turn.tr, pin=pins.needed(turn.work, person))
    stands = replies.status(standing.of(turn.work, person), turn.tr)
    names = standing.would_tell(turn.work, person)
    return f"{stands} {replies.sos_offer(names, turn.tr)}" if names else stands


def before_ok(turn: Turn) -> ReplyDraft | None:
    """Ask before a bare OK closes the person's timer where it may be for something else: another
    person's alert, or the very start of the timer. None where it is clear."""
    running = _running(turn)
    alerts = _alerts(turn)
    if running is None:
        return _no_timer(turn, alerts)
    person, timer = running
    if turn.asked(_CLOSE) is not None:
        return None
    if turn.session.pending == SOS and not pins.needed(turn.work, person):
        # "ok" to "Reply SOS" may mean "do it".
        return turn.say(*_both(turn, person, timer, alerts), asks=_CLOSE)
    spoke_at = open_question.last_spoke(timer, turn.work.now)
    newer = [
        pair
        for pair in alerts
        if (at := store.told_at(turn.work, pair[0].checkin.id, pair[1].id)) and at >= spoke_at
    ]
    if newer:
        return turn.say(*_both(turn, person, timer, newer), asks=_CLOSE)
    checkin, now = timer.checkin, turn.work.now
    early = now - timer.started_at < _JUST_STARTED and checkin.due_at - now >= _STILL_LONG
    if checkin.state is not State.ARMED or not early or pins.needed(turn.work, person):
        return None
    sentence = turn.tr.gettext(
        "Your timer has only just started and runs until %(due)s. It goes on. To close it, reply "
        "OK once more.",
        due=texts.at(turn.work, person, checkin.due_at),
    )
    return turn.say(sentence, asks=_CLOSE)


def _no_timer(turn: Turn, alerts: list[answers.Asked]) -> ReplyDraft | None:
    """An OK without a timer says nothing about another's alert. It may still be for an alert of her
    own that ended unanswered, or with a PIN for one that nobody may see; then it is for that."""
    person = turn.sender.person
    if not alerts or (person and pins.needed(turn.work, person)):
        return None
    if person and any(not timer.checkin.over for timer in store.of(turn.work, person)):
        return None
    return turn.say(*(needed(turn, pair) for pair in alerts))


def _both(turn: Turn, person: Person, timer: Timer, alerts: list[answers.Asked]) -> tuple[str, ...]:
    _ = turn.tr.gettext
    due = texts.at(turn.work, person, timer.checkin.due_at)
    if pins.needed(turn.work, person):
        own = _("Your own timer (%(due)s) goes on. To close it, reply OK and your PIN.", due=due)
    else:
        own = _("Your own timer (%(due)s) goes on. To close it, reply OK once more.", due=due)
    return own, *(needed(turn, pair) for pair in alerts)


def _alerts(turn: Turn) -> list[answers.Asked]:
    """Alerts of others that wait for this phone and that nobody is on."""
    return [pair for pair in turn.sender.alerts if pair[0].checkin.state is State.ALERTING]


def _running(turn: Turn) -> tuple[Person, Timer] | None:
    person, timer = turn.sender.person, turn.sender.timer
    return (person, timer) if person and timer else None


def expects_pin(sender: Sender, text: str) -> bool:
    """Whether a text of digits alone is the PIN to a running timer, as somebody in a hurry sends
    it. Which of the two it is shows nowhere."""
    if not _DIGITS.fullmatch(text.strip()):
        return False
    person, timer = sender.person, sender.timer
    return bool(person and timer and pins.needed(sender.work, person))


def perhaps_of_timer(turn: Turn) -> bool:
    """Whether a word that means "cancel" may be meant for the person's timer rather than for us.
    Not the second time in a row."""
    words = bare(turn.text)
    return words.startswith("cancel") and _running(turn) is not None and not turn.session.repeats
