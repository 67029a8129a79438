"""The start page of the app in disguise: plain, and it does what it says. Its title leads on to the
cards."""

from flask import Blueprint, Response, render_template

from content.places import Place
from webapp import assets, disguises, i18n
from webapp.disguises import Disguise

blueprint = Blueprint("start", __name__)


@blueprint.get(f"/<lang:lang>/<place:place>/<any({', '.join(disguises.NAMES)}):disguise>")
def start(place: Place, disguise: str) -> Response:
    html = page(place, disguises.named(disguise))
    return assets.answer(assets.made(html, "text/html"), assets.SOON_AGAIN)


def page(place: Place, disguise: Disguise) -> str:
    """The start page, the same for everyone who reads this language at this place."""
    return render_template(
        f"app/start_{disguise.id}.html",
        place=place,
        disguise=disguise,
        name=disguise.name(i18n.translator()),
    )
