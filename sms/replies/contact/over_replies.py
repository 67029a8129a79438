"""Replies to a contact's 3: an alert is closed for everyone only once two digits come back, which
only the real phone was sent. 1 and 2 need none."""

from collections.abc import Sequence

from checkin.actions.answers import Asked
from sms.parsing.meanings import No, Parsed
from sms.replies.contact.alert_replies import name_of
from sms.replies.proof import echo
from sms.replies.turn import ReplyDraft, Turn

_OVER = "over:"
"""Prefix of the pending question. The digits, how often it was asked and the check-in's id follow,
parted by colons."""


def ask(turn: Turn, meant: Sequence[Asked], times: int = 1) -> ReplyDraft:
    """Ask for the two digits. `meant`: the alert that is over; nothing is closed yet."""
    _ = turn.tr.gettext
    if echo.tried_out(turn):
        return turn.say(
            _(
                "Nothing was closed: too many answers were wrong. To close the alert, open the "
                "link in our text to you."
            )
        )
    timer, contact = meant[0]
    digits, who = echo.fresh(), echo.numberless(name_of(turn, contact))
    if who:
        said = _(
            "To close the alert for %(who)s for everyone, reply %(digits)s.", who=who, digits=digits
        )
    else:
        said = _("To close this alert for everyone, reply %(digits)s.", digits=digits)
    return turn.say(said, asks=f"{_OVER}{digits}:{times}:{timer.checkin.id}", menu=())


def settle(turn: Turn, meaning: Parsed) -> ReplyDraft | list[Asked] | None:
    """The alert to close, once the digits came; what to reply to wrong ones. None if we had not
    asked, or if the text is no answer to it."""
    waiting = turn.asked(_OVER)
    if waiting is None:
        return None
    digits, times, id = waiting.split(":")
    if isinstance(meaning, No):
        return turn.say(turn.tr.gettext("Nothing was closed."))
    meant = [each for each in turn.sender.alerts if each[0].checkin.id == id]
    if not meant or not echo.sent(turn):
        return None
    if turn.text.strip() == digits:
        echo.known(turn)
        return meant
    echo.missed(turn)
    wrong = turn.tr.gettext("Nothing was closed: those are not the digits we sent.")
    if int(times) < echo.MOST_TIMES:
        return ask(turn, meant, int(times) + 1).headed(wrong)
    return turn.say(wrong)
