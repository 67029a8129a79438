"""Sharing a place: kept, shown, taken back, and seen by a contact after a press."""

from datetime import timedelta

import pytest

from tests.webapp.conftest import SAM, Site
from tests.webapp.reader import Reader

HERE = {"latitude": "40.71281", "longitude": "-74.00602", "within": "18"}


def share(me: Reader, **typed: str) -> Reader:
    token = me.typed("csrf_token") or ""
    data = {"csrf_token": token, "do": "place", **HERE, **typed}
    me.client.post("/en/checkin", data=data)
    return me.open("/en/checkin")


@pytest.fixture
def me(site: Site) -> Reader:
    return site.with_contacts(Sam=SAM).open("/en/checkin").press("start")


def test_a_shared_place_is_shown_with_its_time_and_how_exact_it_is(me: Reader) -> None:
    assert "Shared at 3:00 PM: near 40.7128, -74.0060, within 18 m." in share(me).text


def test_a_rounded_place_is_shown_as_rough_as_it_is(me: Reader) -> None:
    assert "near 40.71, -74.01, within 1 km" in share(me, within="1000").text


def test_a_place_can_be_taken_back_without_a_script(me: Reader) -> None:
    share(me).press("no_place")
    assert "Shared at" not in me.text
    assert "40.71" not in me.html


@pytest.mark.parametrize("typed", [{"latitude": "91"}, {"within": ""}, {"longitude": "east"}])
def test_what_is_no_place_is_refused_in_words(me: Reader, typed: dict[str, str]) -> None:
    me.press("place", **{**HERE, **typed})
    assert me.answer.status_code == 409
    assert "Your place was not shared" in me.text


def test_without_a_script_nothing_offers_to_share_a_place(me: Reader) -> None:
    section = me.html.split('<section id="place"')[1].split("</section>")[0]
    assert section.startswith(" hidden>")
    assert "<div data-place hidden" in section


def test_a_place_travels_with_the_alert_and_to_the_contacts_page(site: Site, me: Reader) -> None:
    share(me)
    site.wait(timedelta(hours=1, minutes=11))
    assert "Last place, 3:00 PM: 40.7128,-74.0060 (within 18 m)" in site.texts(SAM)[-1]
    sam = site.reader().open(site.link(SAM))
    assert "40.71" not in sam.html
    sam.press("show")
    assert "At 3:00 PM: near 40.7128, -74.0060, within 18 m." in sam.text
    assert sam.link("Open in my map app").startswith("geo:40.7128,-74.0060")
    assert sam.link("Map on the web").startswith("https://www.openstreetmap.org/?mlat=40.7128")


def test_a_closed_check_in_shows_its_place_nowhere(me: Reader) -> None:
    share(me).press("ok")
    assert "40.71" not in me.html
