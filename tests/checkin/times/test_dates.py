"""Days and times as people write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.times.dates import FARTHEST, Fault, ParsedDate, UnreadableDate, parse

HERE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=HERE)
LANGS = ("en", "es")
DEC_3 = datetime(2026, 12, 3, 9, 0, tzinfo=HERE)
SHAPES = {
    "{0:%m/%d/%Y} {0:%I:%M %p}": "en",
    "{0.month}/{0.day}/{0:%y} {0:%I:%M%p}": "en",
    "{0:%Y-%m-%d} {0:%H:%M}": "en",
    "{0:%b} {0.day}, {0.year} {0:%I:%M} {0:%p}": "en",
    "{0:%A}, {0:%B} {0.day}, {0.year} at {0:%I:%M %p}": "en",
    "{0.day} {0:%B} {0.year} at {0:%I:%M %p}": "es",
    "{0:%I:%M%p} {0:%m/%d/%Y}": "es",
}


def at(text: str, *langs: str) -> datetime:
    return parse(text, now=NOW, langs=langs or LANGS).at


def refused(text: str) -> Fault:
    with pytest.raises(UnreadableDate) as caught:
        parse(text, now=NOW, langs=LANGS)
    return caught.value.fault


@pytest.mark.parametrize(
    "text",
    [
        "12/03 9AM",
        "12/3 9:00",
        "12/03/2026 9 am",
        "12/03/26 9 A.M.",
        "12-03 900am",
        "12.03 9.00",
        "12/03 0900",
        "12/03 at 9",
        "12/03@9am",
        "12 / 03, 9 a. m.",
        "１２/０３ ９AM",
        "2026-12-03 09:00",
        "3 Dec 9",
        "Dec 3 9am",
        "dec. 3rd, 2026, at 9:00 a.m.",
        "03-DEC-2026 9:00 AM",
        "on Thursday, December 3 at 9 in the morning",
        "9am 12/03",
        "9:00 on Dec 3",
        "3 dic 9am",
        "3 de diciembre a las 9",
        "el jueves 3 de diciembre de 2026 a las 9 de la mañana",
    ],
)
def test_one_moment_in_the_many_ways_people_write_it(text: str) -> None:
    assert parse(text, now=NOW, langs=LANGS) == ParsedDate(DEC_3, "")
    assert parse(text.upper(), now=NOW, langs=LANGS[::-1]) == ParsedDate(DEC_3, "")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("12/03 1:30", 13, 30),
        ("12/03 2", 14, 0),
        ("12/03 2pm", 14, 0),
        ("12/03 2 p. m.", 14, 0),
        ("12/03 7", 7, 0),
        ("12/03 12", 12, 0),
        ("12/03 12am", 0, 0),
        ("12/03 6am", 6, 0),
        ("12/03 16:45", 16, 45),
        ("12/03 noon", 12, 0),
        ("3 dic al mediodía", 12, 0),
        ("3 dic a las 9 y media", 9, 30),
        ("3 dic a las 2 de la tarde", 14, 0),
        ("12/03 9h15", 9, 15),
    ],
)
def test_the_hour_is_when_courts_sit_unless_it_is_said(text: str, hour: int, minute: int) -> None:
    assert at(text) == DEC_3.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("12/03 9AM Room 5, Kings County", "Room 5, Kings County"),
        ("12/03 9AM - part B.", "part B"),
        ("12/03 9 12 Main St", "12 Main St"),
        ("12/03 9 a new court", "a new court"),
        ("Kings County 12/03 9AM part B", "Kings County part B"),
        ("case 22-1234 12/03 9AM", "case 22-1234"),
        ("my court date is on 12/03 at 9am", ""),
        ("mi fecha es el 3 de diciembre a las 9", ""),
    ],
)
def test_other_words_are_the_note(text: str, rest: str) -> None:
    assert parse(text, now=NOW, langs=LANGS) == ParsedDate(DEC_3, rest)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/24 9am", (2026, 11, 24)),
        ("11/23 4pm", (2026, 11, 23)),
        ("11/20 9am", (2027, 11, 20)),
        ("1/5 9am", (2027, 1, 5)),
        ("2/29 9am", (2028, 2, 29)),
        ("today 4pm", (2026, 11, 23)),
        ("tomorrow 9am", (2026, 11, 24)),
        ("mañana a las 9", (2026, 11, 24)),
    ],
)
def test_without_a_year_it_is_the_next_such_day(text: str, day: tuple[int, int, int]) -> None:
    found = at(text)
    assert (found.year, found.month, found.day) == day


def test_two_numbers_are_month_and_day_unless_only_the_other_way_is_a_date() -> None:
    for langs in (("en", "es"), ("es", "en")):
        assert at("03/04 9am", *langs).month == 3
        assert at("13/12 9am", *langs) == DEC_3.replace(day=13)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Fault.NO_DATE),
        ("9am", Fault.NO_DATE),
        ("what do I wear", Fault.NO_DATE),
        ("12/03", Fault.NO_TIME),
        ("12/03 25:00", Fault.NO_TIME),
        ("12/03 room 5", Fault.NO_TIME),
        ("dec 3 2027", Fault.NO_TIME),
        ("2/30 9am", Fault.NO_SUCH_DAY),
        ("13/13 9am", Fault.NO_SUCH_DAY),
        ("2/29/2027 9am", Fault.NO_SUCH_DAY),
        ("Friday 12/03 9am", Fault.OTHER_WEEKDAY),
        ("lunes 3 de diciembre a las 9", Fault.OTHER_WEEKDAY),
        ("12/03/2025 9am", Fault.PAST_DATE),
        ("11/23 9am", Fault.PAST_DATE),
        ("today 3pm", Fault.PAST_DATE),
        ("12/03/2072 9am", Fault.FAR_DATE),
    ],
)
def test_what_cannot_be_a_date_is_refused_by_its_reason(text: str, reason: Fault) -> None:
    assert refused(text) is reason


@pytest.mark.parametrize("text", ["whatever", "12/03", "2/30 9am", "1/1/2020 9am", "12/03/2020"])
def test_the_example_in_a_refusal_is_itself_understood(text: str) -> None:
    with pytest.raises(UnreadableDate) as caught:
        parse(text, now=NOW, langs=LANGS)
    assert at(str(caught.value.example)) > NOW


@settings(deadline=None)
@given(
    st.datetimes(NOW.replace(tzinfo=None), (NOW + FARTHEST).replace(tzinfo=None)),
    st.sampled_from(sorted(SHAPES)),
)
def test_any_moment_written_out_is_read_back(moment: datetime, shape: str) -> None:
    meant = (moment.replace(second=0, microsecond=0) + timedelta(minutes=1)).replace(tzinfo=HERE)
    if meant <= NOW + FARTHEST:
        found = at(shape.format(meant), SHAPES[shape], "en")
        literal = "%p" in shape or not 1 <= meant.hour <= 6
        assert found == (meant if literal else meant.replace(hour=meant.hour + 12))


@settings(deadline=None)
@given(st.text(alphabet="0123456789/-.: aApPmMdDecCnNoOeElLsS,áñ@", max_size=40))
def test_whatever_is_written_ends_in_a_moment_ahead_or_a_refusal(text: str) -> None:
    try:
        found = at(text)
    except UnreadableDate:
        return
    assert NOW < found <= NOW + FARTHEST
