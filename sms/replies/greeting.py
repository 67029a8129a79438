"""Replies to texts that ask for nothing we know: greetings, courtesies, and what we can do."""

from checkin import store
from checkin.machine.advance import State
from checkin.messages import budget
from sms.replies import timer_replies
from sms.replies.turn import ReplyDraft, Turn

MOST_MISSES = 5
"""Passive answers in a row to one number. Then silence: two machines must not talk for ever."""


def passive(turn: Turn, *blocks: str) -> ReplyDraft:
    """A passive answer, to a text that asked for nothing we know; silence after too many."""
    misses = turn.session.misses + 1
    return turn.say(*(blocks if misses <= MOST_MISSES else ()), misses=misses)


def _courtesy(turn: Turn, sentence: str) -> ReplyDraft:
    """A passive answer that is left out once the host's spending cap is reached, but never while a
    timer runs."""
    spared = budget.over(turn.work) and not _running(turn)
    return passive(turn, *(() if spared else (sentence,)))


def _running(turn: Turn) -> bool:
    person = turn.person()
    return person is not None and store.open_for(turn.work, person) is not None


def hello(turn: Turn) -> ReplyDraft:
    """Who we are, in two segments: the reply to a greeting and to a phone's first text."""
    return _courtesy(
        turn,
        turn.tr.gettext(
            "This is Raincheck: what to say in a hard moment, and a timer that tells someone you "
            "trust if you do not come back. Text RIGHTS for what to say now, MENU for all topics, "
            "ADD and a number for someone who looks out for you. Msg & data rates may apply. STOP "
            "to leave."
        ),
    )


def thanks(turn: Turn) -> ReplyDraft:
    return _courtesy(turn, turn.tr.gettext("You are welcome. Text MENU whenever you need more."))


def unseen(turn: Turn) -> ReplyDraft:
    """The answer to pictures or sound without a word."""
    return passive(
        turn,
        turn.tr.gettext(
            "We cannot see pictures or hear recordings; nothing was changed. Please write it in "
            "words. For the topics, text MENU."
        ),
    )


def unknown(turn: Turn) -> ReplyDraft:
    """The reply to a text that we did not understand: where an overdue timer stands, who we are, or
    what we can do."""
    urgent = _overdue_timer(turn)
    if urgent:
        return passive(turn, turn.tr.gettext("Nothing was changed."), urgent)
    if not turn.session.known:
        return hello(turn)
    return _courtesy(
        turn,
        turn.tr.gettext(
            "Sorry, we did not understand that; nothing was changed. Text MENU for topics, "
            "ARRESTED for what to say, IN 2H for a timer, SOS to tell your contacts."
        ),
    )


def _overdue_timer(turn: Turn) -> str | None:
    """Where the person's timer stands, once its end has come; None before that or without one."""
    person = turn.person()
    timer = store.open_for(turn.work, person) if person else None
    if person is None or timer is None or timer.checkin.state is State.ARMED:
        return None
    return timer_replies.state_sentence(turn, person, timer)
