"""Refusals as pages say them: where the sentence for a text names a word to text, the sentence for
a page names a button."""

from datetime import timedelta

from checkin.refusals import Reason, Refused
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
            return _(
                "Not started: none of your contacts has said yes yet, so nobody would be told. "
                "Ask them to answer, or add someone else."
            )
        case Reason.NOT_REACHED:
            return _(
                "Not started: %(name)s said yes, but cannot be reached yet, so nobody would be "
                "told. Ask them to open their link, or add someone with a phone number.",
                **p,
            )
        case Reason.TOO_SHORT:
            return _("Not started: the shortest timer is %(bound)s.", **p)
        case Reason.TOO_LONG:
            return _("Not set: the longest timer is %(bound)s.", **p)
        case Reason.RUNNING:
            return _("A timer is running already. Nothing was changed. Close it first.")
        case Reason.NOT_RUNNING:
            return _("No timer is running, so there was nothing to close or to change.")
        case Reason.ALERT_OUT:
            return _(
                "Your contacts are being told already, so more time cannot be added. If you are "
                "safe, press “I'm OK”: they get the all-clear."
            )
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
            return _("Your PINs were not changed, because a timer is running. Close it first.")
        case Reason.TOO_MANY:
            return _("Your list is full at %(most)s contacts. Take one off first.", **p)
        case Reason.BUSY_CONTACT:
            return _("%(name)s is part of the timer that is running. Close it first.", **p)
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
