"""Buttons pressed without a connection: said loudly, kept, and sent as soon as there is one."""

import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.offline import NOT_SENT, OK, cut, kept, mend, press_ok_in_vain, running, texts, until
from tests.e2e.running import Running, raincheck
from tests.e2e.visiting import befriend, learn
from tests.e2e.wire import Wire

CLOSED = re.compile(r"Sent at .+: your timer is closed")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    quick = {"RAINCHECK_MIN_TIMER": "1s", "RAINCHECK_REMINDER": "1s", "RAINCHECK_GRACE": "2s"}
    with raincheck("serve", tmp_path_factory.mktemp("unsent"), **quick) as running:
        yield running


@pytest.mark.promise("“I'm OK” pressed without a connection is kept, and arrives later.", of=1)
def test_an_ok_pressed_offline_says_so_survives_a_reload_and_arrives(
    page: Page, context: BrowserContext, line: Wire, app: Running
) -> None:
    sam = running(page, line)
    cut(context, line)
    page.get_by_role("button", name=OK).click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    expect(page.get_by_text(re.compile(r"will be told at \d+:\d\d .M unless"))).to_be_visible()
    link = page.get_by_role("link", name="Text OK instead")
    assert str(link.get_attribute("href")).endswith("?&body=OK")
    page.reload()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    mend(context, line)
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible(timeout=20_000)
    assert '"act"' not in kept(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="My check-in").click()
    expect(page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()
    assert "did not check in" not in texts(page, app, sam)


def test_an_ok_that_arrives_after_the_alert_sends_the_all_clear(
    page: Page, context: BrowserContext, line: Wire, app: Running
) -> None:
    learn(page, line, "/en/us-ny/")
    sam = befriend(page, line)
    page.evaluate("document.querySelector('#m30').value = 'other'")
    page.evaluate("document.querySelector('[name=minutes_chosen]').checked = true")
    page.evaluate("document.querySelector('[name=minutes]').value = '1'")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()
    cut(context, line)
    page.get_by_role("button", name=OK).click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    deadline = time.monotonic() + 90
    while "did not check in" not in texts(page, app, sam):
        assert time.monotonic() < deadline
        page.wait_for_timeout(1000)
    page.reload()
    expect(page.get_by_text("know nothing of this").locator("visible=true")).to_have_count(1)
    mend(context, line)
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible(timeout=20_000)
    until(page, app, sam, "All clear")


def test_what_is_kept_is_sent_in_the_background_with_no_page_open(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    running(page, line)
    devtools = context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(
            each["registrationId"] for each in event["registrations"]
        ),
    )
    devtools.send("ServiceWorker.enable")
    cut(context, line)
    page.get_by_role("button", name=OK).click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    page.goto("about:blank")
    mend(context, line)
    devtools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": line.url,
            "registrationId": registrations[-1],
            "tag": "unsent",
            "lastChance": False,
        },
    )
    deadline = time.monotonic() + 15
    while "POST /en/checkin" not in line.asked[-3:]:
        assert time.monotonic() < deadline, line.asked[-5:]
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    page.goto(line.url + "/en/checkin")
    expect(page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()


def test_opening_the_check_in_with_a_connection_sends_first_what_was_kept(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    press_ok_in_vain(page, context, line)
    page.goto("about:blank")
    context.clear_cookies(name="form")  # as when the browser was closed in between
    mend(context, line)
    page.wait_for_timeout(5000)
    page.goto(line.url + "/en/checkin")
    expect(page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()


def test_a_server_in_need_has_not_answered(page: Page, context: BrowserContext, line: Wire) -> None:
    press_ok_in_vain(page, context, line)
    line.rewrites["/en/checkin"] = lambda _: b"<h1>Sign in to this network</h1>"
    mend(context, line)
    page.wait_for_timeout(1500)
    assert json.loads(kept(page).splitlines()[-1])["act"] == "ok"
    line.rewrites.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible(timeout=20_000)


def test_more_time_pressed_offline_arrives_too(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    running(page, line)
    ends = page.locator("[data-due]").get_attribute("data-due")
    cut(context, line)
    page.get_by_role("button", name="+30 min").click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    assert page.get_by_role("link", name="Text +30 instead").is_visible()
    mend(context, line)
    expect(page.get_by_role("heading", name=re.compile("30 minutes more"))).to_be_visible()
    page.get_by_role("link", name="My check-in").click()
    expect(page.locator("[data-due]")).not_to_have_attribute("data-due", str(ends))
