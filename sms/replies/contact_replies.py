"""Replies to a trusted contact: to a yes or no to an invitation, and to an answer to an alert."""

from checkin.actions import agreement, answers, test_alert
from checkin.actions.answers import Answer
from checkin.messages import standing, texts
from checkin.people import contacts, opt_outs, people
from checkin.people.contacts import Consent, Contact
from checkin.situation import for_contacts
from checkin.store import Timer
from sms.replies.turn import ReplyDraft, Turn

_ANSWERS = {1: Answer.ON_IT, 2: Answer.CANNOT, 3: Answer.OVER}


def yes(turn: Turn) -> ReplyDraft | None:
    """Agree to the newest open invitation; None if there is none."""
    waiting = _invitations(turn)
    if not waiting:
        return None
    opt_outs.welcome_back(turn.work, turn.session.phone)
    agreement.confirm(turn.work, waiting[0])
    sentence = turn.tr.gettext(
        "Thank you. If %(who)s misses a check-in, we text you what they wrote and what you can "
        "do. To leave at any time, text STOP.",
        who=_name_of(turn, waiting[0]),
    )
    if len(waiting) > 1:
        more = turn.tr.gettext(
            "%(who)s asks you too: reply YES or NO.", who=_name_of(turn, waiting[1], first=True)
        )
        return turn.say(sentence, more)
    return turn.say(sentence)


def no(turn: Turn) -> ReplyDraft | None:
    """NO: during an alert, "I can't"; otherwise a refusal for good. None if nothing was asked."""
    if answers.waiting_for(turn.work, turn.session.phone):
        return answer(turn, 2)
    on_lists = contacts.by_phone(turn.work, turn.session.phone)
    if not any(c.consent in (Consent.INVITED, Consent.CONFIRMED) for c in on_lists):
        return None
    answers.leave(turn.work, turn.session.phone, everything=False)
    sentence = turn.tr.gettext("All right. We will not invite you again, whoever asks.")
    return turn.say(sentence)


def answer(turn: Turn, number: int) -> ReplyDraft | None:
    """A contact's answer by number: 1, 2 or 3 to an alert, or 1 to a test alert. None if neither
    waits for this phone."""
    given = _ANSWERS.get(number)
    waiting = answers.waiting_for(turn.work, turn.session.phone)
    if given is Answer.ON_IT and waiting is None:
        return _test_answered(turn)
    if given is None or waiting is None:
        return None
    timer, contact = waiting
    after = answers.give(turn.work, timer, contact.id, given)
    return turn.say(*_thanks(turn, given, contact, after))


def _test_answered(turn: Turn) -> ReplyDraft | None:
    contact = test_alert.answer(turn.work, turn.session.phone)
    if contact is None:
        return None
    who = _name_of(turn, contact, first=True)
    return turn.say(turn.tr.gettext("Thank you, the test worked. %(who)s is told.", who=who))


def owes(turn: Turn) -> bool:
    """Whether this phone's answer to an alert or an invitation is waited for."""
    phone = turn.session.phone
    return answers.waiting_for(turn.work, phone) is not None or any(
        contact.consent is Consent.INVITED for contact in contacts.by_phone(turn.work, phone)
    )


def answer_needed(turn: Turn) -> ReplyDraft | None:
    """Ask for 1, 2 or 3, because YES to an alert could mean any; None if no alert waits."""
    waiting = answers.waiting_for(turn.work, turn.session.phone)
    if waiting is None:
        return None
    return turn.say(
        turn.tr.gettext(
            "Reply 1 if you are on it for %(who)s, 2 if you can't, 3 if it's over.",
            who=_name_of(turn, waiting[1]),
        )
    )


def _thanks(turn: Turn, given: Answer, contact: Contact, after: Timer) -> tuple[str, ...]:
    _, who = turn.tr.gettext, _name_of(turn, contact)
    if given is Answer.OVER:
        return (_("Thank you. The alert for %(who)s is closed.", who=who),)
    person = people.get(turn.work, after.person_id)
    if person is None:
        return ()
    now = standing.of_timer(turn.work, person, after)
    if given is Answer.CANNOT:
        return (for_contacts.cannot(now, contact.id, who, turn.tr),)
    thanks = for_contacts.on_it(now, contact.id, who, turn.tr)
    if after.checkin.holder != contact.id:
        return (thanks,)
    return thanks, _("What to do: text FIND. When it is over, reply 3.")


def _invitations(turn: Turn) -> list[Contact]:
    return [
        contact
        for contact in contacts.by_phone(turn.work, turn.session.phone)
        if contact.consent not in (Consent.CONFIRMED, Consent.REMOVED)
    ]


def _name_of(turn: Turn, contact: Contact, *, first: bool = False) -> str:
    person = people.get(turn.work, contact.person_id)
    return texts.called(person, turn.tr, first=first) if person else ""
