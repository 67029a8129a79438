"""The two PINs. Under the danger PIN, whoever looks over a shoulder must see no difference."""

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from tests.webapp.conftest import SAM, Site
from tests.webapp.reader import Reader

SAFE, DANGER = "1234", "98765"
MINUTE = timedelta(minutes=1)
ALL_OF_THEM = (
    "/en/checkin",
    "/en/contacts",
    "/en/settings",
    "/en/plans",
    "/en/court",
    "/es/checkin",
)


def with_pins(site: Site) -> Reader:
    """The browser of someone with a contact and both PINs."""
    me = site.with_contacts(Sam=SAM).open("/en/settings")
    return me.press("pins", safe=SAFE, danger=DANGER)


def seen(answer: TestResponse) -> tuple[int, list[tuple[str, str]], int, str]:
    """Everything of an answer that a browser gets, but for the form's token, which differs from
    one page view to the next in each case, and the stamp of the timer, which differs from one to
    the next. The size is of all of it."""
    html = re.sub(r'name="(?:csrf_token|of)" value="[^"]+"', "", answer.get_data(as_text=True))
    return answer.status_code, list(answer.headers), len(answer.data), html


def close(site: Site, me: Reader, button: str, pin: str) -> list[object]:
    """Start a timer and close it with this PIN; what can be seen then and later."""
    me.open("/en/checkin").press("start", plan="Room 12")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', me.html)[0]
    data = {"do": button, "pin": pin, "csrf_token": token}
    looks: list[object] = [seen(me.client.post("/en/checkin", data=data))]
    for length in (0, 1, 5, 30):
        site.wait(length * MINUTE)
        looks += [seen(me.client.get(address)) for address in ALL_OF_THEM]
    # A second press on the same page, as someone does who is not sure.
    looks.append(seen(me.client.post("/en/checkin", data=data)))
    return looks


def test_choosing_both_pins_is_said_and_neither_is_shown(site: Site) -> None:
    me = with_pins(site)
    assert "Saved." in me.text
    assert "Both PINs are set" in me.text
    assert SAFE not in me.html
    assert DANGER not in me.html
    assert me.typed("safe") == me.typed("danger") == ""


@pytest.mark.parametrize(
    ("safe", "danger"),
    [("1234", "1234"), ("123", "9876"), ("1234", "123456789"), ("12a4", "9876"), ("", ""),
     ("١٢٣٤", "9876")],
)  # fmt: skip
def test_pins_that_cannot_be_are_refused_in_words(site: Site, safe: str, danger: str) -> None:
    me = site.reader().open("/en/settings").press("pins", safe=safe, danger=danger)
    assert me.answer.status_code == 409
    assert "No PIN was set" in me.text
    assert "With PINs, nobody else" in me.open("/en/settings").text
    assert me.client.get_cookie("rc") is None


def test_pins_cannot_be_changed_while_a_timer_runs(site: Site) -> None:
    me = with_pins(site)
    me.open("/en/checkin").press("start").open("/en/settings")
    me.press("pins", safe="5555", danger="6666", pin=SAFE)
    assert me.answer.status_code == 409
    assert "Your PINs were not changed, because a timer is running" in me.text
    me.open("/en/checkin").press("ok", pin="5555")
    assert "that PIN is not right" in me.text


def test_the_screen_asks_for_a_pin_only_where_one_is_set(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    assert me.typed("pin") is None
    me.press("ok").open("/en/settings").press("pins", safe=SAFE, danger=DANGER)
    me.open("/en/checkin").press("start")
    assert me.typed("pin") == ""
    assert "type your PIN first" in me.press("cancel").text
    assert "that PIN is not right" in me.press("cancel", pin="0000").text
    assert "Ends at" in me.text


def test_no_pin_is_typed_into_a_field_that_a_browser_would_remember(site: Site) -> None:
    me = with_pins(site).open("/en/checkin").press("start")
    for html in (me.html, me.open("/en/settings").html, me.open("/en/checkin/code").html):
        assert 'type="password"' not in html
        pins = re.findall(r'<input id="(?:pin|safe|danger)"[^>]*>', html)
        assert pins
        assert all('autocomplete="off"' in pin for pin in pins)


@pytest.mark.promise(
    "Closing with your PIN for danger looks the same on the screen, to the last letter.", of=3
)
def test_closing_under_duress_looks_the_same_byte_for_byte(site: Site) -> None:
    me = with_pins(site)
    before = site.texts(SAM)
    ordinary = close(site, me, "ok", SAFE)
    assert site.texts(SAM) == before
    forced = close(site, me, "ok", DANGER)
    assert forced == ordinary
    assert "means danger" in "\n".join(site.texts(SAM))


def test_cancelling_under_duress_looks_the_same_byte_for_byte(site: Site) -> None:
    me = with_pins(site)
    ordinary = close(site, me, "cancel", SAFE)
    assert close(site, me, "cancel", DANGER) == ordinary
    assert "means danger" in "\n".join(site.texts(SAM))


def test_what_a_contact_answers_under_duress_shows_on_no_page(site: Site) -> None:
    me = with_pins(site)
    ordinary = close(site, me, "ok", SAFE)[-1]
    me.open("/en/checkin").press("start", plan="Room 12").press("ok", pin=DANGER)
    calm = [seen(me.client.get(address)) for address in ALL_OF_THEM]
    site.reader().open(site.link(SAM)).press("show").press("on_it")
    site.wait()
    assert [seen(me.client.get(address)) for address in ALL_OF_THEM] == calm
    assert ordinary


def test_a_timer_that_is_not_needed_is_closed_before_it_is_due(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start", plan="Room 12")
    before = site.texts(SAM)
    assert "I don't need it any more" in me.text
    assert "Closed: you are safe" in me.press("cancel").text
    site.wait(180 * MINUTE)
    assert site.texts(SAM) == before


def test_a_timer_that_is_due_can_only_be_answered_with_ok(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start", minutes_chosen="30")
    site.wait(31 * MINUTE)
    assert "cancel" not in me.open("/en/checkin").buttons
