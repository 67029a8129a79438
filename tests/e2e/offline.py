"""A phone whose connection goes and comes back, for every test that needs it."""

import time

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.running import Running
from tests.e2e.visiting import befriend, learn, start
from tests.e2e.wire import Wire

OK = "I'm OK"
NOT_SENT = "NOT SENT YET: no connection"


def cut(context: BrowserContext, line: Wire) -> None:
    line.down = True
    context.set_offline(True)


def mend(context: BrowserContext, line: Wire) -> None:
    line.down = False
    context.set_offline(False)


def running(page: Page, line: Wire, minutes: int = 30) -> str:
    """A timer runs, its page is open, and the library is here; the contact's number."""
    learn(page, line, "/en/us-ny/")
    sam = befriend(page, line)
    start(page, minutes)
    return sam


def press_ok_in_vain(page: Page, context: BrowserContext, line: Wire) -> None:
    """A timer runs, the connection goes, "I'm OK" is pressed, and the page says that it waits."""
    running(page, line)
    cut(context, line)
    page.get_by_role("button", name=OK).click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()


def texts(page: Page, app: Running, phone: str) -> str:
    other = page.context.browser.new_page() if page.context.browser else page
    other.goto(f"{app.url}/phone/{phone}")
    found = other.locator("#texts").inner_text()
    other.close()
    return found


def until(page: Page, app: Running, phone: str, words: str) -> None:
    deadline = time.monotonic() + 30
    while words not in texts(page, app, phone):
        assert time.monotonic() < deadline, texts(page, app, phone)
        page.wait_for_timeout(300)


def kept(page: Page) -> str:
    """Everything that this origin has stored on the device but the library, as text."""
    return str(
        page.evaluate(
            """async () => {
                const found = [localStorage, sessionStorage].map((each) => (
                    JSON.stringify({ ...each })));
                for (const base of await indexedDB.databases()) found.push(base.name);
                for (const name of await caches.keys()) {
                    if (name.startsWith('library ')) continue;
                    const cache = await caches.open(name);
                    for (const each of await cache.matchAll()) found.push(await each.text());
                }
                return found.join('\\n');
            }"""
        )
    )
