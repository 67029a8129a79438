"""`make screens`: walk the whole path as a newcomer would, look at every page and state, and leave
a picture of each in build/screens/; those that the docs show go into docs/screens/ too."""

import logging
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect

import peers
from tests.e2e import album
from tests.e2e.album import PHONE, SMALL, TAKEN, Album
from tests.e2e.kept import KEPT, keep
from tests.e2e.running import Running, raincheck
from tests.e2e.states import states
from tests.e2e.theatre import Theatre, theatre

# What letter paper holds between its margins.
LETTER: ViewportSize = {"width": 816, "height": 920}
# Room for a long text as a whole.
TALL: ViewportSize = {"width": 360, "height": 920}
ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
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
                album.take(page, f"card-{card}-{language}-{state}")
                page.set_viewport_size(PHONE)


def by_law(browser: Browser, app: Running) -> None:
    """What one card says of three states."""
    me = Album(browser, app.url, "law")
    for state in STATES:
        me.go(f"/en/us-{state}/cards/stopped")
        me.page.get_by_role("heading", name="In your state").evaluate("it => it.scrollIntoView()")
        me.take(state)


def by_page(browser: Browser, app: Running) -> None:
    """Every page that an address alone brings about: in English, and as small as phones are, in
    the dark, in Spanish."""
    for lang, size, theme in (("en", PHONE, "light"), ("es", SMALL, "dark")):
        me = Album(browser, app.url, f"page-{lang}", theme, size)
        for name, path in PAGES.items():
            me.go(path.format(lang=lang))
            me.take(name)


def by_state(browser: Browser, app: Running) -> None:
    """Every state of a check-in, of an alert and of Settings, as small as phones are."""
    me = Album(browser, app.url, "state", size=SMALL)
    for state in states(me.page, app):
        me.take(state.replace(" ", "-").lower())


def by_browser(browser: Browser, play: Theatre) -> None:
    """A newcomer reads, asks a contact, misses a timer and is helped, on a clock that we move."""
    me = Album(browser, play.url, "web")
    sam = Album(browser, play.url, "contact", "dark", TALL)
    me.go("/en/us-ny/")
    me.take("home")
    me.go("/en/us-ny/cards/stopped")
    me.take("card")
    me.go("/es/us-ny/cards/stopped")
    me.take("card-in-spanish")
    me.go("/en/us-ny/show")
    me.take("show-to-officer")
    me.page.get_by_role("link", name="Am I free to leave?").first.click()
    expect(me.page.get_by_role("dialog")).to_be_visible()
    me.take("a-sentence-to-show")
    me.go("/en/us-ny/search")
    me.page.locator("#q").fill("can they look in my purse")
    expect(me.page.locator("[data-found] a").first).to_be_visible()
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
    me.page.locator("#name").fill("Sam")
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
    play.wait()
    sam.read(SAM, "trusted contact")
    sam.take("the-invitation-on-a-basic-phone")
    sam.go(play.link(SAM))
    sam.take("the-invitation-by-link")
    sam.press("Yes, tell me")
    me.go("/en/checkin")
    me.page.locator("#plan").fill("Hotel Rex, room 12. Call me first.")
    me.take("check-in")
    me.press("Start")
    play.wait(22)
    me.go("/en/checkin")
    me.take("running")
    play.wait(39)
    me.go("/en/checkin")
    me.take("time-is-up")
    play.wait(10)
    sam.read(SAM, "did not check in")
    sam.take("the-alert-on-a-basic-phone")
    me.go("/en/checkin")
    me.take("contacts-are-being-told")
    sam.go(play.link(SAM))
    sam.take("the-alert-by-link-before-a-press")
    sam.press("Show what happened")
    sam.take("the-alert-by-link")
    sam.press("I'm on it")
    sam.take("on-it")
    me.go("/en/checkin")
    me.take("someone-is-on-it")
    me.press("I'm OK")
    me.take("closed")
    play.wait()
    sam.read(SAM, "All clear")
    sam.take("the-all-clear")


def by_text(browser: Browser, play: Theatre) -> None:
    """The same without a browser: on one screen what a person sends, and what her contact gets."""
    ana = Album(browser, play.url, "text", size=TALL)
    ana.text(ANA, "STOPPED")
    ana.take("a-card")
    ana.text(ANA, "ESPAÑOL")
    ana.text(ANA, "ME PARAN")
    ana.take("a-card-in-spanish")
    ana.text(ANA, "ENGLISH")
    ana.text(ANA, "NAME Ana")
    ana.prove(ANA, f"ADD {KIM} Kim")
    ana.take("a-contact-is-invited")
    play.wait()
    ana.read(KIM, "trusted contact")
    ana.text(KIM, "YES")
    ana.take("the-contact-agrees")
    ana.text(ANA, "IN 30M blue door, 5th street")
    ana.take("a-timer")
    play.wait(41)
    ana.read(KIM, "blue door")
    ana.take("the-alert")
    ana.text(KIM, "1")
    ana.take("on-it")
    ana.text(ANA, "OK")
    ana.take("closed")
    play.wait()
    ana.read(KIM, "All clear")
    ana.take("the-all-clear")


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    album.clear()
    with tempfile.TemporaryDirectory() as folder, peers.chromium() as browser:
        with raincheck("serve", Path(folder) / "real") as app:
            for walk in (by_card, by_law, by_page, by_state):
                walk(browser, app)
        for tale in (by_browser, by_text):
            with theatre(Path(folder) / tale.__name__) as play:
                tale(browser, play)
    keep()
    taken = len(list(TAKEN.glob("*.png")))
    sys.stdout.write(f"{taken} pictures in build/screens, {len(KEPT)} of them in docs/screens.\n")


if __name__ == "__main__":
    main()
