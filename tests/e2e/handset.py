"""A phone's browser that takes notifications, for every test that needs one."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

import peers
from peers import PushService
from tests.e2e.running import Running
from tests.e2e.visiting import befriend, start

# What a browser's own push service would hand out; ours is on loopback, and Chromium knows of none.
GIVEN = """(given) => {
    const made = {
        endpoint: given.endpoint,
        options: {},
        toJSON: () => {
            const { endpoint, ...keys } = given;
            return { endpoint, keys };
        },
    };
    PushManager.prototype.subscribe = async () => {
        localStorage.setItem('subscribed', given.endpoint);
        return made;
    };
    PushManager.prototype.getSubscription = async () => (
        localStorage.getItem('subscribed') === given.endpoint ? made : null);
}"""


@dataclass
class Handset:
    """A phone's browser that allows notifications, and the push service that reaches it."""

    context: BrowserContext
    page: Page
    app: Running
    pushes: PushService
    browser: peers.Browser
    registration: str = ""
    delivered: int = 0

    def listen(self) -> None:
        """Learn by which name the browser's own tools know our service worker."""
        self.tools: CDPSession = self.context.new_cdp_session(self.page)
        seen: list[dict[str, Any]] = []
        self.tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: seen.append(event))
        self.tools.send("ServiceWorker.enable")
        for _ in range(100):
            ours = [
                r for e in seen for r in e["registrations"] if r["scopeURL"] == self.app.url + "/"
            ]
            if ours:
                self.registration = ours[-1]["registrationId"]
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("No service worker.")

    def deliver(self, messages: int) -> dict[str, Any]:
        """What the push service has for us by now, brought to the browser; the newest of it."""
        deadline = time.monotonic() + 60
        while len(self.pushes.messages(self.browser)) < messages:
            assert time.monotonic() < deadline, "no push came"
            time.sleep(0.2)
        waiting = self.pushes.messages(self.browser)
        for message in waiting[self.delivered :]:
            self.tools.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": self.app.url, "registrationId": self.registration, "data": message},
            )
        self.delivered = len(waiting)
        self.page.wait_for_timeout(500)
        newest: dict[str, Any] = json.loads(waiting[-1])["notification"]
        return newest

    def shown(self) -> list[dict[str, Any]]:
        """The notifications on the screen."""
        listed: list[dict[str, Any]] = self.page.evaluate(
            """async () => {
                const ready = await navigator.serviceWorker.ready;
                return (await ready.getNotifications()).map(({ title, body, tag, actions }) => (
                    { title, body, tag, actions: actions.map((each) => each.title) }));
            }"""
        )
        return listed

    def press(self, action: str) -> None:
        """Press a button of the notification on the screen, or itself."""
        self.context.service_workers[0].evaluate(
            """async (action) => {
                const [notification] = await registration.getNotifications();
                dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
            }""",
            action,
        )

    def until(self, words: str) -> None:
        deadline = time.monotonic() + 30
        while not any(words in each["body"] for each in self.shown()):
            assert time.monotonic() < deadline, (words, self.shown())
            self.page.wait_for_timeout(100)


@contextmanager
def held(chromium: Browser, app: Running, pushes: PushService) -> Iterator[Handset]:
    """A handset whose browser is asked for a subscription, and gives that of our push service."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.grant_permissions(["notifications"], origin=app.url)
    page = context.new_page()
    page.goto(f"{app.url}/en/settings")
    key = page.locator("[data-push]").get_attribute("data-key")
    given = pushes.subscribe(key or "")
    context.add_init_script(f"({GIVEN})({json.dumps(asdict(given))})")
    try:
        yield Handset(context, page, app, pushes, given)
    finally:
        context.close()


def turn_on(phone: Handset) -> None:
    phone.page.goto(f"{phone.app.url}/en/settings")
    phone.page.get_by_role("button", name="Get reminders on this phone").click()
    expect(phone.page.get_by_text("On: notifications come to this phone.")).to_be_visible()


def reminded(phone: Handset, *, pin: str = "") -> dict[str, Any]:
    """A timer that runs, and its reminder on the screen. `pin`: hers, if she has set one."""
    befriend(phone.page, phone.app, pin=pin)
    turn_on(phone)
    phone.listen()
    phone.page.goto(f"{phone.app.url}/en/checkin")
    start(phone.page, 30)
    return phone.deliver(1)
