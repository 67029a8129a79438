"""Each state of a running check-in, in words that cannot be taken for another's."""

import re
from datetime import timedelta

import pytest

from tests.webapp.conftest import ALEX, MINE, SAM, Site
from tests.webapp.reader import Reader
from webapp.pages.timer.running import panels

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def me(site: Site) -> Reader:
    me = site.with_contacts(Sam=SAM, Alex=ALEX)
    return me.open("/en/checkin").press("start", minutes_chosen="60")


def status(me: Reader) -> str:
    """What a screen reader is told whenever it changes."""
    said = me.open("/en/checkin").html.split('<div role="status">')[1].split("</div></div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


def test_the_states_follow_each_other_each_in_its_own_words(site: Site, me: Reader) -> None:
    assert status(me) == "Ends at 4:00 PM"
    site.wait(50 * MINUTE)
    assert status(me) == "Almost time. Are you OK? We tell your contacts at 4:10 PM ."
    site.wait(11 * MINUTE)
    assert status(me) == "Time is up. Are you OK? We tell your contacts at 4:10 PM ."
    site.wait(9 * MINUTE)
    assert status(me).startswith("Your contacts are being told now Told so far: Sam.")
    site.reader().open(site.link(SAM)).press("show").press("on_it")
    assert status(me).startswith("Sam is on it We ask Sam again at 5:10 PM.")


def test_once_time_is_up_the_clock_counts_down_to_the_alert(site: Site, me: Reader) -> None:
    site.wait(HOUR + 4 * MINUTE)
    assert "6 min left" in me.open("/en/checkin").text
    assert 'data-due="2026-11-23T21:10:00+00:00"' in me.html


def test_what_a_screen_reader_is_told_changes_only_with_the_state(site: Site, me: Reader) -> None:
    parts = re.compile(r'<div class="state run.*?</div>|<div class="keys".*?</div>', re.DOTALL)
    first = parts.findall(me.html)
    site.wait(MINUTE)
    assert len(first) == 2
    assert parts.findall(me.open("/en/checkin").html) == first


def test_the_log_says_what_was_sent_to_whom_and_when(site: Site, me: Reader) -> None:
    site.wait(HOUR + 16 * MINUTE)
    text = me.open("/en/checkin").text
    assert "4:10 PM · Sam · alert by text: sent, no word yet" in text
    assert "4:13 PM · Sam · alert by call" in text
    assert "4:15 PM · Alex · alert by text" in text
    site.reader().open(site.link(ALEX)).press("show").press("on_it")
    site.wait()
    assert "4:16 PM · Sam · another is on it" in me.open("/en/checkin").text


def test_before_an_alert_there_is_no_log(me: Reader) -> None:
    assert "What was sent" not in me.text


def test_the_ok_is_the_first_button_so_that_enter_in_the_pin_field_presses_it(me: Reader) -> None:
    assert me.buttons[0] == "ok"


def test_the_umbrella_closes_panel_by_panel() -> None:
    left = [panels(timedelta(minutes=m), HOUR) for m in (60, 59, 30, 8, 7, 1, 0)]
    assert left == [8, 8, 4, 2, 1, 1, 0]
    assert panels(2 * HOUR, HOUR) == 8
    assert panels(MINUTE, timedelta(0)) == 0


def test_who_stopped_our_texts_is_told_that_the_timer_runs_all_the_same(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    site.join(me, MINE)
    me.open("/en/checkin").press("start", minutes_chosen="60")
    assert "no text reminds you" not in me.open("/en/checkin").text
    site.phones.text(MINE, "STOP")
    assert "no text reminds you. The timer runs all the same" in me.open("/en/checkin").text
