"""Search: finding a card in one's own words. A script does it on the phone, and what is typed stays
there; without a script the form asks the server."""

from flask import Blueprint, Response, render_template, request, url_for

from content.phrases import Language
from content.places import Place
from webapp import assets, i18n
from webapp.assets import Asset
from webapp.parts import parts

blueprint = Blueprint("search", __name__)

LONGEST = 200
_MOST = 8
_LANGUAGES = 32


@blueprint.get("/<lang:lang>/<place:place>/search")
def search(place: Place) -> Response:
    asked = request.args.get("q", "").strip()[:LONGEST]
    if not asked:
        return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)
    library, lang = parts().core.library, i18n.language().code
    hits = library.find(asked, lang, most=_MOST) or library.find(asked, "en", most=_MOST)
    response = Response(_page(place, asked, [hit.card_id for hit in hits]))
    response.headers["Cache-Control"] = assets.NEVER
    return response


@blueprint.get("/static/weights/<lang:lang>")
def weights() -> Response:
    """What the search has learned in a language, for the script."""
    return assets.answer_versioned(_packed(i18n.language()))


def page(place: Place) -> str:
    """The page before anything is asked: every card."""
    return _page(place, "", None)


def weights_address(lang: Language) -> str:
    """The address of the weights, with their version, as of any asset."""
    return url_for("search.weights", lang=lang, v=_packed(lang).version)


@assets.kept(_LANGUAGES)
def _packed(lang: Language) -> Asset:
    packed = parts().core.library.weights(lang.code).packed()
    return assets.made(packed, "application/octet-stream", often=False)


def _page(place: Place, asked: str, found: list[str] | None) -> str:
    library, language = parts().core.library, i18n.language()
    titles = {id: library.title(id, language.code) for id in library.cards}
    return render_template(
        "reading/search.html",
        place=place,
        asked=asked,
        found=found,
        titles=titles,
        weights=weights_address(language),
    )
