"""Sentences to show to an officer, one tap each: the few for any moment, then by the moment.

Nothing is said here that a card does not have anyone say.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from content.pages import Say
from content.places import Place
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("show", __name__)

_ANYWHERE = ("stopped", "silent", "search", "hurt")
"""Cards whose first sentence serves at any moment."""


@dataclass(frozen=True)
class Moment:
    """What one card has someone say. `draft`, `reviewed`: as the card's page tells it."""

    id: str
    title: str
    say: tuple[Say, ...]
    draft: bool
    reviewed: bool


@blueprint.get("/<lang:lang>/<place:place>/show")
def show(place: Place) -> Response:
    return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)


def page(place: Place) -> str:
    """The page, the same for everyone who reads this language at this place."""
    known, said = moments(place), sentences(place)
    first = _first(known)
    return render_template(
        "reading/show.html",
        place=place,
        first=first,
        further=_further(known, {each.english for each in first}),
        sentences=said,
        number={each.english: at for at, each in enumerate(said, start=1)},
        draft=any(moment.draft for moment in known),
        unreviewed=not all(moment.reviewed for moment in known),
    )


def moments(place: Place) -> list[Moment]:
    """The cards for when police are there that have something to say, in reading order."""
    library, lang = parts().core.library, i18n.language().code
    cards = (
        library.page(card.id, lang, place.id)
        for card in library.cards.values()
        if card.front.topic == "now" and card.front.say
    )
    return [
        Moment(card.id, card.title, card.say, card.draft, card.reviewed_by is not None)
        for card in cards
    ]


def sentences(place: Place) -> list[Say]:
    """Every sentence once, those for any moment first."""
    known = moments(place)
    every = [*_first(known), *(each for moment in known for each in moment.say)]
    once: dict[str, Say] = {}
    for each in every:
        once.setdefault(each.english, each)
    return list(once.values())


def _further(known: list[Moment], first: set[str]) -> list[tuple[Moment, list[Say]]]:
    """What each moment has beyond the first sentences, where it has more."""
    more = [(moment, [say for say in moment.say if say.english not in first]) for moment in known]
    return [(moment, say) for moment, say in more if say]


def _first(known: list[Moment]) -> list[Say]:
    by_id = {moment.id: moment.say[0] for moment in known}
    return [by_id[id] for id in _ANYWHERE if id in by_id]
