"""Buttons pressed without a connection and sent later. Whatever comes late must hide no alert."""

from datetime import timedelta

import pytest

from tests.webapp.conftest import SAM, Site
from tests.webapp.reader import Reader

MINUTE = timedelta(minutes=1)
LATE = {"late": "1764000000000"}


def running(site: Site) -> Reader:
    """The browser of someone whose timer of half an hour runs, on its page."""
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    return me.press("start", minutes_chosen="30", plan="Room 12")


def test_an_ok_that_comes_late_closes_the_timer_it_was_pressed_for(site: Site) -> None:
    me = running(site)
    assert "Closed: you are safe" in me.press("ok", **LATE).text


def test_an_ok_that_comes_after_the_alert_sends_the_all_clear(site: Site) -> None:
    me = running(site)
    site.wait(45 * MINUTE)
    assert "did not check in" in "\n".join(site.texts(SAM))
    me.press("ok", **LATE)
    assert "Closed: you are safe" in me.text
    assert "All clear" in site.texts(SAM)[-1]


def test_an_ok_that_comes_when_nobody_has_answered_sends_the_all_clear(site: Site) -> None:
    me = running(site)
    site.wait(6 * 60 * MINUTE)
    assert "Nobody has answered" in site.reader_of(me).open("/en/checkin").text
    me.press("ok", **LATE)
    assert "All clear" in site.texts(SAM)[-1]


def test_an_ok_for_one_timer_never_closes_the_next(site: Site) -> None:
    me = running(site)
    other = site.reader_of(me).open("/en/checkin")
    other.press("ok").open("/en/checkin").press("start")
    me.press("ok", **LATE)
    assert me.answer.status_code == 409
    assert "Ends at" in other.open("/en/checkin").text


def test_an_ok_pressed_before_an_sos_does_not_take_it_back(site: Site) -> None:
    me = running(site)
    other = site.reader_of(me).open("/en/checkin").press("sos")
    me.press("ok", **LATE)
    assert me.answer.status_code == 409
    assert "Your contacts are being told now" in other.open("/en/checkin").text


@pytest.mark.parametrize("act", ["ok", "more"])
def test_what_was_pressed_before_more_time_was_given_changes_nothing(site: Site, act: str) -> None:
    me = running(site)
    other = site.reader_of(me).open("/en/checkin").press("more")
    before = other.root, other.text
    me.press(act, **LATE)
    assert me.answer.status_code == 409
    assert (other.root, other.open("/en/checkin").text) == before


def test_the_same_late_press_twice_acts_once(site: Site) -> None:
    me = running(site)
    again = site.reader_of(me).open("/en/checkin")
    me.press("more", **LATE)
    assert "Ends at" in me.text
    again.press("more", **LATE)
    assert again.answer.status_code == 409


def test_a_late_sos_tells_everyone_whatever_has_become_of_the_timer(site: Site) -> None:
    me = running(site)
    site.reader_of(me).open("/en/checkin").press("ok")
    assert "Your contacts are being told now" in me.press("sos", **LATE).text


def test_a_late_sos_of_someone_else_tells_nobody(site: Site) -> None:
    running(site)
    mine = site.with_contacts(Sam=SAM).open("/en/checkin").press("sos", of="who", **LATE)
    assert mine.answer.status_code == 409


def test_where_pins_are_set_a_late_ok_without_one_closes_nothing(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings").press("pins", safe="1234", danger="9876")
    me.open("/en/checkin").press("start").press("ok", **LATE)
    assert "type your PIN first" in me.text
