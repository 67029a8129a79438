"""Linking on the page: the code that the phone was sent is typed in, and a PIN if one is set."""

import pytest

from checkin.people import people
from tests.webapp.conftest import ALEX, MINE, SAM, Site

FORCED = "gave us the code that means danger"


def test_a_wrong_code_links_nothing_and_is_said_where_it_was_typed(site: Site) -> None:
    site.phones.text(MINE, "LINK")
    me = site.reader().open("/en/settings").press("join", link_code="KTXR DFHM")
    assert me.answer.status_code == 409
    assert "Text LINK for a new one" in me.text
    assert me.client.get_cookie("rc") is None


def test_guesses_at_codes_end_soon(site: Site) -> None:
    me = site.reader()
    codes = [me.open("/en/settings").press("join", link_code="KTXR").answer.status_code]
    codes += [me.press("join", link_code="KTXR").answer.status_code for _ in range(30)]
    assert codes[:30] == [409] * 30
    assert codes[30] == 429


def test_an_app_that_holds_nothing_yet_is_linked_all_the_same(site: Site) -> None:
    site.phones.text(MINE, "NAME Ana")
    site.phones.befriend(MINE, SAM, "Sam")
    me = site.join(site.reader(), MINE)
    assert "now belong together" in me.text
    assert "Sam" in me.open("/en/contacts").text


@pytest.mark.parametrize("pin", ["", "0000"])
def test_an_app_with_pins_is_linked_only_with_one(site: Site, pin: str) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings")
    me.press("pins", safe="1234", danger="9876")
    assert site.join(me, MINE, pin=pin).answer.status_code == 409
    assert "no contacts" in site.phones.text(MINE, "CONTACTS")


def test_under_danger_it_is_linked_and_those_she_had_before_are_told(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings")
    me.press("pins", safe="1234", danger="9876")
    site.phones.befriend(MINE, ALEX, "Alex")
    assert "now belong together" in site.join(me, MINE, pin="9876").text
    assert FORCED in site.texts(SAM)[-1]
    assert not any(FORCED in body for body in site.texts(ALEX))


def test_the_app_takes_itself_off_the_number_and_the_phone_is_told(site: Site) -> None:
    me = site.join(site.with_contacts(Sam=SAM), MINE).open("/en/settings").press("unlink")
    assert "starts anew" in me.text
    assert any("no longer linked" in body for body in site.texts(MINE))
    assert "Sam" in site.phones.text(MINE, "CONTACTS")


def test_the_place_chosen_in_the_app_stays_where_none_was_chosen_by_text(site: Site) -> None:
    site.join(site.reader(), MINE)
    with site.phones.parts.core.read(site.phones.now) as work:
        found = people.by_phone(work, MINE)
    assert found
    assert found.place == "us-ny"
