"""`make screens`: walk the whole path as a newcomer would, look at every page and state, and keep a
picture of each in docs/screens/."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

import peers
from tests.e2e.running import Running, raincheck
from tests.e2e.states import states

KEPT = Path(__file__).parents[2] / "docs" / "screens"
PHONE: ViewportSize = {"width": 360, "height": 740}
SMALL: ViewportSize = {"width": 320, "height": 568}
LETTER: ViewportSize = {"width": 816, "height": 1056}
ANA, SAM = "+12025550111", "+12025550122"
CARDS, LANGUAGES, STATES = ("stopped", "undercover", "seal"), ("en", "es"), ("ca", "ny", "ms")
PAGES = {
    "home": "/{lang}/us-ny/",
    "card": "/{lang}/us-ny/cards/arrested",
    "show": "/{lang}/us-ny/show",
    "sentence": "/{lang}/us-ny/show#show-3",
    "print": "/{lang}/us-ny/print",
    "search": "/{lang}/us-ny/search?q=bail",
    "path": "/{lang}/us-ny/cards/path",
    "relief": "/{lang}/us-ny/relief",
    "help": "/{lang}/us-ny/help",
    "places": "/{lang}/places",
    "sources": "/{lang}/about/sources",
    "check-in": "/{lang}/checkin",
    "code": "/{lang}/checkin/code",
    "plans": "/{lang}/plans",
    "contacts": "/{lang}/contacts",
    "court": "/{lang}/court",
    "settings": "/{lang}/settings",
    "delete": "/{lang}/settings/delete",
    "offline": "/{lang}/offline",
    "install": "/{lang}/install",
    "cover-notes": "/{lang}/us-ny/notes",
    "cover-timer": "/{lang}/us-ny/timer",
    "cover-sky": "/{lang}/us-ny/sky",
    "no-such-page": "/{lang}/nothing",
}
HURRIED = {
    "RAINCHECK_MIN_TIMER": "5s",
    "RAINCHECK_REMINDER": "5s",
    "RAINCHECK_GRACE": "20s",
    "RAINCHECK_ESCALATE": "60s",
}


class Album:
    """Pictures of one walk, numbered as they are taken."""

    def __init__(
        self,
        browser: Browser,
        app: Running,
        name: str,
        theme: str = "light",
        size: ViewportSize = PHONE,
    ) -> None:
        self._name, self._app, self._taken = name, app, 0
        context = browser.new_context(
            viewport=size,
            color_scheme="dark" if theme == "dark" else "light",
            timezone_id="America/New_York",
            locale="en-US",
        )
        self.page: Page = context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self._app.url + path)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).first.click()

    def take(self, step: str) -> None:
        self._taken += 1
        self.page.wait_for_timeout(250)
        self.page.screenshot(path=KEPT / f"{self._name}-{self._taken:02}-{step}.png")
        sys.stdout.write(f"{self._name}-{self._taken:02}-{step}\n")

    def text(self, phone: str, body: str) -> None:
        self.go(f"/phone/{phone}")
        self.page.locator("#body").fill(body)
        self.press("Send")

    def until(self, path: str, words: str, seconds: int = 60) -> None:
        """Look again and again until the page says so."""
        for _ in range(seconds):
            self.go(path)
            if words in self.page.locator("body").inner_text():
                return
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{path} never said {words!r}")

    def link(self, phone: str) -> str:
        self.go(f"/phone/{phone}")
        return str(self.page.locator("#texts a").last.get_attribute("href"))


def by_card(browser: Browser, app: Running) -> None:
    """The three cards of docs/content.md, in both languages, in three states."""
    page = browser.new_context(viewport=PHONE).new_page()
    for card in CARDS:
        for language in LANGUAGES:
            for state in STATES:
                page.goto(f"{app.url}/{language}/us-{state}/cards/{card}")
                # Long enough to hold all of it, so that what is fixed stands where it belongs.
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": PHONE["width"], "height": height})
                page.screenshot(path=KEPT / f"card-{card}-{language}-{state}.png")
                page.set_viewport_size(PHONE)


def by_page(browser: Browser, app: Running) -> None:
    """Every page that an address alone brings about: in English, and as small as phones are, in
    the dark, in Spanish."""
    for lang, size, theme in (("en", PHONE, "light"), ("es", SMALL, "dark")):
        album = Album(browser, app, f"page-{lang}", theme, size)
        for name, path in PAGES.items():
            album.go(path.format(lang=lang))
            album.take(name)


def by_state(browser: Browser, app: Running) -> None:
    """Every state of a check-in, of an alert and of Settings, as small as phones are."""
    album = Album(browser, app, "state", size=SMALL)
    for state in states(album.page, app):
        album.take(state.replace(" ", "-").lower())


def by_browser(browser: Browser, app: Running) -> None:
    me, sam = Album(browser, app, "web"), Album(browser, app, "contact", "dark")
    me.go("/en/us-ny/")
    me.take("home")
    me.go("/en/us-ny/cards/stopped")
    me.take("card")
    me.go("/es/us-ny/cards/stopped")
    me.take("card-in-spanish")
    me.go("/en/us-ny/show")
    me.take("show-to-officer")
    me.page.get_by_role("link", name="Am I free to leave?").first.click()
    me.take("a-sentence-to-show")
    me.go("/en/us-ny/search")
    me.page.locator("#q").fill("can they look in my purse")
    me.take("search")
    me.go("/en/us-ny/cards/path")
    me.take("what-happens-next")
    me.go("/en/us-ny/relief")
    me.page.locator("label[for=conviction]").click()
    me.page.locator("label[for=ago-3]").click()
    me.page.locator("label[for=forced-no]").click()
    me.page.locator("section.conviction").scroll_into_view_if_needed()
    me.take("record-relief")
    me.go("/en/us-ny/help")
    me.take("who-can-help")
    me.go("/en/about/sources")
    me.take("sources")
    me.go("/en/contacts?place=us-ny")
    me.page.get_by_label("Name").fill("Sam")
    me.page.get_by_label("Mobile number").fill(SAM)
    me.take("add-a-contact")
    me.press("Ask them")
    me.page.get_by_text("Invite by link").click()
    me.page.get_by_label("What you call them").fill("Kim")
    me.press("Make the link")
    me.take("a-contact-by-link")
    me.go("/es/us-ny/print")
    me.page.set_viewport_size(LETTER)
    me.page.emulate_media(media="print")
    me.take("cards-to-print")
    me.page.emulate_media(media="screen")
    me.page.set_viewport_size(PHONE)
    sam.until(f"/phone/{SAM}", "trusted contact")
    sam.take("the-invitation-on-a-basic-phone")
    sam.go(sam.link(SAM))
    sam.take("the-invitation-by-link")
    sam.press("Yes, tell me")
    me.go("/en/checkin")
    me.page.get_by_text("Other", exact=True).click()
    me.page.get_by_label("Minutes").fill("1")
    me.page.locator("#plan").fill("Hotel Rex, room 12. Call me first.")
    me.take("check-in")
    me.press("Start")
    me.take("running")
    me.until("/en/checkin", "tell your contacts at", 90)
    me.page.wait_for_timeout(62_000)
    me.go("/en/checkin")
    me.take("time-is-up")
    sam.until(f"/phone/{SAM}", "did not check in", 90)
    sam.take("the-alert-on-a-basic-phone")
    me.go("/en/checkin")
    me.take("contacts-are-being-told")
    sam.go(sam.link(SAM))
    sam.take("the-alert-by-link-before-a-press")
    sam.press("Show what happened")
    sam.take("the-alert-by-link")
    sam.press("I'm on it")
    sam.take("on-it")
    me.go("/en/checkin")
    me.take("someone-is-on-it")
    me.press("I'm OK")
    me.take("closed")
    sam.until(f"/phone/{SAM}", "All clear")
    sam.take("the-all-clear")


def by_text(browser: Browser, app: Running) -> None:
    ana, kim = Album(browser, app, "text"), "+12025550133"
    ana.text(ANA, "STOPPED")
    ana.take("a-card")
    ana.text(ANA, "ESPAÑOL")
    ana.text(ANA, "PARADA")
    ana.take("a-card-in-spanish")
    ana.text(ANA, "ENGLISH")
    ana.text(ANA, "NAME Ana")
    ana.text(ANA, f"ADD {kim} Kim")
    ana.take("a-contact-is-invited")
    ana.until(f"/phone/{kim}", "trusted contact")
    ana.text(kim, "YES")
    ana.take("the-contact-agrees")
    ana.text(ANA, "IN 30s blue door, 5th street")
    ana.take("a-timer")
    ana.until(f"/phone/{kim}", "blue door", 90)
    ana.take("the-alert")
    ana.text(kim, "1")
    ana.take("on-it")
    ana.text(ANA, "OK")
    ana.take("closed")
    ana.until(f"/phone/{kim}", "All clear")
    ana.take("the-all-clear")


def main() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, peers.chromium() as browser:
        with raincheck("serve", Path(folder) / "web", **HURRIED) as app:
            by_card(browser, app)
            by_page(browser, app)
            by_browser(browser, app)
        with raincheck("serve", Path(folder) / "states") as app:
            by_state(browser, app)
        with raincheck("serve", Path(folder) / "text", **HURRIED) as app:
            by_text(browser, app)


if __name__ == "__main__":
    main()
