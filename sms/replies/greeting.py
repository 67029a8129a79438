"""Replies to texts that ask for nothing we know: greetings, courtesies, and what we can do."""

from datetime import timedelta

from checkin import store
from checkin.machine.checkin import State
from checkin.messages import budget, standing
from checkin.situation import replies
from content.phrases import SOURCE
from sms.parsing.timer_talk import Talk
from sms.replies.turn import ReplyDraft, Turn

MOST_CHATS = 12
"""How often small talk is answered within an hour. Someone may ask again whether we are there; two
who greet each other for ever are machines."""

_CHATS_COUNT_FOR = timedelta(hours=1)


def _courtesy(turn: Turn, sentence: str) -> ReplyDraft:
    """An answer to small talk: left out once the host's spending cap is reached, or after too many,
    but never while a timer runs."""
    session, now = turn.session, turn.work.now
    fresh = session.chatted_at is None or now - session.chatted_at > _CHATS_COUNT_FOR
    chats = 1 if fresh else session.chats + 1
    chatted_at = now if fresh else session.chatted_at
    spared = budget.over(turn.work) or chats > MOST_CHATS
    blocks = () if spared and not _running(turn) else (sentence,)
    return turn.say(*blocks, chats=chats, chatted_at=chatted_at)


def _spared(turn: Turn, sentence: str) -> ReplyDraft:
    """An answer that helps nobody in need: left out once the host's spending cap is reached, but
    never while a timer runs."""
    return turn.say(*(() if budget.over(turn.work) and not _running(turn) else (sentence,)))


def _running(turn: Turn) -> bool:
    person = turn.person()
    return person is not None and store.open_for(turn.work, person) is not None


def hello(turn: Turn) -> ReplyDraft:
    """Who we are: the reply to a greeting."""
    return _courtesy(turn, _who_we_are(turn))


def _who_we_are(turn: Turn) -> str:
    """In two segments; the reply to a phone's first text, too."""
    return turn.tr.gettext(
        "This is Raincheck: what to say in a hard moment, and a timer that tells someone you "
        "trust if you do not come back. Text RIGHTS for what to say now, MENU for all topics, "
        "ADD and a number for someone who looks out for you. Msg & data rates may apply. STOP "
        "to leave."
    )


def chat(turn: Turn) -> ReplyDraft:
    """The reply to small talk."""
    if not turn.session.known:
        return hello(turn)
    return _courtesy(
        turn,
        turn.tr.gettext(
            "We are a program, and here at any hour. Text MENU for topics, IN 2H for a timer, SOS "
            "to tell your contacts."
        ),
    )


def thanks(turn: Turn) -> ReplyDraft:
    return _courtesy(turn, turn.tr.gettext("You are welcome. Text MENU whenever you need more."))


def unseen(turn: Turn) -> ReplyDraft:
    """The answer to pictures or sound without a word."""
    return turn.say(
        turn.tr.gettext(
            "We cannot see pictures or hear recordings; nothing was changed. Please write it in "
            "words. For the topics, text MENU."
        ),
    )


def foreign(turn: Turn, code: str) -> ReplyDraft:
    """The reply to a text in a language that we do not speak (`code`: a tongue's): 911 in it, every
    time, then where an overdue timer stands or what this number does."""
    tongue, danger = turn.words.tongues.get(code), danger_in(turn, code)
    about = tongue.about if tongue else _of_no_tongue(turn)
    urgent = overdue_timer(turn)
    if urgent:
        return turn.say(danger, turn.tr.gettext("Nothing was changed."), urgent)
    # It promises MENU in English; whoever chose another language, or is known, keeps theirs.
    new = not turn.session.chosen and turn.person() is None
    return turn.say(f"{danger} {about}", lang=SOURCE if new else turn.session.lang)


def danger_in(turn: Turn, code: str) -> str:
    """911 in the language with this code, else in the session's."""
    tongue = turn.words.tongues.get(code)
    return tongue.danger if tongue else turn.tr.gettext("Danger: call 911.")


def _of_no_tongue(turn: Turn) -> str:
    names = ", ".join(language.name for language in turn.words.spoken)
    return turn.tr.gettext(
        "This number gives information and a safety timer, in: %(languages)s. Nothing was "
        "changed. For the topics, text MENU.",
        languages=names,
    )


def unknown(turn: Turn) -> ReplyDraft:
    """The reply to a text that we did not understand, when nothing waits for an answer: where an
    overdue timer stands, who we are, or what we can do."""
    stands = overdue_timer(turn)
    if stands:
        return turn.say(turn.tr.gettext("Nothing was changed."), stands)
    if not turn.session.known:
        return _spared(turn, _who_we_are(turn))
    return _spared(
        turn,
        turn.tr.gettext(
            "Sorry, we did not understand that; nothing was changed. Text MENU for topics, "
            "RIGHTS for what to say, IN 2H for a timer, SOS to tell your contacts."
        ),
    )


def overdue_timer(turn: Turn) -> str | None:
    """Where the person's timer stands, once its end has come; None before that or without one."""
    person = turn.person()
    now = standing.of(turn.work, person) if person else None
    if now is None or now.checkin is None or now.left or now.state is State.CLOSED:
        return None
    return replies.status(now, turn.tr)


def about_us(turn: Turn, talk: Talk) -> ReplyDraft:
    """The reply to a talk of `ABOUT_US`. What it says is held to SECURITY.md."""
    _ = turn.tr.gettext
    match talk:
        case Talk.FREE:
            line = _("It is free. Your phone plan may charge for texts, as always.")
        case Talk.POLICE:
            line = _(
                "No, we are not police, and we never call them. In danger we tell only the "
                "contacts you chose."
            )
        case Talk.KEPT:
            line = _(
                "The words of your texts are not kept. A note stays until its timer is closed, "
                "your contacts and settings until you text FORGET ME. Your phone, and your phone "
                "company, may keep texts too."
            )
        case Talk.HUMAN:
            line = _(
                "No person reads this: we are a program, here at any hour. To talk to a person: "
                "text HOTLINES. In danger: call 911."
            )
        case Talk.OTHER:
            line = _(
                "You may have the wrong number. This is Raincheck, a safety check-in. Nothing was "
                "changed. What it does: text MENU."
            )
        case _:
            line = _(
                "Add someone you trust: ADD and their number. Once they say YES, text IN 2H: if "
                "you do not text OK in time, we ask you, then tell them. SOS tells them at once. "
                "What to say in a hard moment: RIGHTS. All topics: MENU."
            )
    return turn.say(line)
