"""What only a real browser can show: reading offline, leaving fast, holding, counting down."""

import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.running import Running, raincheck
from tests.peers.browser import EXECUTABLE, QUIET

PHONES = (f"+1202555{last:04}" for last in count(1000))
SAM = "+12025550122"
PHONE = {"width": 360, "height": 740}
NEUTRAL = "https://www.google.com/"
PAGES = (
    "/en/us-ny/",
    "/es/us-ny/",
    "/en/us-ny/cards/stopped",
    "/es/us-tx/cards/arrested",
    "/en/us-ny/cards/arrested#show-1",
    "/en/places?place=us-ny&card=stopped",
    "/en/checkin",
    "/en/contacts",
    "/en/settings",
    "/en/settings/delete",
    "/en/offline",
    "/en/nothing",
    "/c/nobody-has-this-token",
    f"/phone/{SAM}",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    instance = tmp_path_factory.mktemp("browser")
    quick = {"RAINCHECK_MIN_TIMER": "5s", "RAINCHECK_REMINDER": "1s"}
    with raincheck("serve", instance, **quick) as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport=PHONE, has_touch=True)
    made.route(NEUTRAL + "**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def befriend(page: Page, app: Running) -> str:
    """Give this browser's person one contact, who says yes; the contact's number."""
    sam = next(PHONES)
    page.goto(f"{app.url}/en/contacts?place=us-ny")
    page.get_by_label("Name").fill("Sam")
    page.get_by_label("Mobile number").fill(sam)
    page.get_by_role("button", name="Ask them").click()
    page.goto(newest_link(page, app, sam))
    page.get_by_role("button", name="Yes, tell me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are a trusted contact")
    page.goto(f"{app.url}/en/checkin")
    return sam


def newest_link(page: Page, app: Running, phone: str, *, texts: int = 1) -> str:
    """The link in the newest text, once the phone has been sent that many with one."""
    page.goto(f"{app.url}/phone/{phone}")
    links = page.locator("#texts a")
    expect(links).to_have_count(texts)
    return str(links.last.get_attribute("href"))


def start(page: Page, minutes: int) -> None:
    page.locator(f"label[for=m{minutes}]").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()


def learn(page: Page, app: Running, home: str) -> None:
    """Visit once and wait until the library for it is whole on this device."""
    page.goto(app.url + home)
    whole = """async (home) => {
        const names = await caches.keys();
        const marks = await Promise.all(names.map((cacheName) => (
            caches.match('/.whole', { cacheName }))));
        const libraries = await Promise.all(marks.filter(Boolean).map((mark) => mark.json()));
        return libraries.some((library) => library.home === home);
    }"""
    deadline = time.monotonic() + 20
    while not page.evaluate(whole, home):
        assert time.monotonic() < deadline, "The library never arrived."
        page.wait_for_timeout(50)


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
    link = page.get_by_role("link", name=re.compile("Start a timer"))
    assert str(link.get_attribute("href")).endswith("?&body=IN%202H")


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


def test_holding_sos_tells_everyone_and_a_short_press_only_asks(page: Page, app: Running) -> None:
    befriend(page, app)
    summary = page.locator(".sos summary")
    summary.click()
    expect(page.get_by_role("button", name="Yes, tell everyone now")).to_be_visible()
    expect(page.get_by_role("heading", name="Check-in")).to_be_visible()
    summary.click()

    summary.scroll_into_view_if_needed()
    summary.hover()
    page.mouse.down()
    expect(page.get_by_role("heading", name="Your contacts are being told now")).to_be_visible()
    page.mouse.up()


def test_letting_go_of_sos_early_tells_nobody(page: Page, app: Running) -> None:
    befriend(page, app)
    summary = page.locator(".sos summary")
    summary.hover()
    page.mouse.down()
    page.wait_for_timeout(700)
    page.mouse.up()
    page.wait_for_timeout(1500)
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_the_countdown_runs_on_its_own_and_the_umbrella_closes_with_it(
    page: Page, app: Running
) -> None:
    befriend(page, app)
    page.clock.install()
    start(page, 30)
    left = page.locator(".ring .left")
    expect(left).to_have_text("30")
    expect(page.locator(".ring .up")).to_have_count(8)
    page.clock.run_for(16 * 60 * 1000)
    expect(left).to_have_text(re.compile("13|14"))
    expect(page.locator(".ring .up")).to_have_count(4)
    page.clock.run_for(5 * 60 * 1000)
    expect(left).to_have_text(re.compile(r"[89]:\d\d"))


def test_the_page_follows_the_timer_without_a_reload(page: Page, app: Running) -> None:
    befriend(page, app)
    start(page, 30)
    other = page.context.new_page()
    other.goto(app.url + "/en/checkin")
    other.get_by_role("button", name="I'm OK").click()
    other.close()
    page.evaluate("dispatchEvent(new Event('look'))")
    expect(page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_can_find(page: Page, app: Running, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for where in PAGES:
        page.goto(app.url + where)
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
    page.get_by_role("button", name="Yes, tell everyone now").click()
    expect(page.get_by_role("heading", name="Your contacts are being told now")).to_be_visible()
    seen.append(Axe().run(page))
    page.goto(newest_link(page, app, sam, texts=2))
    seen.append(Axe().run(page))
    page.get_by_role("button", name="Show what happened").click()
    seen.append(Axe().run(page))
    page.get_by_role("button", name="I'm on it").click()
    seen.append(Axe().run(page))
    page.goto(app.url + "/en/checkin")
    seen.append(Axe().run(page))
    page.get_by_role("button", name="I'm OK").click()
    seen.append(Axe().run(page))
    page.goto(app.url + "/en/contacts")
    seen.append(Axe().run(page))
    assert [found.generate_report() for found in seen if found.violations_count] == []


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
