"""The app before a real browser, on a clock that the test moves: hours of a check-in in seconds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page
from werkzeug.serving import make_server

from peers.phones import Phones, table
from peers.ports import free_port
from webapp import create_app

SAM, KIM = "+12025550122", "+12025550133"
MINUTE = timedelta(minutes=1)


@dataclass
class Theatre:
    """The app at `url`, and the phones that it texts."""

    url: str
    phones: Phones

    def wait(self, minutes: int = 0) -> None:
        self.phones.wait(minutes * MINUTE)

    def link(self, phone: str) -> str:
        """The newest link that the phone has been sent."""
        self.wait()
        return self.url + str(re.findall(r"/c/[\w-]+", "\n".join(self.phones.inbox(phone)))[-1])

    def befriend(self, page: Page, other: Page, **phones: str) -> None:
        """Give the person on `page` these contacts, by name; each says yes on `other`."""
        for name, phone in phones.items():
            page.goto(f"{self.url}/en/contacts?place=us-ny")
            page.locator("#name").fill(name)
            page.locator("#phone").fill(phone)
            press(page, "add")
            other.goto(self.link(phone))
            press(other, "yes")
        page.goto(f"{self.url}/en/checkin")


def press(page: Page, button: str) -> None:
    """Press the first button with this value, and wait for where it leads."""
    with page.expect_navigation(wait_until="load"):
        page.locator(f"button[value={button}]").first.click()


@contextmanager
def theatre(folder: Path) -> Iterator[Theatre]:
    with table(folder) as phones:
        port = free_port()
        server = make_server("127.0.0.1", port, create_app(phones.parts), threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Theatre(f"http://127.0.0.1:{port}", phones)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
