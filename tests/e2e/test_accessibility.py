"""What a person with any eyes, hands or phone needs of every page, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.album import leave
from tests.e2e.running import Running
from tests.e2e.visiting import SAM, befriend, newest_link, start

PAGES = (
    "/en/us-ny/",
    "/es/us-ny/",
    "/en/us-ny/cards/stopped",
    "/es/us-tx/cards/arrested",
    "/en/us-ny/cards/arrested#show-1",
    "/es/us-ny/show",
    "/en/us-ny/print",
    "/en/places?place=us-ny&card=stopped",
    "/en/us-ny/search",
    "/en/us-ny/search?q=purse",
    "/en/us-ny/cards/path",
    "/es/us-ny/relief",
    "/en/us-ca/help",
    "/en/about/sources",
    "/en/checkin",
    "/en/checkin/code",
    "/en/checkin/code?closed=1",
    "/en/plans",
    "/en/contacts",
    "/en/settings",
    "/en/settings/delete",
    "/en/offline",
    "/en/install",
    "/es/install?cover=timer",
    "/en/us-ny/notes",
    "/en/us-ny/timer",
    "/en/us-ny/sky",
    "/en/nothing",
    "/c/nobody-has-this-token",
    "/phone/",
    f"/phone/{SAM}",
)


def test_nothing_ever_covers_the_way_out(page: Page, app: Running) -> None:
    for where in PAGES:
        page.goto(app.url + where)
        for top in (0, 100_000):
            page.evaluate("top => scrollTo(0, top)", top)
            assert page.evaluate(
                """() => {
                    const box = document.querySelector('.exit').getBoundingClientRect();
                    const at = (x, y) => document.elementFromPoint(x, y).closest('.exit');
                    return at(box.x + 6, box.y + box.height / 2)
                        && at(box.right - 6, box.y + box.height / 2)
                        && at(box.x + box.width / 2, box.bottom - 3) && true;
                }"""
            ), (where, top)


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, and wait until that is all there."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_can_find(page: Page, app: Running, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for where in PAGES:
        page.goto(app.url + where)
        if scheme == "light":
            leave(page, f"seen {where}")
        found = Axe().run(page)
        assert found.violations_count == 0, (where, found.generate_report())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_a_check_in_has_a_barrier(page: Page, app: Running, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sam = befriend(page, app)
    seen = [Axe().run(page)]
    start(page, 60)
    seen.append(Axe().run(page))
    page.locator(".sos summary").click()
    seen.append(Axe().run(page))
    press(page, "Yes, tell everyone now")
    expect(page.get_by_role("heading", name="Your contacts are being told now")).to_be_visible()
    seen.append(Axe().run(page))
    page.goto(newest_link(page, app, sam, texts=2))
    seen.append(Axe().run(page))
    press(page, "Show what happened")
    seen.append(Axe().run(page))
    press(page, "I'm on it")
    seen.append(Axe().run(page))
    page.goto(app.url + "/en/checkin")
    seen.append(Axe().run(page))
    press(page, "I'm OK")
    seen.append(Axe().run(page))
    page.goto(app.url + "/en/contacts")
    page.get_by_text("Told in both cases").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("Test sent")).to_be_visible()
    page.get_by_text("Told in both cases").click()
    seen.append(Axe().run(page))
    page.goto(app.url + "/en/settings")
    page.get_by_role("button", name="Show my code").click()
    expect(page.locator("#code")).to_be_in_viewport()
    page.get_by_text("Choose a safe PIN and a danger PIN").click()
    seen.append(Axe().run(page))
    assert [found.generate_report() for found in seen if found.violations_count] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_of_a_link_has_a_barrier_or_breaks_the_policy(
    page: Page, app: Running, scheme: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(app.url + "/en/contacts")
    page.get_by_text("Invite by link or QR code").click()
    seen = [Axe().run(page)]
    page.get_by_label("What you call them").fill("Samantha")
    press(page, "Make the link")
    seen.append(Axe().run(page))
    page.goto(page.locator("#link").input_value())
    seen.append(Axe().run(page))
    press(page, "Yes, tell me")
    expect(page.get_by_text("we cannot reach you yet")).to_be_visible()
    seen.append(Axe().run(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(app.url + "/en/contacts")
    seen.append(Axe().run(page))
    assert [found.generate_report() for found in seen if found.violations_count] == []
    assert complaints == []


def test_nothing_is_wider_than_the_smallest_phone(context: BrowserContext, app: Running) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 568})
    for where in PAGES:
        page.goto(app.url + where)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, where


def test_everything_to_press_is_as_large_as_a_thumb(page: Page, app: Running) -> None:
    for where in PAGES:
        page.goto(app.url + where)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button, summary, .button, .tile, .rows a, .bar a, .exit, .chips label, select')]
                .filter((each) => each.checkVisibility())
                .filter((each) => each.getBoundingClientRect().height < 48)
                .map((each) => each.textContent.trim())"""
        )
        assert small == [], where


def test_a_walk_through_every_page_breaks_no_rule_of_the_policy(page: Page, app: Running) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for where in PAGES:
        page.goto(app.url + where)
    page.wait_for_timeout(300)
    expected = re.compile(r"status of (404|410)")
    assert [text for text in complaints if not expected.search(text)] == []
