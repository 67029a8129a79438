"""Times of day with all that belongs to them: day, part of the day, zone; and what follows them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.times import until
from checkin.times.until import Unclear, Why

NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
TUESDAY = datetime(2026, 12, 8, 18, 40, tzinfo=NEW_YORK)  # twenty to seven in the evening


def shown(text: str, now: datetime = TUESDAY) -> str:
    found = until.moment(text, now)
    return f"{found:%a %H:%M}" if isinstance(found, datetime) else str(found and found.why)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9 20 pm", "Tue 21:20"),
        ("nine twenty", "Tue 21:20"),
        ("half past seven", "Tue 19:30"),
        ("twenty to nine", "Tue 20:40"),
        ("las 9 menos diez", "Tue 20:50"),
        ("veinte para las diez", "Tue 21:40"),
        ("8 o'clock", "Tue 20:00"),
        ("8 en punto", "Tue 20:00"),
        ("0915 pm", "Tue 21:15"),
        ("12 midnight", "Wed 00:00"),
        ("12 midday tomorrow", "Wed 12:00"),
        ("4 at night", "Wed 04:00"),
        ("las 3 de la madrugada", "Wed 03:00"),
        ("9:15 this evening", "Tue 21:15"),
        ("tonight at half past two", "Wed 02:30"),
        ("hoy en la noche a las 9", "Tue 21:00"),
        ("tmr 6am", "Wed 06:00"),
        ("mañana por la tarde a las 4", "Wed 16:00"),
        ("thursday 8pm", "Thu 20:00"),
        ("8pm on thursday", "Thu 20:00"),
        ("el jueves a las 8 de la noche", "Thu 20:00"),
        ("12/10 8pm", "Thu 20:00"),
        ("10 de diciembre a las 8 pm", "Thu 20:00"),
        ("day after tomorrow at 8pm", "Thu 20:00"),
        ("10pm EST", "Tue 22:00"),
        ("9pm CST", "Tue 22:00"),
        ("8pm mountain time", "Tue 22:00"),
        ("7 PM pacific", "Tue 22:00"),
        ("7pm hora del pacífico", "Tue 22:00"),
        ("9pm chicago time", "Tue 22:00"),
        ("3am UTC", "Tue 22:00"),
        ("1am EST", "Wed 01:00"),
        ("11pm PT", "Wed 02:00"),
    ],
)
def test_a_time_is_read_whole(text: str, moment: str) -> None:
    assert shown(text) == moment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("6:30pm", Why.PASSED),
        ("today at 5pm", Why.PASSED),
        ("tonight at 6", Why.PASSED),
        ("tuesday 4pm", Why.PASSED),
        ("8am", Why.FAR),
        ("midday", Why.FAR),
        ("6", Why.HALF),
        ("thursday at 8", Why.HALF),
        ("mañana a las 7", Why.HALF),
        ("midnight tomorrow", Why.DAY),
        ("thursday night at 1", Why.DAY),
        ("next friday 8pm", Why.DAY),
        ("tomorrow friday 8pm", Why.DAY),
        ("thursday", Why.NO_CLOCK),
        ("tomorrow evening", Why.NO_CLOCK),
    ],
)
def test_what_may_mean_several_moments_is_unclear(text: str, why: Why) -> None:
    assert shown(text) == str(why)


def test_after_midnight_tomorrow_may_be_the_day_that_has_begun() -> None:
    night = datetime(2026, 12, 9, 1, 15, tzinfo=NEW_YORK)
    found = until.moment("tomorrow 10am", night)
    assert isinstance(found, Unclear)
    assert [f"{each:%a %H}" for each in found.perhaps] == ["Wed 10", "Thu 10"]
    assert shown("tonight at 3", night) == "Wed 03:00"
    assert shown("tonight at 10", night) == "Wed 22:00"


def test_tomorrow_where_the_named_zone_has_another_day_is_unclear() -> None:
    late = datetime(2026, 12, 8, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert shown("tomorrow 9am EST", late) == str(Why.DAY)
    assert shown("9am EST", late) == "Wed 06:00"


@pytest.mark.parametrize(
    "text", ["11 AM tonight", "9 PM in the morning", "25:00", "9:75", "13am", "2/30 9pm"]
)
def test_what_no_clock_shows_is_no_time(text: str) -> None:
    assert until.moment(text, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("9pm JST", "JST"),
        ("9pm their time", "their time"),
        ("9 or 9:30", "or 9:30"),
        ("9 to 10", "to 10"),
        ("9pm 40 Elm St", "40"),
        ("9 40 Elm St", "40"),
        ("8pm pacific motel", "motel"),
        ("8pm friday lounge", "lounge"),
        ("9 night market", "night"),
        ("9pm at Lou's tomorrow", "tomorrow"),
        ("9 with Lou pm", "pm"),
        ("8 con Lou de la noche", "de la noche"),
        ("9pm corner bar EST", "EST"),
        ("9pm at 10", "at 10"),
        ("las 9 o las 10", "o las 10"),
        ("9 hours", "hours"),
    ],
)
def test_what_follows_and_may_belong_to_the_time_is_in_doubt(text: str, doubt: str) -> None:
    found = until.split(text)
    assert found is not None
    assert found.doubt == doubt


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("9pm Lou's bar, 40 Elm St", "Lou's bar, 40 Elm St"),
        ("9pm, 40 Elm St", "40 Elm St"),
        ("9pm NOTE friday lounge", "friday lounge"),
        ("9pm nota 40 Elm", "40 Elm"),
        ("9pm EST, pacific motel", "pacific motel"),
        ("8pm pacific, motel", "motel"),
        ("9 20 room 5", "room 5"),
        ("9pm 1420 Elm St", "1420 Elm St"),
        ("8 tonight with 3 others", "with 3 others"),
    ],
)
def test_what_cannot_belong_to_the_time_is_the_note(text: str, note: str) -> None:
    found = until.split(text)
    assert found is not None
    assert (found.rest, found.doubt) == (note, "")


BELONGING = st.sampled_from(
    ["tomorrow", "tonight", "today", "mañana", "hoy", "tmrw", "friday", "viernes", "PST", "EDT",
     "or 10", "o 10", "to 11", "15", "pm", "in the morning", "de la noche", "noon", "at 11",
     "10:30", "CET", "half", "ago", "eastern time", "12/24"]
)  # fmt: skip
TIMES = st.sampled_from(["9", "9:30", "las 9", "9pm", "a las 9 y media", "11 PM", "quarter to ten"])


@given(TIMES, BELONGING, st.sampled_from(["", " motel", " Elm St", " con Lou"]))
def test_whatever_follows_a_time_and_may_belong_is_never_silently_the_note(
    time: str, more: str, note: str
) -> None:
    found = until.split(f"{time} {more}{note}")
    silently = found is not None and not found.doubt and more in found.rest
    assert not silently


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.sampled_from(["America/New_York", "America/Denver", "America/Phoenix", "Europe/Madrid"]),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_a_time_without_its_day_is_never_past_nor_far_and_shows_on_the_clock(
    minutes: int, zone: str, hour: int, minute: int
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    here = now.astimezone(ZoneInfo(zone))
    half = "am" if hour < 12 else "pm"
    found = until.moment(f"{hour % 12 or 12}:{minute:02}{half}", here)
    if isinstance(found, datetime):
        away = found.timestamp() - here.timestamp()
        assert 0 < away <= 12 * 3600
        seen = found.astimezone(UTC).astimezone(ZoneInfo(zone))
        assert (seen.hour, seen.minute) == (hour, minute)
    else:
        assert found is not None
        assert found.why in (Why.PASSED, Why.FAR, Why.SKIPPED)


@given(st.integers(0, 11 * 60 - 1), st.integers(0, 59))
def test_the_hour_that_comes_twice_is_the_nearer_one_ahead(before: int, minute: int) -> None:
    first = datetime(2026, 11, 1, 1, minute, tzinfo=NEW_YORK).astimezone(UTC)
    now = first - timedelta(minutes=before + 1)
    found = until.moment(f"1:{minute:02}am", now.astimezone(NEW_YORK))
    assert isinstance(found, datetime)
    assert found.timestamp() == first.timestamp()
    second = until.moment(f"1:{minute:02}am", first.astimezone(NEW_YORK))
    assert isinstance(second, datetime)
    assert second.timestamp() - first.timestamp() == 3600


@given(st.integers(1, 11 * 60), st.integers(0, 59), st.sampled_from(["am", "", " a.m. tomorrow"]))
def test_the_hour_that_spring_leaves_out_is_asked_about(
    before: int, minute: int, half: str
) -> None:
    gap = datetime(2027, 3, 14, 8, tzinfo=UTC)  # two at night in Chicago, where it becomes three
    now = (gap - timedelta(minutes=before)).astimezone(CHICAGO)
    if "tomorrow" in half and now.day == 14:
        return
    if not half and before + minute > 9 * 60:
        return  # by then the afternoon may be meant as well
    found = until.moment(f"2:{minute:02}{half}", now)
    assert isinstance(found, Unclear)
    assert found.why is Why.SKIPPED
    assert found.perhaps[0].timestamp() == gap.timestamp()


@given(st.text("0123456789:apm tomrwnightes,.-lcuo", max_size=40))
def test_no_text_makes_reading_fail(text: str) -> None:
    found = until.split(text)
    if found:
        at = until.moment(found.clock, TUESDAY)
        assert not isinstance(at, datetime) or at > TUESDAY
