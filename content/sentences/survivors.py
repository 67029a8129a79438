"""Sentences on clearing the record of someone who was trafficked."""

from collections.abc import Iterator
from typing import assert_never

from content.clearing import Survivors
from content.law import StateLaw
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import span


def survivors(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.survivors
    if fact is None or not fact.known:
        return None
    relief = _survivor_relief(fact, t)
    more = joined(_survivor_terms(fact, t))
    page = (relief, more) if more else (relief,)
    return Saying((fact,), page, joined([relief, _covers(fact, t), *_only_for(fact, t)]))


def _survivor_relief(fact: Survivors, t: Translator) -> str:
    match fact.relief:
        case "vacate":
            return t.gettext("If you were trafficked, a court can cancel convictions it led to.")
        case "expunge":
            return t.gettext("If you were trafficked, a court can erase records it led to.")
        case "seal" | "nondisclosure":
            return t.gettext("If you were trafficked, a court can seal records it led to.")
        case "set_aside":
            return t.gettext("If you were trafficked, a court can set aside convictions it led to.")
        case "none":
            return t.gettext("We found no law that clears the record of someone trafficked.")
        case _:
            assert_never(fact.relief)


def _covers(fact: Survivors, t: Translator) -> str:
    match fact.covers:
        case None:
            return ""
        case "prostitution":
            return t.gettext("It covers selling sex.")
        case "listed":
            return t.gettext("It covers selling sex and some other charges.")
        case "nonviolent":
            return t.gettext("It covers charges without violence.")
        case "any":
            return t.gettext("It covers any charge.")
        case _:
            assert_never(fact.covers)


def _only_for(fact: Survivors, t: Translator) -> Iterator[str]:
    """Limits on who may use it. They stand in texts too: most readers would think it meant them."""
    if fact.federal_cases_only:
        yield t.gettext("It is for federal cases only.")
    if fact.minors_only:
        yield t.gettext("It is only for people who were under 18 then.")


def _survivor_terms(fact: Survivors, t: Translator) -> Iterator[str]:
    yield _covers(fact, t)
    yield from _only_for(fact, t)
    if fact.proof_needed is False:
        yield t.gettext("You do not have to show that you were trafficked.")
    if fact.prosecutor_must_agree:
        yield t.gettext("The prosecutor must agree.")
    if fact.wait:
        yield t.gettext(
            "You can ask %(span)s after you finish the sentence.", span=span(fact.wait, t)
        )
    if fact.must_help_police:
        yield t.gettext("In most cases you must have helped the police.")
    if fact.free:
        yield t.gettext("There is no filing fee.")
