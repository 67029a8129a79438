"""Replies to SOS: all contacts are told now; then perhaps one question."""

from checkin import store
from checkin.actions import answers, timers
from checkin.messages import standing
from checkin.people import contacts, plans
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.situation import replies
from sms.parsing.normalize import bare
from sms.replies.turn import ReplyDraft, Turn

IS_ARREST = "case"
"""The pending question whether it is an arrest."""


def tell(turn: Turn, note: str = "", about: About = About.MISSING) -> tuple[str, ...]:
    """Tell all contacts now; returns the sentences that say who. Raises Refused."""
    if turn.sender.doubted and turn.sender.owner:
        # Whoever holds the phone: better told once too often. But no name comes back.
        try:
            timers.sos(turn.work, turn.sender.owner, note, about)
        except Refused as refused:
            raise Refused(Reason.NO_CONTACT) from refused
        return (replies.sos_unnamed(turn.tr),)
    person = turn.known(Reason.NO_CONTACT)
    timer = timers.sos(turn.work, person, note, about)
    return replies.sos(standing.of_timer(turn.work, person, timer), turn.tr)


def sos(turn: Turn, note: str) -> ReplyDraft:
    """Tell all contacts now. If the note begins with a word for "arrested", the alert is about an
    arrest. Otherwise a person who has a plan or contacts for an arrest is asked whether it is one,
    after the contacts were told."""
    about, rest = _split_case(turn, note)
    blocks = tell(turn, rest, about)
    person = turn.person()
    timer = store.open_for(turn.work, person) if person else None
    told_of_arrest = standing.case(timer, about) is About.ARRESTED
    if person and not told_of_arrest and _arrest_differs(turn, person):
        ask = turn.tr.gettext("Is it an arrest? Reply 1 for yes, 2 for no.")
        return turn.say(*blocks, ask, asks=IS_ARREST, menu=())
    return turn.say(*blocks)


def choose_case(turn: Turn, number: int) -> ReplyDraft | None:
    """The answer to our question whether it is an arrest, 1 or 2; None if we had not asked."""
    if turn.asked(IS_ARREST) is None or number > 2:
        return None
    if number == 2:
        return turn.say(turn.tr.gettext("All right. When you are safe, text OK."))
    return turn.say(*tell(turn, about=About.ARRESTED))


def _arrest_differs(turn: Turn, person: Person) -> bool:
    """Whether an alert about an arrest would differ from this one, so that it is worth asking.
    False while another person's alert waits here, because a bare number would answer that."""
    work = turn.work
    if answers.waiting_for(work, turn.session.phone):
        return False
    mine = contacts.confirmed(work, person)
    return bool(plans.get(work, person, About.ARRESTED)) or any(c.about for c in mine)


def _split_case(turn: Turn, note: str) -> tuple[About, str]:
    first, _, rest = note.partition(" ")
    entry = turn.words.card_folded(bare(first), turn.session.lang)
    if entry and entry.meaning == (About.ARRESTED,):
        return About.ARRESTED, rest
    return About.MISSING, note
