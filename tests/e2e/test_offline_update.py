"""A newer library waits, whole, until the reader takes it; the older one stays whole until then."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from content.files import ROOT
from tests.e2e.running import Running, raincheck
from tests.e2e.visiting import learn, wait_for_library
from tests.e2e.wire import Wire, wire

HOME, CARD = "/en/us-ny/", "/en/us-ny/cards/silent"
OLD, NEW = "Staying silent", "Keeping quiet"
NEWER = "Newer cards are ready"


@dataclass
class Versions:
    """The app as it is, and as it will be: one card has another title."""

    old: Running
    new: Running


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    folder = tmp_path_factory.mktemp("versions")
    cards = folder / "content" / "cards"
    cards.mkdir(parents=True)
    silent = (ROOT / "cards" / "silent.md").read_text()
    (cards / "silent.md").write_text(silent.replace(f"title: {OLD}", f"title: {NEW}"))
    content = {"RAINCHECK_CONTENT_DIR": str(folder / "content")}
    with (
        raincheck("web", folder / "old") as old,
        raincheck("web", folder / "new", **content) as new,
    ):
        yield Versions(old, new)


@pytest.fixture
def line(versions: Versions) -> Iterator[Wire]:
    with wire(versions.old.url) as made:
        yield made


def title(page: Page, line: Wire) -> str:
    page.goto(line.url + CARD)
    return page.locator("h1").inner_text()


def libraries(page: Page) -> int:
    """How many whole libraries this device has."""
    found = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map((cacheName) => (
            caches.match('/.whole', { cacheName }))))).filter(Boolean).length"""
    )
    return int(found)


def fetch_newer(page: Page, line: Wire, versions: Versions) -> None:
    """Read the old cards, and have the new ones come meanwhile."""
    learn(page, line, HOME)
    line.app = versions.new.url
    page.goto(line.url + HOME)
    expect(page.get_by_text(NEWER)).to_be_visible()


def test_a_newer_library_is_shown_only_after_a_press_and_is_then_there_offline(
    page: Page, line: Wire, versions: Versions
) -> None:
    learn(page, line, HOME)
    line.down = True
    assert title(page, line) == OLD
    line.down, line.app = False, versions.new.url
    assert title(page, line) == OLD
    expect(page.get_by_text(NEWER)).to_be_visible()
    assert page.locator("h1").inner_text() == OLD
    line.down = True
    assert title(page, line) == OLD
    with page.expect_navigation():
        page.get_by_role("button", name="Show them").click()
    expect(page.locator("h1")).to_have_text(NEW)
    assert libraries(page) == 1
    assert title(page, line) == NEW
    expect(page.get_by_text(NEWER)).to_be_hidden()


def test_later_means_not_again_on_this_visit(page: Page, line: Wire, versions: Versions) -> None:
    fetch_newer(page, line, versions)
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text(NEWER)).to_have_count(0)
    assert title(page, line) == OLD
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(NEWER)).to_have_count(0)


@pytest.mark.parametrize("broken", ["/en/us-ny/library.json", "/static/search.js"])
def test_a_fetch_that_breaks_off_leaves_the_old_library_whole(
    page: Page, line: Wire, versions: Versions, broken: str
) -> None:
    learn(page, line, HOME)
    line.app, line.halfway = versions.new.url, broken
    if broken.startswith("/static/"):  # as when that file has changed as well
        page.evaluate(
            """async (path) => { for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                await cache.delete(path, { ignoreSearch: true });
            } }""",
            broken,
        )
    before = len(line.asked)
    page.goto(line.url + HOME)
    page.wait_for_timeout(1500)
    assert any(broken in asked for asked in line.asked[before:])
    line.down = True
    assert title(page, line) == OLD
    expect(page.get_by_text(NEWER)).to_have_count(0)
    assert libraries(page) == 1
    line.down, line.halfway = False, None
    page.goto(line.url + HOME)
    expect(page.get_by_text(NEWER)).to_be_visible()


def test_assets_that_are_not_those_of_its_pages_keep_a_library_from_being_whole(
    page: Page, line: Wire
) -> None:
    line.rewrites["/static/app.css"] = lambda body: body + b"/* of another version */"
    page.goto(line.url + HOME)
    page.wait_for_timeout(1500)
    assert libraries(page) == 0
    line.rewrites.clear()
    context = page.context.browser.new_context() if page.context.browser else page.context
    learn(context.new_page(), line, HOME)
    context.close()


def test_what_has_waited_for_a_day_is_taken_when_the_next_visit_begins(
    page: Page, context: BrowserContext, line: Wire, versions: Versions
) -> None:
    fetch_newer(page, line, versions)
    page.evaluate(
        """async () => { for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            const mark = await (await cache.match('/.whole')).json();
            mark.at -= 25 * 3600 * 1000;
            await cache.put('/.whole', new Response(JSON.stringify(mark)));
        } }"""
    )
    assert title(page, line) == OLD, "not in the middle of a visit"
    page.close()
    line.down = True
    later = context.new_page()
    assert title(later, line) == NEW


def test_a_server_that_is_busy_is_asked_again_during_the_same_visit(page: Page, line: Wire) -> None:
    line.busy["/en/us-ny/library.json"] = 1
    learn(page, line, HOME)
    assert line.asked.count("GET /en/us-ny/library.json") == 2
    line.down = True
    assert title(page, line) == OLD


def test_each_library_that_could_not_be_had_is_asked_for_again(page: Page, line: Wire) -> None:
    line.busy["/en/us-ca/library.json"] = line.busy["/en/us-ny/library.json"] = 1
    page.goto(line.url + "/en/us-ca/")
    page.wait_for_timeout(1500)
    learn(page, line, HOME)
    wait_for_library(page, "/en/us-ca/")


def test_a_connection_that_broke_off_is_tried_again_during_the_same_visit(
    page: Page, line: Wire
) -> None:
    line.halfway = "/static/search.js"
    page.goto(line.url + HOME)
    page.wait_for_timeout(1500)
    assert libraries(page) == 0
    line.halfway = None
    wait_for_library(page, HOME)
    line.down = True
    assert title(page, line) == OLD


def test_a_newer_worker_takes_over_only_after_a_press(page: Page, line: Wire) -> None:
    learn(page, line, HOME)
    line.rewrites["/sw.js"] = lambda body: body + b"\n// newer\n"
    page.evaluate("navigator.serviceWorker.ready.then((ready) => ready.update())")
    waiting = "navigator.serviceWorker.ready.then((ready) => Boolean(ready.waiting))"
    page.wait_for_function(waiting)
    page.goto(line.url + HOME)
    expect(page.get_by_text(NEWER)).to_be_visible()
    assert page.evaluate(waiting)
    with page.expect_navigation():
        page.get_by_role("button", name="Show them").click()
    expect(page.locator("h1")).to_be_visible()
    assert not page.evaluate(waiting)
    line.down = True
    assert title(page, line) == OLD
