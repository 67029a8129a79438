from pathlib import Path
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from content.clearing import Route, Sealing, Survivors
from content.facts import Fact, Grade, Span
from content.law import (
    Entrapment,
    Lookup,
    Mugshots,
    Offense,
    PoliceSexualContact,
    Recording,
    RecordingPolice,
    ReportingImmunity,
    StateLaw,
    Step,
    StopIdentify,
)
from content.phrases import Phrases
from content.sentences import SENTENCES, Saying
from content.sources import Source

ENGLISH = Phrases.load(Path("no catalogues")).translator("en")
SOURCE = Source(title="Law", url="https://x.org/law", date="2026-02")
KNOWN = {"confidence": st.sampled_from(["high", "medium"]), "sources": st.just((SOURCE,))}


def choices(model: type, name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(model.model_fields[name].annotation))  # type: ignore[attr-defined]


SPANS = st.builds(
    lambda unit, n: Span(**{unit: n}),
    st.sampled_from(["hours", "days", "months", "years"]),
    st.integers(1, 99),
)
GRADES = st.builds(
    Grade,
    kind=choices(Grade, "kind"),
    level=st.none() | st.just("B"),
    degree=st.none() | st.integers(1, 5),
)
STEPS = st.builds(
    lambda **fields: Step.model_validate(fields),
    conviction=st.integers(2, 5),
    **{"class": st.none() | GRADES},
    min_jail=st.none() | SPANS,
)
FACTS: dict[str, st.SearchStrategy[Fact]] = {
    "offense": st.builds(
        lambda **fields: Offense.model_validate(fields),
        **KNOWN,
        **{"class": GRADES},
        status=choices(Offense, "status"),
        max_jail=st.none() | SPANS,
        min_jail=st.none() | SPANS,
        max_fine=st.none() | st.integers(1, 9999),
        near_school=st.none() | GRADES,
        repeat=st.lists(STEPS, max_size=3),
    ),
    "stop_identify": st.builds(
        StopIdentify,
        **KNOWN,
        duty=st.sampled_from(["may_be_asked", "must_give"]),
        asks=st.lists(
            st.sampled_from(["name", "address", "birth_date", "explanation", "destination"]),
            min_size=1,
            unique=True,
        ).map(tuple),
        when=choices(StopIdentify, "when"),
        unless=st.sampled_from([(), ("ticketed",), ("ticketed", "booked")]),
        refusal=choices(StopIdentify, "refusal"),
        false_name_is_crime=st.none() | st.booleans(),
        drivers_show_license=st.booleans(),
    ),
    "recording": st.builds(
        Recording, **KNOWN, in_person=choices(Recording, "calls"), calls=choices(Recording, "calls")
    ),
    "recording_police": st.builds(
        RecordingPolice,
        **KNOWN,
        right=choices(RecordingPolice, "right"),
        stay_back_feet=st.none() | st.integers(1, 50),
    ),
    "entrapment": st.builds(
        Entrapment, **KNOWN, test=choices(Entrapment, "test"), you_must_prove_it=st.booleans()
    ),
    "sealing_conviction": st.builds(
        Sealing,
        **KNOWN,
        available=st.sampled_from(["yes", "no"]),
        routes=st.lists(
            st.builds(
                Route,
                relief=choices(Route, "relief"),
                how=choices(Route, "how"),
                wait=st.none() | st.just("varies") | SPANS,
                after=choices(Route, "after"),
                only_if=st.sampled_from([(), ("once_in_life",), ("sentence_paid", "no_probation")]),
            ),
            max_size=3,
        ).map(tuple),
    ),
    "survivors": st.builds(
        Survivors,
        **KNOWN,
        relief=choices(Survivors, "relief"),
        covers=st.sampled_from([None, "prostitution", "listed", "nonviolent", "any"]),
        wait=st.none() | SPANS,
        must_help_police=st.booleans(),
        free=st.booleans(),
        federal_cases_only=st.booleans(),
    ),
    "reporting_immunity": st.builds(
        ReportingImmunity,
        **KNOWN,
        law=choices(ReportingImmunity, "law"),
        shields_from=st.sampled_from([("arrest",), ("prosecution",), ("arrest", "prosecution")]),
        acts=st.sampled_from([("reporting",), ("reporting", "seeking_care", "helping_case")]),
        crimes=st.sampled_from([None, "any", "listed"]),
    ),
    "police_sexual_contact": st.builds(
        PoliceSexualContact,
        **KNOWN,
        officers=choices(PoliceSexualContact, "officers"),
        crime_when=st.lists(
            st.sampled_from(["arrested", "detained", "custody", "investigation"]), min_size=1
        ).map(tuple),
        consent_no_defense=st.booleans(),
    ),
    "mugshots": st.builds(
        Mugshots,
        **KNOWN,
        pay_for_removal=st.just("banned"),
        remove_within=st.none() | SPANS,
        police_posting=st.sampled_from([None, "limited"]),
    ),
}


@given(st.data())
def test_any_known_fact_becomes_whole_sentences(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FACTS)))
    law = StateLaw.model_validate({"code": "NV", "name": "Nevada", name: data.draw(FACTS[name])})
    saying = SENTENCES["recording" if name == "recording_police" else name](law, ENGLISH)
    assert saying is not None
    for sentence in (*saying.page, saying.text):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert "%" not in sentence
        assert "None" not in sentence
        assert "  " not in sentence


def test_a_first_offense_is_said_with_its_class_and_its_most() -> None:
    fact = Offense.model_validate(
        {
            "class": {"kind": "misdemeanor", "degree": 2},
            "max_jail": {"days": 60},
            "max_fine": 1000,
            "repeat": [{"conviction": 3, "class": {"kind": "felony", "degree": 3}}],
            "confidence": "high",
            "sources": [SOURCE],
        }
    )
    saying = SENTENCES["offense"](StateLaw(code="FL", name="Florida", offense=fact), ENGLISH)
    assert saying == Saying(
        facts=(fact,),
        page=(
            "Selling sex is a second-degree misdemeanor."
            " The most for a first conviction: 60 days in jail, a $1,000 fine, or both.",
            "From the third conviction on, it is a third-degree felony.",
        ),
        text="Selling sex is a second-degree misdemeanor."
        " The most for a first conviction: 60 days in jail, a $1,000 fine, or both.",
    )


def test_by_text_contacts_stand_one_a_line_with_the_number_where_there_is_one() -> None:
    jail = Lookup(
        name="Sheriff",
        covers="county_jail",
        area="Clark County",
        phone="702-671-3900",
        url="https://x.org/",
        confidence="high",
        sources=(SOURCE,),
    )
    ice = jail.model_copy(
        update={
            "name": "ICE",
            "covers": "immigration",
            "area": None,
            "phone": None,
            "url": "https://locator.ice.gov/",
        }
    )
    saying = SENTENCES["find"](StateLaw(code="NV", name="Nevada", find=(jail, ice)), ENGLISH)
    assert saying is not None
    assert saying.text == (
        "County jail, Clark County 702-671-3900\nICE locator.ice.gov\n"
        "Other counties: call the sheriff."
    )
    assert saying.items[0] == (
        "County jail, Clark County: Sheriff, 702-671-3900, https://x.org/ (seen 2026-02)"
    )
