"""The lengths a phone remembers: the last three come first, and they never leave it."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import PHONE
from tests.e2e.theatre import SAM, Theatre, press

REMEMBERED = "JSON.parse(localStorage.getItem('lengths'))"


@pytest.fixture
def me(chromium: Browser, play: Theatre) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, service_workers="block", timezone_id="America/Denver"
    )
    page = context.new_page()
    play.befriend(page, chromium.new_context().new_page(), Sam=SAM)
    yield page
    context.close()


def chips(page: Page) -> list[str]:
    return page.locator(".chips > label").all_inner_texts()


def run(page: Page, play: Theatre, hours: int, minutes: int) -> None:
    """Start a timer of this length, and close it."""
    page.locator("label[for=mo]").click()
    page.locator("[name=hours]").fill(str(hours))
    page.locator("[name=minutes]").fill(str(minutes))
    press(page, "start")
    press(page, "ok")
    page.goto(f"{play.url}/en/checkin")


def test_the_lengths_used_last_come_first_and_the_newest_is_chosen(me: Page, play: Theatre) -> None:
    assert chips(me) == ["30 min", "1 hour", "2 hours", "3 hours", "Until…", "Other"]
    run(me, play, 0, 45)
    run(me, play, 1, 30)
    assert chips(me) == ["1 h 30 min", "45 min", "30 min", "1 hour", "Until…", "Other"]
    assert me.locator("[name=minutes_chosen]:checked").input_value() == "90"
    press(me, "start")
    assert me.locator(".ring .left").inner_text() == "1:30"
    press(me, "ok")


def test_only_the_length_that_was_chosen_is_sent(me: Page, play: Theatre) -> None:
    run(me, play, 0, 45)
    run(me, play, 0, 50)
    with me.expect_request(lambda each: each.method == "POST") as posted:
        press(me, "start")
    assert me.evaluate(REMEMBERED) == [50, 45]
    data = parse_qs(posted.value.post_data or "")
    assert data["minutes_chosen"] == ["50"]
    assert ["45"] not in data.values()
    press(me, "ok")


def test_deleting_everything_forgets_the_lengths(me: Page, play: Theatre) -> None:
    run(me, play, 0, 45)
    assert me.evaluate(REMEMBERED) == [45]
    me.goto(f"{play.url}/en/settings/delete")
    with me.expect_navigation(url="**/settings/delete"):
        me.get_by_role("button", name="Yes, delete everything").click()
    me.goto(f"{play.url}/en/checkin")
    assert me.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("kept", ["nonsense", "{}", json.dumps(["x", -1, 45.5])])
def test_what_is_no_list_of_lengths_is_passed_over(me: Page, play: Theatre, kept: str) -> None:
    me.evaluate("kept => localStorage.setItem('lengths', kept)", kept)
    me.goto(f"{play.url}/en/checkin")
    assert chips(me)[0] == "30 min"


def test_where_the_zone_is_a_guess_the_phones_own_is_offered_first(me: Page, play: Theatre) -> None:
    me.goto(f"{play.url}/en/settings")
    me.locator("#place").select_option("us-tx")
    press(me, "reading")
    me.goto(f"{play.url}/en/checkin")
    me.locator("label[for=mu]").click()
    assert me.locator("[name=zone]").input_value() == "America/Denver"


def test_a_phone_in_another_zone_is_asked_which_one_counts(me: Page, play: Theatre) -> None:
    me.goto(f"{play.url}/en/settings")
    me.locator("#place").select_option("us-ny")
    press(me, "reading")
    me.goto(f"{play.url}/en/checkin")
    me.locator("label[for=mu]").click()
    me.locator("#until").fill("23:59")
    press(me, "start")
    assert "Your phone's clock shows Mountain time, and we had Eastern." in me.inner_text("main")
    assert me.locator("[name=zone]").input_value() == "America/Denver"
