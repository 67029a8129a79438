"""The end of a timer is the same time on the page as in our texts, wherever the browser is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import PHONE
from tests.e2e.theatre import SAM, Theatre, press

TIME = re.compile(r"<time [^>]*>([^<]+)</time>")


@pytest.fixture
def me(chromium: Browser, play: Theatre) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, service_workers="block", timezone_id="Asia/Tokyo"
    )
    page = context.new_page()
    play.befriend(page, chromium.new_context().new_page(), Sam=SAM)
    yield page
    context.close()


def test_a_browser_in_another_zone_shows_the_end_as_the_server_wrote_it(
    me: Page, play: Theatre
) -> None:
    me.goto(f"{play.url}/en/checkin")
    press(me, "start")
    written = TIME.findall(me.request.get(f"{play.url}/en/checkin").text())
    me.wait_for_timeout(500)
    assert written
    assert me.locator("time").all_inner_texts() == written
