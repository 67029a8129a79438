"""The language of a page: from its address, else the saved choice, else Accept-Language."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from content.languages import choose
from content.phrases import Language, Translator
from content.places import COUNTRY, Place
from webapp.parts import parts

LANGUAGE_COOKIE, PLACE_COOKIE = "lang", "place"
_KEPT_SECONDS = 400 * 24 * 3600


class LanguageConverter(BaseConverter):
    """URL converter for `es` or `zh-Hans`; a language that we do not speak matches no page."""

    def to_python(self, value: str) -> Language:
        for each in parts().core.phrases.languages:
            if value in (each.tag, each.code):
                return each
        raise ValidationError

    def to_url(self, value: Language) -> str:
        return value.tag


class PlaceConverter(BaseConverter):
    """URL converter for `us-ny`; a place that we know nothing of matches no page."""

    def to_python(self, value: str) -> Place:
        found = parts().core.library.places.get(value)
        if found is None:
            raise ValidationError
        return found

    def to_url(self, value: Place) -> str:
        return value.id


def init_app(app: Flask) -> None:
    phrases = app.extensions["raincheck"].core.phrases
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(phrases.locales.resolve())
    app.url_map.converters["lang"] = LanguageConverter
    app.url_map.converters["place"] = PlaceConverter
    Babel(app, locale_selector=_locale)
    app.url_value_preprocessor(_read_address)
    app.url_defaults(_fill_address)
    app.context_processor(_for_templates)


def language() -> Language:
    """The language of the page being made."""
    if "language" not in g:
        g.language = _first_of_path() or preferred()
    found: Language = g.language
    return found


def speak(code: str) -> None:
    """Make this page in the language with this code, whatever address and browser say."""
    g.language = parts().core.phrases.language(code)


def translator() -> Translator:
    """The translator of sentences outside the templates, in the language of the page."""
    return parts().core.phrases.translator(language().code)


def preferred() -> Language:
    """The saved choice, else what the browser asks for, else English."""
    spoken = parts().core.phrases.languages
    saved = request.cookies.get(LANGUAGE_COOKIE, "")
    asked = [tag for tag, quality in request.accept_languages if quality > 0]
    return choose([saved, *asked], spoken) or spoken[0]


def preferred_place(given: str | None = None) -> Place:
    """The place given, else that of the query (?place=), else the saved choice, else the whole
    country. Never read from a form: the page that refuses too long a form needs a place too."""
    places = parts().core.library.places
    wanted = given or request.args.get("place") or request.cookies.get(PLACE_COOKIE) or COUNTRY
    return places.get(wanted) or places[COUNTRY]


def stand_in(place_id: str) -> None:
    """Make this page's links lead to the cards of this place, unless the address names one."""
    place = parts().core.library.places.get(place_id)
    if place and "place" not in g:
        g.place = place


def save_choice(response: AnyResponse, language: Language, place: Place) -> None:
    """Remember language and place on this device."""
    for name, value in ((LANGUAGE_COOKIE, language.tag), (PLACE_COOKIE, place.id)):
        response.set_cookie(
            name,
            value,
            max_age=_KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=parts().core.public_url.startswith("https:"),
        )


def _locale() -> str | None:
    return language().code if has_request_context() else None


def _first_of_path() -> Language | None:
    first = request.path.split("/")[1]
    spoken = parts().core.phrases.languages
    return next((each for each in spoken if first in (each.tag, each.code)), None)


def _read_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language = values.pop("lang")
    if values and "place" in values:
        g.place = values["place"]


def _fill_address(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = language()


def _for_templates() -> dict[str, Any]:
    core = parts().core
    return {
        "language": language(),
        "languages": core.phrases.languages,
        "place_name": lambda place: place.name(translator()),
    }
