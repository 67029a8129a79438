"""Legal help near a reader: lawyers, bail funds, groups led by sex workers, the courts' forms."""

from flask import Blueprint, Response, render_template

from content.law import Help
from content.places import Place
from content.sentences.contacts import kinds, when
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("legal_help", __name__)


@blueprint.get("/<lang:lang>/<place:place>/help")
def legal_help(place: Place) -> Response:
    return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)


def page(place: Place) -> str:
    """The page, the same for everyone who reads this language at this place."""
    known = [each for each in place.law.legal_help if each.known]
    hosts = [each for each in known if each.from_host]
    groups: list[tuple[str, list[Help]]] = []
    for kind, name in kinds(i18n.translator()).items():
        found = [each for each in known if each.kind == kind and not each.from_host]
        if found:
            groups.append((name, found))
    return render_template(
        "reading/legal_help.html",
        place=place,
        hosts=hosts,
        when=when,
        groups=groups,
        missing=not any(not each.from_host for each in _own(place)),
    )


def _own(place: Place) -> list[Help]:
    """The help of this place alone, without that of the whole country."""
    country = next(each for each in parts().core.library.places.values() if each.is_country)
    return [each for each in place.law.legal_help if each not in country.law.legal_help]
