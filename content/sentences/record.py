"""Sentences on clearing a record: the routes of a place."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from babel.dates import format_date

from content.clearing import Route, Sealing
from content.law import StateLaw
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import capitalized, dollars, listed, span

_TOLD_BY_TEXT = 2
_LONGEST_TEXT = 236  # characters; two segments then have room for the place and the cite too


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


def told(route: Route, t: Translator) -> str:
    """One route in a few sentences, with its cite."""
    way = t.gettext(
        "%(relief)s: %(how)s, %(when)s.",
        relief=_relief(route, t),
        how=_how(route, t),
        when=_when(route, t),
    )
    cite = f"({route.cite})" if route.cite else ""
    return joined([way, _only_if(route, t), *_terms(route, t), cite])


def _routes(fact: Sealing, lead: str, t: Translator) -> Saying:
    items = [told(route, t) for route in fact.routes]
    if fact.old_cases_by:
        by = format_date(fact.old_cases_by, "long", locale=t.lang)
        items.append(t.gettext("Courts have until %(date)s to clear old cases.", date=by))
    if fact.forms:
        items.append(t.gettext("Forms and help: %(url)s", url=fact.forms))
    return Saying((fact,), (lead,), _short(lead, fact.routes, t), tuple(items))


def _short(lead: str, routes: tuple[Route, ...], t: Translator) -> str:
    """The lead and the first route; also the second if that still fits into a text."""
    sentences = [lead]
    for route in routes[:_TOLD_BY_TEXT]:
        way = t.gettext("%(how)s, %(when)s.", how=capitalized(_how(route, t)), when=_when(route, t))
        sentence = joined([way, _only_if(route, t), *_cautions(route, t)])
        if len(sentences) > 1 and len(joined([*sentences, sentence])) > _LONGEST_TEXT:
            break
        sentences.append(sentence)
    return joined(sentences)


def _relief(route: Route, t: Translator) -> str:
    match route.relief:
        case "sealing":
            return t.gettext("Sealing (most checks no longer show it)")
        case "expunction":
            return t.gettext("Expunction (the record is erased)")
        case "expungement":
            return t.gettext("Expungement (the record is cleared)")
        case "erasure":
            return t.gettext("Erasure (the record is erased)")
        case "limited_access":
            return t.gettext("Limited access (most checks no longer show it)")
        case "shielding":
            return t.gettext("Shielding (most checks no longer show it)")
        case "annulment":
            return t.gettext("Annulment (the record is cleared)")
        case "confidential":
            return t.gettext("Confidential by law (most checks do not show it)")
        case "off_website":
            return t.gettext("Off the court's public website (the record stays)")
        case "off_certificate":
            return t.gettext("Off your police certificate")
        case "vacatur":
            return t.gettext("Vacating (the conviction is canceled)")
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
        case "prosecutor":
            return t.gettext("you ask the prosecutor's office")
        case "pardon":
            return t.gettext("you ask for a pardon first")
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
        case "diversion":
            return t.gettext("you finish a diversion program")
        case "pardon":
            return t.gettext("you are pardoned")
        case _:
            assert_never(route.after)


def _only_if(route: Route, t: Translator) -> str:
    if not route.only_if:
        return ""
    conditions = listed((_condition(name, t) for name in route.only_if), t, style="standard")
    return t.gettext("Only if %(conditions)s.", conditions=conditions)


def _cautions(route: Route, t: Translator) -> Iterator[str]:
    """Limits on a route. They stand in texts too: without them it would sound surer than it is."""
    if route.cases_from:
        yield t.gettext("For cases from %(date)s on.", date=_day(route.cases_from, t))
    if route.cases_before:
        yield t.gettext("For cases before %(date)s.", date=_day(route.cases_before, t))
    if route.running == "unknown":
        yield t.gettext("We could not confirm that this has begun.")


def _terms(route: Route, t: Translator) -> Iterator[str]:
    yield from _cautions(route, t)
    if route.judge_may_refuse:
        yield t.gettext("The judge may say no.")
    if route.fee is not None and route.how != "automatic":
        if route.fee:
            yield t.gettext(
                "The fee is about %(fee)s. Ask if it can be waived.", fee=dollars(route.fee)
            )
        else:
            yield t.gettext("There is no filing fee.")


def _day(day: str, t: Translator) -> str:
    """A date written out in the translator's language; "2017" and "2017-01" as they are."""
    whole = len(day) == len("2017-01-31")
    return format_date(date.fromisoformat(day), "long", locale=t.lang) if whole else day


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
        case "suspended_imposition":
            return t.pgettext("only if", "the judge suspended the sentence before it began")
        case "no_other_conviction":
            return t.pgettext("only if", "you have no other conviction")
        case "no_felony":
            return t.pgettext("only if", "you have no felony conviction")
        case "under_25":
            return t.pgettext("only if", "you were under 25 when it happened")
        case "judge_ordered":
            return t.pgettext("only if", "the judge allowed it at sentencing")
        case "false_accusation":
            return t.pgettext("only if", "the arrest was a mistake or a false accusation")
        case "not_excluded":
            return t.pgettext("only if", "your charge is not on the list of exceptions")
        case _:
            return t.pgettext("only if", "you were not given probation")
