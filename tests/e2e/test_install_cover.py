"""The plain page that covers the screen after a while: before paint, offline, with a way in."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.running import Running, raincheck
from tests.e2e.visiting import NEUTRAL, befriend, learn, start
from tests.e2e.wire import Wire

CARD = "/en/us-ny/cards/silent"
WATCH = """(() => {
    window.flashed = false;
    const look = () => {
        const real = document.querySelector('.canopy');
        if (real && real.getClientRects().length) window.flashed = true;
        requestAnimationFrame(look);
    };
    look();
    new MutationObserver(() => {
        const real = document.querySelector('.canopy');
        if (real && real.getClientRects().length) window.flashed = true;
    }).observe(document, { childList: true, subtree: true });
})()"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    quick = {"RAINCHECK_MIN_TIMER": "1s", "RAINCHECK_REMINDER": "59s", "RAINCHECK_GRACE": "10m"}
    with raincheck("serve", tmp_path_factory.mktemp("covered"), **quick) as running:
        yield running


def choose(page: Page, app: Running | Wire, minutes: int) -> None:
    page.goto(f"{app.url}/en/settings")
    page.locator(f"[data-veil] input[value='{minutes}'] + span").click()


def away(page: Page, minutes: float) -> None:
    """The app was out of sight for so long."""
    page.evaluate("minutes => localStorage.setItem('away', Date.now() - minutes * 60000)", minutes)


def out_of_sight(page: Page, hidden: bool) -> None:
    """What the browser tells a page whose app goes to the background, or comes back."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


def come_back(page: Page, minutes: float) -> None:
    """The app was in the background for so long, was thrown out there, and is opened again."""
    out_of_sight(page, hidden=True)
    away(page, minutes)
    out_of_sight(page, hidden=False)
    page.reload()


def covered(page: Page) -> bool:
    return page.locator(".veil").count() == 1 and not page.locator(".canopy").is_visible()


def test_it_is_off_until_chosen(page: Page, app: Running) -> None:
    page.goto(f"{app.url}/en/settings")
    expect(page.locator("[data-veil] input[value='0']")).to_be_checked()
    away(page, 600)
    page.goto(app.url + CARD)
    expect(page.locator(".canopy")).to_be_visible()


@pytest.mark.parametrize("minutes", [1, 5, 15])
def test_it_comes_after_the_time_that_was_chosen_and_not_before(
    page: Page, app: Running, minutes: int
) -> None:
    choose(page, app, minutes)
    page.goto(app.url + CARD)
    out_of_sight(page, hidden=True)
    away(page, minutes - 0.1)
    out_of_sight(page, hidden=False)
    expect(page.locator(".canopy")).to_be_visible()
    out_of_sight(page, hidden=True)
    assert not page.locator(".canopy").is_visible()
    away(page, minutes + 0.1)
    out_of_sight(page, hidden=False)
    assert covered(page)
    expect(page).to_have_title("Notes")
    page.reload()
    assert covered(page)
    page.get_by_role("button", name="Notes").click()
    expect(page.locator("h1")).to_have_text("Staying silent")
    expect(page).to_have_title("Staying silent · Raincheck")


def test_not_a_moment_of_what_is_covered_is_painted_online_or_offline(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    learn(page, line, "/en/us-ny/")
    choose(page, line, 5)
    away(page, 6)
    page.add_init_script(WATCH)
    for down in (False, True):
        line.down = down
        context.set_offline(down)
        page.goto(line.url + CARD)
        expect(page.locator(".veil")).to_be_visible()
        page.wait_for_timeout(300)
        assert covered(page)
        assert page.evaluate("window.flashed") is False


def test_the_watch_would_have_seen_it(page: Page, app: Running) -> None:
    page.add_init_script(WATCH)
    page.goto(app.url + CARD)
    page.wait_for_timeout(300)
    assert page.evaluate("window.flashed") is True


def test_a_check_in_that_waits_for_an_answer_has_one_clear_way_in(page: Page, app: Running) -> None:
    befriend(page, app)
    choose(page, app, 1)
    page.goto(app.url + "/en/checkin")
    start(page, 30)
    come_back(page, 2)
    assert covered(page)
    expect(page.get_by_role("button", name="Continue")).to_be_hidden()
    page.get_by_role("button", name="Notes").click()
    page.locator(".sos summary").click()
    page.get_by_role("button", name="Yes, tell everyone now").click()
    expect(page.get_by_role("heading", name="Your contacts are being told now")).to_be_visible()
    come_back(page, 2)
    assert covered(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="I'm OK")).to_be_visible()


def test_what_is_not_sent_yet_has_the_way_in_too(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    learn(page, line, "/en/us-ny/")
    befriend(page, line)
    choose(page, line, 1)
    page.goto(line.url + "/en/checkin")
    start(page, 30)
    line.down = True
    context.set_offline(True)
    page.get_by_role("button", name="I'm OK").click()
    expect(page.get_by_role("heading", name="NOT SENT YET")).to_be_visible()
    come_back(page, 2)
    assert covered(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="NOT SENT YET")).to_be_visible()


@pytest.mark.parametrize("leave", ["link", "Escape"])
def test_the_way_out_works_from_under_the_cover(page: Page, app: Running, leave: str) -> None:
    choose(page, app, 1)
    away(page, 2)
    page.goto(app.url + CARD)
    assert covered(page)
    if leave == "link":
        page.get_by_role("link", name="Close").click()
    else:
        for _ in range(3):
            page.keyboard.press(leave)
    page.wait_for_url(NEUTRAL)


def test_the_cover_page_has_no_barrier_and_shows_nothing_of_what_it_covers(
    page: Page, app: Running
) -> None:
    choose(page, app, 1)
    away(page, 2)
    page.goto(app.url + CARD)
    expect(page.locator(".veil")).to_be_visible()
    assert not re.search("silent|police|raincheck", page.locator("html").inner_text().lower())
    found = Axe().run(page, context=".veil")
    assert found.violations_count == 0, found.generate_report()


def test_a_start_page_leads_in_without_a_second_cover(page: Page, app: Running) -> None:
    choose(page, app, 1)
    away(page, 2)
    page.goto(f"{app.url}/en/us-ny/timer")
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("link", name="Kitchen timer").click()
    expect(page.locator("h1")).to_have_text("Police in front of me")


def test_deleting_everything_takes_the_choice_and_the_notes(page: Page, app: Running) -> None:
    choose(page, app, 15)
    page.goto(f"{app.url}/en/us-ny/notes")
    page.get_by_role("textbox").fill("Milk")
    page.goto(f"{app.url}/en/settings/delete")
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted")
    page.wait_for_timeout(1000)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("caches.keys()") == []
