"""Replies to a trusted contact: to a yes or no to an invitation, and to an answer to an alert.

An answer belongs to what this phone was last told. Where it may belong to two things, both are
named, and nothing is done before the next text says which.
"""

from collections.abc import Sequence
from dataclasses import replace

from checkin import store
from checkin.actions import agreement, answers, test_alert
from checkin.actions.answers import Answer, Asked
from checkin.messages import standing
from checkin.people import contacts, opt_outs, people
from checkin.people.contacts import Consent, Contact
from checkin.situation import for_contacts
from checkin.store import Timer
from sms.parsing.meanings import Parsed
from sms.replies import zone_replies
from sms.replies.contact import over_replies, which_replies
from sms.replies.contact.alert_replies import name_of, needed
from sms.replies.timer import own_replies, sos_replies
from sms.replies.turn import ReplyDraft, Turn

INVITATION = "invitation"
"""The pending question of an open invitation, repeated."""

_AGREE = "agree"
_ANSWER = "answer:"
_ANSWERS = {1: Answer.ON_IT, 2: Answer.CANNOT, 3: Answer.OVER}


def yes(turn: Turn) -> ReplyDraft | None:
    """Agree to the newest open invitation; None if there is nothing that a yes could be about."""
    own = own_replies.asked(turn, yes=True)
    if own:
        return turn.say(own, *_needed(turn))
    waiting = [
        c for c in _on_lists(turn) if c.consent not in (Consent.CONFIRMED, Consent.ALERT_ONLY)
    ]
    alerts = answers.open_to(turn.work, turn.session.phone)
    if any(not answers.hidden(each) for each in alerts) and turn.asked(_AGREE) is None:
        if not any(c.consent is Consent.INVITED for c in waiting):
            return answer_needed(turn)
        more = turn.tr.gettext(
            "%(who)s asks you to be a trusted contact: to agree, reply YES once more.",
            who=name_of(turn, waiting[0], first=True),
        )
        return turn.say(*_needed(turn), more, asks=_AGREE)
    if waiting:
        return _and_needed(turn, agree(turn, waiting))
    return answer_needed(turn) or _already(turn)


def _and_needed(turn: Turn, draft: ReplyDraft) -> ReplyDraft:
    """The reply, and below it what waiting alerts ask of this phone."""
    return replace(draft, blocks=(*draft.blocks, *_needed(turn)))


def agree(turn: Turn, waiting: Sequence[Contact]) -> ReplyDraft:
    """The contact says yes to the first of these invitations."""
    opt_outs.welcome_back(turn.work, turn.session.phone)
    agreement.confirm(turn.work, waiting[0])
    sentence = turn.tr.gettext(
        "Thank you. If %(who)s misses a check-in, we text you what they wrote and what you can "
        "do. To leave at any time, text STOP.",
        who=name_of(turn, waiting[0]),
    )
    if len(waiting) > 1:
        more = turn.tr.gettext(
            "%(who)s asks you too: reply YES or NO.", who=name_of(turn, waiting[1], first=True)
        )
        return turn.say(sentence, more, asks=INVITATION)
    return turn.say(sentence)


def no(turn: Turn) -> ReplyDraft | None:
    """NO: during an alert, "I can't"; right after an invitation a refusal for good; otherwise asked
    back. None if nothing was asked."""
    own = own_replies.asked(turn, yes=False)
    if own:
        return turn.say(own, *_needed(turn))
    invited = [c for c in _on_lists(turn) if c.consent is Consent.INVITED]
    alerts = answers.open_to(turn.work, turn.session.phone)
    # An invitation is answered as if there were no alert that the person does not see.
    seen = [each for each in alerts if not (invited and answers.hidden(each))]
    out = any(timer.checkin.alert_out for timer, _ in seen)
    if seen and (out or not invited or not _was_just_invited(turn, invited[0])):
        return answer(turn, 2)
    if not invited:
        return still(turn)
    if not _was_just_invited(turn, invited[0]):
        ask = turn.tr.gettext(
            "Nothing was changed. %(who)s asks you to be a trusted contact: to refuse, reply NO "
            "once more. To agree, reply YES.",
            who=name_of(turn, invited[0], first=True),
        )
        return _and_needed(turn, turn.say(ask, asks=INVITATION))
    answers.refuse(turn.work, turn.session.phone)
    refused = turn.tr.gettext("All right. We will not invite you again, whoever asks.")
    names = confirmed_for(turn)
    others = _still_for(turn, names) if names else ""
    return _and_needed(turn, turn.say(*filter(None, (refused, others))))


def answer(turn: Turn, number: int) -> ReplyDraft | None:
    """A contact's answer by number: 1, 2 or 3 to an alert, or 1 to a test alert. None if neither
    waits for this phone."""
    given = _ANSWERS.get(number)
    if given is None:
        return None
    meant = answers.meant(turn.work, turn.session.phone, given)
    tested = None
    if given is Answer.ON_IT and all(answers.hidden(each) for each in turn.sender.alerts):
        # The person sees the test answered, as she does where there is no alert.
        tested = _test_answered(turn)
    if not meant:
        return tested
    if len({answers.whose(turn.work, each) for each in meant}) > 1:
        return which_replies.ask(turn, number, meant)
    # A 3 is asked about in any case.
    sure = given is Answer.OVER or turn.asked(_ANSWER) == str(number)
    if not sure and _shown_since(turn, number, meant[0]):
        ask = turn.tr.gettext(
            "Nothing was done yet. If that %(n)s is your answer for %(who)s, reply %(n)s once "
            "more: 1 = I'm on it, 2 = I can't, 3 = it's over.",
            n=number,
            who=name_of(turn, meant[0][1]),
        )
        return turn.say(ask, asks=f"{_ANSWER}{number}", menu=())
    return _give(turn, given, meant)


def closing(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The two digits that close an alert for everyone, after a 3; None if they are not waited for,
    or the text is something else."""
    settled = over_replies.settle(turn, meaning)
    if isinstance(settled, list):
        return _give(turn, Answer.OVER, settled, proven=True)
    return settled


def named(turn: Turn, text: str) -> ReplyDraft | None:
    """An answer that says whom it is for: "A" after our question, "1 Ana" at any time. None if the
    text is no such answer."""
    asked = turn.sender.alerts
    found = which_replies.chosen(turn, text, asked) if asked else None
    return _give(turn, _ANSWERS[found[0]], found[1]) if found else None


def _give(turn: Turn, given: Answer, meant: Sequence[Asked], *, proven: bool = False) -> ReplyDraft:
    if given is Answer.OVER and not proven:
        return over_replies.ask(turn, meant)
    sentences: list[str] = []
    persons = {answers.whose(turn.work, each) for each in meant}
    # All alerts about one person are one thing to whoever answers, also where she does not see one.
    for timer, contact in turn.sender.alerts:
        if answers.whose(turn.work, (timer, contact)) not in persons:
            continue
        after = answers.give(turn.work, timer, contact.id, given)
        sentences += _thanks(turn, given, contact, after)
    return turn.say(*dict.fromkeys(sentences))


def _shown_since(turn: Turn, number: int, asked: Asked) -> bool:
    """Whether this number may be for something else that we showed: a question of the phone's own,
    or a menu that is newer than the alert."""
    if any(turn.asked(own) is not None for own in (zone_replies.WHICH_ZONE, sos_replies.IS_ARREST)):
        return True
    told_at = store.told_at(turn.work, asked[0].checkin.id, asked[1].id)
    return number <= len(turn.session.menu) and turn.answered_since(told_at)


def _test_answered(turn: Turn) -> ReplyDraft | None:
    tested = [c.tested_at for c in _on_lists(turn) if test_alert.waits(turn.work, c)]
    if turn.session.menu and any(turn.answered_since(at) for at in tested):
        return None
    contact = test_alert.answer(turn.work, turn.session.phone)
    if contact is None:
        return None
    who = name_of(turn, contact, first=True)
    return turn.say(turn.tr.gettext("Thank you, the test worked. %(who)s is told.", who=who))


def tested(turn: Turn) -> bool:
    """Whether a test waits for this phone's answer."""
    return any(test_alert.waits(turn.work, contact) for contact in _on_lists(turn))


def answer_needed(turn: Turn) -> ReplyDraft | None:
    """Ask for 1, 2 or 3, because YES to an alert could mean any; None if no alert waits."""
    needed = _needed(turn)
    return turn.say(*needed) if needed else None


def _needed(turn: Turn) -> tuple[str, ...]:
    return tuple(needed(turn, asked) for asked in answers.open_to(turn.work, turn.session.phone))


def _thanks(turn: Turn, given: Answer, contact: Contact, after: Timer) -> tuple[str, ...]:
    _, who = turn.tr.gettext, name_of(turn, contact)
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


def _was_just_invited(turn: Turn, contact: Contact) -> bool:
    """Whether the invitation is the last that this phone heard from us, or all that it ever did."""
    if turn.asked(INVITATION) is not None:
        return True
    others = any(c.consent is Consent.CONFIRMED for c in _on_lists(turn))
    only_invited = turn.person() is None and not others
    return only_invited or not turn.answered_since(contact.invited_at)


def still(turn: Turn) -> ReplyDraft | None:
    """That this phone is a contact of somebody still, and what ends it; None if it is of nobody."""
    names = confirmed_for(turn)
    if not names:
        return None
    return turn.say(
        turn.tr.gettext(
            "Nothing was changed: you are still a trusted contact of %(who)s. To be none any "
            "more, text STOP.",
            who=names,
        )
    )


def _still_for(turn: Turn, names: str) -> str:
    """That a refusal leaves this phone on the lists of those it said yes to."""
    return turn.tr.gettext(
        "You are still a trusted contact of %(who)s. To be none any more, text STOP.", who=names
    )


def _already(turn: Turn) -> ReplyDraft | None:
    names = confirmed_for(turn)
    if not names:
        return None
    return turn.say(
        turn.tr.gettext(
            "You are a trusted contact of %(who)s already. If they miss a check-in, we text you.",
            who=names,
        )
    )


def confirmed_for(turn: Turn) -> str:
    """Those to whom this phone has said yes, as a list; empty if there are none."""
    mine = [c for c in _on_lists(turn) if c.consent is Consent.CONFIRMED]
    return ", ".join(name_of(turn, contact) for contact in mine)


def _on_lists(turn: Turn) -> list[Contact]:
    return contacts.by_phone(turn.work, turn.session.phone)
