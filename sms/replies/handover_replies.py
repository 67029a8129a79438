"""Replies to a number that may have changed hands: nothing of its person is shown or done before
whoever texts has proved to be her. Cards, danger, SOS, leaving and deleting are for anybody.
"""

import regex

from checkin import store
from checkin.actions import handovers
from checkin.messages import texts
from checkin.people import pins, silence
from checkin.people.people import Person
from sms.parsing.acts import Act, ForgetMe, NearCommand, Ok, OkByCode, Sos
from sms.parsing.meanings import (
    Card,
    NearOptOut,
    No,
    OptIn,
    OptOut,
    Parsed,
    SetName,
    Yes,
)
from sms.parsing.normalize import bare
from sms.replies import court_replies
from sms.replies.turn import ReplyDraft, Turn

_PROOF = "proof"
"""The pending question who texts."""

_FOR_ANYBODY = (ForgetMe, Sos, OkByCode, NearCommand)
_ALWAYS = (*_FOR_ANYBODY, OptOut, OptIn, NearOptOut)
_PIN = regex.compile(r"[0-9]{4,8}")


def reply(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The reply to a number that may have changed hands; None for what is for anybody, and for all
    other numbers."""
    sender = turn.sender
    if isinstance(meaning, Yes | No) and _answers(turn):
        return _answered(turn, meaning)
    owner = sender.owner
    if owner is None or not sender.doubted:
        return None
    if isinstance(meaning, Ok) and meaning.pin:
        return _proof(turn, owner, meaning.pin) or ask(turn, owner)
    if turn.asked(_PROOF) is not None and not isinstance(meaning, (*_ALWAYS, Act)):
        return _proof(turn, owner, turn.text) or ask(turn, owner)
    hers = isinstance(meaning, (Act, SetName)) and not isinstance(meaning, _FOR_ANYBODY)
    runs = store.open_for(turn.work, owner) is not None and not sender.owes
    if hers or (isinstance(meaning, Card) and meaning.card_id == court_replies.CARD):
        return ask(turn, owner)
    return ask(turn, owner) if runs and not isinstance(meaning, _ALWAYS) else None


def ask(turn: Turn, owner: Person) -> ReplyDraft:
    """Ask who texts, without a name."""
    _ = turn.tr.gettext
    if pins.needed(turn.work, owner):
        how = _("To go on, reply with your PIN.")
    elif silence.proofs(turn.work, owner):
        how = _("To go on, reply with the name you use here, or that of one of your contacts.")
    else:
        how = ""
    long = _("This number has been silent for long, and numbers change hands.")
    anew = _("To delete everything and start anew, text FORGET ME.")
    first = " ".join(filter(None, (long, how, anew)))
    return turn.say(first, asks=_PROOF if how else None)


def _proof(turn: Turn, owner: Person, written: str) -> ReplyDraft | None:
    work, said = turn.work, written.strip()
    fits = bare(said) in {bare(name) for name in silence.proofs(work, owner)}
    pin = said if _PIN.fullmatch(said) else None
    if pins.needed(work, owner) and pin is None:
        return None
    if not silence.proves(work, owner, pin=pin, name_fits=fits):
        return None
    silence.proved(work, turn.session.phone)
    return turn.say(
        turn.tr.gettext("Thank you, all is as it was. Now text STATUS, CONTACTS or COURT.")
    )


def _answers(turn: Turn) -> bool:
    """Whether a YES or NO is for our question whether the number is still theirs."""
    owner, sender = turn.sender.owner, turn.sender
    other = turn.session.pending not in (None, _PROOF)
    if other or sender.owes or (owner and store.open_for(turn.work, owner)):
        return False
    return silence.asked(turn.work, sender.phone)


def _answered(turn: Turn, meaning: Parsed) -> ReplyDraft:
    _ = turn.tr.gettext
    phone, owner = turn.session.phone, turn.sender.owner
    if isinstance(meaning, No):
        handovers.deny(turn.work, phone)
        gone = _("Thank you. We hold nothing on this number any more.")
        return ReplyDraft((gone,), turn.session, forgotten=True)
    if owner and turn.sender.doubted:
        return ask(turn, owner)
    silence.proved(turn.work, phone)
    return turn.say(_("Thank you. Nothing was changed."))


def question(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The question once more, to a contact's number that has not answered it and says something
    else; None for what is for anybody, while an alert waits, and for all other numbers."""
    sender = turn.sender
    loose = not isinstance(meaning, (Act, OptOut, OptIn, NearOptOut, Card))
    if sender.owner or sender.owes or not sender.on_lists or not loose:
        return None
    if not silence.asked(turn.work, sender.phone):
        return None
    return turn.say(texts.still_theirs(turn.tr))
