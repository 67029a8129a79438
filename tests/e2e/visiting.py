"""What people do on the pages, for every test that needs it done."""

import re
import time
from itertools import count

from playwright.sync_api import Page, expect

from tests.e2e.running import Running
from tests.e2e.wire import Wire

Reached = Running | Wire
PHONES = (f"+1202555{last:04}" for last in count(1000))
SAM = "+12025550122"
NEUTRAL = "https://www.google.com/"


def befriend(page: Page, app: Reached, *, pin: str = "") -> str:
    """Give this browser's person one contact, who says yes; the contact's number. `pin`: hers, if
    she has set one."""
    sam = next(PHONES)
    page.goto(f"{app.url}/en/contacts?place=us-ny")
    page.locator("#name").fill("Sam")
    page.get_by_label("Mobile number").fill(sam)
    if pin:
        page.locator("#pin-add").fill(pin)
    page.get_by_role("button", name="Ask them").click()
    page.goto(newest_link(page, app, sam))
    page.get_by_role("button", name="Yes, tell me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are a trusted contact")
    page.goto(f"{app.url}/en/checkin")
    return sam


def newest_link(page: Page, app: Reached, phone: str, *, texts: int = 1) -> str:
    """The link in the newest text, once the phone has been sent that many with one."""
    page.goto(f"{app.url}/phone/{phone}")
    links = page.locator("#texts a")
    expect(links).to_have_count(texts)
    return str(links.last.get_attribute("href"))


def start(page: Page, minutes: int) -> None:
    page.locator(f"label[for=m{minutes}]").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()


def learn(page: Page, app: Reached, home: str) -> None:
    """Visit once and wait until the library for it is whole on this device."""
    page.goto(app.url + home)
    wait_for_library(page, home)


def wait_for_library(page: Page, home: str) -> None:
    """Wait until the library of this home is whole on this device."""
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
