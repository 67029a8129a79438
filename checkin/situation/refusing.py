"""What a refusal says of what stands, as a text says it and, with `page`, as a page does.

Whoever raises the refusal has just read the rows; nothing here looks again.
"""

from checkin.situation import alerts, replies
from checkin.situation.situation import Situation
from content.phrases import Translator


def no_contact(tr: Translator, *, page: bool = False) -> str:
    """Nobody has agreed to be told."""
    if page:
        return tr.gettext(
            "Not started: none of your contacts has said yes yet, so nobody would be told. "
            "Ask them to answer, or add someone else."
        )
    return tr.gettext(
        "Not started: none of your contacts has said YES yet, so nobody would be "
        "told. Ask them to reply YES, or add someone: ADD +1 555 123 4567 Sam"
    )


def not_reached(tr: Translator, name: object, *, page: bool = False) -> str:
    """Whoever agreed cannot be reached. `name`: one of them."""
    if page:
        return tr.gettext(
            "Not started: %(name)s said yes, but cannot be reached yet, so nobody would be "
            "told. Ask them to open their link, or add someone with a phone number.",
            name=name,
        )
    return tr.gettext(
        "Not started: %(name)s said yes, but cannot be reached yet, so nobody would be "
        "told. Ask them to open their link and turn on notifications, or add someone "
        "with a phone number.",
        name=name,
    )


def no_worker(tr: Translator) -> str:
    """No timer can be relied on now."""
    return tr.gettext(
        "Not started: our alarm service is not running right now, so nobody would "
        "be told. Tell someone you trust yourself, and try again in a few minutes."
    )


def nothing_runs(tr: Translator, *, page: bool = False) -> str:
    """There is no timer to close or to change."""
    if page:
        return tr.gettext("No timer is running, so there was nothing to close or to change.")
    return tr.gettext("No timer is running. To start one: IN 2H and a note, if you like.")


def already_running(now: Situation, tr: Translator) -> str:
    """A second timer, or deleting everything, while one runs: where that one stands."""
    if now.checkin is None or not now.before_alert or not now.left:
        return f"{tr.gettext('Nothing was changed.')} {replies.status(now, tr)}"
    running = tr.gettext(
        "You already have a timer running, until %(due)s. Nothing was changed. "
        "Text +30 for more time, or OK to close it.",
        due=now.clock(now.checkin.due_at, tr),
    )
    return " ".join([running, *alerts.troubles(now, tr)])


def already_running_page(tr: Translator) -> str:
    """The same on a page."""
    return tr.gettext("A timer is running already. Nothing was changed. Close it first.")


def alert_out(now: Situation, tr: Translator, *, page: bool = False) -> str:
    """More time was asked for once contacts are told."""
    if now.nobody:
        first = alerts.nobody_left(tr)
    elif page:
        return tr.gettext(
            "Your contacts are being told already, so more time cannot be added. If you are "
            "safe, press “I'm OK”: they get the all-clear."
        )
    else:
        return tr.gettext(
            "Your contacts are being told already, so more time cannot be added. "
            "Text OK if you are safe: they get the all-clear."
        )
    late = tr.gettext("It is too late to add time.")
    return f"{first} {late}"


def pin_needed(tr: Translator) -> str:
    """A timer can be closed only with a PIN, and none was given."""
    return tr.gettext("Nothing was closed: add your PIN. Example: OK 1234")


def pin_wrong(tr: Translator) -> str:
    """The PIN was wrong; the timer was not closed."""
    return tr.gettext("Nothing was closed: that PIN is not right. Try again: OK and your PIN.")


def pin_paused(tr: Translator, wait: object) -> str:
    """Too many PINs were wrong. `wait`: how long, in words."""
    return tr.gettext(
        "Nothing was closed: too many PINs were wrong. Wait %(wait)s, then text OK "
        "and your PIN. SOS works all the same.",
        wait=wait,
    )


def more_needs_pin(tr: Translator, answer: str = "") -> str:
    """So much more time needs a PIN. `answer`: what to reply to add it, in words, if it may be."""
    no = tr.gettext("No time was added: past an hour more, a timer needs your PIN.")
    if not answer:
        return no
    return f"{no} {tr.gettext('To add it, reply %(answer)s.', answer=answer)}"


def pins_kept(tr: Translator, *, page: bool = False) -> str:
    """PINs cannot be changed while a timer runs."""
    if page:
        return tr.gettext("Your PINs were not changed, because a timer is running. Close it first.")
    return tr.gettext(
        "Your PINs were not changed, because a timer is running. Close it first: OK and your PIN."
    )


def link_kept(tr: Translator) -> str:
    """No link between an app and a number ends for another one while a timer runs."""
    return tr.gettext(
        "Nothing was linked, because a timer is running and another link would end. Close it first."
    )


def two_timers(tr: Translator) -> str:
    """An app and a number, each with a timer that runs, are not made one person's."""
    return tr.gettext(
        "Nothing was linked: a timer runs here, and another by text. Close one of them first."
    )


def name_kept(tr: Translator) -> str:
    """The name cannot be changed while a timer runs."""
    return tr.gettext(
        "Your name was not changed: a timer is running, and your contacts know you by the old one. "
        "Close it first."
    )


def nothing_deleted(tr: Translator, now: Situation | None = None) -> str:
    """Nothing can be deleted while a timer runs; and how it stands, if known."""
    sentence = tr.gettext(
        "Nothing was deleted, because a timer is running. Close it first with OK."
    )
    return f"{sentence}\n{replies.status(now, tr)}" if now else sentence


def busy_contact(tr: Translator, name: object, *, page: bool = False) -> str:
    """A contact of the running timer cannot be taken off the list."""
    if page:
        return tr.gettext(
            "%(name)s is part of the timer that is running. Close it first.", name=name
        )
    return tr.gettext(
        "%(name)s is part of the timer that is running. Close it first with OK.", name=name
    )
