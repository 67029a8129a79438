"""Replies to texts that ask for nothing we know: greetings, courtesies, and what we can do."""

from checkin import store
from checkin.machine.advance import State
from checkin.messages import budget, texts
from checkin.people import contacts, people
from checkin.people.contacts import Consent
from content.phrases import SOURCE
from sms.replies import contact_replies, timer_replies
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


def owed(turn: Turn) -> ReplyDraft | None:
    """The question of an alert or invitation once more, where one waits for this phone; else None.
    While one waits, a text that does not answer it is not taken for a question to us."""
    waiting = contact_replies.answer_needed(turn)
    if waiting:
        return passive(turn, *waiting.blocks)
    asked = _invitation(turn)
    return passive(turn, asked) if asked else None


def foreign(turn: Turn, code: str) -> ReplyDraft:
    """The reply to a text in a language that we do not speak (`code`: a tongue's): 911 in it, every
    time, then whatever waits here for an answer or, when nothing does, what this number does."""
    tongue = turn.words.tongues.get(code)
    danger, about = (tongue.danger, tongue.about) if tongue else _of_no_tongue(turn)
    waiting = owed(turn)
    urgent = _overdue_timer(turn)
    if waiting and waiting.blocks:
        return turn.say(danger, *waiting.blocks)
    if urgent:
        return turn.say(danger, turn.tr.gettext("Nothing was changed."), urgent)
    # It promises MENU in English; whoever chose another language, or is known, keeps theirs.
    new = not turn.session.chosen and turn.person() is None
    return turn.say(f"{danger} {about}", lang=SOURCE if new else turn.session.lang)


def _of_no_tongue(turn: Turn) -> tuple[str, str]:
    names = ", ".join(language.name for language in turn.words.spoken)
    return turn.tr.gettext("Danger: call 911."), turn.tr.gettext(
        "This number gives information and a safety timer, in: %(languages)s. Nothing was "
        "changed. For the topics, text MENU.",
        languages=names,
    )


def unknown(turn: Turn) -> ReplyDraft:
    """The reply to a text that we did not understand: a question that waits for this phone's
    answer, else what we can do."""
    return owed(turn) or lost(turn)


def lost(turn: Turn) -> ReplyDraft:
    """The reply to a text that we did not understand, when nothing waits for an answer: where an
    overdue timer stands, who we are, or what we can do."""
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


def _invitation(turn: Turn) -> str | None:
    """The question of an open invitation once more; None if there is none."""
    for contact in contacts.by_phone(turn.work, turn.session.phone):
        person = people.get(turn.work, contact.person_id)
        if contact.consent is Consent.INVITED and person:
            return turn.tr.gettext(
                "%(who)s asks you to be a trusted contact: we text you only if they miss a "
                "check-in. Reply YES to agree or NO to refuse.",
                who=texts.called(person, turn.tr),
            )
    return None


def _overdue_timer(turn: Turn) -> str | None:
    """Where the person's timer stands, once its end has come; None before that or without one."""
    person = turn.person()
    timer = store.open_for(turn.work, person) if person else None
    if person is None or timer is None or timer.checkin.state is State.ARMED:
        return None
    return timer_replies.state_sentence(turn, person, timer)
