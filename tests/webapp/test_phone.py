"""The simulated basic phone."""

from dataclasses import replace

from tests.phones import Phones
from tests.webapp.conftest import MINE, Site
from webapp import create_app


def test_a_text_typed_on_the_phone_is_answered_on_its_page(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="STOPPED")
    assert phone.address == f"/phone/{MINE}"
    assert "Am I free to leave?" in phone.text
    assert "segment" in phone.text
    assert "¢" in phone.text


def test_a_number_is_understood_however_it_is_written(site: Site) -> None:
    site.reader().open(f"/phone/{MINE}").press("", body="MENU")
    assert "MENU" in site.reader().open("/phone/202-555-0111").text


def test_an_empty_text_is_not_sent(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="  ")
    assert "No texts yet" in phone.text


def test_what_a_text_says_is_never_markup(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="<script>alert(1)</script>")
    assert "<script>alert" not in phone.html


def test_there_are_no_phones_outside_the_demo(phones: Phones) -> None:
    site = Site(create_app(replace(phones.parts, simulator=None)), phones)
    assert site.reader().open(f"/phone/{MINE}").answer.status_code == 404
    assert "no real text leaves" not in site.reader().open("/en/us-ny/").text
