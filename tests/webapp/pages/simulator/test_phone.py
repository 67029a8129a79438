"""The simulated basic phone."""

from dataclasses import replace
from datetime import timedelta

from peers.phones import Phones
from tests.webapp.conftest import ALEX, MINE, SAM, Site
from tests.webapp.reader import Reader
from webapp import create_app


def hear(site: Site) -> None:
    """The carrier reports what it has to report."""
    [chore] = [each for each in site.phones.parts.chores if each.name == "receipts"]
    chore.run()
    site.wait()


def press_key(phone: Reader, key: str) -> Reader:
    """Press a key of the newest call on the page."""
    call = phone.html.rsplit('name="press" value="', 1)[1].split("-")[0]
    data = {"csrf_token": phone.typed("csrf_token") or "", "press": f"{call}-{key}"}
    phone.client.post(phone.address, data=data)
    return phone.open(phone.address)


def rung(site: Site) -> Reader:
    """Sam's phone, rung because no receipt came for the text of an alert."""
    site.phones.befriend(MINE, SAM, "Sam")
    site.phones.text(MINE, "SOS blue door")
    site.wait(timedelta(minutes=4))
    return site.reader().open(f"/phone/{SAM}")


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


def test_a_text_is_delivered_once_its_receipt_has_come(site: Site) -> None:
    site.phones.invite(MINE, SAM, "Sam")
    site.wait()
    assert "sent, no receipt yet" in site.reader().open(f"/phone/{SAM}").text
    hear(site)
    text = site.reader().open(f"/phone/{SAM}").text
    assert "delivered" in text
    assert "no receipt yet" not in text


def test_the_characters_that_cost_segments_are_named(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="¿Está “aquí”?")
    for each in ("á", "“", "í", "”"):
        assert f'<bdi class="char">{each}</bdi>' in phone.html
    assert '<bdi class="char">¿</bdi>' not in phone.html
    assert "70 characters a segment instead of 160, because of" in phone.text


def test_a_character_that_cannot_be_seen_is_named_by_its_number(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="menu\u200f")
    assert '<bdi class="char">U+200F</bdi>' in phone.html


def test_where_a_segment_begins_is_marked_and_a_link_over_it_stays_one(site: Site) -> None:
    body = "x" * 140 + " https://example.org/c/abcdefgh."
    phone = site.reader().open(f"/phone/{MINE}").press("", body=body)
    mark = '<i class="cut" data-n="2" aria-hidden="true"></i>'
    link = '<a href="https://example.org/c/abcdefgh" rel="noreferrer">'
    assert f"x {link}https://exam{mark}ple.org/c/abcdefgh</a>." in phone.html


def test_the_carriers_own_words_are_not_taken_for_ours(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="HELP")
    assert "The carrier's words, not ours Reply STOP to unsubscribe." in phone.text


def test_what_went_through_is_added_up(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("", body="STOPPED")
    assert "Got 1 Sent 1 Segments 2 Price 1.66¢" in phone.text


def test_a_key_pressed_during_a_call_answers_the_alert(site: Site) -> None:
    phone = press_key(rung(site), "1")
    assert "Thank you. We have noted that you are on it." in phone.text
    assert 'name="press"' not in phone.html
    assert "Sam is on it." in site.texts(MINE)


def test_a_call_has_no_segments(site: Site) -> None:
    call = rung(site).html.split('class="text theirs call')[1].split("</div>")[0]
    assert "read aloud" in call
    assert "segment" not in call
    assert "cut" not in call


def test_a_call_can_be_answered_by_text_as_well(site: Site) -> None:
    rung(site).press("", body="1")
    assert "Sam is on it." in site.texts(MINE)


def test_a_key_pressed_after_all_is_forgotten_is_heard_by_nobody(site: Site) -> None:
    phone = rung(site)
    site.phones.text(MINE, "OK")
    site.phones.wait(timedelta(days=3), step=timedelta(hours=1))
    assert "key pressed; nobody listens any more" in press_key(phone, "1").text


def test_a_phone_that_is_off_gets_nothing_and_the_next_contact_is_told(site: Site) -> None:
    for phone, name in ((SAM, "Sam"), (ALEX, "Alex")):
        site.phones.befriend(MINE, phone, name)
    hear(site)
    sam = site.reader().open(f"/phone/{SAM}").press("off")
    assert "This phone is switched off" in sam.text
    site.phones.text(MINE, "IN 5M blue door")
    site.wait(timedelta(minutes=15))
    assert not any("blue door" in text for text in site.texts(ALEX))
    hear(site)
    assert any("blue door" in text for text in site.texts(ALEX))
    assert any("could not reach Sam" in text for text in site.texts(MINE))
    sam.open(sam.address)
    assert "failed: the phone is switched off (30003)" in sam.text
    assert not any("blue door" in text for text in site.texts(SAM))


def test_a_phone_that_is_off_sends_nothing_until_it_is_switched_on(site: Site) -> None:
    phone = site.reader().open(f"/phone/{MINE}").press("off")
    data = {"csrf_token": phone.typed("csrf_token") or "", "body": "MENU"}
    phone.client.post(phone.address, data=data)
    assert "No texts yet" in phone.open(phone.address).press("on").text
    assert "MENU" in phone.press("", body="MENU").text


def test_there_are_no_phones_outside_the_demo(phones: Phones) -> None:
    site = Site(create_app(replace(phones.parts, simulator=None)), phones)
    assert site.reader().open(f"/phone/{MINE}").answer.status_code == 404
    assert site.reader().open("/phone/").answer.status_code == 404
    assert "no real text leaves" not in site.reader().open("/en/us-ny/").text
