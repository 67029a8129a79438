"""The role layer: an invited, alerted or confirmed contact is answered about the person, whatever
else the text may mean, and is sent no card unasked.

Called for texts that no exact word explains, after danger and the phone's own timer. Plain words
are taken where that is harmless, and otherwise confirmed by a number. Only 3, and the two digits
that we then send, close an alert.
"""

from collections.abc import Sequence

from checkin import store
from checkin.actions import answers, wrong_numbers
from checkin.actions.answers import Asked
from checkin.machine.advance import Outcome
from checkin.messages import texts
from checkin.people import people
from checkin.people.contacts import Consent, Contact
from checkin.situation import for_contacts
from sms.parsing import contact_words
from sms.parsing.acts import Arm, ArmUntil, BadDuration, NearCommand, Ok
from sms.parsing.commands import Command
from sms.parsing.contact_words import Said
from sms.parsing.meanings import (
    Foreign,
    Hello,
    NearCard,
    No,
    Parsed,
    PicturesOnly,
    Reaction,
    SetPlace,
    Thanks,
    Unknown,
    Yes,
)
from sms.replies import greeting
from sms.replies.contact import contact_replies
from sms.replies.contact.alert_replies import name_of, needed
from sms.replies.contact.contact_replies import confirmed_for
from sms.replies.turn import ReplyDraft, Turn

_WRONG = "wrong"
"""The pending question whether it is really a wrong number."""

_HALF_YES = (Said.AGREES, Said.PERHAPS)
_SAY_LITTLE = (Said.BUSY, Said.PERHAPS, Said.CHANGED)
_PLAIN = (Unknown, NearCard, Foreign, Hello, Thanks, Reaction, PicturesOnly)
_TIMES = (Arm, ArmUntil, BadDuration, NearCommand, SetPlace)


def settle(turn: Turn, text: str, meaning: Parsed) -> ReplyDraft | None:
    """The answer to a question of ours to a contact: for whom a number is, or whether it is a wrong
    number. Also "1 Ana" unasked. None if the text is no such answer."""
    if turn.asked(_WRONG) is not None:
        if isinstance(meaning, Yes) or _heard(turn, text) is Said.WRONG:
            wrong_numbers.take_off(turn.work, turn.session.phone)
            return turn.say(_off(turn))
        if isinstance(meaning, No):
            return turn.say(turn.tr.gettext("Thank you. Nothing was changed."))
    return contact_replies.closing(turn, meaning) or contact_replies.named(turn, text)


def reply(turn: Turn, text: str, meaning: Parsed) -> ReplyDraft | None:
    """The reply to a contact's own words; None if this phone is no contact's, or the text is for
    another layer."""
    person = turn.sender.person
    own = turn.sender.timer is not None
    plain = isinstance(meaning, _PLAIN) or (isinstance(meaning, Ok | NearCommand) and not own)
    if not plain and (person is not None or not isinstance(meaning, _TIMES)):
        return None
    if isinstance(meaning, Ok) and (meaning.pin or person is not None):
        return None
    if isinstance(meaning, NearCommand) and meaning.command is Command.SOS:
        told = _of_role(turn, text, meaning, own=own) if person is None else None
        life = turn.tr.gettext("If a life is in danger: call 911.")
        return told.headed(life) if told else None
    draft = _of_role(turn, text, meaning, own=own)
    if draft and isinstance(meaning, Foreign):
        return draft.headed(greeting.danger_in(turn, meaning.code))
    return draft


def hears(turn: Turn, text: str) -> bool:
    """Whether a text is, in plain words that we know, what a contact says as one and no cry for
    help: an answer that is waited for, or from whoever is nothing but a contact the wish to leave
    and what phones send by themselves."""
    sender = turn.sender
    if sender.owes:
        return _heard(turn, text) is not None
    if sender.person is not None or not sender.on_lists:
        return False
    return _heard(turn, text) in (Said.LEAVES, Said.BUSY)


def _of_role(turn: Turn, text: str, meaning: Parsed, *, own: bool) -> ReplyDraft | None:
    sender = turn.sender
    if not sender.on_lists:
        return None
    said = _heard(turn, text)
    hidden = all(answers.hidden(each) for each in sender.alerts)
    if sender.alerts and not (hidden and sender.invited and said is Said.AGREES):
        return _alerted(turn, said, sender.alerts, meaning, own=own)
    if sender.invited:
        half = isinstance(meaning, Ok) or _is_ok(meaning)
        return _invited(turn, Said.PERHAPS if half else said, sender.invited)
    after_a_no = _declined(turn, said)
    if after_a_no:
        return after_a_no
    if isinstance(meaning, SetPlace | Thanks) or not confirmed_for(turn):
        return None
    if said is Said.ON_IT and contact_replies.tested(turn):
        return contact_replies.answer(turn, 1)
    if said or sender.person is None:
        return _confirmed(turn, said, sender.on_lists)
    return None


def _is_ok(meaning: Parsed) -> bool:
    return isinstance(meaning, NearCommand) and meaning.command is Command.OK


def _declined(turn: Turn, said: Said | None) -> ReplyDraft | None:
    """The reply to a yes in other words by somebody who said no before; None where it is none."""
    sender = turn.sender
    gone = [c for c in sender.on_lists if c.consent in (Consent.DECLINED, Consent.LEFT)]
    again = said is Said.CHANGED or (said in _HALF_YES and sender.person is None)
    if not gone or not again or confirmed_for(turn):
        return None
    sentence = turn.tr.gettext(
        "Nothing was changed. %(who)s asked you to be a trusted contact: to agree after all, "
        "reply YES.",
        who=name_of(turn, gone[0], first=True),
    )
    return turn.say(sentence)


def late(turn: Turn) -> ReplyDraft | None:
    """The reply to a contact's 1, 2 or 3 when no alert is open: what became of the last one, or
    that there is none. None for a phone that is no contact's."""
    mine = turn.sender.on_lists
    if not confirmed_for(turn) or (turn.sender.person is not None and not _ended(turn, mine)):
        return None
    return _confirmed(turn, None, mine)


def _alerted(
    turn: Turn, said: Said | None, asked: Sequence[Asked], meaning: Parsed, *, own: bool
) -> ReplyDraft | None:
    _ = turn.tr.gettext
    who = name_of(turn, asked[0][1])
    is_holder = all(each.checkin.holder == theirs.id for each, theirs in asked)
    if isinstance(meaning, Thanks) and is_holder:
        return None
    match said:
        case Said.ON_IT if not own and not is_holder:
            return contact_replies.answer(turn, 1)
        case Said.CANNOT if not own:
            return contact_replies.answer(turn, 2)
        case Said.OVER:
            close = _(
                "Nothing was closed. If it is over for %(who)s and they are safe, reply 3. "
                "If you are on it, reply 1.",
                who=who,
            )
            # What they say under pressure is no sign that they are safe.
            return turn.say(*_forced(turn, asked), close)
        case Said.WRONG:
            return _perhaps_wrong(turn)
        case Said.WHO:
            return turn.say(
                _("This is Raincheck, a safety check-in."), *_about(turn, asked), _not_you(turn)
            )
        case Said.HOW:
            return turn.say(*_about(turn, asked, unheard=True), _("What to do: text FIND."))
        case Said.LEAVES:
            leave = _("To be none any more, text STOP.")
            return turn.say(*(needed(turn, each) for each in asked), leave)
    return turn.say(*(needed(turn, each) for each in asked))


def _forced(turn: Turn, asked: Sequence[Asked]) -> tuple[str, ...]:
    timer, _contact = asked[0]
    person = people.get(turn.work, timer.person_id)
    if person is None or timer.checkin.hidden_at is None:
        return ()
    return (texts.happened(turn.work, person, timer.checkin, turn.tr),)


def _about(turn: Turn, asked: Sequence[Asked], *, unheard: bool = False) -> tuple[str, ...]:
    """Why the alert is out, how to answer, and the person's wish on police. `unheard`: also that
    they have not called it off."""
    timer, _contact = asked[0]
    person = people.get(turn.work, timer.person_id)
    if person is None:
        return ()
    why = texts.happened(turn.work, person, timer.checkin, turn.tr)
    how = tuple(needed(turn, each) for each in asked)
    if len(asked) == 1 and timer.checkin.holder is None:
        how = (turn.tr.gettext("Reply 1 = I'm on it, 2 = I can't, 3 = it's over."),)
    if unheard and timer.checkin.hidden_at is None:
        why = f"{why} {turn.tr.gettext('They have not told us that they are safe.')}"
    return why, *how, texts.wish(person, turn.tr)


def _invited(turn: Turn, said: Said | None, invited: Sequence[Contact]) -> ReplyDraft:
    _, who = turn.tr.gettext, name_of(turn, invited[0], first=True)
    if said is Said.AGREES:
        return contact_replies.agree(turn, invited)
    if said is Said.WRONG:
        wrong_numbers.take_off(turn.work, turn.session.phone)
        return turn.say(_off(turn))
    question = _(
        "%(who)s asks you to be a trusted contact: we text you only if they miss a "
        "check-in. Reply YES to agree or NO to refuse.",
        who=who,
    )
    if said is Said.PERHAPS:
        no_yes = _("You have not agreed yet: only YES counts.")
        return turn.say(no_yes, question, asks=contact_replies.INVITATION)
    if said in (Said.WHO, Said.HOW):
        this = _("This is Raincheck, a safety check-in.")
        return turn.say(this, question, _not_you(turn), asks=contact_replies.INVITATION)
    return turn.say(question, asks=contact_replies.INVITATION)


def _confirmed(turn: Turn, said: Said | None, mine: Sequence[Contact]) -> ReplyDraft:
    _, names = turn.tr.gettext, confirmed_for(turn)
    if said is Said.WRONG:
        return _perhaps_wrong(turn)
    still = contact_replies.still(turn) if said is Said.LEAVES else None
    if still:
        return still
    news = _others_first(turn, mine) or _ended(turn, mine)
    if news:
        return turn.say(news)
    about = _(
        "This is Raincheck, a safety check-in. You are a trusted contact of %(who)s. We have no "
        "news for you: if they miss a check-in, we text you.",
        who=names,
    )
    if said in (None, *_SAY_LITTLE):
        return turn.say(about, _("To be none any more, text STOP. For topics, MENU."))
    return turn.say(about, _not_you(turn))


def _others_first(turn: Turn, mine: Sequence[Contact]) -> str | None:
    """That an alert is out of which this phone has not been told yet; None if there is none."""
    for contact in mine:
        for timer in store.open_with(turn.work, contact.id):
            person = people.get(turn.work, timer.person_id)
            if person is None or not timer.checkin.alert_out:
                continue
            why = texts.happened(turn.work, person, timer.checkin, turn.tr)
            held = timer.checkin.holder is not None
            return f"{why} {for_contacts.not_yet(turn.tr, held=held)}"
    return None


def _ended(turn: Turn, mine: Sequence[Contact]) -> str | None:
    """What became of the last alert that this phone was told of; None if there was none lately."""
    timer = store.told_before(turn.work, [contact.id for contact in mine])
    person = people.get(turn.work, timer.person_id) if timer else None
    if timer is None or person is None or timer.checkin.closed_at is None:
        return None
    _, tr = turn.tr.gettext, turn.tr
    params = {
        "who": texts.called(person, tr, first=False),
        "time": texts.at(turn.work, person, timer.checkin.closed_at, tr),
    }
    if timer.checkin.outcome is Outcome.SAFE:
        return _(
            "The alert for %(who)s is over: they told us at %(time)s that they are safe. Nothing "
            "to do. Thank you.",
            **params,
        )
    return _(
        "The alert for %(who)s is over: a contact told us so at %(time)s. Nothing to do. Thank "
        "you.",
        **params,
    )


def _perhaps_wrong(turn: Turn) -> ReplyDraft:
    """The first word of a wrong number: alerts go on at once, and the contact stays until the
    second."""
    phone = turn.session.phone
    asked = answers.open_to(turn.work, phone)
    wrong_numbers.suspect(turn.work, phone)
    _ = turn.tr.gettext
    names = confirmed_for(turn) or (name_of(turn, asked[0][1]) if asked else "")
    ask = _(
        "This number is listed as a trusted contact of %(who)s. Wrong number? Reply YES and we "
        "take it off. If you know them, reply NO.",
        who=names,
    )
    return turn.say(ask, *(needed(turn, each) for each in asked), asks=_WRONG)


def _off(turn: Turn) -> str:
    return turn.tr.gettext("Thank you. This number is off the list, and whoever gave it is told.")


def _not_you(turn: Turn) -> str:
    return turn.tr.gettext("Not you? Reply WRONG NUMBER.")


def _heard(turn: Turn, text: str) -> Said | None:
    mine = turn.sender.on_lists
    names = [contact.name for contact in mine]
    names += [name_of(turn, contact) for contact in mine]
    return contact_words.heard(text, names)
