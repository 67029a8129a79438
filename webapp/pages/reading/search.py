"""Search: finding a card in one's own words. A script does it on the phone, and what is typed stays
there; without a script the form asks the server."""

from collections import Counter
from functools import lru_cache

from flask import Blueprint, Response, render_template, request

from content.library import Library
from content.places import Place
from content.search import words
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("search", __name__)

LONGEST = 200
_MOST = 8
_LANGUAGES = 32
_TELLS_NOTHING = 0.4  # of all cards: a stem that more of them have does not tell them apart


@blueprint.get("/<lang:lang>/<place:place>/search")
def search(place: Place) -> Response:
    asked = request.args.get("q", "").strip()[:LONGEST]
    if not asked:
        return assets.answer(assets.made(page(place), "text/html"), assets.SOON_AGAIN)
    library, lang = parts().core.library, i18n.language().code
    hits = library.find(asked, lang, most=_MOST) or library.find(asked, "en", most=_MOST)
    found = [(hit.card_id, library.title(hit.card_id, lang)) for hit in hits]
    response = Response(
        render_template(
            "reading/search.html", place=place, asked=asked, found=found, known=_known()
        )
    )
    response.headers["Cache-Control"] = assets.NEVER
    return response


def page(place: Place) -> str:
    """The page before anything is asked: every card, with the words a script finds it by."""
    return render_template("reading/search.html", place=place, asked="", found=None, known=_known())


def _known() -> list[tuple[str, str, str]]:
    """Every card's id, title, and the stems that a script finds it by, in three groups between
    semicolons: those of title and keywords; those that its questions and headings hold more than
    once; those that they hold once. Stems stand between spaces."""
    return _told(parts().core.library, i18n.language().code)


@lru_cache(_LANGUAGES)
def _told(library: Library, lang: str) -> list[tuple[str, str, str]]:
    # Finding the stems of every card takes a fifth of a second, and they do not change.
    cards = list(library.searchable(lang))
    told = {card.card_id: Counter(words(f"{card.asks} {card.headings}", lang)) for card in cards}
    having = Counter(stem for stems in told.values() for stem in stems)
    known = []
    for card in cards:
        named = dict.fromkeys(words(f"{card.title} {card.keywords}", lang))
        telling = {
            stem: count
            for stem, count in told[card.card_id].items()
            if stem not in named and having[stem] <= len(cards) * _TELLS_NOTHING
        }
        often = (stem for stem, count in telling.items() if count > 1)
        once = (stem for stem, count in telling.items() if count == 1)
        stems = ";".join(" ".join(each) for each in (named, often, once))
        known.append((card.card_id, card.title, stems))
    return known
