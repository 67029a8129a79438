"""Every state of the app that an address alone does not bring about, one after the other."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.running import Running
from tests.e2e.visiting import befriend, newest_link, start


def states(page: Page, app: Running) -> Iterator[str]:
    """Bring the page into one state after the other; what each is."""
    page.goto(app.url + "/en/us-ny/show")
    page.get_by_role("link", name="I am hurt").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "a sentence shown"
    sam = befriend(page, app)
    yield "ready for a check-in"
    start(page, 60)
    yield "a timer running"
    page.locator(".sos summary").click()
    yield "SOS asked back"
    _press(page, "Yes, tell everyone now")
    yield "contacts being told"
    alert = newest_link(page, app, sam, texts=2)
    page.goto(alert)
    yield "an alert before the press"
    _press(page, "Show what happened")
    yield "an alert"
    _press(page, "I'm on it")
    yield "an alert that someone is on"
    page.goto(app.url + "/en/checkin")
    yield "someone on it"
    _press(page, "I'm OK")
    yield "a check-in just closed"
    page.goto(app.url + "/en/settings")
    page.get_by_role("button", name="Show my code").click()
    expect(page.locator(".code")).to_be_visible()
    yield "a check-in code"
    page.goto(alert)
    yield "an alert that is over"


def _press(page: Page, name: str) -> None:
    """Press a button that leads to another page, and wait until that is all there."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()
