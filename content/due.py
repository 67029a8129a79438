"""Reviews that are due: content that someone must read again by a certain day."""

from dataclasses import dataclass
from datetime import date

from content.library import Library


@dataclass(frozen=True, order=True)
class Due:
    """One review. day: the last day on which `what`, in `file`, counts as current."""

    day: date
    file: str
    what: str


def due(library: Library, by: date) -> tuple[Due, ...]:
    """Cards, guides and places that are due on or before the day `by`, oldest first."""
    texts = [*library.cards.values(), *library.guides.values()]
    found = [
        Due(text.front.review_by, f"{text.file.parent.name}/{text.file.name}", text.front.title)
        for text in texts
        if text.front.review_by and text.front.review_by <= by
    ]
    found += [
        Due(place.law.review_by, f"us/{place.code}.yaml", f"the law of {place.law.name}")
        for place in library.places.values()
        if place.law.review_by and place.law.review_by <= by
    ]
    return tuple(sorted(found))
