"""The question for the time zone, wherever we had to guess it."""

from checkin.actions import answers
from checkin.people import people
from checkin.people.people import Person
from checkin.times import zones
from checkin.times.zones import Zone
from sms.replies.turn import ReplyDraft, Turn

_WHICH_ZONE = "zone:"
"""Before the time of day that waits for the answer, if one does."""


def zone(turn: Turn, person: Person | None) -> Zone:
    """Where we think this phone is."""
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
    """The blocks with the question among them. `until_clock`: the time of day by which a timer
    was to end, to be settled with it."""
    guessed = zone(turn, person)
    if answers.waiting_for(turn.work, turn.session.phone):
        # A bare number answers the alert.
        said = turn.tr.gettext(
            "The time zone is a guess: to settle it, text STATE and your state's two letters."
        )
        return turn.say(*before, said, *after, menu=())
    numbered = (f"{n} {zones.called(each, turn.tr)}" for n, each in enumerate(guessed.choices, 1))
    choices = ", ".join(numbered)
    if until_clock:
        said = turn.tr.gettext(
            "We took the soonest zone. Yours? Reply %(choices)s.", choices=choices
        )
    else:
        said = turn.tr.gettext(
            "The time zone is a guess. Which is yours? Reply %(choices)s.", choices=choices
        )
    return turn.say(*before, said, *after, menu=(), asks=f"{_WHICH_ZONE}{until_clock}")


def chosen(turn: Turn, number: int) -> tuple[Person, str] | None:
    """The person, with the zone they chose, and the time of day that waits for it; None if we had
    not asked, or there is no such choice."""
    person, until_clock = turn.person(), turn.asked(_WHICH_ZONE)
    if person is None or until_clock is None:
        return None
    choices = zone(turn, person).choices
    if not 1 <= number <= len(choices):
        return None
    return people.change(turn.work, person, zone=choices[number - 1]), until_clock
