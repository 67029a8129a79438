"""Relief: the ways to clear a record in a place, and how long after a case each is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from content.clearing import Route, Sealing
from content.facts import Fact, Span
from content.phrases import SOURCE, Phrases, Translator, UntranslatedError
from content.places import Place
from content.sentences import record
from content.sentences.saying import Saying
from content.sentences.survivors import survivors
from content.sources import Source

Ending = Literal["no_conviction", "conviction", "trafficked"]
Fit = Literal["open", "maybe", "later"]

# Ranges of years since a case ended: from the first up to, not including, the second; None: no end.
SINCE: Final[tuple[tuple[int, int | None], ...]] = ((0, 1), (1, 3), (3, 5), (5, 10), (10, None))


@dataclass(frozen=True)
class Option:
    """One way to clear a record.

    ending: how the case must have ended; told: how, when and on what terms, in words, with cite;
    fits: for each range in SINCE, whether the wait is over ("open"), may be, or is not ("later").
    """

    ending: Ending
    told: str
    fits: tuple[Fit, ...]
    source: Source


@dataclass(frozen=True)
class Relief:
    """What one place offers. unknown: the endings for which we could not confirm whether there is
    any way; lead: for each other ending, its first sentence; lang: the language of all of this,
    English if any phrase has no translation yet."""

    options: tuple[Option, ...]
    unknown: tuple[Ending, ...]
    lead: tuple[tuple[Ending, str], ...]
    lang: str


def relief(place: Place, phrases: Phrases, lang: str) -> Relief:
    """The place's ways to clear a record, all in `lang`; all in English if a phrase is missing."""
    translator = phrases.translator(lang)
    try:
        return _relief(place, translator.strict())
    except UntranslatedError:
        return _relief(place, phrases.translator(SOURCE))


def fit(wait: Span | Literal["varies"] | None, since: tuple[int, int | None]) -> Fit:
    """Whether `wait` is over for a case that ended within the range `since`, in years."""
    if wait is None:
        return "open"
    if wait == "varies":
        return "maybe"
    shortest, longest = since
    years = _years(wait)
    if years <= shortest:
        return "open"
    return "maybe" if longest is None or years < longest else "later"


def _years(wait: Span) -> float:
    months = (wait.months or 0) / 12
    days = ((wait.days or 0) + (wait.hours or 0) / 24) / 365
    return (wait.years or 0) + months + days


def _relief(place: Place, t: Translator) -> Relief:
    law = place.law
    sealing: tuple[tuple[Ending, Sealing | None, Saying | None], ...] = (
        ("no_conviction", law.sealing_arrest, record.sealing_arrest(law, t)),
        ("conviction", law.sealing_conviction, record.sealing_conviction(law, t)),
    )
    options: list[Option] = []
    unknown: list[Ending] = []
    lead: list[tuple[Ending, str]] = []
    for ending, fact, saying in sealing:
        if fact is None or saying is None:
            unknown.append(ending)
        else:
            lead.append((ending, saying.page[0]))
            options += (_option(ending, fact, route, t) for route in fact.routes)
    told = survivors(law, t)
    if law.survivors is None or told is None:
        unknown.append("trafficked")
    elif law.survivors.relief == "none":
        lead.append(("trafficked", told.page[0]))
    else:
        sentences = " ".join([*told.page, *_cited(law.survivors)])
        fits = tuple(fit(law.survivors.wait, since) for since in SINCE)
        options.append(Option("trafficked", sentences, fits, law.survivors.sources[0]))
    return Relief(tuple(options), tuple(unknown), tuple(lead), t.lang)


def _option(ending: Ending, fact: Sealing, route: Route, t: Translator) -> Option:
    fits = tuple(fit(route.wait, since) for since in SINCE)
    return Option(ending, record.told(route, t), fits, fact.sources[0])


def _cited(fact: Fact) -> Iterator[str]:
    if fact.cite:
        yield f"({fact.cite})"
