"""What we tell the person of what stands, unasked: reminders, questions, news of an alert."""

from checkin.machine.notices import Kind
from checkin.situation import alerts
from checkin.situation.situation import Situation, names
from checkin.times.formatting import spoken
from content.phrases import Translator


def notice(now: Situation, kind: Kind, contact: str, tr: Translator, *, short: bool = False) -> str:
    """The words of a notice to the person. `contact`: the name of whom it speaks of. `short`: for a
    notification, which has buttons in place of the words to text. Raises ValueError for a kind
    that is for contacts."""
    _, running = tr.gettext, now.checkin
    match kind:
        case Kind.REMIND if running:
            due = now.clock(running.due_at, tr)
            if now.nobody:
                none = alerts.nobody_would(tr) if short else alerts.add_someone(tr)
                return f"{_('Your timer ends at %(due)s.', due=due)} {none}"
            if short:
                return _("Your timer ends at %(due)s.", due=due)
            return _(
                "Your timer ends at %(due)s. Reply OK if you are safe, or +30 for more time.",
                due=due,
            )
        case Kind.ASK | Kind.ASK_AGAIN:
            return _ask(now, tr, short=short)
        case Kind.ALERTING if now.nobody:
            return alerts.nobody_left(tr) if short else alerts.unanswered(now, tr)
        case Kind.ALERTING if short:
            return _("Your contacts are being told now. If you are safe, say so: press here.")
        case Kind.ALERTING:
            return _(
                "Your contacts are being told now. If you are safe, reply OK and they get the "
                "all-clear."
            )
        case Kind.HELD_BY:
            return _("%(contact)s is on it.", contact=contact)
        case Kind.PASSED:
            said = _("%(contact)s can't help right now.", contact=contact)
            return _passed(now, said, tr, short=short)
        case Kind.UNREACHED:
            return _unreached(now, contact, tr, short=short)
        case Kind.LEFT:
            return left(now, contact, tr, short=short)
        case Kind.DROPPED:
            return _(
                "%(contact)s has not answered again. We go on with %(who)s.",
                contact=contact,
                who=names(now.still_in_it),
            )
        case Kind.UNANSWERED if short and now.can_answer:
            return _("None of your contacts is on it. Whoever was told can still answer for a day.")
        case Kind.UNANSWERED if short:
            return _("Nobody was told: none of your contacts is left, or can be reached.")
        case Kind.UNANSWERED:
            return alerts.unanswered(now, tr)
        case Kind.RESOLVED_BY if short:
            return _("%(contact)s says it is over.", contact=contact)
        case Kind.RESOLVED_BY:
            return _(
                "%(contact)s says it is over, so the alert is closed. If you still need help, "
                "text SOS.",
                contact=contact,
            )
        case _ as other:
            raise ValueError(f"{other} is not for the person")


def _ask(now: Situation, tr: Translator, *, short: bool) -> str:
    _ = tr.gettext
    if now.nobody and short:
        return f"{_('Your timer is up. Are you OK?')} {alerts.nobody_would(tr)}"
    if now.nobody:
        asks = _("Your timer is up. Are you OK? Reply OK, or +30 for more time.")
        return f"{asks} {alerts.add_someone(tr)}"
    left = spoken(now.grace_left, tr)
    if short:
        return _("Your timer is up. Are you OK? In %(left)s we tell your contacts.", left=left)
    return _(
        "Your timer is up. Are you OK? Reply OK, or +30 for more time. In %(left)s we "
        "tell your contacts.",
        left=left,
    )


def _passed(now: Situation, said: str, tr: Translator, *, short: bool) -> str:
    """A contact dropped out, as `said` says: who is left."""
    others = now.still_in_it
    if not others:
        return f"{said} {_alone(tr, short=short)}"
    who = tr.gettext("We go on with %(who)s.", who=names(others))
    return f"{said} {who}"


def _unreached(now: Situation, contact: str, tr: Translator, *, short: bool) -> str:
    _ = tr.gettext
    said = _("We could not reach %(contact)s.", contact=contact)
    others = tuple(part for part in now.still_in_it if part.waited_for or not part.ever_told)
    if others:
        who = _("We go on with %(who)s.", who=names(others))
        return f"{said} {who}"
    again = alerts.next_step(now, tr)
    return f"{said} {again or _alone(tr, short=short)}"


def left(now: Situation, contact: str, tr: Translator, *, short: bool = False) -> str:
    """A contact has left. `short`: without the words to text."""
    _ = tr.gettext
    gone = _("%(contact)s no longer takes our messages.", contact=contact)
    if now.before_alert and now.nobody:
        return f"{gone} {alerts.nobody_would(tr) if short else alerts.add_someone(tr)}"
    if now.nobody:
        return f"{gone} {_alone(tr, short=short)}"
    if short:
        return gone
    return _(
        "%(contact)s no longer takes our messages. Check who is left: CONTACTS", contact=contact
    )


def _alone(tr: Translator, *, short: bool) -> str:
    """Nobody is left, and what else there is."""
    help_lines = tr.gettext("For other help text HOTLINES.")
    return alerts.nobody_left(tr) if short else f"{alerts.nobody_left(tr)} {help_lines}"


def joined(now: Situation, contact: str, tr: Translator) -> str:
    """A contact has agreed while a timer runs for which nobody else is left."""
    return tr.gettext(
        "%(contact)s said yes and is now your trusted contact. If you miss your timer, we tell: "
        "%(who)s.",
        contact=contact,
        who=", ".join(now.would_tell),
    )
