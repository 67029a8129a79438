"""Sentences on what police may not do, and what protects someone who reports violence."""

from collections.abc import Iterator
from typing import assert_never

from content.law import Entrapment, PoliceSexualContact, ReportingImmunity, StateLaw
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import listed


def entrapment(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.entrapment
    if fact is None or not fact.known:
        return None
    test = _test(fact, t)
    proof = t.gettext("You have to prove it.") if fact.you_must_prove_it else ""
    return Saying((fact,), (joined([test, proof]),), joined([test, proof]))


def _test(fact: Entrapment, t: Translator) -> str:
    match fact.test:
        case "subjective":
            return t.gettext(
                "Courts ask if you were ready to do it before police pushed you."
                " If you were, entrapment fails."
            )
        case "objective":
            return t.gettext(
                "Courts ask if what police did would push most law-abiding people to do it."
            )
        case "both_needed":
            return t.gettext(
                "You must show two things: police pushed you into it,"
                " and it would push most law-abiding people too."
            )
        case "either_works":
            return t.gettext(
                "You may show either of two things: you were not ready to do it before police"
                " pushed you, or it would push most law-abiding people."
            )
        case _:
            assert_never(fact.test)


def police_sexual_contact(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.police_sexual_contact
    if fact is None or not fact.known:
        return None
    if fact.law == "none_found":
        none = t.gettext(
            "We found no law of the state that names sexual contact by police outside a jail."
            " By force or threat, it is a crime everywhere."
        )
        return Saying((fact,), (none,), none)
    text = joined(_contact_crime(fact, t))
    return Saying((fact,), (text,), text)


def _contact_crime(fact: PoliceSexualContact, t: Translator) -> Iterator[str]:
    if fact.crime_when:
        yield _crime_when(fact, t)
    if fact.consent_no_defense:
        yield t.gettext("It makes no difference if you said yes.")
    if fact.stings_barred:
        yield t.gettext("Having sex with you is not part of an officer's job in a sting.")


def _crime_when(fact: PoliceSexualContact, t: Translator) -> str:
    states = listed((_state(state, t) for state in fact.crime_when), t, style="or")
    if fact.officers == "federal":
        return t.gettext(
            "Sexual contact by a federal officer is a crime if you are %(states)s.", states=states
        )
    if set(fact.crime_when) == {"jail"}:
        return t.gettext(
            "Sexual contact by staff is a crime if you are %(states)s."
            " We found no such law for police outside.",
            states=states,
        )
    return t.gettext(
        "Sexual contact by an officer is a crime if you are %(states)s.", states=states
    )


def _state(state: str, t: Translator) -> str:
    match state:
        case "arrested":
            return t.pgettext("you are", "under arrest")
        case "detained":
            return t.pgettext("you are", "being held")
        case "custody":
            return t.pgettext("you are", "in custody")
        case "stopped":
            return t.pgettext("you are", "stopped")
        case "jail":
            return t.pgettext("you are", "in a jail or prison, or on probation or parole")
        case "informant":
            return t.pgettext("you are", "working with police as an informant")
        case _:
            return t.pgettext("you are", "under that officer's investigation")


def condoms(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.condoms
    if fact is None or not fact.known:
        return None
    if fact.evidence is None:
        evidence = ""
    elif fact.evidence == "barred":
        evidence = t.gettext("Condoms may not be used as evidence that you sold sex.")
    else:
        evidence = t.gettext(
            "Condoms may not be used as evidence in some cases of selling sex, but may in others."
        )
    arrest = (
        t.gettext("Having condoms is no ground for arrest.")
        if fact.arrest_ground == "barred"
        else ""
    )
    return Saying((fact,), (joined([evidence, arrest]),), joined([evidence, arrest]))


def reporting_immunity(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.reporting_immunity
    if fact is None or not fact.known:
        return None
    first = t.gettext("If you can, have a lawyer or advocate make the first contact.")
    if fact.law == "not_a_crime":
        none = t.gettext("Selling sex is not a crime here, so a report cannot bring that charge.")
        return Saying((fact,), (none, first), joined([none, first]))
    if fact.law == "none_found":
        none = t.gettext(
            "We found no law that protects you from a charge when you report violence."
        )
        return Saying((fact,), (none, first), joined([none, first]))
    shield = joined([_shield(fact, t), _listed(fact, t)])
    return Saying((fact,), (joined([shield, *_limits(fact, t)]), first), joined([shield, first]))


def _shield(fact: ReportingImmunity, t: Translator) -> str:
    crime = _crime(fact, t)
    if set(fact.shields_from) == {"arrest"}:
        return t.gettext(
            "If you report %(crime)s, police cannot arrest you for selling sex.", crime=crime
        )
    if set(fact.shields_from) == {"prosecution"}:
        return t.gettext(
            "If you report %(crime)s, you cannot be prosecuted for selling sex.", crime=crime
        )
    return t.gettext(
        "If you report %(crime)s, you cannot be arrested or prosecuted for selling sex.",
        crime=crime,
    )


def _crime(fact: ReportingImmunity, t: Translator) -> str:
    if set(fact.who) == {"victim"}:
        return t.pgettext("you report", "a crime you suffered")
    if set(fact.who) == {"witness"}:
        return t.pgettext("you report", "a crime you saw")
    return t.pgettext("you report", "a crime you suffered or saw")


def _listed(fact: ReportingImmunity, t: Translator) -> str:
    if fact.crimes != "listed":
        return ""
    return t.gettext("It covers a list of crimes, not all.")


def _limits(fact: ReportingImmunity, t: Translator) -> Iterator[str]:
    if "seeking_care" in fact.acts:
        yield t.gettext("The same holds when you get medical care you need.")
    if "helping_case" in fact.acts:
        yield t.gettext("The same holds when you help with the case.")
    yield t.gettext("It may not cover drugs, warrants, or immigration.")
