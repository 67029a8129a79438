"""Phone numbers as people write them: which one is meant, and why another is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.people import numbers
from checkin.refusals import Reason, Refused


def refused(text: str) -> Reason | None:
    try:
        numbers.find(text)
    except Refused as problem:
        return problem.reason
    return None


@pytest.mark.parametrize(
    ("written", "phone", "name"),
    [
        ("202 555 0122 Sam", "+12025550122", "Sam"),
        ("Sam, (202) 555-0122.", "+12025550122", "Sam"),
        ("+44 20 7946 0958 Tom", "+442079460958", "Tom"),
        ("0044 20 7946 0958 Tom", "+442079460958", "Tom"),
        ("011 44 20 7946 0958 Tom", "+442079460958", "Tom"),
        ("044 20 7946 0958", "+442079460958", ""),
        ("+44 (0)20 7946 0958", "+442079460958", ""),
        ("07911 123456 UK Tom", "+447911123456", "Tom"),
        ("Tom England 020 7946 0958", "+442079460958", "Tom"),
        ("00 52 55 1234 5678 Lupe", "+525512345678", "Lupe"),
        ("+52 1 55 1234 5678 Lupe", "+525512345678", "Lupe"),
        ("+5215512345678 Lupe", "+525512345678", "Lupe"),
        ("044 55 1234 5678 Lupe", "+525512345678", "Lupe"),
        ("55 1234 5678 Mexico Lupe", "+525512345678", "Lupe"),
        ("Lupe, México: 55 1234 5678", "+525512345678", "Lupe"),
        ("551 234 5678 Lupe", "+15512345678", "Lupe"),
        ("202 555 0122 Georgia", "+12025550122", "Georgia"),
        ("Jordan 202 555 0122", "+12025550122", "Jordan"),
    ],
)
def test_a_number_is_read_with_its_country(written: str, phone: str, name: str) -> None:
    assert numbers.find(written) == (phone, name)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Sam", Reason.NO_NUMBER),
        ("", Reason.NO_NUMBER),
        ("911 Sam", Reason.BAD_NUMBER),
        ("555 123 4567", Reason.BAD_NUMBER),
        ("202 555 012", Reason.BAD_NUMBER),
        ("07911 123456", Reason.BAD_NUMBER),
        ("202 555 0122 x12", Reason.EXTENSION),
        ("202-555-0122 ext. 5 Sam", Reason.EXTENSION),
        ("1 900 555 1234", Reason.SERVICE_NUMBER),
        ("800 555 1234 Sam", Reason.SERVICE_NUMBER),
        ("+44 70 1234 5678", Reason.SERVICE_NUMBER),
        ("202 555 0122 Sam 202 555 0123 Bo", Reason.SEVERAL_NUMBERS),
        ("1" * 200, Reason.SEVERAL_NUMBERS),
    ],
)
def test_a_number_that_no_text_can_reach_is_refused_with_the_reason(
    written: str, reason: Reason
) -> None:
    assert refused(written) is reason


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+12025550122", "+1 202 555 0122"), ("+525512345678", "+52 55 1234 5678")],
)
def test_a_number_is_shown_with_spaces(phone: str, shown: str) -> None:
    assert numbers.spaced(phone) == shown
    assert numbers.read(shown) == phone


@given(st.text(max_size=200) | st.from_regex(r"[0-9+() .x-]{5,30}", fullmatch=True))
def test_whatever_is_written_is_a_number_or_a_reason(text: str) -> None:
    try:
        phone, _ = numbers.find(text)
    except Refused:
        return
    assert numbers.read(numbers.spaced(phone)) == phone
