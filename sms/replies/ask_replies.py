"""Replies that ask back: nothing is done on a guess; the reply gives the exact words to text."""

from checkin import store
from checkin.machine.checkin import State
from checkin.messages import standing
from checkin.people import pins
from checkin.people.people import Person
from checkin.situation import replies
from sms.parsing.commands import Command
from sms.replies.timer import time_offers
from sms.replies.turn import ReplyDraft, Turn


def ask_back(turn: Turn, command: Command, written: str = "") -> ReplyDraft:
    """The reply to a near miss of `command`: nothing was done; text the exact words. `written`: the
    whole text, of which a time is filled into them."""
    _ = turn.tr.gettext
    person = turn.person()
    running = store.open_for(turn.work, person) if person else None
    match command:
        case Command.OK:
            return turn.say(_not_closed(turn, person))
        case Command.SOS if running and running.checkin.alert_out and person:
            now = standing.of(turn.work, person)
            return turn.say(_("Nothing was changed."), replies.status(now, turn.tr))
        case Command.SOS:
            sentence = _(
                "Nobody was told. Did you mean SOS? Reply SOS and your contacts are told now."
            )
        case Command.IN | Command.UNTIL | Command.EXTEND if running and person:
            more = _("Nothing was changed. For more time on your timer reply +30, or +1H.")
            if command is Command.EXTEND:
                return turn.say(more)
            return turn.say(replies.status(standing.of(turn.work, person), turn.tr), more)
        case Command.IN | Command.UNTIL if offers := time_offers.sentence(turn, written):
            sentence = offers
        case Command.IN | Command.UNTIL | Command.EXTEND:
            sentence = _("No timer was started. To start one text IN 2H, or UNTIL 11PM.")
        case Command.FORGET_ME:
            sentence = _("Nothing was deleted. To delete all we hold on you, text FORGET ME.")
        case Command.ADD:
            sentence = _("Nobody was invited. To invite someone: ADD +1 555 123 4567 Sam")
        case Command.REMOVE:
            sentence = _("Nobody was taken off. Text CONTACTS, then REMOVE and the number there.")
        case _:
            word = turn.words.word(command, turn.session.lang)
            sentence = _(
                "Nothing was changed. Did you mean %(word)s? Then text exactly that.", word=word
            )
    return turn.say(sentence)


def _not_closed(turn: Turn, person: Person | None) -> str:
    if person is None:
        return replies.none_here(turn.tr)
    now = standing.of(turn.work, person)
    if now.checkin is None:
        return replies.nothing_to_close(turn.tr)
    if now.state is State.CLOSED:
        return replies.status(now, turn.tr)
    return replies.goes_on(turn.tr, pin=pins.needed(turn.work, person))


def ask_duration(turn: Turn, written: str) -> ReplyDraft:
    """A timer was asked for with a length we cannot read: none was started. `written`: what
    followed the command."""
    return time_offers.ask(turn, written)


def ask_leave(turn: Turn) -> ReplyDraft:
    """The reply to what may be an opt-out, which closes no timer."""
    _ = turn.tr.gettext
    person = turn.person()
    if person and store.open_for(turn.work, person):
        sentence = _(
            "Do you want no more texts from us? Then reply STOP. That does not close the timer."
        )
    else:
        sentence = _("Do you want no more texts from us? Then reply STOP. Nothing was changed.")
    return turn.say(sentence)
