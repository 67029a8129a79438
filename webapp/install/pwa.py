"""Offline reading: the library that the service worker keeps, and the page shown offline."""

import json
from datetime import date
from hashlib import sha256

from flask import Flask, Response, current_app, render_template, request, url_for

from content.phrases import Language
from content.places import Place
from sms.parsing.commands import Command
from webapp import announcement, assets, branding, disguises, i18n
from webapp.assets import Asset
from webapp.install.shelf import Shelf
from webapp.pages.app import start
from webapp.pages.reading import cards, home, legal_help, relief, search, show
from webapp.pages.timer import length
from webapp.parts import parts
from webapp.security import HEADERS
from webapp.textlink import sms

_NEEDED = (
    "app.css",
    "guides.css",
    "exit.js",
    "app.js",
    "show.js",
    "ranking.js",
    "search.js",
    "icon.svg",
)
_NEEDED_OFFLINE = ("update.js", "update.css", "offline.js", "offline.css", "chips.css", "hint.js")
_NEEDED_BY_COVERS = ("cover.js", "start.js", "start.css", "notes.svg", "timer.svg")
_BESIDE_CARDS = {
    "show.show": show.page,
    "search.search": search.page,
    "relief.guide": relief.page,
    "legal_help.legal_help": legal_help.page,
}
_LATER_SECONDS = "5"


def init_app(app: Flask) -> None:
    assets.init_app(app)
    app.extensions["shelf"] = Shelf(_bundle)
    app.add_url_rule("/<lang:lang>/<place:place>/library.json", "library", library)
    app.add_url_rule("/<lang:lang>/offline", "offline", offline)


def library(place: Place) -> Response:
    """Everything to read at this place, as JSON for the service worker to keep; 503 while too many
    others are being made."""
    announcement.leave_out()
    shelf: Shelf = current_app.extensions["shelf"]
    today = parts().clock().date()
    asset = shelf.get(i18n.language(), place.id, today, under=request.script_root)
    if asset is None:
        return Response("Later.\n", 503, {"Retry-After": _LATER_SECONDS}, "text/plain")
    return assets.answer(asset, assets.ASK_AGAIN)


def offline() -> Response:
    """What stands in for the check-in pages without a connection."""
    return assets.answer(assets.made(_offline_page(), "text/html"), assets.OWN_ASK_AGAIN)


def _offline_page() -> str:
    lang = i18n.language().code
    number, words = parts().core.number, parts().gateway.words
    texts = {
        "start": f"{words.word(Command.IN, lang)} 2H",
        "ok": words.word(Command.OK, lang),
        "pin": f"{words.word(Command.OK, lang)} ",
        "more": words.word(Command.EXTEND, lang),
        "sos": words.word(Command.SOS, lang),
    }
    links = {name: (text, sms(number, text)) for name, text in texts.items()}
    return render_template(
        "timer/offline.html",
        links=links,
        number=number,
        start=words.word(Command.IN, lang),
        # Translators: stands between a time and the note after it. Keep to belonging.NOTE_WORDS.
        before_note=i18n.translator().pgettext("command", "NOTE"),
        lengths=length.LENGTHS,
    )


def _update() -> dict[str, str]:
    """The script, style and words that offer this library while an older one is read from."""
    _ = i18n.translator().gettext
    return {
        "script": assets.address("update.js"),
        "style": assets.address("update.css"),
        "title": _("Newer cards are ready"),
        "take": _("Show them"),
        "later": _("Later"),
    }


def _bundle(lang: Language, place_id: str, today: date) -> Asset:
    """All pages of one language and place, and the addresses of all assets that they need, as one
    JSON that compresses well:

    {"version", "home", "offline", "update", "headers", "pages": {address: html},
    "assets": [address]}
    """
    place = parts().core.library.places[place_id]
    at_home = url_for("home.home", lang=lang, place=place)
    offline_page = url_for("offline", lang=lang)
    pages = {at_home: home.page(place), offline_page: _offline_page()}
    for endpoint, made in _BESIDE_CARDS.items():
        pages[url_for(endpoint, lang=lang, place=place)] = made(place)
    for disguise in disguises.DISGUISES:
        address = url_for("start.start", lang=lang, place=place, disguise=disguise.id)
        pages[address] = start.page(place, disguise)
    library = parts().core.library
    for id in (*library.cards, *library.guides):
        address = url_for("cards.card", lang=lang, place=place, card=id)
        pages[address] = cards.page(place, id, today, kept=True)
    needed = (*_NEEDED, *_NEEDED_OFFLINE, *_NEEDED_BY_COVERS)
    held = {
        "home": at_home,
        "offline": offline_page,
        "update": _update(),
        "headers": HEADERS | {"Content-Type": "text/html; charset=utf-8"},
        "pages": pages,
        "assets": [
            *(assets.address(name) for name in needed),
            search.weights_address(lang),
            *branding.addresses(),
        ],
    }
    version = sha256(json.dumps(held).encode()).hexdigest()[:16]
    return assets.made(json.dumps({"version": version, **held}), "application/json", often=False)
