"""Clearing a record, and getting a booking photo down."""

from collections.abc import Iterator
from typing import assert_never

from babel.dates import format_date

from content.law import Mugshots, Route, Sealing, StateLaw, Survivors
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import capitalized, listed, span

_TOLD_BY_TEXT = 2


def sealing_arrest(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.sealing_arrest
    if fact is None or not fact.known:
        return None
    if fact.available == "yes":
        lead = t.gettext("An arrest with no conviction can be cleared.")
    elif fact.routes:
        lead = t.gettext("An arrest with no conviction cannot be cleared in most cases.")
    else:
        lead = t.gettext("An arrest with no conviction cannot be cleared.")
    return _routes(fact, lead, t)


def sealing_conviction(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.sealing_conviction
    if fact is None or not fact.known:
        return None
    if fact.available == "yes":
        lead = t.gettext("A conviction for selling sex can be cleared.")
    elif fact.routes:
        lead = t.gettext("A conviction for selling sex cannot be cleared in most cases.")
    else:
        lead = t.gettext("A conviction for selling sex cannot be cleared.")
    return _routes(fact, lead, t)


def _routes(fact: Sealing, lead: str, t: Translator) -> Saying:
    items = []
    for route in fact.routes:
        way = t.gettext(
            "%(relief)s: %(how)s, %(when)s.",
            relief=_relief(route, t),
            how=_how(route, t),
            when=_when(route, t),
        )
        cite = f"({route.cite})" if route.cite else ""
        items.append(joined([way, _only_if(route, t), cite]))
    if fact.old_cases_by:
        by = format_date(fact.old_cases_by, "long", locale=t.lang)
        items.append(t.gettext("Courts have until %(date)s to clear old cases.", date=by))
    if fact.forms:
        items.append(t.gettext("Forms and help: %(url)s", url=fact.forms))
    short = (
        joined(
            [
                t.gettext(
                    "%(how)s, %(when)s.", how=capitalized(_how(route, t)), when=_when(route, t)
                ),
                _only_if(route, t),
            ]
        )
        for route in fact.routes[:_TOLD_BY_TEXT]
    )
    return Saying((fact,), (lead,), joined([lead, *short]), tuple(items))


def _relief(route: Route, t: Translator) -> str:
    match route.relief:
        case "sealing":
            return t.gettext("Sealing (most checks no longer show it)")
        case "expunction":
            return t.gettext("Expunction (the record is erased)")
        case "restriction":
            return t.gettext("Restriction (most checks no longer show it)")
        case "nondisclosure":
            return t.gettext("Nondisclosure (most checks no longer show it)")
        case "dismissal":
            return t.gettext("Dismissal (the case is closed, but may still show)")
        case "set_aside":
            return t.gettext("Set aside (the conviction is undone, but may still show)")
        case _:
            assert_never(route.relief)


def _how(route: Route, t: Translator) -> str:
    match route.how:
        case "automatic":
            return t.gettext("automatic")
        case "court":
            return t.gettext("you ask the court")
        case "arresting_agency":
            return t.gettext("you ask the police who arrested you")
        case "state_agency":
            return t.gettext("you ask a state office")
        case _:
            assert_never(route.how)


def _when(route: Route, t: Translator) -> str:
    event = _event(route, t)
    if route.wait is None:
        # Translators: event is a clause, such as "the case ends in your favor"
        return t.gettext("once %(event)s", event=event)
    if route.wait == "varies":
        return t.gettext("after %(event)s (the wait differs)", event=event)
    # Translators: "3 years after you finish the sentence"
    return t.gettext("%(span)s after %(event)s", span=span(route.wait, t), event=event)


def _event(route: Route, t: Translator) -> str:
    match route.after:
        case "case_end":
            return t.gettext("the case ends in your favor")
        case "dismissal":
            return t.gettext("the charge is dropped")
        case "acquittal":
            return t.gettext("you are found not guilty")
        case "no_charges":
            return t.gettext("the prosecutor decides not to charge you")
        case "arrest":
            return t.gettext("you were arrested")
        case "release":
            return t.gettext("you are released")
        case "probation":
            return t.gettext("you finish probation")
        case "sentence":
            return t.gettext("you finish the sentence")
        case "conviction":
            return t.gettext("you were convicted")
        case _:
            assert_never(route.after)


def _only_if(route: Route, t: Translator) -> str:
    if not route.only_if:
        return ""
    conditions = listed((_condition(name, t) for name in route.only_if), t, style="standard")
    return t.gettext("Only if %(conditions)s.", conditions=conditions)


def _condition(name: str, t: Translator) -> str:
    match name:
        case "adjudication_withheld":
            return t.pgettext("only if", "the judge withheld adjudication")
        case "deferred_adjudication":
            return t.pgettext("only if", "you got deferred adjudication")
        case "no_new_conviction":
            return t.pgettext("only if", "you have no new conviction")
        case "once_in_life":
            return t.pgettext("only if", "you never used this before")
        case "sentence_paid":
            return t.pgettext("only if", "all fines and fees are paid")
        case "state_certificate":
            return t.pgettext("only if", "you have a state certificate")
        case _:
            return t.pgettext("only if", "you were not given probation")


def survivors(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.survivors
    if fact is None or not fact.known:
        return None
    relief = _survivor_relief(fact, t)
    more = joined(_survivor_terms(fact, t))
    page = (relief, more) if more else (relief,)
    return Saying((fact,), page, joined([relief, _covers(fact, t)]))


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


def _survivor_terms(fact: Survivors, t: Translator) -> Iterator[str]:
    yield _covers(fact, t)
    if fact.federal_cases_only:
        yield t.gettext("It is for federal cases only.")
    if fact.wait:
        yield t.gettext(
            "You can ask %(span)s after you finish the sentence.", span=span(fact.wait, t)
        )
    if fact.must_help_police:
        yield t.gettext("In most cases you must have helped the police.")
    if fact.free:
        yield t.gettext("There is no filing fee.")


def mugshots(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.mugshots
    if fact is None or not fact.known:
        return None
    text = joined(_mugshots(fact, t))
    return Saying((fact,), (text,), text)


def _mugshots(fact: Mugshots, t: Translator) -> Iterator[str]:
    if fact.pay_for_removal == "banned":
        yield t.gettext("A website may not ask for money to take your booking photo down.")
    if fact.remove_within:
        yield t.gettext(
            "It must take it down within %(span)s of your written request.",
            span=span(fact.remove_within, t),
        )
    if fact.police_posting == "limited":
        yield t.gettext("The law limits what booking photos police may give out or post.")
