"""Albums: pictures of pages, numbered as they are taken, in build/screens/."""

import os
import re
from itertools import count

from playwright.sync_api import Browser, Page, ViewportSize

from tests import ROOT

TAKEN = ROOT / "build" / "screens"
PHONE: ViewportSize = {"width": 360, "height": 740}
SMALL: ViewportSize = {"width": 320, "height": 568}
# Letters in their own font, and whatever a script does to a page that has just come.
_SETTLED = """() => document.fonts.ready.then(() => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(done))))"""


class Album:
    """Pictures of one walk, numbered as they are taken."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        name: str,
        theme: str = "light",
        size: ViewportSize = PHONE,
    ) -> None:
        self._name, self._url, self._numbers = name, url, count(1)
        context = browser.new_context(
            viewport=size,
            color_scheme="dark" if theme == "dark" else "light",
            timezone_id="America/New_York",
            locale="en-US",
            # What a phone keeps is shorter than what is served, and when it is there nobody knows.
            service_workers="block",
        )
        self.page: Page = context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self._url + path)

    def press(self, button: str) -> None:
        """Press a button that leads to another page, and wait until that is all there."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=button).first.click()

    def take(self, step: str) -> None:
        self.page.evaluate(_SETTLED)
        take(self.page, f"{self._name}-{next(self._numbers):02}-{step}")

    def text(self, phone: str, body: str) -> None:
        self.go(f"/phone/{phone}")
        self.page.locator("#body").fill(body)
        self.press("Send")

    def prove(self, phone: str, body: str) -> None:
        """A text, and then the two digits that the answer to it asks for."""
        self.text(phone, body)
        shown = self.page.locator("#texts").inner_text()
        self.text(phone, re.findall(r"reply (\d\d)\.", shown)[-1])

    def read(self, phone: str, words: str) -> None:
        """Look at a basic phone that has been sent these words."""
        self.go(f"/phone/{phone}")
        assert words in self.page.locator("#texts").inner_text(), f"{phone} was not sent {words!r}"


def take(page: Page, name: str) -> None:
    """A picture of what the page shows now, as `name`."""
    page.screenshot(path=TAKEN / f"{name}.png", animations="disabled")


def leave(page: Page, what: str) -> None:
    """A picture for whoever looks into a run of CI, of a page that a test has before it anyway.
    Elsewhere nobody would look."""
    if os.environ.get("CI"):
        take(page, re.sub(r"\W+", "-", what).strip("-"))


def clear() -> None:
    """Nothing of an earlier walk may pass for one of this."""
    for old in TAKEN.glob("*.png"):
        old.unlink()
