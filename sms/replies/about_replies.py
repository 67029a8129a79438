"""Replies to what is asked about us, in one honest line each; no card, and nothing is done."""

from sms.parsing.timer_talk import Talk
from sms.replies.turn import ReplyDraft, Turn


def reply(turn: Turn, talk: Talk) -> ReplyDraft:
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
