"""How long a timer is to run, as the form says it: a length, or until a time of day."""

from datetime import timedelta

import pytest

from checkin.people import people
from tests.webapp.conftest import SAM, Site
from tests.webapp.reader import Reader

# The site's clock shows three in the afternoon in New York, two in Chicago.


@pytest.fixture
def me(site: Site) -> Reader:
    return site.with_contacts(Sam=SAM).open("/en/checkin")


def in_place(site: Site, place: str) -> Reader:
    me = site.with_contacts(Sam=SAM).open(f"/en/settings?place={place}")
    return me.press("reading", place=place).open("/en/checkin")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("23:30", "8:30 hours left"),
        ("15:30", "30 min left"),
        ("01:30", "10:30 hours left"),
        ("11:30pm", "8:30 hours left"),
        ("6", "3:00 hours left"),
        ("midnight", "9:00 hours left"),
    ],
)
def test_a_timer_can_end_at_a_time_of_day(me: Reader, typed: str, left: str) -> None:
    me.press("start", minutes_chosen="until", until=typed)
    assert me.answer.status_code == 200
    assert left in me.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the time like this: 11:30 PM"),
        ("soon", "Write the time like this: 11:30 PM"),
        ("25:99", "Write the time like this: 11:30 PM"),
        ("15:02", "the shortest timer is 5 minutes"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_kept_on_the_page(
    me: Reader, typed: str, said: str
) -> None:
    me.press("start", minutes_chosen="until", until=typed, plan="Room 12")
    assert me.answer.status_code == 409
    assert said in me.text
    assert me.typed("minutes_chosen") == "until"
    assert me.typed("until") == typed
    assert me.typed("plan") == "Room 12"


def test_where_there_is_one_time_zone_it_is_named_and_not_asked_for(me: Reader) -> None:
    assert "Until this time Eastern" in me.text
    assert "Your time zone" not in me.text


def test_a_zone_that_is_a_guess_is_said_to_be_one_and_can_be_chosen(site: Site) -> None:
    me = in_place(site, "us-tx")
    assert "Your time zone This is a guess: please check it." in me.text
    assert me.typed("zone") == "America/Chicago"
    me.press("start", minutes_chosen="until", until="23:30", zone="America/Denver")
    assert "Ends at 11:30 PM" in me.text
    assert "10:30 hours left" in me.text
    me.press("ok").open("/en/checkin")
    assert "This is a guess" not in me.text
    assert me.typed("zone") == "America/Denver"


def test_a_zone_from_elsewhere_is_not_taken(site: Site) -> None:
    me = in_place(site, "us-tx")
    me.press("start", minutes_chosen="until", until="23:30", zone="Asia/Tokyo")
    cookie = me.client.get_cookie("rc")
    with site.phones.parts.core.read(site.phones.now) as work:
        person = people.by_device(work, cookie.value if cookie else "")
    assert person
    assert person.zone is None


def test_a_timer_that_is_refused_chooses_no_zone(site: Site) -> None:
    me = in_place(site, "us-tx")
    me.press("start", minutes_chosen="until", until="soon", zone="America/Denver")
    assert me.typed("zone") == "America/Denver"
    assert "This is a guess" in me.open("/en/checkin").text


def test_a_length_that_a_phone_remembers_is_as_good_as_ours(me: Reader) -> None:
    assert "45 min left" in me.press("start", minutes_chosen="45").text


def test_a_remembered_length_that_is_refused_stays_chosen(me: Reader) -> None:
    me.press("start", minutes_chosen="4")
    assert me.answer.status_code == 409
    assert me.typed("minutes_chosen") == "4"
    assert "4 min" in me.text


def test_an_hour_that_has_passed_is_asked_about_and_tomorrow_is_chosen_beside_it(
    me: Reader,
) -> None:
    me.press("start", minutes_chosen="until", until="11:30", plan="Room 12")
    assert me.answer.status_code == 409
    assert "11:30 AM today has passed. For Tue, Nov 24, 11:30 AM choose Tomorrow" in me.text
    assert me.typed("until") == "11:30"
    me.press("start", day="tomorrow")
    assert "20:30 hours left" in me.text


@pytest.mark.parametrize(
    ("typed", "day", "left"),
    [
        ("01:30", "tomorrow", "10:30 hours left"),
        ("9pm", "tomorrow", "30:00 hours left"),
        ("9pm PT", "", "9:00 hours left"),
        ("tomorrow 9am", "tomorrow", "18:00 hours left"),
    ],
)
def test_the_day_and_the_zone_that_are_said_count(
    me: Reader, typed: str, day: str, left: str
) -> None:
    assert left in me.press("start", minutes_chosen="until", until=typed, day=day).text


def test_late_today_is_today_however_far_it_is(site: Site, me: Reader) -> None:
    site.phones.wait(timedelta(hours=18))  # nine in the morning
    me.open("/en/checkin").press("start", minutes_chosen="until", until="23:00")
    assert "14:00 hours left" in me.text


@pytest.mark.parametrize("typed", ["2", "9pm or 10pm", "9pm 20 Oak St"])
def test_a_time_that_may_be_two_is_not_started(me: Reader, typed: str) -> None:
    me.press("start", minutes_chosen="until", until=typed)
    assert me.answer.status_code == 409


def test_a_phone_in_another_zone_is_asked_which_one_counts(me: Reader) -> None:
    me.press("start", minutes_chosen="until", until="22:00", phone_zone="America/Los_Angeles")
    assert me.answer.status_code == 409
    assert "Your phone's clock shows Pacific time, and we had Eastern." in me.text
    assert me.typed("zone") == "America/Los_Angeles"
    me.press("start")
    assert "10:00 hours left" in me.text
    assert "Ends at 10:00 PM" in me.text


def test_the_zone_we_had_can_be_kept(me: Reader) -> None:
    me.press("start", minutes_chosen="until", until="22:00", phone_zone="America/Los_Angeles")
    me.press("start", zone="America/New_York")
    assert "7:00 hours left" in me.text


@pytest.mark.parametrize("own", ["America/Detroit", "", "Not/AZone", "x" * 500])
def test_a_phone_whose_clock_shows_the_same_or_says_nothing_is_not_asked(
    me: Reader, own: str
) -> None:
    me.press("start", minutes_chosen="until", until="22:00", phone_zone=own)
    assert "7:00 hours left" in me.text


def test_a_length_asks_for_no_zone(me: Reader) -> None:
    me.press("start", minutes_chosen="60", phone_zone="America/Los_Angeles")
    assert "1:00 hours left" in me.text


def test_a_zone_that_was_chosen_elsewhere_ends_with_another_state(me: Reader) -> None:
    me.press("start", minutes_chosen="until", until="22:00", phone_zone="America/Los_Angeles")
    me.press("start").press("ok")
    me.open("/en/settings").press("reading", place="us-ga").open("/en/checkin")
    assert "Until this time Eastern" in me.text
