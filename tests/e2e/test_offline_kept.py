"""What is kept of a press without a connection, what never is, and what it must not do later."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.offline import NOT_SENT, OK, cut, kept, mend, press_ok_in_vain, running, until
from tests.e2e.running import Running
from tests.e2e.visiting import befriend, learn, start
from tests.e2e.wire import Wire


def test_what_was_taken_back_is_never_sent(page: Page, context: BrowserContext, line: Wire) -> None:
    running(page, line)
    cut(context, line)
    page.get_by_role("button", name=OK).click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_hidden()
    mend(context, line)
    page.goto(line.url + "/en/checkin")
    expect(page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()


def test_an_ok_for_a_timer_that_is_over_leaves_the_next_one_running(
    page: Page, context: BrowserContext, line: Wire, app: Running
) -> None:
    press_ok_in_vain(page, context, line)
    assert context.browser
    other = context.browser.new_context(storage_state=context.storage_state())
    elsewhere = other.new_page()
    elsewhere.goto(app.url + "/en/checkin")
    elsewhere.get_by_role("button", name=OK).click()
    start(elsewhere, 60)
    mend(context, line)
    expect(page.get_by_role("heading", name=re.compile("nothing was changed"))).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()
    other.close()


def test_an_sos_pressed_offline_is_kept_without_its_note_and_sent(
    page: Page, context: BrowserContext, line: Wire, app: Running
) -> None:
    learn(page, line, "/en/us-ny/")
    sam = befriend(page, line)
    page.locator("#plan").fill("Blue door, room 12")
    cut(context, line)
    page.locator(".sos summary").click()
    page.get_by_role("button", name="Yes, tell everyone now").click()
    expect(page.get_by_role("heading", name="SOS NOT SENT YET")).to_be_visible()
    link = str(page.get_by_role("link", name="Text SOS now").first.get_attribute("href"))
    assert link.endswith("?&body=SOS%20Blue%20door%2C%20room%2012")
    assert "Blue door" not in kept(page)
    mend(context, line)
    expect(page.get_by_role("heading", name=re.compile("we have your SOS"))).to_be_visible()
    until(page, app, sam, "asks for help")


@pytest.mark.parametrize("pin", ["1234", "98765"], ids=["safe", "danger"])
def test_an_ok_with_a_pin_is_refused_and_no_pin_is_kept(
    page: Page, context: BrowserContext, line: Wire, pin: str
) -> None:
    learn(page, line, "/en/us-ny/")
    befriend(page, line)
    page.goto(line.url + "/en/settings")
    page.get_by_text("Choose a safe PIN and a danger PIN").click()
    page.get_by_label("Safe PIN").fill("1234")
    page.get_by_label("Danger PIN").fill("98765")
    page.get_by_role("button", name="Set both PINs").click()
    page.goto(line.url + "/en/checkin")
    start(page, 30)
    cut(context, line)
    page.locator("#pin").fill(pin)
    page.get_by_role("button", name=OK).click()
    expect(page.get_by_role("heading", name="NOT CLOSED: no connection")).to_be_visible()
    seen = page.locator("main").inner_text() + page.content()
    assert pin not in seen
    assert pin not in kept(page)
    link = page.get_by_role("link", name="Text OK and your PIN")
    assert str(link.get_attribute("href")).endswith("?&body=OK%20")
    mend(context, line)
    page.goto(line.url + "/en/checkin")
    expect(page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()


def test_deleting_everything_takes_what_was_kept_too(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    press_ok_in_vain(page, context, line)
    line.rewrites["/en/checkin"] = lambda _: b"not yet"
    mend(context, line)
    page.goto(line.url + "/en/settings/delete")
    assert '"act":"ok"' in kept(page)
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("alert")).to_be_visible()  # a running timer stays with the server
    assert '"act":"ok"' not in kept(page)
