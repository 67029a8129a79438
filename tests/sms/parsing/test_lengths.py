"""Durations at the beginning of a text, and what may follow them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.parsing import lengths
from sms.parsing.normalize import Text


@pytest.mark.parametrize(
    ("text", "minutes", "rest"),
    [
        ("3h 20", 200, ""),
        ("3 hours 45", 225, ""),
        ("1 hora 20 en el bar", 80, "en el bar"),
        ("3h 20 apt 9", 200, "apt 9"),
        ("1h 15, Oak St", 75, "Oak St"),
        ("3 1/2 hours", 210, ""),
        ("1:45 hrs", 105, ""),
        ("a couple of hours at Lou's", 120, "at Lou's"),
        ("un par de horas", 120, ""),
        ("an hour and a quarter", 75, ""),
        ("2 horas y cuarto", 135, ""),
        ("2h, 20 Oak St", 120, "20 Oak St"),
        ("2h 1200 Oak St", 120, "1200 Oak St"),
        ("40 min 12 Oak St", 40, "12 Oak St"),
        ("2h note 20 Oak St", 120, "20 Oak St"),
    ],
)
def test_a_duration_is_read_with_all_its_parts(text: str, minutes: int, rest: str) -> None:
    found = lengths.split(Text.of(text))
    assert found == lengths.Length(timedelta(minutes=minutes), rest)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("2h 20 Oak St", "20"),
        ("2h 7", "7"),
        ("an hour or three", "or three"),
        ("2 hours ago", "ago"),
        ("2h tomorrow", "tomorrow"),
        ("2h at 11", "at 11"),
        ("2h every 30", "every"),
        ("20 minutes to 11", "to 11"),
    ],
)
def test_what_may_belong_to_a_duration_is_in_doubt(text: str, doubt: str) -> None:
    found = lengths.split(Text.of(text))
    assert found is not None
    assert found.doubt == doubt


@given(
    st.sampled_from(["2h", "3 hours", "an hour", "2 horas"]),
    st.sampled_from(["10", "25", "7", "or 3", "o tres", "to 3", "minutes", "ago", "-3", "tonight"]),
    st.sampled_from([" Oak St", " Elm", " bar"]),
)
def test_whatever_follows_a_duration_and_may_belong_is_never_silently_the_note(
    length: str, more: str, note: str
) -> None:
    found = lengths.split(Text.of(f"{length} {more}{note}"))
    assert found is None or found.doubt
