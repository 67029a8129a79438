"""Finding a card in one's own words. With a script nothing is asked of us; without, this is."""

from flask import Blueprint, Response, render_template, request

from content.places import Place
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("search", __name__)

LONGEST = 200
_MOST = 8


@blueprint.get("/<lang:lang>/<place:place>/search")
def search(place: Place) -> Response:
    asked = request.args.get("q", "").strip()[:LONGEST]
    if not asked:
        return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)
    library, lang = parts().core.library, i18n.language().code
    hits = library.find(asked, lang, most=_MOST) or library.find(asked, "en", most=_MOST)
    found = [(hit.card_id, library.title(hit.card_id, lang)) for hit in hits]
    response = Response(
        render_template("search.html", place=place, asked=asked, found=found, known=_known())
    )
    response.headers["Cache-Control"] = assets.NEVER
    return response


def page(place: Place) -> str:
    """The page before anything is asked: every card, with the words a script finds it by."""
    return render_template("search.html", place=place, asked="", found=None, known=_known())


def _known() -> list[tuple[str, str, str]]:
    """Every card's id, title and words."""
    library, lang = parts().core.library, i18n.language().code
    return [
        (
            id,
            library.title(id, lang),
            "; ".join((*library.keywords(id, lang), *library.asks(id, lang))).lower(),
        )
        for id in library.cards
    ]
