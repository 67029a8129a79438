"""Sentences on selling sex: what offense it is, and its penalties."""

from collections.abc import Iterator

from content.facts import Grade
from content.law import Offense, StateLaw, Step
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import dollars, grade, ordinal, span


def offense(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.offense
    if fact is None or not fact.known:
        return None
    first = joined([_status(fact, t), _most(fact, t), _least(fact, t)])
    more = joined(_more(fact, t))
    page = (first, more) if more else (first,)
    return Saying((fact,), page, joined([_status(fact, t), _most(fact, t)]))


def _status(fact: Offense, t: Translator) -> str:
    if fact.status == "not_a_crime" or fact.grade is None:
        return t.gettext("Selling sex is not a crime for adults. Buying it still is.")
    if fact.status == "licensed_houses_only":
        return t.gettext(
            "Selling sex is legal only in a licensed house, in some counties."
            " Anywhere else it is %(grade)s.",
            grade=grade(fact.grade, t),
        )
    return t.gettext("Selling sex is %(grade)s.", grade=grade(fact.grade, t))


def _most(fact: Offense, t: Translator) -> str:
    if fact.max_jail and fact.max_fine:
        return t.gettext(
            "The most for a first conviction: %(jail)s in jail, a %(fine)s fine, or both.",
            jail=span(fact.max_jail, t),
            fine=dollars(fact.max_fine),
        )
    if fact.max_jail:
        return t.gettext(
            "The most for a first conviction: %(jail)s in jail.", jail=span(fact.max_jail, t)
        )
    if fact.max_fine:
        return t.gettext(
            "The most for a first conviction: a %(fine)s fine.", fine=dollars(fact.max_fine)
        )
    return ""


def _least(fact: Offense, t: Translator) -> str:
    if fact.min_jail:
        return t.gettext("The least: %(jail)s in jail.", jail=span(fact.min_jail, t))
    if fact.min_fine:
        return t.gettext("The least: a %(fine)s fine.", fine=dollars(fact.min_fine))
    return ""


def _more(fact: Offense, t: Translator) -> Iterator[str]:
    if fact.in_public:
        yield t.gettext("In a public place it is %(grade)s.", grade=grade(fact.in_public, t))
    if fact.near_school:
        yield t.gettext("Near a school it is %(grade)s.", grade=grade(fact.near_school, t))
    if fact.loitering:
        yield t.gettext("Waiting about to sell sex is an offense of its own.")
    for step in fact.repeat:
        yield from _step(step, t)
    yield from _health(fact, t)
    if fact.diversion == "first_case":
        yield t.gettext("A first case can end without a conviction. Ask a lawyer how.")
    elif fact.diversion == "possible":
        yield t.gettext("Some cases can end without a conviction. Ask a lawyer how.")
    if fact.survivor_defense:
        yield t.gettext("Having been trafficked is a defense. Tell your lawyer in private.")


def _health(fact: Offense, t: Translator) -> Iterator[str]:
    if fact.with_hiv:
        yield t.gettext(
            "For someone who knows that they have HIV it is %(grade)s."
            " Talk to a lawyer before you talk about your health.",
            grade=grade(fact.with_hiv, t),
        )
    if fact.hiv_test == "required":
        yield t.gettext("After a conviction the court orders an HIV test.")
    elif fact.hiv_test == "possible":
        yield t.gettext("A court may order an HIV test.")


def _step(step: Step, t: Translator) -> Iterator[str]:
    if step.grade:
        yield _graded(step, step.grade, t)
    if step.max_jail and step.max_fine:
        yield t.gettext(
            "From the %(ordinal)s conviction on, the most is %(jail)s in jail and a %(fine)s fine.",
            ordinal=ordinal(step.conviction, t),
            jail=span(step.max_jail, t),
            fine=dollars(step.max_fine),
        )
    elif step.max_jail:
        yield t.gettext(
            "From the %(ordinal)s conviction on, the most is %(jail)s in jail.",
            ordinal=ordinal(step.conviction, t),
            jail=span(step.max_jail, t),
        )
    if step.min_jail:
        yield t.gettext(
            "From the %(ordinal)s conviction on, the least is %(jail)s in jail.",
            ordinal=ordinal(step.conviction, t),
            jail=span(step.min_jail, t),
        )
    if step.min_fine:
        yield t.gettext(
            "From the %(ordinal)s conviction on, the least is a %(fine)s fine.",
            ordinal=ordinal(step.conviction, t),
            fine=dollars(step.min_fine),
        )


def _graded(step: Step, its: Grade, t: Translator) -> str:
    return t.gettext(
        "From the %(ordinal)s conviction on, it is %(grade)s.",
        ordinal=ordinal(step.conviction, t),
        grade=grade(its, t),
    )
