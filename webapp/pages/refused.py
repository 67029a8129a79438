"""Refusals as pages say them: where the sentence for a text names a word to text, the sentence for
a page names a button."""

from datetime import timedelta

from checkin.refusals import Reason, Refused
from checkin.situation import refusing
from checkin.times.formatting import spoken
from webapp import i18n


def sentence(refused: Refused) -> str:
    """One to three plain sentences in the language of the page."""
    t = i18n.translator()
    _ = t.gettext
    p = {
        name: spoken(value, t) if isinstance(value, timedelta) else value
        for name, value in refused.params.items()
    }
    match refused.reason:
        case Reason.NO_CONTACT:
            return refusing.no_contact(t, page=True)
        case Reason.NOT_REACHED:
            return refusing.not_reached(t, p["name"], page=True)
        case Reason.TOO_SHORT:
            return _("Not started: the shortest timer is %(bound)s.", **p)
        case Reason.TOO_LONG:
            return _("Not set: the longest timer is %(bound)s.", **p)
        case Reason.RUNNING:
            return refusing.already_running_page(t)
        case Reason.NOT_RUNNING:
            return refusing.nothing_runs(t, page=True)
        case Reason.ALERT_OUT:
            return refusing.alert_out(refused.situation, t, page=True)
        case Reason.PIN_NEEDED:
            return _("Nothing was closed: type your PIN first.")
        case Reason.PIN_WRONG:
            return _("Nothing was closed: that PIN is not right. Try again.")
        case Reason.PIN_PAUSED:
            return _(
                "Nothing was closed: too many PINs were wrong. Wait %(wait)s, then try again. "
                "SOS works all the same.",
                **p,
            )
        case Reason.PIN_RUNNING:
            return refusing.pins_kept(t, page=True)
        case Reason.TOO_MANY:
            return _("Your list is full at %(most)s contacts. Take one off first.", **p)
        case Reason.BUSY_CONTACT:
            return refusing.busy_contact(t, p["name"], page=True)
        case Reason.NO_DATE | Reason.NO_TIME | Reason.NO_SUCH_DAY | Reason.UNSURE_TIME:
            return _(
                "Nothing was saved: we did not understand the day or the time. Write them like "
                "this: %(example)s",
                **p,
            )
        case Reason.PAST_DATE:
            return _("Nothing was saved: that time is over.")
        case Reason.FAR_DATE:
            return _("Nothing was saved: that is more than two years away. Check the year.")
        case Reason.TOO_MANY_DATES:
            return _("You have %(most)s dates already. Delete one first.", **p)
        case _:
            return refused.sentence(t)
