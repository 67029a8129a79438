from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.times.durations import format_duration, parse_duration

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        ("2h", timedelta(hours=2)),
        ("2 H", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
        ("1h30", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1hr05", timedelta(minutes=65)),
        ("1.5h", timedelta(minutes=90)),
        ("1,5 horas", timedelta(minutes=90)),
        ("90 min", timedelta(minutes=90)),
        ("90 minutos", timedelta(minutes=90)),
        ("2 hours", timedelta(hours=2)),
        ("2 horas", timedelta(hours=2)),
        ("2 hrs", timedelta(hours=2)),
        ("1 hour and 30 minutes", timedelta(minutes=90)),
        ("1 hora y 30 minutos", timedelta(minutes=90)),
        ("3 días", timedelta(days=3)),
        ("3 DI\u0301AS", timedelta(days=3)),
        ("1d 2h 3m 4s", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("２ｈ", timedelta(hours=2)),
        ("٢h", timedelta(hours=2)),
        (" 2h\n", timedelta(hours=2)),
        ("0s", timedelta()),
        ("half an hour", timedelta(minutes=30)),
        ("an hour and a half", timedelta(minutes=90)),
        ("2 and a half hours", timedelta(minutes=150)),
        ("two hours", timedelta(hours=2)),
        ("forty five minutes", timedelta(minutes=45)),
        ("media hora", timedelta(minutes=30)),
        ("hora y media", timedelta(minutes=90)),
        ("dos horas y media", timedelta(minutes=150)),
        ("tres cuartos de hora", timedelta(minutes=45)),
        ("2小时", timedelta(hours=2)),
        ("2个小时30分钟", timedelta(minutes=150)),
        ("1시간 30분", timedelta(minutes=90)),
        ("2 ชั่วโมง", timedelta(hours=2)),
        ("2 giờ", timedelta(hours=2)),
        ("5 часов", timedelta(hours=5)),
        ("90 мин", timedelta(minutes=90)),
        ("1 heure et 30 minutes", timedelta(minutes=90)),
        ("2 horas e 30 minutos", timedelta(minutes=150)),
        ("2 èdtan", timedelta(hours=2)),
        ("٣ ساعات", timedelta(hours=3)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "h", "2", "soon", "2 x", "2:30", "2h 2h", "30m 2h", "1h90", "1h 30", "1h5", "2d30", "-2h",
     "2 hotels", "1.5.5h", "0.00001h", "2 c", "an", "hour", "1½h", "2 a hours"],
)  # fmt: skip
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a duration|no unit"):
        parse_duration(text)


def test_a_bare_number_counts_only_in_the_unit_the_caller_names() -> None:
    assert parse_duration("30", bare=MINUTE) == timedelta(minutes=30)
    with pytest.raises(ValueError, match="“30” has no unit: write 30m for minutes"):
        parse_duration("30")


def test_a_refusal_says_what_to_write_instead() -> None:
    with pytest.raises(ValueError) as refusal:
        parse_duration(" A  While ")
    assert str(refusal.value) == ("“a while” is not a duration: write 90s, 10m, 2h, 3d or 1h30m")


def test_a_part_of_a_second_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number of seconds"):
        parse_duration("0.5s")


def test_more_than_ten_years_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 3650 days"):
        parse_duration("999999999d")


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        assert parse_duration(text, bare=MINUTE) >= timedelta()
    except ValueError as refusal:
        assert str(refusal)


@given(st.integers(0, 3650 * 86_400).map(lambda seconds: timedelta(seconds=seconds)))
def test_what_is_shown_can_be_typed(duration: timedelta) -> None:
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize("text", ["0s", "90s", "10m", "1h30m", "3d", "1d12h"])
def test_a_setting_is_shown_in_its_shortest_form(text: str) -> None:
    assert format_duration(parse_duration(text)) == {"90s": "1m30s"}.get(text, text)
