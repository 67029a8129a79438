"""The check-in pages: the whole way without a script, and every refusal in words."""

from datetime import timedelta

import pytest

from tests.webapp.conftest import ALEX, MINE, SAM, Site

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_a_stranger_is_told_what_to_do_first_and_keeps_no_token(site: Site) -> None:
    reader = site.reader().open("/en/checkin")
    assert "First, who should be told?" in reader.text
    assert reader.buttons == []
    assert reader.client.get_cookie("rc") is None


def test_the_whole_way_from_start_to_all_clear_needs_no_script(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    me.press("start", minutes_chosen="60", plan="Room 12. Call me first.")
    assert "Ends at" in me.text
    assert "Room 12" in me.text

    site.wait(HOUR + MINUTE)
    assert "Time is up. Are you OK?" in me.open("/en/checkin").text
    site.wait(10 * MINUTE)
    assert "Your contacts are being told now" in me.open("/en/checkin").text
    assert "Room 12" in site.texts(SAM)[-1]

    sam = site.reader().open(site.link(SAM)).press("show").press("on_it")
    assert "You are on it" in sam.text
    assert "Sam is on it" in me.open("/en/checkin").text

    me.press("ok")
    assert "Whoever was told has the all-clear" in me.text
    assert "All clear" in site.texts(SAM)[-1]


def test_more_time_moves_the_end(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start", minutes_chosen="30")
    assert "30 min left" in me.text
    assert "1:00 hours left" in me.press("more").text


def test_a_timer_that_is_closed_in_time_tells_nobody(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start", plan="Room 12")
    before = site.texts(SAM)
    assert "Closed: you are safe" in me.press("ok").text
    site.wait(3 * HOUR)
    assert site.texts(SAM) == before
    assert "Room 12" not in me.open("/en/checkin").html


def test_a_length_of_ones_own_is_hours_and_minutes(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    me.press("start", minutes_chosen="other", hours="2", minutes="45")
    assert "2:45 hours left" in me.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"minutes": "1"}, "the shortest timer is 5 minutes"),
        ({"hours": "999"}, "the longest timer is 3 days"),
        ({"hours": "two"}, "as numbers"),
        ({}, "the shortest timer is 5 minutes"),
        ({"hours": "-1"}, "as numbers"),
        ({"hours": "9" * 60}, "the longest timer is 3 days"),
        ({"hours": "²"}, "as numbers"),
    ],
)
def test_a_refused_length_says_why_and_keeps_what_was_typed(
    site: Site, typed: dict[str, str], said: str
) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    me.press("start", minutes_chosen="other", plan="Room <12>", **typed)
    assert me.answer.status_code == 409
    assert said in me.text
    assert me.typed("plan") == "Room <12>"
    assert me.typed("minutes_chosen") == "other"
    for name, value in typed.items():
        assert me.typed(name) == value
    assert "Ends at" not in me.open("/en/checkin").text


def test_no_timer_starts_without_a_yes_even_when_the_button_is_forced(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    site.phones.text(SAM, "STOP")
    me.press("start", plan="Room 12")
    assert me.answer.status_code == 409
    assert "none of your contacts has said yes" in me.text


def test_no_timer_starts_without_a_worker_and_the_page_says_so_before_the_press(
    site: Site,
) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    assert "alarm service is not running" not in me.text
    site.phones.now += 5 * MINUTE
    assert "alarm service is not running" in me.open("/en/checkin").text
    me.press("start", plan="Room 12")
    assert me.answer.status_code == 409
    assert me.typed("plan") == "Room 12"


def test_sos_needs_no_timer_and_tells_everyone_at_once(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin")
    me.press("sos", plan="Behind the station")
    assert "Your contacts are being told now" in me.text
    for phone in (SAM, ALEX):
        assert "Behind the station" in site.texts(phone)[-1]


def test_where_every_contact_stands_is_said_in_words(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin").press("sos")
    site.wait()
    site.reader().open(site.link(SAM)).press("show").press("cannot")
    assert "can't help now" in me.open("/en/checkin").text
    assert "no answer yet" in me.text


def test_an_alert_that_nobody_answers_says_so_and_can_still_be_cleared(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("sos")
    site.wait(HOUR)
    assert "Nobody has answered" in me.open("/en/checkin").text
    assert "Whoever was told has the all-clear" in me.press("ok").text


def test_ok_on_a_page_that_is_older_than_the_timer_is_answered_kindly(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    also_me = site.reader()
    also_me.client = me.client
    also_me.open("/en/checkin").press("ok")
    assert "Closed: you are safe" in me.press("ok").text


def test_with_a_pin_set_only_the_pin_closes_and_a_wrong_one_says_so(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    site.join(me, MINE)
    site.phones.text(MINE, "PIN 1234 9876")
    me.open("/en/checkin").press("start", plan="Room 12")
    assert "type your PIN first" in me.press("ok").text
    assert "that PIN is not right" in me.press("ok", pin="5555").text
    assert "Closed: you are safe" in me.press("ok", pin="1234").text


def test_under_duress_the_screen_is_the_same_and_the_contacts_are_told(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    site.join(me, MINE)
    site.phones.text(MINE, "PIN 1234 9876")
    screens = []
    for pin in ("1234", "9876"):
        me.open("/en/checkin").press("start", plan="Room 12").press("ok", pin=pin)
        site.wait(MINUTE)
        screens.append(me.open("/en/checkin").text)
    assert screens[0] == screens[1]
    assert "Room 12" in site.texts(SAM)[-1]


def test_the_running_page_renews_itself_without_a_script(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in me.html


def test_a_person_without_a_linked_phone_is_told_that_no_reminder_can_come(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    assert "we cannot remind you by text" in me.text
    site.join(me, MINE)
    assert "We text your phone before that" in me.open("/en/checkin").text
