"""Record relief: which way of clearing a record may fit. The answers never leave the phone: the
page holds every way there is, and the choices only show and hide."""

from flask import Blueprint, Response, render_template

from content.places import Place
from content.relief import SINCE, relief
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("relief", __name__)


@blueprint.get("/<lang:lang>/<place:place>/relief")
def guide(place: Place) -> Response:
    return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)


def page(place: Place) -> str:
    """The page, the same for everyone who reads this language at this place."""
    phrases = parts().core.phrases
    found = relief(place, phrases, i18n.language().code)
    return render_template(
        "reading/relief.html",
        place=place,
        relief=found,
        told_in=phrases.language(found.lang),
        since=SINCE,
    )
