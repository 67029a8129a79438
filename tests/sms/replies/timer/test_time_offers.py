"""A time that is not exact or not clear: nothing starts, and the reply has the text that would."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin import store
from checkin.people import people
from peers.phones import Phones
from sms.encoding.segments import measure

# Three in the afternoon of a Monday where she lives.
ANA, SAM = "+12025550111", "+12025550122"
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def phones_of_ana(phones: Phones) -> Phones:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "NY")
    return phones


def running(phones: Phones) -> tuple[str, str] | None:
    """When the timer ends, on her clock, and its note."""
    with phones.parts.core.read(phones.now) as work:
        person = people.by_phone(work, ANA)
        timer = store.open_for(work, person) if person else None
    if timer is None:
        return None
    return f"{timer.checkin.due_at.astimezone(NEW_YORK):%a %H:%M}", timer.note or ""


def test_an_hour_just_past_is_not_tomorrow_silently(phones_of_ana: Phones) -> None:
    reply = phones_of_ana.text(ANA, "UNTIL 2PM")
    assert reply == (
        "No timer was started: 2:00 PM today has passed. For tomorrow text UNTIL 2PM TOMORROW."
    )
    assert running(phones_of_ana) is None


@pytest.mark.parametrize(
    ("text", "offered", "end", "note"),
    [
        ("UNTIL 2PM", "UNTIL 2PM TOMORROW", "Tue 14:00", ""),
        ("UNTIL 1:15pm Lou's bar", "UNTIL 1:15PM TOMORROW Lou's bar", "Tue 13:15", "Lou's bar"),
        ("UNTIL 6am", "UNTIL 6AM TOMORROW", "Tue 06:00", ""),
        ("UNTIL 2", "UNTIL 2AM", "Tue 02:00", ""),
        ("UNTIL 2", "UNTIL 2PM TOMORROW", "Tue 14:00", ""),
        ("UNTIL 7 tomorrow", "UNTIL 7AM TOMORROW", "Tue 07:00", ""),
        ("UNTIL wed at 7", "UNTIL 7PM WEDNESDAY", "Wed 19:00", ""),
        ("UNTIL 9 mountain view inn", "UNTIL 9PM NOTE mountain view inn", "Mon 21:00",
         "mountain view inn"),
        ("UNTIL 9 45 Oak St", "UNTIL 9:45PM Oak St", "Mon 21:45", "Oak St"),
        ("UNTIL 9 45 Oak St", "UNTIL 9PM NOTE 45 Oak St", "Mon 21:00", "45 Oak St"),
        ("UNTIL 6pm at Lou's tomorrow", "UNTIL 6PM TOMORROW at Lou's", "Tue 18:00", "at Lou's"),
        ("IN 3H 20 Oak St", "IN 3H NOTE 20 Oak St", "Mon 18:00", "20 Oak St"),
        ("IN 9PM", "UNTIL 9PM", "Mon 21:00", ""),
        ("until 3 hours", "IN 3H", "Mon 18:00", ""),
        ("IN 50 Lou's bar", "IN 50M Lou's bar", "Mon 15:50", "Lou's bar"),
        ("10pm", "UNTIL 10PM", "Mon 22:00", ""),
        ("1pm", "UNTIL 1PM TOMORROW", "Tue 13:00", ""),
        ("a las 10 con Lou", "HASTA 10PM con Lou", "Mon 22:00", "con Lou"),
        ("back home by 10", "UNTIL 10PM", "Mon 22:00", ""),
        ("i'll be done in an hour and a half", "IN 1H30M", "Mon 16:30", ""),
        ("3h Lou's bar", "IN 3H Lou's bar", "Mon 18:00", "Lou's bar"),
        ("in 3 huors", "IN 3H", "Mon 18:00", ""),
        ("untli 10pm", "UNTIL 10PM", "Mon 22:00", ""),
        ("tuesady 7am", "UNTIL 7AM TOMORROW", "Tue 07:00", ""),
    ],
)  # fmt: skip
def test_the_text_that_is_offered_starts_the_timer_that_is_meant(
    phones_of_ana: Phones, text: str, offered: str, end: str, note: str
) -> None:
    reply = phones_of_ana.text(ANA, text)
    assert "No timer was started" in reply or "No empezó ningún temporizador" in reply
    assert running(phones_of_ana) is None
    assert offered in reply
    assert measure(reply).segments <= 2
    phones_of_ana.text(ANA, offered)
    assert running(phones_of_ana) == (end, note)


@pytest.mark.parametrize("digits", ["9", "10", "11"])
def test_hours_of_two_digits_are_asked_back_as_those_of_one(
    phones_of_ana: Phones, digits: str
) -> None:
    assert f"text UNTIL {digits}PM." in phones_of_ana.text(ANA, f"{digits} pm")
    assert f"text UNTIL {digits}PM." in phones_of_ana.text(ANA, f"{digits}pm")


@pytest.mark.parametrize(
    "text", ["a few hours", "some hours", "3-4 hours", "from 9 to 11", "unas horas", "9 or 9:30"]
)
def test_what_is_no_one_time_is_asked_back(phones_of_ana: Phones, text: str) -> None:
    assert "No timer was started" in phones_of_ana.text(ANA, text)
    assert running(phones_of_ana) is None


@pytest.mark.parametrize(
    "text",
    [
        "he hit me 2 hours ago",
        "can they hold me 48 hours",
        "i was arrested at 9pm what now",
        "2 hours in jail what do i say",
        "soon",
        "12",
        "they come at 10pm every night what can i do",
    ],
)
def test_a_question_with_a_time_in_it_is_a_question(phones_of_ana: Phones, text: str) -> None:
    assert "No timer was started" not in phones_of_ana.text(ANA, text)


def test_a_time_past_the_longest_timer_says_so(phones_of_ana: Phones) -> None:
    assert "the longest timer is 3 days" in phones_of_ana.text(ANA, "until saturday 9pm")
    assert "the longest timer is 3 days" in phones_of_ana.text(ANA, "saturday 9pm")


def test_a_zone_in_the_text_counts_and_is_not_asked_about(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    reply = phones.text(ANA, "UNTIL 6PM PT Lou's bar")
    assert "until 9:00 PM EST." in reply
    assert "Yours?" not in reply
    assert running(phones) == ("Mon 21:00", "Lou's bar")


def test_the_zone_that_is_answered_never_makes_it_tomorrow_silently(phones: Phones) -> None:
    vegas = "+17025550133"
    phones.befriend(vegas, SAM, "Sam")
    # Noon there: of the zones she may be in, the soonest with 2 PM ahead counts at first.
    assert "until 1:00 PM PST" in phones.text(vegas, "UNTIL 2PM"), "2 PM in the next zone east"
    before = phones.text(vegas, "STATUS")
    # In Eastern 2 PM has passed: the end stays.
    phones.text(vegas, "OK")
    phones.text(vegas, "OK")
    phones.text(vegas, "UNTIL 2PM")
    reply = phones.text(vegas, "1")
    assert "Timer now runs until" in reply
    assert before.split(", ")[1] == phones.text(vegas, "STATUS").split(", ")[1]


def test_in_the_hour_that_comes_twice_the_nearer_one_counts(phones_of_ana: Phones) -> None:
    for month in (3, 7, 11):  # a number that is silent for long is asked who it is
        phones_of_ana.now = datetime(2027, month, 6, 22, tzinfo=NEW_YORK)
        phones_of_ana.text(ANA, "STATUS")
    phones_of_ana.wait(timedelta(minutes=1))
    phones_of_ana.text(ANA, "UNTIL 1:30AM")
    assert "3 hours 29 minutes left" in phones_of_ana.text(ANA, "STATUS")


def test_the_hour_that_is_left_out_is_asked_back_with_the_next_there_is(
    phones_of_ana: Phones,
) -> None:
    phones_of_ana.now = datetime(2027, 3, 13, 22, tzinfo=NEW_YORK)
    phones_of_ana.wait(timedelta(minutes=1))
    reply = phones_of_ana.text(ANA, "UNTIL 2:30AM")
    assert "clocks go forward that night" in reply
    assert reply.endswith("text UNTIL 3AM.")
    phones_of_ana.text(ANA, "UNTIL 3AM")
    assert "3 hours 59 minutes left" in phones_of_ana.text(ANA, "STATUS")
