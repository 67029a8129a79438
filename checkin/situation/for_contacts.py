"""What a contact reads or hears of what stands. Contacts never learn of each other by name."""

from checkin.machine.checkin import State
from checkin.machine.escalation import ROUNDS
from checkin.situation.situation import Part, Situation
from content.phrases import Translator


def still_on_it(now: Situation, who: str, tr: Translator, *, short: bool = False) -> str:
    """We ask the holder again. `who`: the person; `short`: for a notification."""
    _ = tr.gettext
    if short:
        asked = _("Are you still on it for %(who)s? Open to answer.", who=who)
    else:
        asked = _(
            "Are you still on it for %(who)s? Reply 1 if you are, 2 if you can't, 3 if it's over.",
            who=who,
        )
    if _others(now, now.holder):
        return f"{asked} {_('Without an answer we ask others.')}"
    return f"{asked} {_('Without an answer we ask you again.')}"


def covered(who: str, tr: Translator, *, short: bool = False) -> str:
    """Another contact has just said that they are on it."""
    _ = tr.gettext
    if short:
        return _("Another contact is on it for %(who)s. Nothing to do for now.", who=who)
    return _(
        "Another contact is on it for %(who)s. Thank you: nothing to do for now. We text "
        "you again if that changes.",
        who=who,
    )


def not_yet(tr: Translator, *, held: bool) -> str:
    """To a contact who asks and is not told yet, since others come first; one of them is on it if
    `held`."""
    if held:
        return tr.gettext("Another contact is on it. If they cannot go on, we text you.")
    return tr.gettext("We have told another contact. If they are not on it, we text you next.")


def unanswered_so_far(tr: Translator) -> str:
    """A call in a later round begins with this."""
    return tr.gettext("Nobody has answered yet.")


def cannot(now: Situation, contact_id: str, who: str, tr: Translator) -> str:
    """The answer to a contact's "I can't"."""
    _ = tr.gettext
    if now.state is State.HELD:
        return _("Thank you for saying so. Another contact is on it for %(who)s.", who=who)
    others = _others(now, now.part(contact_id))
    if others and now.state is State.CLOSED:
        return _(
            "Thank you for saying so. Nobody is on it for %(who)s, and we have stopped asking. If "
            "you can after all, reply 1.",
            who=who,
        )
    if others:
        return _("Thank you for saying so. We ask someone else for %(who)s.", who=who)
    return _(
        "Thank you for saying so. Nobody else is left for %(who)s. If you can after all, reply 1.",
        who=who,
    )


def cannot_aloud(now: Situation, contact_id: str, tr: Translator) -> str:
    """The same in a call, or, without the words to text, on a page."""
    _ = tr.gettext
    if now.state is State.HELD:
        return _("Thank you for saying so. Another contact is on it.")
    others = _others(now, now.part(contact_id))
    if others and now.state is State.CLOSED:
        return _("Thank you for saying so. Nobody is on it, and we have stopped asking.")
    if others:
        return _("Thank you for saying so. We ask someone else.")
    return _("Thank you for saying so. Nobody else is left.")


def on_it(now: Situation, contact_id: str, who: str, tr: Translator) -> str:
    """The answer to a contact's "I'm on it"."""
    _ = tr.gettext
    holder = now.holder
    if holder and holder.id != contact_id:
        return _("Thank you. Another contact is on it for %(who)s already.", who=who)
    if _told_too(now, contact_id):
        return _("Thank you. You are on it for %(who)s, and the others are told so.", who=who)
    return _("Thank you. You are on it for %(who)s.", who=who)


def headline(now: Situation, contact: Part | None, given: str, tr: Translator) -> tuple[str, str]:
    """On the alert's page: how it stands for this contact, as a heading and the sentence below it.

    `given`: what they have just answered, "cannot" or something else.
    """
    _ = tr.gettext
    if contact is not None and now.state is State.HELD:
        if now.holder is not contact:
            return _("Another contact is on it"), _("Nothing to do for now.")
        done = _("Press “It's over” when it is.")
        if _told_too(now, contact.id):
            done = _("The others know that someone is helping. Press “It's over” when it is.")
        return _("You are on it"), done
    if contact is not None and given == "cannot" and not _closed_well(now):
        return _("You can't right now"), cannot_aloud(now, contact.id, tr)
    if _closed_well(now):
        return _("It is over"), _(
            "Thank you. The alert is closed, and everyone who was told knows it."
        )
    if now.state is State.CLOSED:
        return _("Nobody has answered so far"), _(
            "We have stopped asking, but it is not too late. If you can help, say so below."
        )
    return _("Can you help?"), _("Read this, then press one of the three buttons.")


def next_step(now: Situation, contact: Part | None, tr: Translator) -> str:
    """On the alert's page: whom we ask next and when, naming nobody; empty when nobody."""
    running = now.checkin
    if running is None or running.next_at is None or contact is None:
        return ""
    _, time = tr.gettext, now.clock(running.next_at, tr)
    if now.state is State.HELD:
        if now.holder is not contact:
            return _("We text you again if that changes.")
        if not running.asked:
            return _("We ask you at %(time)s whether you still are.", time=time)
        if _others(now, contact):
            return _("Are you still on it? Without an answer we ask others at %(time)s.", time=time)
        return _("Are you still on it? Without an answer we ask you again at %(time)s.", time=time)
    if now.upcoming:
        return _("We tell one person after another: the next at %(time)s.", time=time)
    if not now.again or running.round >= ROUNDS:
        return ""
    if now.calls and all(part.rings for part in now.again):
        return _("If nobody answers, we call at %(time)s.", time=time)
    return _("If nobody answers, we try again at %(time)s.", time=time)


def _closed_well(now: Situation) -> bool:
    return now.checkin is None or now.checkin.over


def _others(now: Situation, contact: Part | None) -> bool:
    """Whether anyone else can still be asked."""
    return any(part.askable for part in now.parts if part is not contact)


def _told_too(now: Situation, contact_id: str) -> bool:
    return any(part.id != contact_id for part in now.all_clear_to)
