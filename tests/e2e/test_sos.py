"""SOS by holding, and the same for whoever cannot hold."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Running
from tests.e2e.visiting import befriend, start

TOLD = "Your contacts are being told now"


@pytest.fixture
def sos(page: Page, app: Running) -> Page:
    befriend(page, app)
    page.locator(".sos summary").scroll_into_view_if_needed()
    return page


def hold(page: Page, milliseconds: int) -> None:
    page.locator(".sos summary").hover()
    page.mouse.down()
    page.wait_for_timeout(milliseconds)


def told_nobody(page: Page) -> None:
    page.wait_for_timeout(1700)
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_a_short_press_only_asks(sos: Page) -> None:
    sos.locator(".sos summary").click()
    expect(sos.get_by_role("button", name="Yes, tell everyone now")).to_be_visible()
    expect(sos.get_by_role("heading", name="Check-in")).to_be_visible()
    expect(sos.locator(".let-go")).to_be_empty()


def test_holding_fills_the_button_and_tells_everyone(sos: Page) -> None:
    hold(sos, 300)
    expect(sos.get_by_text("Keep holding…")).to_be_visible()
    filled = "getComputedStyle(document.querySelector('.sos summary'), '::before').inlineSize"
    first = float(sos.evaluate(filled).removesuffix("px"))
    sos.wait_for_timeout(400)
    assert float(sos.evaluate(filled).removesuffix("px")) > first > 0
    expect(sos.get_by_role("heading", name=TOLD)).to_be_visible()
    sos.mouse.up()


def test_letting_go_early_tells_nobody_and_says_so(sos: Page) -> None:
    hold(sos, 700)
    sos.mouse.up()
    expect(sos.get_by_text("Let go: nothing was sent.")).to_be_visible()
    told_nobody(sos)


def test_sliding_away_tells_nobody_and_says_so(sos: Page) -> None:
    hold(sos, 500)
    sos.mouse.move(180, 20, steps=4)
    expect(sos.get_by_text("Let go: nothing was sent.")).to_be_visible()
    told_nobody(sos)
    sos.mouse.up()


def test_a_key_or_a_switch_opens_the_question_however_long_it_is_held(sos: Page) -> None:
    sos.locator(".sos summary").focus()
    sos.keyboard.down("Enter")
    told_nobody(sos)
    sos.keyboard.up("Enter")
    yes = sos.get_by_role("button", name="Yes, tell everyone now")
    expect(yes).to_be_visible()
    yes.focus()
    sos.keyboard.press("Enter")
    expect(sos.get_by_role("heading", name=TOLD)).to_be_visible()


def test_a_running_timer_has_sos_beside_more_time(page: Page, app: Running) -> None:
    befriend(page, app)
    start(page, 60)
    hold(page, 1700)
    expect(page.get_by_role("heading", name=TOLD)).to_be_visible()
    page.mouse.up()


def test_who_wants_less_motion_still_sees_how_far_it_is(sos: Page) -> None:
    sos.emulate_media(reduced_motion="reduce")
    hold(sos, 200)
    timing = sos.evaluate(
        "getComputedStyle(document.querySelector('.sos summary'), '::before')"
        ".transitionTimingFunction"
    )
    assert timing.startswith("steps(5")
    sos.mouse.up()


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_the_smallest_phone_a_running_timer_shows_more_time_and_sos_whole(
    page: Page, app: Running, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    befriend(page, app)
    start(page, 30)
    page.goto(f"{app.url}/{language}/checkin")
    bar = page.locator(".bar").bounding_box()
    assert bar
    for each in (page.get_by_role("button", name="+30 min"), page.locator(".half summary")):
        box = each.bounding_box()
        assert box
        assert box["y"] + box["height"] <= bar["y"]
        for word in each.locator("*").all():
            inside = word.bounding_box()
            if inside:
                assert box["x"] <= inside["x"]
                assert inside["x"] + inside["width"] <= box["x"] + box["width"]
