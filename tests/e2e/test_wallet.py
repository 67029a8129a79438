"""Cards for a wallet, printed: eight on a sheet, of the right size, nothing lost at an edge."""

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.running import Running

MILLIMETRE = 96 / 25.4  # CSS pixels
PAPER = {"A4": (210, 297), "Letter": (215.9, 279.4)}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("paper", PAPER)
def test_two_sheets_are_two_pages_on_either_paper(
    page: Page, app: Running, lang: str, paper: str
) -> None:
    page.goto(f"{app.url}/{lang}/us-ny/print")
    sheets = page.locator(".sheet").count()
    printed = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets == 2


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("paper", PAPER)
def test_every_card_has_a_wallets_size_and_holds_all_its_words(
    page: Page, app: Running, lang: str, paper: str
) -> None:
    width, height = PAPER[paper]
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(width * MILLIMETRE), "height": int(height * MILLIMETRE)})
    page.goto(f"{app.url}/{lang}/us-ny/print")
    for card in page.locator(".paper li").all():
        box = card.bounding_box()
        assert box
        assert box["width"] == pytest.approx(85 * MILLIMETRE, abs=0.5)
        assert box["height"] == pytest.approx(54 * MILLIMETRE, abs=0.5)
        assert box["x"] > 0
        assert box["x"] + box["width"] < width * MILLIMETRE
        text = card.evaluate(
            "(card) => [card.scrollHeight - card.clientHeight, card.scrollWidth - card.clientWidth]"
        )
        assert max(text) <= 0, card.inner_text()
    first = page.locator(".sheet").first
    assert first.locator(".paper li").count() == 8
    assert first.locator(".paper").bounding_box()["height"] < height * MILLIMETRE  # type: ignore[index]


def test_nothing_on_paper_says_what_it_is_from(page: Page, app: Running) -> None:
    page.emulate_media(media="print")
    page.goto(app.url + "/en/us-ny/print")
    printed = page.locator("body").inner_text()
    assert "Am I free to leave?" in printed
    for word in ("Raincheck", "Before you print", "sex", "Exit", "police", "http"):
        assert word not in printed


def test_the_button_prints_and_without_a_script_the_menu_is_named(page: Page, app: Running) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { printed += 1; };")
    page.goto(app.url + "/en/us-ny/print")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed") == 1
    assert page.get_by_text("use your browser's menu").is_hidden()
