"""Search and the guide to clearing a record, in a real browser: what is typed and chosen stays."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.running import Running
from tests.e2e.visiting import learn


def test_search_answers_while_typing_and_asks_nobody(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/search")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#q").press_sequentially("can they look in my purse")
    expect(page.locator("[data-found] a").first).to_have_text("Searches")
    page.locator("#q").press("Enter")
    page.locator("#q").fill("can they take my phone")
    expect(page.locator("[data-found] a").first).to_have_text("Your phone")
    assert asked == []
    assert page.url.endswith("/search")


@pytest.mark.promise("Search works without a connection, with typos and without accents.", of=2)
def test_search_works_offline_with_typos_and_without_accents(
    page: Page, context: BrowserContext, app: Running
) -> None:
    learn(page, app, "/es/us-ny/")
    context.set_offline(True)
    page.goto(app.url + "/es/us-ny/search")
    page.locator("#q").fill("policia migracion")
    expect(page.locator("[data-found] a").first).to_have_attribute("href", re.compile("cards/ice"))
    page.locator("#q").fill("abogadoo")
    expect(page.locator("[data-found] a").first).to_have_attribute(
        "href", re.compile("cards/lawyer")
    )
    page.locator("[data-found] a").first.click()
    expect(page.locator("article")).to_be_visible()


def test_search_shows_one_answer_whether_ours_or_the_phones(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/search?q=purse")
    found = page.get_by_role("heading", name="Found").locator("visible=true")
    expect(page.locator("[data-private=sure]")).to_be_visible()
    expect(found).to_have_count(1)
    page.get_by_role("searchbox").fill("kids")
    expect(page.locator("[data-found]")).to_be_visible()
    expect(found).to_have_count(1)


def test_search_says_when_it_finds_nothing(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/search")
    page.locator("#q").fill("zzzzqqqq")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.locator("#q").fill("")
    expect(page.locator("[data-found]")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_relief_guide_shows_what_fits_with_and_without_scripts(
    chromium: Browser, app: Running, scripts: bool
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(app.url + "/en/us-ny/relief")
    conviction = page.locator("section.conviction")
    expect(conviction).to_be_visible()
    page.locator("label[for=no_conviction]").click()
    expect(conviction).to_be_hidden()
    page.locator("label[for=conviction]").click()
    page.locator("label[for=forced-no]").click()
    expect(conviction).to_be_visible()
    expect(page.locator("section.no_conviction")).to_be_hidden()
    expect(page.locator("section.trafficked")).to_be_hidden()
    ways = conviction.locator(".ways li")
    page.locator("label[for=ago-1]").click()
    expect(ways.nth(0).get_by_text("Not yet")).to_be_visible()
    page.locator("label[for=ago-3]").click()
    expect(ways.nth(0).get_by_text("May be open to you now")).to_be_visible()
    expect(ways.nth(1).get_by_text("Not yet")).to_be_visible()
    assert page.url.endswith("/relief")
    context.close()


def test_the_relief_guide_can_be_answered_with_the_keyboard_alone(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/relief")
    page.locator("#no_conviction").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#conviction")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#ago-0")).to_be_checked()


def test_a_kept_card_leads_to_its_sources_on_the_page_that_is_served(
    page: Page, context: BrowserContext, app: Running
) -> None:
    learn(page, app, "/en/us-ny/")
    page.goto(app.url + "/en/us-ny/cards/stopped")
    expect(page.locator("#source-1")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"\d+ sources")).click()
    expect(page.locator("#source-1 a")).to_have_attribute("href", re.compile("^https?://"))
    context.set_offline(True)
    page.goto(app.url + "/en/us-ny/cards/stopped")
    expect(page.locator("article")).to_be_visible()
