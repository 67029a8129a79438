"""Sharing a place in a real browser: asked for on a press, shown first, rounded on the phone."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.theatre import SAM, Theatre, press

HERE = {"latitude": 40.712812, "longitude": -74.006021, "accuracy": 18}
ASKED = "window.asked || 0"
_COUNTED = """
    const ask = Geolocation.prototype.getCurrentPosition;
    Geolocation.prototype.getCurrentPosition = function (...how) {
        window.asked = (window.asked || 0) + 1;
        return ask.apply(this, how);
    };
"""


def running(chromium: Browser, play: Theatre, *allowed: str) -> Page:
    """The page of a running timer, on a phone that counts how often its place is asked for."""
    context = chromium.new_context(
        viewport=PHONE, service_workers="block", geolocation=HERE, permissions=list(allowed)
    )
    context.add_init_script(_COUNTED)
    page = context.new_page()
    play.befriend(page, context.new_page(), Sam=SAM)
    press(page, "start")
    return page


@pytest.fixture
def me(chromium: Browser, play: Theatre) -> Iterator[Page]:
    page = running(chromium, play, "geolocation")
    yield page
    page.context.close()


def test_the_place_is_asked_for_only_on_a_press_and_shown_before_it_is_sent(me: Page) -> None:
    posted: list[str] = []
    me.on("request", lambda each: posted.append(each.url) if each.method == "POST" else None)
    assert me.evaluate(ASKED) == 0
    me.locator("[data-ask]").click()
    expect(me.get_by_text("Near 40.7128, -74.0060, within 18 m.")).to_be_visible()
    assert me.evaluate(ASKED) == 1
    assert posted == []
    press(me, "place")
    expect(me.get_by_text("near 40.7128, -74.0060, within 18 m.")).to_be_visible()
    assert me.evaluate(ASKED) == 0


@pytest.mark.promise(
    "Your place leaves your phone only when you press the button, as exact as you chose.", of=3
)
@pytest.mark.parametrize(
    ("exact", "near", "sent"),
    [
        ("100", "Near 40.713, -74.006, within 100 m.", ("40.713", "-74.006", "100")),
        ("1000", "Near 40.71, -74.01, within 1 km.", ("40.71", "-74.01", "1000")),
    ],
)
def test_a_rounded_place_is_all_that_leaves_the_phone(
    me: Page, exact: str, near: str, sent: tuple[str, str, str]
) -> None:
    me.locator("[data-ask]").click()
    me.locator(f"[name=exact][value='{exact}'] + span").click()
    expect(me.get_by_text(near)).to_be_visible()
    with me.expect_request(lambda each: each.method == "POST") as posted:
        me.get_by_role("button", name="Share this place").click()
    data = parse_qs(posted.value.post_data or "")
    assert tuple(data[name][0] for name in ("latitude", "longitude", "within")) == sent


def test_who_decides_against_it_leaves_nothing_on_the_page(me: Page) -> None:
    me.locator("[data-ask]").click()
    me.get_by_role("button", name="No, share nothing").click()
    assert "40.71" not in me.content()
    assert me.locator("[name=latitude]").input_value() == ""
    expect(me.locator("[data-ask]")).to_be_focused()


def test_a_phone_that_says_no_is_told_that_nothing_was_shared(
    chromium: Browser, play: Theatre
) -> None:
    page = running(chromium, play)
    page.locator("[data-ask]").click()
    expect(page.get_by_text("Your phone does not let this page see your place.")).to_be_visible()
    page.context.close()


def test_no_other_page_may_ask(me: Page, play: Theatre) -> None:
    allowed = "document.featurePolicy.allowsFeature('geolocation')"
    assert me.evaluate(allowed)
    for where in ("/en/contacts", "/en/settings", "/en/us-ny/", play.link(SAM)):
        me.goto(where if where.startswith("http") else play.url + where)
        assert not me.evaluate(allowed), where
