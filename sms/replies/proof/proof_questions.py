"""What an act would do, as the question that stands before it. No number stands in these sentences
but the digits that answer them."""

from datetime import timedelta

from checkin import store
from checkin.actions import invitations, links, more_time
from checkin.messages import standing
from checkin.people import contacts, people
from checkin.refusals import Reason, Refused
from checkin.situation import refusing
from sms.parsing.acts import (
    AddContact,
    Extend,
    ForgetMe,
    Link,
    RemoveContact,
    SetPins,
    ShowCode,
    Unlink,
)
from sms.parsing.meanings import Parsed
from sms.replies.proof import echo
from sms.replies.turn import Turn


def sentence(turn: Turn, meaning: Parsed, answer: str) -> str | None:
    """The question before this act. `answer`: what to reply, in words. None where there is nothing
    to do, which the act itself then says. Raises Refused where the act would."""
    _ = turn.tr.gettext
    match meaning:
        case AddContact(phone, name):
            person = turn.ensure_person()
            invitations.check(turn.work, person, phone=phone)
            return _(
                "To add %(who)s, reply %(answer)s. Only do so if they agreed to be asked.",
                who=echo.numberless(name) or _("this number"),
                answer=answer,
            )
        case RemoveContact(number):
            removed = _removed(turn, number)
            return removed and _(
                "To take %(who)s off your list, reply %(answer)s.",
                who=echo.numberless(removed) or _("this contact"),
                answer=answer,
            )
        case SetPins():
            known = turn.person()
            if known and people.timer_runs(turn.work, known):
                raise Refused(Reason.PIN_RUNNING)
            return _("To replace both PINs, reply %(answer)s.", answer=answer)
        case Extend(by):
            return _more_time(turn, by, answer)
        case ShowCode():
            return _("To see your check-in code, reply %(answer)s.", answer=answer)
        case Link():
            return _("For the code that links an app, reply %(answer)s.", answer=answer)
        case Unlink():
            return _unlinking(turn, answer)
        case ForgetMe():
            _refuse_while_running(turn)
            return _(
                "This deletes your contacts, settings and everything else we hold on this phone. "
                "It cannot be undone. To delete, reply %(answer)s. To keep it, reply NO.",
                answer=answer,
            )
    return None


def _more_time(turn: Turn, by: timedelta, answer: str) -> str | None:
    person = turn.person()
    if person is None or not more_time.needs_pin(turn.work, person, by):
        return None
    return refusing.more_needs_pin(turn.tr, answer)


def _unlinking(turn: Turn, answer: str) -> str | None:
    person = turn.person()
    if person is None or not links.linked(turn.work, person):
        return None
    return turn.tr.gettext("To take the app off this number, reply %(answer)s.", answer=answer)


def _removed(turn: Turn, number: int) -> str | None:
    """The name of the contact with this number on the list; None if there is none."""
    person = turn.person()
    mine = contacts.of(turn.work, person) if person else []
    return mine[number - 1].name if 1 <= number <= len(mine) else None


def _refuse_while_running(turn: Turn) -> None:
    person = turn.person()
    running = store.open_for(turn.work, person) if person else None
    if person and running:
        now = standing.of_timer(turn.work, person, running)
        raise Refused(Reason.FORGET_RUNNING, situation=now)
