"""The sources page: where the content is from, how sure we are, what is due to be read again."""

from datetime import timedelta
from itertools import groupby

from flask import Blueprint, Response, render_template

from content.coverage import coverage
from content.due import due
from content.places import by_name
from content.sentences.topics import topic
from webapp import assets, i18n
from webapp.parts import parts

blueprint = Blueprint("about", __name__)

_SOON = timedelta(days=60)


@blueprint.get("/<lang:lang>/about/sources")
def sources() -> Response:
    library, today = parts().core.library, parts().clock().date()
    rows = {
        place: {known.fact: known.confidence for known in facts}
        for place, facts in groupby(coverage(library), key=lambda known: known.place)
    }
    facts = list(next(iter(rows.values())))
    places = by_name(library.places.values(), i18n.translator())
    everything = [*library.guides.values(), *library.cards.values()]
    html = render_template(
        "reading/sources.html",
        places=places,
        rows=rows,
        facts={fact: topic(fact, i18n.translator()) for fact in facts},
        texts=everything,
        count=len(everything),
        reviewed=sum(bool(text.front.reviewed_by) for text in everything),
        overdue=due(library, today - timedelta(days=1)),
        soon=[each for each in due(library, today + _SOON) if each.day >= today],
        changes=[(place, change) for place in places for change in place.law.history],
    )
    return assets.answer(assets.made(html, "text/html"), assets.OWN_SOON_AGAIN)
