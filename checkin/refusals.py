"""Refusals: why something was not done, as a reason and as a sentence for web and text."""

from datetime import timedelta
from enum import StrEnum

from checkin.situation import refusing
from checkin.situation.situation import Situation
from checkin.times.formatting import spoken
from content.phrases import Translator


class Reason(StrEnum):
    """Why. `Refused.sentence` has the words for each."""

    NO_CONTACT = "no_contact"
    NOT_REACHED = "not_reached"
    NO_WORKER = "no_worker"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    RUNNING = "running"
    NOT_RUNNING = "not_running"
    ALERT_OUT = "alert_out"
    NO_NUMBER = "no_number"
    SEVERAL_NUMBERS = "several_numbers"
    BAD_NUMBER = "bad_number"
    EXTENSION = "extension"
    SERVICE_NUMBER = "service_number"
    OUR_NUMBER = "our_number"
    OWN_NUMBER = "own_number"
    REFUSED_BEFORE = "refused_before"
    ALREADY_CONTACT = "already_contact"
    TOO_MANY = "too_many"
    NO_NAME = "no_name"
    BUSY_CONTACT = "busy_contact"
    INVITED_MANY = "invited_many"
    BY_LINK_ONLY = "by_link_only"
    INVITED_OFTEN = "invited_often"
    INVITATIONS_BUSY = "invitations_busy"
    TOO_MUCH_SPENT = "too_much_spent"
    PIN_NEEDED = "pin_needed"
    PIN_WRONG = "pin_wrong"
    PIN_PAUSED = "pin_paused"
    PIN_BUSY = "pin_busy"
    PIN_RUNNING = "pin_running"
    MORE_NEEDS_PIN = "more_needs_pin"
    NAME_RUNNING = "name_running"
    PROOF_NEEDED = "proof_needed"
    PROOF_WRONG = "proof_wrong"
    PROOF_PAUSED = "proof_paused"
    DOUBTED = "doubted"
    FORGET_RUNNING = "forget_running"
    TESTED_LATELY = "tested_lately"
    CODE_UNKNOWN = "code_unknown"
    LINK_UNKNOWN = "link_unknown"
    LINK_RUNNING = "link_running"
    LINK_TWO_TIMERS = "link_two_timers"
    LINK_CONTACT = "link_contact"
    NO_CLOCK = "no_clock"
    NO_DATE = "no_date"
    NO_TIME = "no_time"
    NO_SUCH_DAY = "no_such_day"
    OTHER_WEEKDAY = "other_weekday"
    PAST_DATE = "past_date"
    FAR_DATE = "far_date"
    UNSURE_TIME = "unsure_time"
    TOO_MANY_DATES = "too_many_dates"


class Refused(Exception):
    """The person's request was refused and nothing changed. `sentence` says why, and what to do.

    `params`: what the sentence fills in; a timedelta is put into words. `situation` among them:
    what stands, for the reasons that speak of it.
    """

    def __init__(self, reason: Reason, **params: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params

    @property
    def counted(self) -> bool:
        """Whether the transaction is committed all the same: a wrong PIN or check-in code has to be
        counted."""
        return self.reason in (Reason.PIN_WRONG, Reason.PROOF_WRONG, Reason.CODE_UNKNOWN)

    @property
    def situation(self) -> Situation:
        """What stood when this was refused. Raises LookupError if the reason does not speak of
        it."""
        found = self.params.get("situation")
        if not isinstance(found, Situation):
            raise LookupError(f"A refusal ({self.reason}) was raised without the situation.")
        return found

    def sentence(self, translator: Translator) -> str:
        """One to three plain sentences in the reader's language."""
        _ = translator.gettext
        p = {
            key: spoken(value, translator) if isinstance(value, timedelta) else value
            for key, value in self.params.items()
        }
        match self.reason:
            case Reason.NO_CONTACT:
                return refusing.no_contact(translator)
            case Reason.NOT_REACHED:
                return refusing.not_reached(translator, p["name"])
            case Reason.NO_WORKER:
                return refusing.no_worker(translator)
            case Reason.TOO_SHORT:
                return _("Not started: the shortest timer is %(bound)s. Example: IN 30M", **p)
            case Reason.TOO_LONG:
                return _("Not started: the longest timer is %(bound)s. Example: IN 2H", **p)
            case Reason.RUNNING:
                return refusing.already_running(self.situation, translator)
            case Reason.NOT_RUNNING:
                return refusing.nothing_runs(translator)
            case Reason.ALERT_OUT:
                return refusing.alert_out(self.situation, translator)
            case Reason.NO_NUMBER:
                return _(
                    "We found no phone number in that, so nobody was invited. Write it like this: "
                    "ADD +1 555 123 4567 Sam"
                )
            case Reason.SEVERAL_NUMBERS:
                return _("Nobody was invited: please add one number at a time.")
            case Reason.BAD_NUMBER:
                return _(
                    "Nobody was invited: no phone has that number. Check each digit. A number of "
                    "another country begins with + and its country code, like +52."
                )
            case Reason.EXTENSION:
                return _(
                    "Nobody was invited: a text cannot reach an extension. Give the number of "
                    "their mobile phone."
                )
            case Reason.SERVICE_NUMBER:
                return _(
                    "Nobody was invited: that is a toll-free, paid or service number. Give the "
                    "number of their mobile phone."
                )
            case Reason.OUR_NUMBER:
                return _(
                    "Nobody was invited: that is our number, the one you are texting. A contact "
                    "must be a person."
                )
            case Reason.OWN_NUMBER:
                return _("That is your own number. A contact must be someone else.")
            case Reason.REFUSED_BEFORE:
                return _(
                    "That number has asked not to be invited. Nothing was sent. "
                    "Please add someone else."
                )
            case Reason.ALREADY_CONTACT:
                return _("%(name)s is on your list already. Nothing was sent again.", **p)
            case Reason.TOO_MANY:
                return _(
                    "Your list is full at %(most)s contacts. Take one off first: REMOVE 1", **p
                )
            case Reason.NO_NAME:
                return _("Write a name first: it is how you tell your contacts apart.")
            case Reason.INVITED_OFTEN:
                return _(
                    "Nothing was sent: that number has been invited several times by now. Ask them "
                    "yourself to reply YES to the last invitation, or try again tomorrow."
                )
            case Reason.BY_LINK_ONLY:
                return _(
                    "Nobody was added: here contacts come by a link. Make one in the app, under "
                    "Contacts, and give it to them yourself."
                )
            case Reason.INVITED_MANY:
                return _(
                    "Nothing was sent: you have invited many people today. Please try again "
                    "tomorrow."
                )
            case Reason.INVITATIONS_BUSY:
                return _(
                    "Nothing was sent: very many invitations are leaving right now. Please try "
                    "again in an hour."
                )
            case Reason.TOO_MUCH_SPENT:
                return _(
                    "Nothing was sent: this service has no money left for invitations right now. "
                    "Timers and alerts still work. In the app you can invite by a link, which "
                    "costs nothing."
                )
            case Reason.BUSY_CONTACT:
                return refusing.busy_contact(translator, p["name"])
            case Reason.PIN_NEEDED:
                return refusing.pin_needed(translator)
            case Reason.PIN_WRONG:
                return refusing.pin_wrong(translator)
            case Reason.PIN_PAUSED:
                return refusing.pin_paused(translator, p["wait"])
            case Reason.PIN_BUSY:
                return _(
                    "That did not go through: we are very busy right now. Nothing was changed. "
                    "Please send it again. SOS works all the same."
                )
            case Reason.PIN_RUNNING:
                return refusing.pins_kept(translator)
            case Reason.MORE_NEEDS_PIN:
                return refusing.more_needs_pin(translator)
            case Reason.NAME_RUNNING:
                return refusing.name_kept(translator)
            case Reason.PROOF_NEEDED:
                return _("Nothing was changed: this needs your PIN.")
            case Reason.PROOF_WRONG:
                return _("Nothing was changed: that PIN is not right.")
            case Reason.PROOF_PAUSED:
                return _(
                    "Nothing was changed: too many PINs were wrong. Wait %(wait)s, then try again. "
                    "SOS works all the same.",
                    **p,
                )
            case Reason.DOUBTED:
                return _(
                    "Nothing was done: this number has been silent for long, and numbers change "
                    "hands. Text STATUS for what to do."
                )
            case Reason.FORGET_RUNNING:
                known = self.params.get("situation")
                now = known if isinstance(known, Situation) else None
                return refusing.nothing_deleted(translator, now)
            case Reason.TESTED_LATELY:
                return _("Your contacts had a test within the last hour. Please wait a little.")
            case Reason.CODE_UNKNOWN:
                return _("We do not know that check-in code. Nothing was changed.")
            case Reason.LINK_UNKNOWN:
                return _(
                    "Nothing was linked: that code is not known or is too old. Text LINK for a new "
                    "one."
                )
            case Reason.LINK_RUNNING:
                return refusing.link_kept(translator)
            case Reason.LINK_TWO_TIMERS:
                return refusing.two_timers(translator)
            case Reason.LINK_CONTACT:
                return _(
                    "Nothing was linked: that number is one of your contacts. Take it off your "
                    "list first."
                )
            case Reason.NO_CLOCK:
                return _("Not started: no clock shows that time. Example: UNTIL 11PM")
            case Reason.NO_DATE:
                return _(
                    "Nothing was saved: we found no date in that. Write month, day and time. "
                    "Example: COURT %(example)s",
                    **p,
                )
            case Reason.NO_TIME:
                return _("Nothing was saved: at what time? Example: COURT %(example)s", **p)
            case Reason.NO_SUCH_DAY:
                return _(
                    "Nothing was saved: there is no such day. Write the month first. Example: "
                    "COURT %(example)s",
                    **p,
                )
            case Reason.OTHER_WEEKDAY:
                return _(
                    "Nothing was saved: that date is another day of the week. Please check it. "
                    "Example: COURT %(example)s",
                    **p,
                )
            case Reason.PAST_DATE:
                return _(
                    "Nothing was saved: that time is over. Missed it? Text COURT for what to do. "
                    "To save a new date: COURT %(example)s",
                    **p,
                )
            case Reason.FAR_DATE:
                return _(
                    "Nothing was saved: that is more than two years away. Please check the year. "
                    "Example: COURT %(example)s",
                    **p,
                )
            case Reason.UNSURE_TIME:
                return _(
                    'Nothing was saved: we are not sure what "%(words)s" means. If it is not part '
                    "of the time, put NOTE before it. Example: COURT %(example)s",
                    **p,
                )
            case Reason.TOO_MANY_DATES:
                return _(
                    "Nothing was saved: you have %(most)s dates already. COURT OFF deletes them "
                    "all.",
                    **p,
                )
