"""Sentences on being stopped by police: giving your name, and recording what happens."""

from collections.abc import Iterator
from typing import assert_never

from content.law import Recording, RecordingPolice, StateLaw, StopIdentify
from content.phrases import Translator
from content.sentences.saying import Saying, joined, known
from content.sentences.words import listed, span


def stop_identify(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.stop_identify
    if fact is None or not fact.known:
        return None
    said = (_duty(fact, t), _warning(fact, t), _refusal(fact, t), _hold(fact, t))
    text = joined([_where(fact, t), *said, _unless(fact, t), _false_name(fact, t)])
    more = joined(_more(fact, t))
    return Saying((fact,), (text, more) if more else (text,), text)


def _where(fact: StopIdentify, t: Translator) -> str:
    """For a law of some cities only: which cities. The sentences after it hold there."""
    if not fact.only_in:
        return ""
    cities = listed(fact.only_in, t, style="standard")
    return t.gettext("Only in %(cities)s, for city police:", cities=cities)


def _warning(fact: StopIdentify, t: Translator) -> str:
    if not fact.after_warning:
        return ""
    return t.gettext("They must first tell you that refusing is a crime.")


def _hold(fact: StopIdentify, t: Translator) -> str:
    if fact.hold is None:
        return ""
    return t.gettext("Police may hold you up to %(span)s to find out.", span=span(fact.hold, t))


def _more(fact: StopIdentify, t: Translator) -> Iterator[str]:
    if fact.only_in:
        yield t.gettext("Elsewhere in the state, no such law was found.")
    if fact.cities_differ:
        yield t.gettext("Some cities have rules of their own.")
    if fact.drivers_show_license:
        yield t.gettext("If you are driving, you must show your license.")


def _duty(fact: StopIdentify, t: Translator) -> str:
    asks = listed((_item(item, t) for item in fact.asks), t, style="standard")
    if fact.duty == "none":
        return t.gettext("On foot, you do not have to tell police your name.")
    if fact.when == "other_crimes":
        return t.gettext(
            "Police may ask for %(asks)s only when they suspect certain other crimes."
            " Selling sex is not one of them.",
            asks=asks,
        )
    if fact.duty == "may_be_asked":
        return t.gettext(
            "If police have reason to suspect you, they may ask for %(asks)s.", asks=asks
        )
    match fact.when:
        case "stopped":
            return t.gettext(
                "If police hold you because they suspect a crime, you must give %(asks)s.",
                asks=asks,
            )
        case "arrested":
            return t.gettext(
                "If you are only stopped, you do not have to give your name."
                " Once you are arrested, you must give %(asks)s.",
                asks=asks,
            )
        case "loitering":
            return t.gettext(
                "You must give %(asks)s only when police suspect you of loitering.", asks=asks
            )
        case "ticketed":
            return t.gettext("If you are given a ticket, you must give %(asks)s.", asks=asks)
        case _:
            assert_never(fact.when)


def _item(item: str, t: Translator) -> str:
    match item:
        case "name":
            return t.pgettext("police ask for", "your name")
        case "address":
            return t.pgettext("police ask for", "your address")
        case "birth_date":
            return t.pgettext("police ask for", "your date of birth")
        case "explanation":
            return t.pgettext("police ask for", "what you are doing")
        case "destination":
            return t.pgettext("police ask for", "where you are going")
        case _:
            return t.pgettext("police ask for", "an ID if you have one with you")


def _refusal(fact: StopIdentify, t: Translator) -> str:
    match fact.refusal:
        case "arrestable":
            return t.gettext("You can be charged if you refuse.")
        case "not_by_itself":
            return t.gettext("Not answering is not a crime by itself.")
        case "part_of_loitering":
            return t.gettext(
                "Not answering is not a crime by itself, but it can count in a loitering case."
            )
        case "unclear":
            return t.gettext("It is not clear if you can be charged for refusing.")
        case _:
            assert_never(fact.refusal)


def _unless(fact: StopIdentify, t: Translator) -> str:
    if not fact.unless:
        return ""
    cases = listed((_case(case, t) for case in fact.unless), t, style="or")
    return t.gettext("You must give your name if you are %(cases)s.", cases=cases)


def _case(case: str, t: Translator) -> str:
    if case == "ticketed":
        return t.pgettext("if you are", "given a ticket")
    return t.pgettext("if you are", "booked into jail")


def _false_name(fact: StopIdentify, t: Translator) -> str:
    return t.gettext("A false name is a crime.") if fact.false_name_is_crime else ""


def recording(law: StateLaw, t: Translator) -> Saying | None:
    """Two facts in one slot: filming police, and recording a talk. Either may be unknown."""
    talk, police = law.recording, law.recording_police
    facts = known(talk, police)
    if not facts:
        return None
    if talk and talk.known:
        first = joined(_talk(talk, t))
    else:
        first = t.gettext("We could not confirm the rule for recording a talk.")
    if police and police.known:
        second = joined(_police(police, t))
    else:
        second = t.gettext("We could not confirm the rule for filming police.")
    return Saying(facts, (second, first), joined([second, first]))


def _talk(fact: Recording, t: Translator) -> Iterator[str]:
    if fact.in_person == "one_party":
        yield t.gettext("You may record a talk you are part of.")
    elif fact.in_person == "all_told":
        yield t.gettext("Tell everyone in a private talk before you record it.")
    else:
        yield t.gettext("Everyone in a private talk must agree before you record it.")
    if fact.calls != fact.in_person:
        if fact.calls == "one_party":
            yield t.gettext("On a phone call, your own consent is enough.")
        else:
            yield t.gettext("On a phone call, everyone must agree first.")


def _police(fact: RecordingPolice, t: Translator) -> Iterator[str]:
    if fact.right == "protected":
        yield t.gettext("You have a right to film police at work in public, in the open.")
    else:
        yield t.gettext(
            "Courts have not settled the right to film police here."
            " Film in the open and keep your distance."
        )
    if fact.stay_back_feet:
        yield t.ngettext(
            "If police warn you to stay back, stay %(num)d foot away.",
            "If police warn you to stay back, stay %(num)d feet away.",
            fact.stay_back_feet,
        )
