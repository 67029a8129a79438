"""Finding a card in one's own words. With a script nothing is asked of us; without, this is."""

from collections import Counter

from flask import Blueprint, Response, render_template, request

from content import search as search_words
from content.places import Place
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("search", __name__)

LONGEST = 200
_MOST = 8
_TELLS_NOTHING = 0.2  # of all cards: a word that more of them have does not tell them apart


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
    """Every card's id, title, and the words a script finds it by: those of its keywords, then,
    after a semicolon, those of its questions."""
    library, lang = parts().core.library, i18n.language().code
    questions = {id: _words(" ".join(library.asks(id, lang)), lang) for id in library.cards}
    having = Counter(stem for stems in questions.values() for stem in stems)
    known = []
    for id in library.cards:
        keywords = _words(" ".join(library.keywords(id, lang)), lang)
        telling = (
            word
            for stem, word in questions[id].items()
            if stem not in keywords and having[stem] <= len(questions) * _TELLS_NOTHING
        )
        words = f"{' '.join(keywords.values())};{' '.join(telling)}"
        known.append((id, library.title(id, lang), words))
    return known


def _words(text: str, lang: str) -> dict[str, str]:
    """Each word once, by its stem."""
    found: dict[str, str] = {}
    for word in search_words.bare(text):
        found.setdefault(search_words.stem(word, lang), word)
    return found
