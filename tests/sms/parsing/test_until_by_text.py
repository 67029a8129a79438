"""UNTIL by text: a timer that ends at a time on the clock."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

# Half past three in the afternoon, and noon, where the first and the last of these live.
ANA, SAM, LIZ, LA = "+12025550111", "+12025550122", "+18085550133", "+13235550144"


def test_where_the_zone_is_known_it_ends_by_that_clock(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "NY")
    reply = phones.text(ANA, "UNTIL 5:30pm Hotel Rex")
    assert "until 5:30 PM." in reply
    assert "2 hours 30 minutes left" in phones.text(ANA, "STATUS")
    phones.wait(timedelta(hours=2, minutes=41))
    assert "Hotel Rex" in phones.inbox(SAM)[-1]


def test_the_hour_alone_is_the_next_one(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "NY")
    assert "until 11:00 PM." in phones.text(ANA, "UNTIL 11")


def test_in_spanish(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "NY")
    assert "11:30 pm" in phones.text(ANA, "hasta las 11 y media de la noche")


def test_where_it_is_a_guess_the_soonest_counts_and_the_answer_moves_the_end(
    phones: Phones,
) -> None:
    phones.befriend(LA, SAM, "Sam")
    reply = phones.text(LA, "UNTIL 6pm")
    assert "until 3:00 PM PST." in reply
    assert "We took the soonest zone. Yours? Reply 1 Eastern" in reply
    assert "5 Pacific" in reply
    assert "until 3:00 PM PST, 3 hours left" in phones.text(LA, "STATUS"), "one moment, one zone"


def test_the_answer_to_the_question_for_the_zone_moves_the_end(phones: Phones) -> None:
    phones.befriend(LA, SAM, "Sam")
    phones.text(LA, "UNTIL 6pm")
    assert "until 6:00 PM" in phones.text(LA, "5")
    assert "6 hours left" in phones.text(LA, "STATUS")


def test_a_zone_chosen_after_the_timer_was_closed_starts_nothing(phones: Phones) -> None:
    phones.befriend(LA, SAM, "Sam")
    phones.text(LA, "UNTIL 6pm")
    phones.text(LA, "OK")
    phones.text(LA, "OK")
    phones.text(LA, "5")
    assert "No timer is running" in phones.text(LA, "STATUS")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("UNTIL 3:02pm", "shortest timer"),
        ("UNTIL", "UNTIL 11PM"),
        ("UNTIL the end", "UNTIL 11PM"),
    ],
)
def test_what_cannot_start_says_why(phones: Phones, text: str, said: str) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "NY")
    assert said in phones.text(ANA, text)
    assert "No timer is running" in phones.text(ANA, "STATUS")


def test_the_reply_fits_two_segments(phones: Phones) -> None:
    for lang in ("en", "es"):
        phones.text(LA, f"LANG {lang}")
        phones.befriend(LA, SAM, "Sam")
        reply = phones.text(LA, "UNTIL 6pm")
        assert measure(reply).segments <= 2
        assert "8 Puerto Rico" in reply
        phones.text(LA, "OK")
        phones.text(LA, "OK")
