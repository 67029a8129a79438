"""The question for the person's time zone, asked where we had to guess it."""

from checkin.actions import answers
from checkin.people import people
from checkin.people.people import Person
from checkin.times import zones
from checkin.times.zones import Zone
from sms.replies.turn import ReplyDraft, Turn

WHICH_ZONE = "zone:"
"""Prefix of the pending question for the zone; the time of day that it settles follows, if any."""


def zone(turn: Turn, person: Person | None) -> Zone:
    """The time zone of this phone as far as we can tell; its `sure` says whether it is a guess."""
    session = turn.session
    place = turn.work.core.library.places.get(person.place if person else session.place)
    return zones.likely(place, session.phone, person.zone if person else None)


def ask(
    turn: Turn,
    person: Person,
    before: tuple[str, ...],
    after: tuple[str, ...],
    *,
    until_clock: str = "",
) -> ReplyDraft:
    """A draft of the blocks with the question between `before` and `after`. `until_clock`: the time
    of day at which a timer is to end, settled by the answer; empty without one."""
    guessed = zone(turn, person)
    if answers.waiting_for(turn.work, turn.session.phone):
        # A bare number would answer the alert, so the zone cannot be chosen by one.
        question = turn.tr.gettext(
            "The time zone is a guess: to settle it, text STATE and your state's two letters."
        )
        return turn.say(*before, question, *after, menu=())
    numbered = (f"{n} {zones.called(each, turn.tr)}" for n, each in enumerate(guessed.choices, 1))
    choices = ", ".join(numbered)
    if until_clock:
        question = turn.tr.gettext(
            "We took the soonest zone. Yours? Reply %(choices)s.", choices=choices
        )
    else:
        question = turn.tr.gettext(
            "The time zone is a guess. Which is yours? Reply %(choices)s.", choices=choices
        )
    return turn.say(*before, question, *after, menu=(), asks=f"{WHICH_ZONE}{until_clock}")


def chosen(turn: Turn, number: int) -> tuple[Person, str] | None:
    """Store the zone chosen by number. Returns the person with it, and the `until_clock` of the
    question; None if we had not asked, or there is no such choice."""
    person, until_clock = turn.person(), turn.asked(WHICH_ZONE)
    if person is None or until_clock is None:
        return None
    choices = zone(turn, person).choices
    if not 1 <= number <= len(choices):
        return None
    return people.change(turn.work, person, zone=choices[number - 1]), until_clock
