"""The app on a phone: installable under every cover, each opening at a page that works offline."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from peers.browser import EXECUTABLE, QUIET
from tests.e2e.running import Running
from tests.e2e.visiting import learn
from tests.e2e.wire import Wire

DISGUISES = ("", "sky", "notes", "timer")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_cover_can_be_installed(
    chromium: Browser, app: Running, tmp_path: Path, lang: str
) -> None:
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=EXECUTABLE, chromium_sandbox=False, args=list(QUIET)
    )
    try:
        page = context.new_page()
        learn(page, app, f"/{lang}/us-ny/")
        devtools = context.new_cdp_session(page)
        ids = set()
        for cover in DISGUISES:
            page.goto(f"{app.url}/{lang}/install?place=us-ny&cover={cover or 'none'}")
            found = devtools.send("Page.getInstallabilityErrors")
            assert found["installabilityErrors"] == [], cover
            ids.add(devtools.send("Page.getAppId")["appId"])
            if cover:
                page.goto(f"{app.url}/{lang}/us-ny/{cover}")
                found = devtools.send("Page.getInstallabilityErrors")
                assert found["installabilityErrors"] == [], cover
        assert len(ids) == len(DISGUISES)
    finally:
        context.close()


@pytest.mark.parametrize(("cover", "title"), [("notes", "Notes"), ("timer", "Kitchen timer"),
                                              ("sky", "Raincheck")])  # fmt: skip
def test_a_start_page_opens_offline_and_its_title_leads_in(
    page: Page, context: BrowserContext, line: Wire, cover: str, title: str
) -> None:
    learn(page, line, "/en/us-ny/")
    line.down = True
    context.set_offline(True)
    page.goto(f"{line.url}/en/us-ny/{cover}")
    expect(page).to_have_title(title)
    expect(page.get_by_text("Police")).to_have_count(0)
    page.get_by_role("heading").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text("Police in front of me")


def test_the_way_out_works_from_a_start_page(page: Page, app: Running) -> None:
    page.goto(f"{app.url}/en/us-ny/notes")
    page.get_by_role("link", name="Close").click()
    page.wait_for_url("https://www.google.com/")


def test_the_page_for_notes_keeps_them(page: Page, app: Running) -> None:
    page.goto(f"{app.url}/en/us-ny/notes")
    page.get_by_role("textbox").fill("Milk")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("Milk")


def test_the_kitchen_timer_counts_down_and_rings(page: Page, app: Running) -> None:
    page.clock.install()
    page.goto(f"{app.url}/en/us-ny/timer")
    for _ in range(3):
        page.get_by_role("button", name="1 minute less").click()
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(30_000)
    expect(page.get_by_role("timer")).to_have_text("1:30")
    page.clock.run_for(91_000)
    expect(page.get_by_text("Ready")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Ready")).to_be_hidden()


def test_the_moon_is_full_when_it_is(page: Page, app: Running) -> None:
    page.clock.install(time="2024-09-18T02:34:00Z")  # an eclipse of the moon: full beyond doubt
    page.goto(f"{app.url}/en/us-ny/sky")
    expect(page.locator(".phases li:not([hidden])")).to_have_text("Full moon")
    page.clock.install(time="2024-04-08T18:20:00Z")  # an eclipse of the sun
    page.reload()
    expect(page.locator(".phases li:not([hidden])")).to_have_text("New moon")


def test_a_chosen_cover_names_every_page_and_a_change_of_mind_takes_it_off(
    page: Page, app: Running
) -> None:
    page.goto(f"{app.url}/en/install?place=us-ny")
    page.get_by_role("link", name="Notes").click()
    page.wait_for_url(re.compile("cover=notes"))
    page.goto(f"{app.url}/en/us-ny/cards/silent")
    expect(page).to_have_title("Notes")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("notes.svg"))
    expect(page.locator("link[rel=manifest]")).to_have_attribute("href", re.compile("cover=notes"))
    page.goto(f"{app.url}/en/install?place=us-ny")
    page.wait_for_url(re.compile("cover=notes"))
    page.get_by_role("link", name="Opens at the cards").click()
    page.wait_for_url(re.compile("cover=none"))
    page.goto(f"{app.url}/en/us-ny/cards/silent")
    expect(page).to_have_title("Staying silent · Raincheck")


def test_where_the_browser_offers_it_one_press_installs(page: Page, app: Running) -> None:
    page.goto(f"{app.url}/en/install?place=us-ny")
    expect(page.get_by_role("heading", name="iPhone, in Safari")).to_be_visible()
    expect(page.locator("[data-install]")).to_be_hidden()
    page.evaluate(
        """() => dispatchEvent(Object.assign(
            new Event('beforeinstallprompt', { cancelable: true }),
            { prompt: () => { window.asked = true; } }))"""
    )
    page.get_by_role("button", name="Put it on this phone").click()
    assert page.evaluate("window.asked")
    expect(page.get_by_role("heading", name="iPhone, in Safari")).to_be_hidden()


def test_the_hint_on_the_home_page_is_closed_for_good_and_without_a_cookie(
    page: Page, context: BrowserContext, app: Running
) -> None:
    page.goto(f"{app.url}/en/us-ny/")
    expect(page.get_by_role("link", name="Keep it on your phone")).to_be_visible()
    page.get_by_role("button", name="Do not ask again").click()
    for where in ("/en/us-ny/", "/es/us-tx/", "/en/us-ny/cards/silent"):
        page.goto(app.url + where)
        page.wait_for_load_state("networkidle")
        expect(page.locator("[data-hint]").locator("visible=true")).to_have_count(0)
    assert context.cookies() == []


def test_the_hint_leads_to_the_page_that_installs_and_then_stays_away(
    page: Page, app: Running
) -> None:
    page.goto(f"{app.url}/en/us-ny/")
    page.get_by_role("link", name="Keep it on your phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep it on your phone")
    page.goto(f"{app.url}/en/us-ny/")
    expect(page.locator("[data-hint]")).to_be_hidden()
