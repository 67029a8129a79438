"""A contact invited by a link or a code: what both sides see on the way to being reached."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from peers import Browser, PushService
from peers.phones import table
from tests.webapp.conftest import MINE, SAM, Site
from tests.webapp.pages.app.test_push_pages import tell
from tests.webapp.reader import Reader
from webapp import create_app


@pytest.fixture
def site(pushing: Site) -> Site:
    return pushing


def invite(me: Reader, name: str = "Sam") -> str:
    """The path of a new link for `name`."""
    me.open("/en/contacts?place=us-ny").press("link", name=name)
    address = re.search(r'value="http://127\.0\.0\.1:8000(/c/[\w-]+)"', me.html)
    assert address
    return address[1]


def agree(site: Site, link: str) -> Reader:
    return site.reader().open(link).press("yes")


def turn_on(site: Site, sam: Reader, link: str, pushes: PushService) -> Browser:
    browser = pushes.subscribe(site.phones.parts.core.push_key)
    assert tell(sam, f"{link}/push", "on", browser)[0] == 200
    return browser


def test_a_link_is_shown_once_as_a_code_and_in_letters(site: Site) -> None:
    me = site.reader()
    link = invite(me)
    assert "A link for Sam" in me.text
    assert '<svg viewBox="0 0' in me.html
    assert "style=" not in me.html
    assert link not in me.open("/en/contacts").html
    assert "Asked, no answer yet" in me.text


def test_the_way_to_being_reached_is_said_plainly_on_both_sides(
    site: Site, push_service: PushService
) -> None:
    me = site.reader().open("/en/settings").press("checkins", name="Kim")
    link = invite(me)
    sam = site.reader().open(link)
    assert "Kim asks you to be a trusted contact" in sam.text
    assert "we cannot reach you yet" in sam.press("yes").text
    assert "Said yes, but cannot be reached yet" in me.open("/en/contacts").text
    assert "One step is missing" in me.open("/en/checkin").text
    assert "start" not in me.buttons
    turn_on(site, sam, link, push_service)
    assert "You can be reached." in sam.open(link).text
    assert "Said yes" in me.open("/en/contacts").text
    assert "cannot be reached" not in me.text
    assert "start" in me.open("/en/checkin").buttons


def test_an_alert_is_answered_from_its_notification(site: Site, push_service: PushService) -> None:
    me = site.reader().open("/en/settings").press("checkins", name="Kim")
    link = invite(me)
    sam = agree(site, link)
    browser = turn_on(site, sam, link, push_service)
    me.open("/en/checkin").press("start", plan="Room 12")
    site.wait(timedelta(hours=1, minutes=11))
    note = push_service.shown(browser)[-1]
    page = site.reader().open(note["navigate"].partition("8000")[2])
    assert "Room 12" in page.press("show").text
    assert "Notification sent at" in me.open("/en/checkin").text
    page.press("on_it")
    assert "Sam is on it" in me.open("/en/checkin").text


def test_leaving_is_final_for_the_link(site: Site, push_service: PushService) -> None:
    me = site.reader()
    link = invite(me)
    sam = agree(site, link)
    turn_on(site, sam, link, push_service)
    assert "You have left" in sam.open(link).press("no").text
    assert sam.buttons == []
    assert "Said no" in me.open("/en/contacts").text
    answer = sam.client.post(link, data={"do": "yes", "csrf_token": "x"})
    assert answer.status_code == 400


def test_a_new_link_stops_the_one_before(site: Site) -> None:
    me = site.reader()
    first = invite(me)
    me.open("/en/contacts").press("renew")
    assert "A link for Sam" in me.text
    assert site.reader().open(first).answer.status_code == 410


def test_the_same_name_again_is_the_same_contact(site: Site) -> None:
    me = site.reader()
    invite(me)
    invite(me)
    assert me.open("/en/contacts").html.count('class="name"') == 1


def test_a_contact_reads_and_is_written_to_in_their_own_language(
    site: Site, push_service: PushService
) -> None:
    me = site.reader()
    link = invite(me)
    sam = site.reader()
    sam.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    assert sam.open(link).root["lang"] == "es"
    sam.press("yes")
    browser = turn_on(site, sam, link, push_service)
    me.open("/en/checkin").press("sos")
    site.wait()
    alert = push_service.shown(browser)[-1]
    assert alert["lang"] == "es"
    sam.open(alert["navigate"].partition("8000")[2]).press("show")
    sam.press("on_it", lang="en")
    assert sam.root["lang"] == "en"
    me.open("/en/checkin").press("ok")
    site.wait()
    assert push_service.shown(browser)[-1]["lang"] == "en"


def test_installed_from_the_contacts_page_the_app_opens_at_it(site: Site) -> None:
    link = invite(site.reader())
    page = site.reader().open(link)
    assert f'<link rel="manifest" href="{link}/manifest.webmanifest">' in page.html
    answer = page.client.get(f"{link}/manifest.webmanifest")
    made = json.loads(answer.get_data())
    assert (made["start_url"], made["display"]) == (link, "standalone")
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.client.get("/c/nobody/manifest.webmanifest").status_code == 404


def test_a_test_alert_is_answered_on_the_page_it_opens(
    site: Site, push_service: PushService
) -> None:
    me = site.reader()
    link = invite(me)
    browser = turn_on(site, agree(site, link), link, push_service)
    me.open("/en/contacts").press("test")
    site.wait()
    note = push_service.shown(browser)[-1]
    sam = site.reader().open(note["navigate"].partition("8000")[2])
    assert "A test: nothing is wrong" in sam.text
    assert "no more messages from us" not in sam.text
    sam.press("works")
    assert "A test" not in sam.text
    assert "Answered the test" in me.open("/en/contacts").text


def test_by_text_the_list_names_them_too(site: Site, push_service: PushService) -> None:
    me = site.join(site.reader(), MINE)
    link = invite(me)
    assert "1 Sam: no answer yet" in site.phones.text(MINE, "CONTACTS")
    sam = agree(site, link)
    assert "1 Sam: said yes, but cannot be reached yet" in site.phones.text(MINE, "CONTACTS")
    assert "Sam said yes, but cannot be reached yet" in site.phones.text(MINE, "IN 1H")
    turn_on(site, sam, link, push_service)
    assert "1 Sam: said yes, by app" in site.phones.text(MINE, "CONTACTS")
    assert "Timer running" in site.phones.text(MINE, "IN 1H")


def test_without_push_no_link_is_offered(tmp_path: Path) -> None:
    with table(tmp_path) as phones:
        parts = phones.parts
        object.__setattr__(parts.core, "push_key", "")
        site = Site(create_app(parts), phones)
        me = site.with_contacts(Sam=SAM)
        assert "link" not in me.open("/en/contacts").buttons
        for page in ("/en/settings", "/en/checkin"):
            assert "data-push" not in me.open(page).html
