"""What a reply, or a call, says to the person of what stands."""

from collections.abc import Sequence

from checkin.machine.checkin import Checkin, State
from checkin.situation import alerts
from checkin.situation.situation import Situation, names
from checkin.times.formatting import spoken
from content.phrases import Translator


def started(now: Situation, tr: Translator) -> str:
    """A timer was just started."""
    if now.checkin is None or now.nobody:
        return status(now, tr)
    return tr.gettext(
        "Timer running until %(due)s. Text OK before then. If you don't, we ask you, and "
        "%(grace)s later we tell: %(who)s.",
        due=now.clock(now.checkin.due_at, tr),
        grace=spoken(now.checkin.timeline.grace, tr),
        who=_in_turn(now, now.checkin, tr),
    )


def _in_turn(now: Situation, running: Checkin, tr: Translator) -> str:
    first, *others = now.upcoming
    if running.at_once or not others:
        return names(now.upcoming)
    return tr.gettext(
        "%(first)s first, and without an answer %(others)s",
        first=first.name,
        others=names(tuple(others)),
    )


def extended(now: Situation, tr: Translator) -> str:
    """Its end was moved."""
    if now.checkin is None or not now.before_alert:
        return status(now, tr)
    due = now.clock(now.checkin.due_at, tr)
    moved = tr.gettext("Timer now runs until %(due)s.", due=due)
    return " ".join([moved, *alerts.troubles(now, tr)])


def quiet(now: Situation, tr: Translator) -> str:
    """It goes on though the person wants no texts."""
    if now.checkin is None or now.state is not State.ARMED or now.unserved or now.nobody:
        return status(now, tr)
    due = now.clock(now.checkin.due_at, tr)
    return tr.gettext(
        "Your timer still runs until %(due)s, without reminders. OK closes it.", due=due
    )


def nothing_to_close(tr: Translator) -> str:
    """A near miss of OK, with no timer running."""
    return tr.gettext("No timer is running, so there is nothing to close.")


def nothing_here(tr: Translator) -> str:
    """Texts are welcome again, and nothing runs."""
    return tr.gettext("No timer is running on this number.")


def none_here(tr: Translator) -> str:
    """OK from a number that nobody is known by: perhaps that of a new phone."""
    return tr.gettext(
        "No timer is running on this number, so nothing was closed. Is this a new phone? Then text "
        "your check-in code: it closes the timer of the old one. Without the code, call your "
        "contacts: they are told if it is not closed."
    )


def goes_on(tr: Translator, *, pin: bool) -> str:
    """A near miss of OK closed nothing. `pin`: a PIN is needed to close it."""
    if pin:
        return tr.gettext("Your timer goes on. Did you mean OK? Reply OK and your PIN to close it.")
    return tr.gettext("Your timer goes on. Did you mean OK? Reply OK to close it.")


def status(now: Situation, tr: Translator) -> str:
    """Where the check-in stands, in one to five short sentences, with the words to text."""
    _ = tr.gettext
    if now.checkin is None:
        return _("No timer is running. To start one: IN 2H and a note, if you like.")
    if now.before_alert:
        return _before_alert(now, now.checkin, tr)
    if now.state is State.HELD:
        holder = now.holder
        if holder is None:
            return _("Someone is on it. If you are safe, text OK.")
        return _("%(contact)s is on it. If you are safe, text OK.", contact=holder.name)
    if now.state is State.CLOSED:
        ended = alerts.unanswered(now, tr)
        if not now.all_clear_to:
            return ended
        return f"{ended} {_('If you are safe, text OK and they get the all-clear.')}"
    return " ".join([*alerts.alert(now, tr), _("If you are safe, text OK.")])


def _before_alert(now: Situation, running: Checkin, tr: Translator) -> str:
    _ = tr.gettext
    if now.left and now.state is State.ARMED:
        said = _(
            "Timer running until %(due)s, %(left)s left. OK closes it, +30 adds time.",
            due=now.clock(running.due_at, tr),
            left=spoken(now.left, tr),
        )
        return " ".join([said, *alerts.troubles(now, tr)])
    if now.nobody:
        up = _("Your timer is up. Text OK if you are safe, or +30.")
        return f"{up} {alerts.add_someone(tr)}"
    if now.unserved:
        return _(
            "Your timer is up, but our alarm service is not running, so nobody has been told "
            "yet. Tell someone you trust yourself. If you are safe, text OK."
        )
    if not now.grace_left:
        return _("Your timer is up. Text OK if you are safe. In a moment we tell your contacts.")
    return _(
        "Your timer is up. Text OK if you are safe, or +30. In %(left)s we tell your contacts.",
        left=spoken(now.grace_left, tr),
    )


def sos(now: Situation, tr: Translator) -> tuple[str, ...]:
    """The answer to SOS: whom it goes to."""
    _, told = tr.gettext, (*now.told, *now.being_told)
    if not told:
        return (alerts.unanswered(now, tr),)
    if not now.alive:
        return (
            alerts.late(tr),
            _(
                "As soon as it runs we tell %(who)s. When you are safe, text OK. What to say: "
                "text RIGHTS.",
                who=names(told),
            ),
        )
    return (
        _(
            "We are telling %(who)s now. When you are safe, text OK. What to say: text RIGHTS.",
            who=names(told),
        ),
    )


def sos_unnamed(tr: Translator) -> str:
    """The reply to an SOS from a number that may have another owner by now."""
    return tr.gettext("Those on the list of this number are being told now.")


def sos_offer(who: Sequence[str], tr: Translator) -> str:
    """Whom SOS would tell, to somebody in danger who has not sent it."""
    return tr.gettext("Text SOS and we tell %(who)s at once.", who=", ".join(who))


def nobody_yet(tr: Translator) -> str:
    """To somebody who asked in own words that contacts are told: only SOS tells them."""
    return tr.gettext("Nobody was told yet.")


def closed(now: Situation, tr: Translator) -> str:
    """The person has said that they are safe."""
    _ = tr.gettext
    if now.all_clear_to:
        return _("Good that you are safe. Your contacts get the all-clear. Your note is deleted.")
    return _("Good that you are safe. Your timer is closed and your note deleted.")


def closed_push(now: Situation | None, tr: Translator) -> str:
    """The same in answer to a press on a notification. None: it was closed before."""
    _ = tr.gettext
    if now and now.all_clear_to:
        return _("Closed. Good that you are safe. Your contacts get the all-clear.")
    return _("Closed. Good that you are safe.")


def over(tr: Translator) -> str:
    """A press on a notification of a timer that has ended since."""
    return tr.gettext("That timer is over. Nothing was changed.")
