"""Wallet cards: sentences to show, printed eight to a sheet, to cut out and carry."""

from itertools import islice

import phonenumbers
from flask import Blueprint, Response, render_template

from content.pages import Say
from content.places import Place
from sms.parsing.commands import Command
from webapp import assets, i18n
from webapp.pages.reading import show
from webapp.parts import parts

blueprint = Blueprint("wallet", __name__)

_ON_A_SHEET = 8


@blueprint.get("/<lang:lang>/<place:place>/print")
def wallet(place: Place) -> Response:
    lang, gateway, number = i18n.language().code, parts().gateway, _number()
    words = {each.name: gateway.words.word(each, lang) for each in Command}
    html = render_template(
        "reading/wallet.html",
        place=place,
        sheets=sheets(show.sentences(place), _ON_A_SHEET - bool(number)),
        number=number,
        words=words,
    )
    return assets.answer(assets.made(html, "text/html"), assets.SOON_AGAIN)


def sheets(sentences: list[Say], on_each: int) -> list[list[Say]]:
    """The sentences by sheet, `on_each` to one, the most needed first. Where a card has our number,
    every sheet leaves room for it."""
    left = iter(sentences)
    return list(iter(lambda: list(islice(left, on_each)), []))


def _number() -> str:
    """Our number as people write it; empty when we have none that reaches us."""
    settings = parts().settings
    if not (settings.sms_from or settings.demo):
        return ""
    number = phonenumbers.parse(settings.number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
