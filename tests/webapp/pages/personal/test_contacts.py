"""The list of trusted contacts."""

import re
from pathlib import Path

import pytest

from peers.phones import table
from tests.webapp.conftest import ALEX, SAM, Site
from webapp import create_app


def names(html: str) -> list[str]:
    return re.findall(r'class="name"><b>([^<]*)', html)


def test_adding_someone_sends_one_invitation_and_marks_this_device(site: Site) -> None:
    me = site.reader().open("/en/contacts").press("add", name="Sam", phone="(202) 555-0122")
    assert "Asked, no answer yet" in me.text
    cookie = me.client.get_cookie("rc")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    [invitation] = site.texts(SAM)
    assert "Reply YES" in invitation


@pytest.mark.parametrize("phone", ["12", "hello", "", "+1 202 555 01", "9" * 30])
def test_a_number_that_cannot_be_one_is_refused_and_what_was_typed_stays(
    site: Site, phone: str
) -> None:
    me = site.reader().open("/en/contacts").press("add", name="Sam", phone=phone)
    assert me.answer.status_code == 409
    assert "no phone" in me.text
    assert (me.typed("name"), me.typed("phone")) == ("Sam", phone)
    assert me.client.get_cookie("rc") is None


def test_someone_who_said_no_is_not_asked_again_by_anyone(site: Site) -> None:
    site.reader().open("/en/contacts").press("add", name="Sam", phone=SAM)
    site.reader().open(site.link(SAM)).press("no")
    sent = site.texts(SAM)
    other = site.reader().open("/en/contacts").press("add", name="S", phone=SAM)
    assert "has asked not to be invited" in other.text
    assert site.texts(SAM) == sent


def test_the_order_of_the_list_is_the_persons(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/contacts")
    assert names(me.html) == ["Sam", "Alex"]
    assert names(me.press("down").html) == ["Alex", "Sam"]


def test_a_contact_can_be_taken_off_but_not_while_a_timer_counts_on_them(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start").open("/en/contacts")
    me.press("remove")
    assert me.answer.status_code == 409
    assert "part of the timer that is running" in me.text
    me.open("/en/checkin").press("ok").open("/en/contacts").press("remove")
    assert names(me.html) == []


def test_nobody_can_arrange_the_list_of_someone_else(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts")
    theirs = me.typed("contact")
    assert theirs
    other = site.with_contacts(Alex=ALEX).open("/en/contacts")
    other.press("remove", contact=theirs)
    assert names(me.open("/en/contacts").html) == ["Sam"]


def test_the_page_says_what_a_contact_will_receive(site: Site) -> None:
    text = site.reader().open("/en/contacts").text
    assert "What they get" in text
    assert "only if you miss a check-in" in text


def test_in_the_demo_every_contact_has_a_phone_to_look_at(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts")
    assert me.link("their phone") == f"/phone/{SAM}"


def test_the_page_says_when_nobody_would_be_told(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    assert "Nobody would be told now." not in me.open("/en/contacts").text
    me.open("/en/checkin").press("start")
    site.phones.text(SAM, "STOP")
    assert "Nobody would be told now." in me.open("/en/contacts").text
    assert "Nobody would be told now." in me.open("/en/checkin").text
    assert "We tell your contacts at" not in me.text


def test_a_sole_contact_who_cannot_is_no_reason_to_claim_three_tries(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("sos")
    site.wait()
    sam = site.reader().open(site.link(SAM)).press("show").press("cannot")
    assert "Nobody else is left." in sam.text
    assert "We ask someone else" not in sam.text
    assert "we call at" not in sam.text
    me.open("/en/checkin")
    assert "Nobody else is left" in me.text
    assert "We tried" not in me.text


def test_the_name_that_contacts_see_is_asked_for_with_the_first_of_them(site: Site) -> None:
    me = site.reader().open("/en/contacts")
    assert "Your name, as they know you" in me.text
    me.press("add", mine="Ana", name="Sam", phone="202 555 0122")
    assert site.texts(SAM)[0].startswith("Ana asks you")
    assert "Your name, as they know you" not in me.text
    assert "+1 202 555 0122" in me.text


def test_a_contact_is_left_out_of_a_danger_close_and_taken_in_again(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts")
    assert "not if I am made to close a timer" not in me.text
    assert "not if I am made to close a timer" in me.press("about", forced="no").text
    assert "not if I am made to close a timer" in me.press("about").text
    assert "not if I am made to close a timer" not in me.press("about", forced="yes").text


def test_where_the_danger_pin_would_tell_nobody_settings_say_so(site: Site) -> None:
    warning = "Your danger PIN would tell nobody now"
    me = site.with_contacts(Sam=SAM).open("/en/settings").press("pins", safe="1234", danger="9876")
    assert warning not in me.text
    me.open("/en/contacts").press("about", forced="no", pin="1234")
    assert warning in me.open("/en/settings").text
    assert warning not in me.open("/en/checkin").press("start").press("ok", pin="9876").text


def test_where_contacts_text_first_the_page_says_what_they_have_to_do(tmp_path: Path) -> None:
    with table(tmp_path, invitations="contact") as phones:
        site = Site(create_app(phones.parts), phones)
        me = site.reader().open("/en/contacts")
        assert "we text nobody first" in me.text
        me.press("add", name="Sam", phone=SAM)
        assert "Ask them to text YES to" in me.text
        assert site.texts(SAM) == []
        site.phones.text(SAM, "YES")
        assert "Said yes" in me.open("/en/contacts").text


def test_where_contacts_come_by_link_no_number_is_asked_for(tmp_path: Path) -> None:
    with table(tmp_path, invitations="link") as phones:
        site = Site(create_app(phones.parts), phones)
        me = site.reader().open("/en/contacts")
        assert 'name="phone"' not in me.text
        assert ("Make the link" in me.text) == bool(phones.parts.core.push_key)
