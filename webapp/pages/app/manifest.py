"""The web app manifest, by which a phone installs the app."""

from flask import Flask, Response, jsonify, request, url_for

from webapp import assets, disguises, i18n
from webapp.parts import parts


def init_app(app: Flask) -> None:
    app.add_url_rule("/manifest.webmanifest", "manifest", manifest)


def manifest() -> Response:
    """The manifest for a language, a place and a disguise: ?lang=, ?place= and ?cover=."""
    place = i18n.preferred_place()
    spoken = parts().core.phrases.languages
    wanted = request.args.get("lang")
    language = next((each for each in spoken if each.tag == wanted), i18n.language())
    disguise = disguises.named(request.args.get("cover"))
    if disguise.id:
        opens = url_for("start.start", lang=language, place=place, disguise=disguise.id)
    else:
        opens = url_for("home.home", lang=language, place=place)
    tr = parts().core.phrases.translator(language.code)
    response = jsonify(disguises.manifest(disguise, language, tr, opens))
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = assets.SOON_AGAIN
    return response
