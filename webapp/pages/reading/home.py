"""The home page: every card by the moment it is for."""

from itertools import groupby

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from checkin.messages.announcements import Announcement
from content.phrases import Language
from content.places import COUNTRY, Place, by_name
from webapp import announcement, assets, i18n, warning
from webapp.assets import Asset
from webapp.parts import parts

blueprint = Blueprint("home", __name__)

_FIRST = ("arrested", "stopped", "silent")
_ALSO = {
    "relief": "relief.guide",
    "help": "legal_help.legal_help",
    "search": "search.search",
    "show": "show.show",
    "print": "wallet.wallet",
}
"""Pages that differ by place, beside the cards: what ?page= calls them, and their endpoints."""
_READY_HOMES = 128


@blueprint.get("/")
def door() -> Redirect:
    language = i18n.preferred()
    return redirect(url_for("home.home", lang=language, place=i18n.preferred_place()))


@blueprint.get("/<lang:lang>/")
def choose_place() -> Redirect:
    return redirect(url_for("home.home", place=i18n.preferred_place()))


@blueprint.get("/<lang:lang>/<place:place>/")
def home(place: Place) -> Response:
    warned = warning.raised()
    asset = _ready(i18n.language(), place.id, warned, announcement.standing())
    # A warning that has passed must not be shown again.
    kept = assets.NEVER if warned else assets.SOON_AGAIN
    return assets.answer(asset, kept)


@assets.kept(_READY_HOMES)
def _ready(_lang: Language, place_id: str, warned: bool, _note: Announcement | None) -> Asset:
    html = page(parts().core.library.places[place_id], warned=warned)
    return assets.made(html, "text/html", often=False)


@blueprint.get("/<lang:lang>/places")
def places() -> Response:
    """Every language and place, as links to the same page there."""
    library = parts().core.library
    card = request.args.get("card")
    known = card in library.cards or card in library.guides
    page = request.args.get("page")
    places_by_name = by_name(library.places.values(), i18n.translator())
    html = render_template(
        "reading/places.html",
        card=card if known else None,
        page=_ALSO.get(page or ""),
        here=i18n.preferred_place(),
        country=library.places[COUNTRY],
        states=[place for place in places_by_name if not place.is_country],
    )
    return assets.answer(assets.made(html, "text/html"), assets.OWN_SOON_AGAIN)


def page(place: Place, *, warned: bool = False) -> str:
    """The home page, the same for everyone who reads this language at this place."""
    library, lang = parts().core.library, i18n.language().code
    topics = {
        topic: [(card.id, library.title(card.id, lang)) for card in cards]
        for topic, cards in groupby(library.cards.values(), key=lambda card: card.front.topic)
    }
    urgent = topics.pop("now", [])
    first = [entry for id in _FIRST for entry in urgent if entry[0] == id]
    others = [entry for entry in urgent if entry not in first]
    return render_template(
        "reading/home.html", place=place, first=first, others=others, topics=topics, warning=warned
    )
