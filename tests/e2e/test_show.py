"""Showing a sentence to an officer, in a real browser: large, lit, spoken, closed again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.running import Running
from tests.e2e.visiting import learn

SMALLEST_LETTERS = 24  # pixels
SHAPES = ((320, 568), (568, 320), (360, 740), (740, 360))
WITH_MOST_TO_SAY = ("show", "cards/health", "cards/find", "cards/arrested")
VOICES = """(voices) => {
    window.spoken = [];
    speechSynthesis.getVoices = () => voices;
    speechSynthesis.speak = (said) => spoken.push(said.text);
    Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', { set() {} });
}"""


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_sentence_fills_the_screen_and_needs_no_scrolling(
    page: Page, app: Running, lang: str, shape: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": shape[0], "height": shape[1]})
    for where in WITH_MOST_TO_SAY:
        page.goto(f"{app.url}/{lang}/us-ny/{where}")
        for at in range(1, page.locator(".sentence").count() + 1):
            page.goto(f"{app.url}/{lang}/us-ny/{where}#show-{at}")
            shown = page.locator(f"#show-{at}")
            expect(shown).to_be_focused()
            assert shown.bounding_box() == {"x": 0, "y": 0, "width": shape[0], "height": shape[1]}
            measured = shown.evaluate(
                """(shown) => {
                    const english = shown.querySelector('.english');
                    return {
                        beyond: shown.scrollHeight - shown.clientHeight,
                        wider: english.scrollWidth - english.clientWidth,
                        letters: parseFloat(getComputedStyle(english).fontSize),
                    };
                }"""
            )
            assert measured["beyond"] <= 0, (where, at)
            assert measured["wider"] <= 0, (where, at)
            assert measured["letters"] >= SMALLEST_LETTERS, (where, at)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_black_on_white_in_both_themes_and_no_barrier(
    page: Page, app: Running, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{app.url}/es/us-ny/show#show-2")
    expect(page.locator("#show-2")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("#show-2 .english")).to_have_css("color", "rgb(0, 0, 0)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_home_a_sentence_is_two_presses_away(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/")
    page.get_by_role("link", name="Show to an officer").click()
    page.get_by_role("link", name="Am I free to leave?").first.click()
    expect(page.get_by_role("dialog", name="Am I free to leave?")).to_be_visible()


def test_what_lies_behind_is_gone_for_a_screen_reader_but_the_way_out_is_not(
    page: Page, app: Running
) -> None:
    page.goto(app.url + "/en/us-ny/cards/arrested")
    page.get_by_role("link", name="Full screen").first.click()
    expect(page.get_by_role("dialog")).to_be_focused()
    expect(page.get_by_role("link", name="Exit this page fast")).to_be_visible()
    expect(page.get_by_role("heading")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_closing_puts_the_reader_back_on_what_they_pressed(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/us-ny/cards/arrested")
    opener = page.get_by_role("link", name="Full screen").first
    opener.click()
    page.get_by_role("link", name="Next sentence").click()
    expect(page.locator("#show-2")).to_be_focused()
    page.get_by_role("link", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_one_press_of_back_or_of_escape_closes_it_however_many_were_looked_at(
    page: Page, app: Running
) -> None:
    page.goto(app.url + "/en/us-ny/show")
    for leave in (page.go_back, lambda: page.keyboard.press("Escape")):
        page.get_by_role("link", name="I am hurt").first.click()
        for _ in range(3):
            page.get_by_role("link", name="Next sentence").click()
        leave()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "/show" in page.url


def test_it_works_without_a_script(chromium: Browser, app: Running) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(app.url + "/en/us-ny/show")
    page.get_by_role("link", name="Am I free to leave?").first.click()
    expect(page.locator("#show-1 .english")).to_be_in_viewport()
    page.locator("#show-1").get_by_role("link", name="Next sentence").click()
    expect(page.locator("#show-2 .english")).to_be_in_viewport()
    expect(page.locator("#show-1")).to_be_hidden()
    expect(page.locator("#show-2 .speak")).to_be_hidden()
    page.locator("#show-2").get_by_role("link", name="Close").click()
    expect(page.locator("#show-2")).to_be_hidden()
    context.close()


def test_it_works_offline(page: Page, context: BrowserContext, app: Running) -> None:
    learn(page, app, "/es/us-ny/")
    context.set_offline(True)
    page.goto(app.url + "/es/us-ny/show")
    page.get_by_role("link", name=re.compile("Am I free to leave")).first.click()
    expect(page.get_by_role("dialog")).to_be_focused()


def test_the_screen_is_kept_awake_while_it_is_shown_and_no_longer(page: Page, app: Running) -> None:
    page.add_init_script(
        """const asked = WakeLock.prototype.request;
        window.locks = [];
        WakeLock.prototype.request = async function request(type) {
            const lock = await asked.call(this, type);
            locks.push(lock);
            return lock;
        };"""
    )
    page.goto(app.url + "/en/us-ny/cards/stopped#show-1")
    held = "locks.filter((lock) => !lock.released).length"
    page.wait_for_function(f"{held} === 1")
    page.get_by_role("link", name="Next sentence").click()
    page.wait_for_function(f"locks.length === 2 && {held} === 1")
    page.get_by_role("link", name="Close").click()
    page.wait_for_function(f"{held} === 0")


def test_a_voice_of_the_phone_itself_speaks_the_english_sentence(page: Page, app: Running) -> None:
    page.goto(app.url + "/es/us-ny/show#show-1")
    page.evaluate(VOICES, [{"lang": "es_US", "localService": True}, ENGLISH])
    page.locator("#show-1 .speak").click()
    assert page.evaluate("spoken") == ["Am I free to leave?"]


ENGLISH = {"lang": "en_US", "localService": True}


@pytest.mark.parametrize(
    "voices", [[], [{"lang": "es-US", "localService": True}], [ENGLISH | {"localService": False}]]
)
def test_without_an_english_voice_of_its_own_it_says_so_and_asks_no_other(
    page: Page, app: Running, voices: list[dict[str, object]]
) -> None:
    page.goto(app.url + "/en/us-ny/show#show-1")
    page.evaluate(VOICES, voices)
    page.locator("#show-1 .speak").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("no English voice"))
    expect(page.locator("#show-1")).to_be_focused()
    assert page.evaluate("spoken") == []
