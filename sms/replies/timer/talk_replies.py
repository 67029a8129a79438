"""Replies to what people say of a timer in their own words: how it stands, and the exact words to
text. Nothing is done on a guess."""

from checkin.people import contacts
from checkin.refusals import Reason, Refused
from sms.parsing.commands import Command
from sms.parsing.layers import Stands
from sms.parsing.timer_talk import ABOUT_US, Talk
from sms.replies import ask_replies, greeting
from sms.replies.timer import time_offers, timer_replies
from sms.replies.turn import ReplyDraft, Turn


def reply(turn: Turn, talk: Talk, stands: Stands) -> ReplyDraft:
    """The reply to a kind of talk."""
    _ = turn.tr.gettext
    if talk in ABOUT_US:
        return greeting.about_us(turn, talk)
    match talk:
        case Talk.SMALLTALK:
            return timer_replies.status(turn) if stands.running else greeting.chat(turn)
        case Talk.SETUP:
            return turn.say(
                _(
                    "Nothing was changed. Your list: CONTACTS. Someone new: ADD and a number. "
                    "Your name: NAME. PINs: PIN. Your code for another phone: CODE. All topics: "
                    "MENU."
                )
            )
        case Talk.START | Talk.GOING if not stands.running:
            return _how_to_start(turn)
        case Talk.MORE if stands.running:
            return ask_replies.ask_back(turn, Command.EXTEND, turn.text)
        case Talk.SAFE | Talk.CANCEL if stands.running:
            return ask_replies.ask_back(turn, Command.OK)
        case _:
            return timer_replies.status(turn)


def perhaps_leave(turn: Turn, stands: Stands) -> ReplyDraft:
    """The reply to what may be an opt-out, while a timer runs: how it stands and what closes it,
    and that an opt-out does not."""
    closes = ask_replies.ask_back(turn, Command.OK)
    first = timer_replies.status(turn).blocks if stands.urgent else ()
    return turn.say(*first, *closes.blocks, *ask_replies.ask_leave(turn).blocks)


def _how_to_start(turn: Turn) -> ReplyDraft:
    """A timer is wanted: nothing was started, and what starts it. Somebody to tell comes first."""
    person = turn.person()
    if person is None or not contacts.confirmed(turn.work, person):
        raise Refused(Reason.NO_CONTACT)
    return time_offers.among(turn) or ask_replies.ask_back(turn, Command.IN)
