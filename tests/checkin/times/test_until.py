"""Timers that end at a time on the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.times import until, zones
from checkin.times.until import Unclear, Until

NEW_YORK = ZoneInfo("America/New_York")
EVENING = datetime(2026, 11, 25, 21, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("text", "clock", "rest"),
    [
        ("11:30pm", "11:30pm", ""),
        ("11:30 PM room 12", "11:30 PM", "room 12"),
        ("11", "11", ""),
        ("las 11", "las 11", ""),
        ("las 11 de la noche hotel", "las 11 de la noche", "hotel"),
        ("las 11 y media, cuarto 4", "las 11 y media,", "cuarto 4"),
        ("midnight", "midnight", ""),
        ("la medianoche", "la medianoche", ""),
        ("tomorrow 9am", "tomorrow 9am", ""),
        ("mañana a las 9", "mañana a las 9", ""),
        ("9 a.m. tomorrow", "9 a.m. tomorrow", ""),
        ("9 5th street", "9", "5th street"),
        ("23:30", "23:30", ""),
        ("2330", "2330", ""),
        ("23h30", "23h30", ""),
        ("１１ｐｍ", "１１ｐｍ", ""),
    ],
)
def test_a_time_of_day_is_read_and_the_rest_is_the_note(text: str, clock: str, rest: str) -> None:
    assert until.split(text) == Until(clock.rstrip(","), rest)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "11:75", "the end", "2 hours", "room 12"])
def test_what_is_no_time_of_day_is_not_read(text: str) -> None:
    found = until.split(text)
    assert found is None or found.clock not in (text, "")


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("11:30pm", "25 23:30"),
        ("11", "25 23:00"),
        ("3", "26 03:00"),
        ("12", "26 00:00"),
        ("midnight", "26 00:00"),
        ("12am", "26 00:00"),
        ("12 de la noche", "26 00:00"),
        ("23:15", "25 23:15"),
        ("2315", "25 23:15"),
        ("0015", "26 00:15"),
        ("tomorrow 11pm", "26 23:00"),
        ("tomorrow 9am", "26 09:00"),
        ("10 tonight", "25 22:00"),
        ("las 10 y media de la noche", "25 22:30"),
    ],
)
def test_it_is_the_next_moment_when_the_clock_shows_that(clock: str, expected: str) -> None:
    at = until.moment(clock, EVENING)
    assert isinstance(at, datetime)
    assert f"{at:%d %H:%M}" == expected


def test_the_night_when_clocks_go_back_has_its_hour_more() -> None:
    before = datetime(2026, 10, 31, 22, 0, tzinfo=NEW_YORK)
    at = until.moment("6am", before)
    assert isinstance(at, datetime)
    assert at.timestamp() - before.timestamp() == 9 * 3600


def test_where_the_zone_is_not_known_the_soonest_counts() -> None:
    found = until.soonest("11:30pm", EVENING, (zones.PACIFIC, zones.EASTERN, zones.CENTRAL))
    assert isinstance(found, tuple)
    at, zone = found
    assert zone == zones.EASTERN
    assert at.timestamp() - EVENING.timestamp() == 2.5 * 3600


@given(st.text(max_size=60))
def test_no_text_raises_and_a_time_is_always_ahead(text: str) -> None:
    found = until.split(text)
    if found:
        at = until.moment(found.clock, EVENING)
        assert at is None or isinstance(at, Unclear) or at.timestamp() > EVENING.timestamp()
