"""The report on our law, as Markdown: coverage, what is not confirmed, what was corrected."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from content.coverage import coverage
from content.facts import Fact
from content.library import Library
from content.phrases import SOURCE
from content.sentences.topics import topic

BEGIN: Final = "<!-- made by: raincheck content report -->"
END: Final = "<!-- end of what was made -->"
_MARKS: Final = {"high": "●", "medium": "◐", "low": "○", None: "–"}


def report(library: Library) -> str:
    """The whole report."""
    return "\n".join((*_coverage(library), "", *_unconfirmed(library), "", *_corrected(library)))


def replaced(text: str, made: str, *, begin: str = BEGIN) -> str:
    """`text` with `made` between the marks `begin` and END. Raises ValueError without these."""
    before, begun, rest = text.partition(begin)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"the text needs a line “{begin}” and, below it, a line “{END}”")
    return f"{before}{begin}\n\n{made}\n\n{END}{after}"


def _coverage(library: Library) -> Iterator[str]:
    known = coverage(library)
    facts = list(dict.fromkeys(each.fact for each in known))
    counts = Counter(each.confidence for each in known)
    yield (
        f"{len(library.places)} places, {len(known)} facts: {counts['high']} ● (the text of the "
        f"law was read, or two sources agree), {counts['medium']} ◐ (one secondary source), "
        f"{counts['low']} ○ (not confirmed, and said to be), {counts[None]} – (nothing recorded)."
    )
    yield ""
    yield "| place | " + " | ".join(facts) + " |"
    yield "| --- |" + " :-: |" * len(facts)
    for place, row in groupby(known, key=lambda each: each.place):
        marks = (_MARKS[each.confidence] for each in row)
        yield f"| {library.places[place].code} | " + " | ".join(marks) + " |"


def _unconfirmed(library: Library) -> Iterator[str]:
    """Missing facts, by place: so someone who knows its law finds all of them together."""
    yield "### Not confirmed"
    yield ""
    yield (
        "For each of these a reader is told that we could not confirm it and to ask a lawyer."
        " What is known so far is in the note beside the fact."
    )
    yield ""
    for place, row in groupby(coverage(library), key=lambda each: each.place):
        if library.places[place].is_country:
            continue
        missing = [each for each in row if each.confidence in (None, "low")]
        told = [f"{each.fact}{_note_of(library, place, each.fact)}" for each in missing]
        if told:
            yield f"- **{library.places[place].law.name}**: " + "; ".join(told)


def _note_of(library: Library, place: str, name: str) -> str:
    fact = getattr(library.places[place].law, name)
    note = fact.note if isinstance(fact, Fact) else None
    return f" ({note.rstrip('.')})" if note else ""


def _corrected(library: Library) -> Iterator[str]:
    t = library.phrases.translator(SOURCE)
    yield "### Corrected, raised or lowered"
    yield ""
    for place in library.places.values():
        for change in place.law.history:
            about = topic(change.fact, t).lower()
            yield f"- **{place.law.name}**, {about} ({change.date}): {change.what}"
