"""What only a real browser can show: reading offline, leaving fast, holding, counting down."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from peers.browser import EXECUTABLE, QUIET
from tests.e2e.running import Running
from tests.e2e.theatre import SAM, Theatre, press
from tests.e2e.visiting import NEUTRAL, befriend, learn, start


@pytest.mark.promise("After one visit every card opens without a connection.", of=2)
def test_every_card_opens_offline_after_one_visit_to_the_home_page(
    page: Page, context: BrowserContext, app: Running
) -> None:
    learn(page, app, "/en/us-ny/")
    context.set_offline(True)
    for card in ("arrested", "find", "hotlines"):
        page.goto(f"{app.url}/en/us-ny/cards/{card}")
        expect(page.get_by_text("No lawyer has reviewed this yet")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.exit')).position") == (
            "fixed"
        )
    page.goto(app.url + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Police in front of me")


def test_offline_the_check_in_offers_the_text_that_starts_it(
    page: Page, context: BrowserContext, app: Running
) -> None:
    learn(page, app, "/en/us-ny/")
    context.set_offline(True)
    page.goto(app.url + "/en/checkin")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    link = page.get_by_role("link", name="Start it by text")
    assert str(link.get_attribute("href")).endswith("?&body=IN%201H")


def test_a_second_library_does_not_push_out_the_first(
    page: Page, context: BrowserContext, app: Running
) -> None:
    learn(page, app, "/en/us-ny/")
    learn(page, app, "/es/us-tx/")
    context.set_offline(True)
    page.goto(app.url + "/en/us-ny/cards/silent")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(app.url + "/es/us-tx/cards/silent")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def wander_and(leave: str, page: Page, app: Running) -> None:
    """Read three pages, then leave."""
    page.goto(NEUTRAL)
    page.goto(app.url + "/en/us-ny/")
    page.get_by_role("link", name="You are arrested").click()
    page.get_by_role("link", name="Check-in").click()
    page.wait_for_load_state()
    if leave == "button":
        page.get_by_role("link", name="Exit this page fast").click()
    else:
        for _ in range(3):
            page.keyboard.press(leave)
    page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize("leave", ["button", "Escape", "Shift"])
def test_after_leaving_back_never_shows_a_page_of_ours(
    page: Page, app: Running, leave: str
) -> None:
    wander_and(leave, page, app)
    for _ in range(3):
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_timeout(300)
        page.wait_for_load_state()
        assert page.get_by_text("Raincheck").locator("visible=true").count() == 0
        assert page.get_by_role("heading", name="Police").locator("visible=true").count() == 0


def test_who_comes_back_by_address_sees_the_page(page: Page, app: Running) -> None:
    wander_and("button", page, app)
    page.goto(app.url + "/en/us-ny/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_two_presses_of_escape_or_three_of_mixed_keys_do_not_leave(
    page: Page, app: Running
) -> None:
    page.goto(app.url + "/en/us-ny/")
    for key in ("Escape", "Escape", "Shift", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url.startswith(app.url)


def test_the_countdown_runs_on_its_own_and_the_umbrella_closes_with_it(
    chromium: Browser, app: Running
) -> None:
    # A service worker's own requests may still get through after `set_offline`.
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    befriend(page, app)
    page.clock.install()
    start(page, 30)
    page.context.set_offline(True)
    left = page.locator(".ring .left")
    expect(left).to_have_text("30")
    expect(page.locator(".ring .up")).to_have_count(8)
    page.clock.run_for(16 * 60 * 1000)
    expect(left).to_have_text(re.compile("13|14"))
    expect(page.locator(".ring .up")).to_have_count(4)
    page.clock.run_for(5 * 60 * 1000)
    expect(left).to_have_text(re.compile(r"[89]:\d\d"))
    expect(page.get_by_text("The timer keeps running with us")).to_be_visible()
    context.close()


def test_the_page_follows_the_timer_without_a_reload(page: Page, app: Running) -> None:
    befriend(page, app)
    start(page, 30)
    other = page.context.new_page()
    other.goto(app.url + "/en/checkin")
    other.get_by_role("button", name="I'm OK").click()
    other.close()
    page.evaluate("dispatchEvent(new Event('look'))")
    expect(page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()


def test_whoever_works_the_page_by_keys_stays_on_the_button_when_the_state_changes(
    page: Page, context: BrowserContext, play: Theatre
) -> None:
    play.befriend(page, context.new_page(), Sam=SAM)
    press(page, "start")
    page.locator(".ok").focus()
    play.wait(65)
    page.evaluate("dispatchEvent(new Event('look'))")
    expect(page.get_by_role("heading", name="Time is up. Are you OK?")).to_be_visible()
    expect(page.locator(".ok")).to_be_focused()


def test_deleting_everything_takes_the_cards_off_the_device(page: Page, app: Running) -> None:
    learn(page, app, "/en/us-ny/")
    page.goto(app.url + "/en/settings/delete")
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted")
    assert page.context.cookies() == []


def test_the_app_can_be_installed(chromium: Browser, app: Running, tmp_path: Path) -> None:
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=EXECUTABLE, chromium_sandbox=False, args=list(QUIET)
    )
    try:
        page = context.new_page()
        learn(page, app, "/en/us-ny/")
        devtools = context.new_cdp_session(page)
        assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    finally:
        context.close()
