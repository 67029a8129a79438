import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.facts import Grade, Span
from content.findings import ContentError
from content.law import SLOTS, Offense, StateLaw, StopIdentify
from content.sentences import SENTENCES
from tests.content.conftest import Content

SOURCED = """
  confidence: high
  sources: [{title: Law, url: 'https://x.org/law', date: '2026'}]
"""
NEVADA = f"""
code: NV
name: Nevada
timezones: [America/Los_Angeles, America/Denver]
offense:
  class: {{kind: misdemeanor}}
  max_jail: {{months: 6}}{SOURCED}
"""


def test_every_slot_has_sentences_and_every_sentence_a_slot() -> None:
    assert set(SENTENCES) == SLOTS


def test_a_fact_without_a_source_is_refused_with_file_and_line(content: Content) -> None:
    content.place(
        "NV", "code: NV\nname: Nevada\nentrapment:\n  test: subjective\n  confidence: high"
    )
    with pytest.raises(ContentError, match=r"NV.yaml:3: entrapment: .* needs a source"):
        content.library()


def test_a_fact_of_low_confidence_may_stand_without_a_source(content: Content) -> None:
    content.place("NV", "code: NV\nname: Nevada\nentrapment: {test: subjective, confidence: low}")
    assert content.library().places["us-nv"].law.entrapment is not None


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("code: NY\nname: Nevada\n", "1: the file is not named NY.yaml"),
        ("code: NV\n", "1: name: Field required"),
        (NEVADA + "weather: dry\n", "11: weather: Extra inputs"),
        (NEVADA.replace("months: 6", "months: 6, days: 1"), "7: offense.max_jail: give one of"),
        (NEVADA.replace("{kind: misdemeanor}", "{kind: sin}"), "6: offense.class.kind: "),
        (NEVADA.replace("  class: {kind: misdemeanor}\n", ""), "5: offense: .* needs its class"),
    ],
)
def test_a_place_with_a_fault_is_refused_with_file_and_line(
    yaml: str, reason: str, content: Content
) -> None:
    content.place("NV", yaml)
    with pytest.raises(ContentError, match=f"NV.yaml:{reason}"):
        content.library()


@pytest.mark.parametrize("phone", ["702-555-01", "000-000-0000", "1-702-671-3900"])
def test_a_number_nobody_can_call_is_refused(phone: str, content: Content) -> None:
    content.place(
        "NV",
        f"code: NV\nname: Nevada\nlegal_help:\n- {{name: A, kind: hotline, phone: {phone},"
        " confidence: low}",
    )
    with pytest.raises(ContentError, match=r"NV.yaml:4: legal_help.0.phone"):
        content.library()


def test_a_place_knows_its_only_time_zone_and_admits_to_several(content: Content) -> None:
    content.place("NV", NEVADA)
    content.place("NY", "code: NY\nname: New York\ntimezones: [America/New_York]\n")
    places = content.library().places
    assert places["us-ny"].timezone == "America/New_York"
    assert places["us-nv"].timezone is None
    assert places["us-nv"].timezones[0] == "America/Los_Angeles"
    assert places["us"].timezone is None


def test_a_place_is_named_in_the_readers_language(content: Content) -> None:
    content.place("NV", NEVADA)
    content.language("es", messages=[("place", "Nevada", "Nevada, EE. UU.")])
    library = content.library()
    nevada = library.places["us-nv"]
    assert nevada.name(library.phrases.translator("es")) == "Nevada, EE. UU."
    assert (nevada.id, nevada.code) == ("us-nv", "NV")


def test_a_host_lays_its_own_phone_numbers_over_ours(content: Content) -> None:
    content.place("NV", NEVADA)
    content.place(
        "NV",
        """
        legal_help:
        - name: Our clinic
          kind: legal_aid
          phone: 702-386-1070
          confidence: high
          sources: [{title: Ours, url: 'https://x.org', date: '2026'}]
        """,
        into=content.overlay,
    )
    law = content.library().places["us-nv"].law
    assert [helper.name for helper in law.legal_help] == ["Our clinic"]
    assert law.offense is not None


def test_national_contacts_stand_after_a_states_own(content: Content) -> None:
    for code, name in (("US", "National line"), ("NV", "Nevada line")):
        content.place(
            code,
            f"""
            code: {code}
            name: {code}
            legal_help:
            - name: {name}
              kind: hotline
              url: https://x.org/
              confidence: high
              sources: [{{title: A, url: 'https://x.org/', date: '2026'}}]
            """,
        )
    law = content.library().places["us-nv"].law
    assert [helper.name for helper in law.legal_help] == ["Nevada line", "National line"]


def test_without_the_countrys_own_file_nothing_loads(content: Content) -> None:
    (content.root / "us" / "US.yaml").unlink()
    with pytest.raises(ContentError, match=r"US.yaml:0: the country's own file is missing"):
        content.library()


@given(st.dictionaries(st.sampled_from(["hours", "days", "months", "years"]), st.integers(-2, 9)))
def test_a_span_is_a_positive_number_of_one_unit(units: dict[str, int]) -> None:
    valid = len(units) == 1 and min(units.values()) > 0
    try:
        Span(**units)
    except ValidationError:
        assert not valid
    else:
        assert valid


def test_what_police_may_ask_and_whether_they_may_must_agree() -> None:
    with pytest.raises(ValidationError, match="asks lists what must or may be asked for"):
        StopIdentify(duty="none", asks=("name",), refusal="unclear", confidence="low")
    with pytest.raises(ValidationError, match="asks lists what must or may be asked for"):
        StopIdentify(duty="must_give", refusal="unclear", confidence="low")


def test_law_once_read_cannot_be_changed() -> None:
    law = StateLaw(code="NV", name="Nevada")
    with pytest.raises(ValidationError):
        law.name = "Utah"  # type: ignore[misc]
    assert Offense.model_validate(
        {"class": Grade(kind="felony"), "confidence": "low"}
    ).grade == Grade(kind="felony")
