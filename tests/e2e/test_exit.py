"""Leaving fast: from every page and state, covered at once, nothing sent, no way back to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from peers.browser import EXECUTABLE, QUIET
from tests.e2e.conftest import PHONE
from tests.e2e.leaving import Leaving
from tests.e2e.running import Running
from tests.e2e.states import states
from tests.e2e.visiting import NEUTRAL


@pytest.fixture
def leaving(chromium: Browser) -> Iterator[Leaving]:
    # What a service worker fetches of its own accord has nothing to do with leaving.
    context = chromium.new_context(viewport=PHONE, service_workers="block")
    yield Leaving(context)
    context.close()


def check(leaving: Leaving, where: str) -> None:
    """After the press: covered, a neutral title, one request, which says nothing of us."""
    leaving.until_asked()
    assert leaving.covered, where
    assert leaving.page.title() == "Loading…", where
    assert [request.url for request in leaving.sent] == [NEUTRAL], where
    assert "referer" not in leaving.sent[0].headers, where
    leaving.arrive()


@pytest.mark.promise(
    "One press on any page covers it at once, and nothing is sent before you leave.", of=3
)
def test_one_press_on_any_page_covers_it_at_once_and_sends_nothing_to_us(
    leaving: Leaving, app: Running, addresses: list[str]
) -> None:
    for where in addresses:
        leaving.page.goto(app.url + where)
        leaving.watch()
        leaving.press()
        check(leaving, where)


@pytest.mark.parametrize("key", ["Shift", "Escape"])
def test_three_presses_of_a_key_do_the_same_on_any_page(
    leaving: Leaving, app: Running, addresses: list[str], key: str
) -> None:
    for where in addresses:
        leaving.page.goto(app.url + where)
        leaving.watch()
        for _ in range(3):
            leaving.page.keyboard.press(key)
        check(leaving, where)


@pytest.mark.promise("After you leave, Back does not show our pages.", of=3)
def test_back_finds_the_cover_on_every_page(
    leaving: Leaving, app: Running, addresses: list[str]
) -> None:
    page = leaving.page
    for where in addresses:
        for before in (NEUTRAL, f"{app.url}/en/us-ny/", f"{app.url}/en/us-ny/cards/silent"):
            page.goto(before)
        page.goto(app.url + where)
        leaving.press()
        page.wait_for_url(NEUTRAL)
        for _ in range(2):
            leaving.watch()
            leaving.back()
            leaving.until_asked()
            assert leaving.covered, where
            leaving.arrive()
        leaving.back()
        page.wait_for_timeout(200)
        expect(page.get_by_role("heading")).to_have_text("Weather")


def test_every_state_is_left_as_fast_and_sends_nothing_while_the_other_page_is_slow(
    leaving: Leaving, app: Running
) -> None:
    for state in states(leaving.page, app):
        here = leaving.page.url
        leaving.watch()
        leaving.press()
        leaving.until_asked()
        assert leaving.covered, state
        leaving.page.wait_for_timeout(5500)  # longer than a page waits before it asks us for news
        check(leaving, state)
        leaving.page.goto(here)
        if state == "SOS asked back":
            leaving.page.locator(".sos summary").click()
        if state == "an alert":
            leaving.page.get_by_role("button", name="Show what happened").click()


def test_back_finds_the_cover_where_the_browser_had_kept_the_page_whole(
    keeping: Browser, app: Running
) -> None:
    context = keeping.new_context(viewport=PHONE, service_workers="block")
    leaving = Leaving(context)
    page, kept = leaving.page, []
    page.on("console", lambda message: kept.append(message.text))
    page.add_init_script("addEventListener('pageshow', (event) => console.log(event.persisted));")
    page.goto(app.url + "/en/us-ny/")
    page.goto(app.url + "/en/us-ny/cards/stopped")
    leaving.back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Police in front of me")
    assert "true" in kept
    page.goto(app.url + "/en/us-ny/cards/silent")
    kept.clear()
    leaving.press()
    page.wait_for_url(NEUTRAL)
    leaving.watch()
    leaving.back()
    leaving.until_asked()
    assert "true" in kept
    assert leaving.covered
    leaving.arrive()
    context.close()


@pytest.fixture
def keeping(chromium: Browser) -> Iterator[Browser]:
    """A browser that puts pages away whole, as phones do, and tests' browsers do not."""
    browser = chromium.browser_type.launch(
        executable_path=EXECUTABLE,
        chromium_sandbox=False,
        args=list(QUIET),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


def test_forward_and_the_start_page_after_leaving(leaving: Leaving, app: Running) -> None:
    page = leaving.page
    for where in (NEUTRAL, f"{app.url}/en/us-ny/", f"{app.url}/en/us-ny/cards/silent"):
        page.goto(where)
    leaving.press()
    page.wait_for_url(NEUTRAL)
    for _ in range(2):
        leaving.back()
        page.wait_for_timeout(300)
        page.wait_for_url(NEUTRAL)
    page.evaluate("setTimeout(() => history.forward())")
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading")).to_have_text("Weather")
    page.goto(app.url + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Police in front of me")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="You are arrested").click()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Police in front of me")


def test_it_is_said_to_a_screen_reader_in_a_word_that_gives_nothing_away(
    leaving: Leaving, app: Running
) -> None:
    leaving.page.goto(app.url + "/en/us-ny/")
    leaving.watch()
    leaving.press()
    leaving.until_asked()
    expect(leaving.page.get_by_role("alert")).to_have_text("Loading…")
    leaving.arrive()


def test_it_leaves_where_the_browser_allows_no_storage(leaving: Leaving, app: Running) -> None:
    leaving.page.add_init_script(
        """Object.defineProperty(window, 'sessionStorage', {
            get() { throw new DOMException('blocked', 'SecurityError'); } });"""
    )
    for leave in (leaving.press, lambda: [leaving.page.keyboard.press("Shift") for _ in range(3)]):
        leaving.page.goto(app.url + "/en/us-ny/cards/stopped")
        leaving.watch()
        leave()
        check(leaving, "without storage")


def test_without_a_script_the_button_is_a_link_that_says_nothing_of_us(
    chromium: Browser, app: Running
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    leaving = Leaving(context)
    leaving.page.goto(app.url + "/en/us-ny/cards/stopped#show-1")
    leaving.sent.clear()
    leaving.press()
    leaving.page.wait_for_url(NEUTRAL)
    assert [request.url for request in leaving.sent] == [NEUTRAL]
    assert "referer" not in leaving.sent[0].headers
    context.close()


def test_writing_in_capitals_holding_a_key_and_slow_presses_do_not_leave(
    page: Page, app: Running
) -> None:
    page.goto(app.url + "/en/us-ny/search")
    page.locator("#q").focus()
    for letter in "ABC":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    for _ in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    for _ in range(3):
        page.wait_for_timeout(900)
        page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url.startswith(app.url)
    page.locator("#q").focus()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)


def test_a_page_that_keeps_keys_and_presses_to_itself_is_left_all_the_same(
    leaving: Leaving, app: Running
) -> None:
    for leave in (leaving.press, lambda: [leaving.page.keyboard.press("Escape") for _ in range(3)]):
        leaving.page.goto(app.url + "/en/us-ny/")
        leaving.page.evaluate(
            """for (const kind of ['keydown', 'click']) {
                document.addEventListener(kind, (event) => event.stopPropagation(), true);
            }"""
        )
        leaving.watch()
        leave()
        check(leaving, "kept to itself")
