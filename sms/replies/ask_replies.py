"""Replies that ask back: nothing is done on a guess; the reply gives the exact words to text."""

from dataclasses import replace
from datetime import timedelta

from checkin import store
from checkin.machine.checkin import State
from checkin.messages import standing
from checkin.people import pins
from checkin.people.people import Person
from checkin.situation import alerts, replies
from checkin.times.durations import format_duration
from checkin.times.formatting import spoken
from sms.parsing import contact_words, layers, lengths, telling
from sms.parsing.acts import NearCommand, Ok
from sms.parsing.commands import Command
from sms.parsing.contact_words import Said
from sms.parsing.meanings import Parsed, Yes
from sms.parsing.normalize import Text
from sms.replies import danger_replies, person_replies
from sms.replies.timer import own_replies, time_offers
from sms.replies.turn import ReplyDraft, Turn

_MINUTE = timedelta(minutes=1)
_BARE_MINUTES = 60  # from here on with its unit: +1H
_YES = (Said.AGREES, Said.PERHAPS)


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
            return _ask_sos(turn)
        case Command.IN | Command.UNTIL | Command.EXTEND if running and person:
            more = _("Nothing was changed. For more time on your timer reply +30, or +1H.")
            if command is Command.EXTEND or lengths.says_more(Text.of(written)):
                return turn.say(_more(turn, written) or more)
            return turn.say(replies.status(standing.of(turn.work, person), turn.tr), more)
        case Command.IN | Command.UNTIL if offers := time_offers.sentence(turn, written):
            sentence = offers
        case Command.IN | Command.UNTIL | Command.EXTEND:
            sentence = _("No timer was started. To start one text IN 2H, or UNTIL 11PM.")
        case Command.FORGET_ME:
            return person_replies.how_to_forget(turn)
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


def _more(turn: Turn, written: str) -> str:
    """What to reply for as much more time as `written` asks for; empty where it does not say."""
    length = lengths.more(Text.of(written))
    if length is None:
        return ""
    minutes = length // _MINUTE
    amount = str(minutes) if minutes < _BARE_MINUTES else format_duration(length).upper()
    return turn.tr.gettext(
        "Nothing was changed. For %(length)s more reply +%(amount)s.",
        length=spoken(length, turn.tr),
        amount=amount,
    )


def _ask_sos(turn: Turn) -> ReplyDraft:
    """Nobody was told yet, and whom SOS would tell."""
    nobody = replies.nobody_yet(turn.tr)
    person = turn.person()
    names = standing.would_tell(turn.work, person) if person else ()
    if not names:
        return danger_replies.nobody_told(turn, f"{nobody} {alerts.add_someone(turn.tr)}")
    offer = f"{nobody} {replies.sos_offer(names, turn.tr)}"
    if telling.grave(Text.of(turn.text)):
        return replace(danger_replies.nobody_told(turn, offer), asks=own_replies.SOS)
    return turn.say(offer, asks=own_replies.SOS)


def sos_once_more(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The answer to a yes in any words after we said what SOS does: only that word tells anybody.
    None if the text is no such answer."""
    if turn.asked(own_replies.SOS) is None:
        return None
    near = isinstance(meaning, NearCommand) and meaning.command is Command.YES
    if isinstance(meaning, Ok):
        near = meaning.pin is None and turn.sender.timer is None
    agrees = layers.is_loose(meaning) and contact_words.heard(turn.text) in _YES
    if isinstance(meaning, Yes) or near or agrees:
        return ask_back(turn, Command.SOS)
    return None


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
