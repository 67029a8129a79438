"""Notifications in a real browser: turned on, shown, answered from where they stand."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from peers import PushService
from peers.ports import free_port
from tests.e2e.handset import Handset, held, reminded, turn_on
from tests.e2e.running import Running, raincheck

QUICK = {"RAINCHECK_MIN_TIMER": "5s", "RAINCHECK_REMINDER": "1795s"}  # five seconds from the start


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, push_service: PushService) -> Iterator[Running]:
    instance = tmp_path_factory.mktemp("push")
    hosts = {"RAINCHECK_PUSH_HOSTS": push_service.origin}
    with raincheck("serve", instance, **QUICK, **hosts) as running:
        yield running


@pytest.fixture
def handset(chromium: Browser, app: Running, push_service: PushService) -> Iterator[Handset]:
    with held(chromium, app, push_service) as made:
        yield made


def test_a_reminder_shows_two_buttons_and_ok_closes_the_timer_from_there(handset: Handset) -> None:
    reminded(handset)
    [note] = handset.shown()
    assert note["title"] == "Raincheck"
    assert note["actions"] == ["I'm OK", "+30 min"]
    handset.press("ok")
    handset.until("Closed. Good that you are safe.")
    assert len(handset.shown()) == 1  # the answer took the reminder's place
    handset.page.reload()
    expect(handset.page.get_by_role("heading", name="Closed: you are safe")).to_be_visible()


def test_more_time_is_added_from_there_once(handset: Handset) -> None:
    reminded(handset)
    handset.press("more")
    handset.until("Timer now runs until")
    [first] = handset.shown()
    handset.delivered = 0
    handset.deliver(1)
    handset.until("Your timer ends at")
    handset.press("more")
    handset.until("Timer now runs until")
    assert handset.shown() == [first]


@dataclass(frozen=True)
class Stranded:
    """A phone with a reminder on it, whose web has gone."""

    phone: Handset
    port: int
    start: Callable[[], AbstractContextManager[Running]]


@pytest.fixture
def stranded(chromium: Browser, push_service: PushService, tmp_path: Path) -> Iterator[Stranded]:
    port = free_port()
    settings = QUICK | {"RAINCHECK_PUSH_HOSTS": push_service.origin}
    start = partial(raincheck, "serve", tmp_path, port=port, **settings)
    with start() as app, held(chromium, app, push_service) as phone:
        reminded(phone)
        app.process.terminate()
        app.process.wait(20)
        yield Stranded(phone, port, start)


def test_a_press_without_a_connection_is_kept_and_arrives_later(stranded: Stranded) -> None:
    phone = stranded.phone
    phone.press("ok")
    phone.until("Not sent yet: no connection. We keep trying")
    with stranded.start() as app:
        phone.page.goto(f"{app.url}/en/us-ny/")
        phone.until("Closed. Good that you are safe.")
        phone.page.goto(f"{app.url}/en/checkin")
        closed = phone.page.get_by_role("heading", name="Closed: you are safe")
        expect(closed).to_be_visible()


def test_a_press_on_a_connection_that_hangs_is_said_not_to_have_arrived(
    stranded: Stranded,
) -> None:
    with socket.create_server(("127.0.0.1", stranded.port)):  # takes what comes and says nothing
        stranded.phone.press("ok")
        stranded.phone.until("Not sent yet: no connection. We keep trying")


def test_with_pins_the_button_opens_the_page_at_the_pin_and_closes_nothing(
    handset: Handset,
) -> None:
    handset.page.goto(f"{handset.app.url}/en/settings")
    handset.page.get_by_text("Choose a safe PIN and a danger PIN").click()
    handset.page.get_by_label("Safe PIN").fill("1234")
    handset.page.get_by_label("Danger PIN").fill("9876")
    handset.page.get_by_role("button", name="Set both PINs").click()
    reminded(handset, pin="1234")
    worker = handset.context.service_workers[0]
    # A browser opens a window only for a press of the person's own, which no test can make.
    worker.evaluate(
        """() => {
            clients.matchAll = async () => [];
            clients.openWindow = async (address) => { self.opened = address; };
        }"""
    )
    handset.press("ok")
    handset.page.wait_for_timeout(500)
    opened = worker.evaluate("self.opened")
    assert opened == f"{handset.app.url}/en/checkin#pin"
    handset.page.goto(opened)
    expect(handset.page.locator("#pin")).to_be_in_viewport()
    expect(handset.page.get_by_role("heading", name=re.compile("Ends at"))).to_be_visible()


def test_an_alert_that_is_turned_off_again_says_so(handset: Handset) -> None:
    turn_on(handset)
    handset.page.reload()
    expect(handset.page.get_by_text("On: notifications come to this phone.")).to_be_visible()
    handset.page.get_by_role("button", name="Turn them off").click()
    expect(handset.page.get_by_role("button", name="Get reminders on this phone")).to_be_visible()
    handset.page.reload()
    expect(handset.page.get_by_role("button", name="Get reminders on this phone")).to_be_visible()


def test_a_browser_that_blocks_or_lacks_notifications_is_told_why(
    chromium: Browser, app: Running
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{app.url}/en/settings")
    page.get_by_role("button", name="Get reminders on this phone").click()
    expect(page.get_by_text("This browser blocks our notifications.")).to_be_visible()
    context.add_init_script("delete window.PushManager;")
    page.reload()
    expect(page.get_by_text("This browser cannot take notifications.")).to_be_visible()
    context.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false });")
    page.reload()
    expect(page.get_by_text("works from the home screen only")).to_be_visible()
    context.close()


def test_what_no_push_service_of_ours_would_take_is_said(handset: Handset) -> None:
    handset.context.add_init_script(
        """PushManager.prototype.subscribe = async () => ({
            endpoint: 'https://evil.example/x',
            toJSON: () => ({ endpoint: 'https://evil.example/x', keys: {} }),
        });"""
    )
    handset.page.goto(f"{handset.app.url}/en/settings")
    handset.page.get_by_role("button", name="Get reminders on this phone").click()
    expect(handset.page.get_by_text("That did not work")).to_be_visible()


def test_a_contact_by_link_is_reached_by_the_notification_alone(
    chromium: Browser, app: Running, push_service: PushService
) -> None:
    me = chromium.new_context().new_page()
    me.goto(f"{app.url}/en/contacts?place=us-ny")
    me.get_by_text("Invite by link or QR code").click()
    me.get_by_label("What you call them").fill("Sam")
    me.get_by_role("button", name="Make the link").click()
    link = me.locator("#link").input_value()
    with held(chromium, app, push_service) as sam:
        sam.page.goto(link)
        sam.page.get_by_role("button", name="Yes, tell me").click()
        expect(sam.page.get_by_text("we cannot reach you yet")).to_be_visible()
        sam.page.get_by_role("button", name="Get alerts on this phone").click()
        expect(sam.page.get_by_text("You can be reached.")).to_be_visible()
        sam.listen()
        me.goto(f"{app.url}/en/checkin")
        me.locator(".sos summary").click()
        me.get_by_role("button", name="Yes, tell everyone now").click()
        told = sam.deliver(1)
        [note] = sam.shown()
        assert note["body"].endswith("asks for help now. Open to see what you can do.")
        sam.page.goto(told["navigate"])
        sam.page.get_by_role("button", name="Show what happened").click()
        sam.page.get_by_role("button", name="I'm on it").click()
        expect(sam.page.get_by_role("heading", name="You are on it")).to_be_visible()
    me.context.close()
