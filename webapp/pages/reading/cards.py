"""One card or guide: what to do, what to say, what the law there says, where that is from."""

from datetime import date

from flask import Blueprint, Response, abort, render_template

from checkin.messages.announcements import Announcement
from content.phrases import Language
from content.places import Place
from webapp import announcement, assets, i18n
from webapp.assets import Asset
from webapp.parts import parts

blueprint = Blueprint("cards", __name__)

_SERVED = "?served"
"""Added to a card's address: then the service worker asks the server, not its library."""
_READY_CARDS = 512
"""Pages in memory: about ten megabytes for each process, enough for every card in some languages
and places."""


@blueprint.get("/<lang:lang>/<place:place>/cards/<card>")
def card(place: Place, card: str) -> Response:
    library = parts().core.library
    if card not in library.cards and card not in library.guides:
        abort(404)
    today = parts().clock().date()
    asset = _ready(i18n.language(), place.id, card, today, announcement.standing())
    return assets.answer(asset, assets.SOON_AGAIN)


@assets.kept(_READY_CARDS)
def _ready(
    _lang: Language, place_id: str, id: str, today: date, _note: Announcement | None
) -> Asset:
    html = page(parts().core.library.places[place_id], id, today)
    return assets.made(html, "text/html", often=False)


def page(place: Place, id: str, today: date, *, kept: bool = False) -> str:
    """The card's page, the same for everyone who reads this language at this place.

    `kept`: for the offline library. The list of sources, links that need a connection, is left out;
    one link leads to it on the page that is served.
    """
    core, lang = parts().core, i18n.language().code
    shown = core.library.page(id, lang, place.id, _SERVED if kept else "")
    return render_template(
        "reading/card.html",
        card=shown,
        place=place,
        shown_in=core.phrases.language(shown.lang),
        stale=shown.stale(today),
        steps=id in core.library.guides,
        next_cards=[(link, core.library.title(link, lang)) for link in shown.links],
        unsure=any(note.confidence == "medium" for note in shown.law),
        sources_at=_SERVED if kept else "",
    )
