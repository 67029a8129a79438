"""Replies about the link between this number and the web app."""

from checkin.actions import links
from sms.replies.turn import ReplyDraft, Turn


def link(turn: Turn) -> ReplyDraft:
    """The code that links a web app to this number. Whoever only fakes the number never sees it."""
    code = links.code(turn.work, turn.ensure_person())
    return turn.say(
        turn.tr.gettext(
            "Your code: %(code)s. Type it into the app, under Settings, within 15 minutes. It "
            "works once. Give it to nobody. If you did not ask for it, do nothing.",
            code=f"{code[:4]} {code[4:]}",
        )
    )


def unlink(turn: Turn) -> ReplyDraft:
    """Take every web app off this number."""
    person = turn.person()
    if person is None or not links.linked(turn.work, person):
        return turn.say(turn.tr.gettext("No app is linked to this number."))
    links.unlink(turn.work, person)
    return turn.say(
        turn.tr.gettext(
            "No app is linked to this number any more. Your contacts and your timer stay with it."
        )
    )


def standing(turn: Turn) -> tuple[str, ...]:
    """What STATUS says of it, as sentences."""
    person = turn.person()
    is_linked = person is not None and links.linked(turn.work, person)
    return (turn.tr.gettext("An app is linked."),) if is_linked else ()
