"""Every component at once: no barrier in either theme or direction, and room on a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.running import Running


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_component_has_a_barrier_in_either_theme_or_direction(
    page: Page, app: Running, theme: str, direction: str
) -> None:
    page.goto(f"{app.url}/dev/styles?theme={theme}&dir={direction}")
    page.locator(".sos summary").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_component_fits_the_smallest_phone(page: Page, app: Running, direction: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{app.url}/dev/styles?dir={direction}")
    wide = page.evaluate(
        """() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
        return [...document.querySelectorAll('main *')].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width > 1 && !each.closest('.table') && (box.left < -1 || box.right > 321);
        }).map((each) => each.outerHTML.slice(0, 80));
        }"""
    )
    assert wide == []


def test_the_theme_of_the_page_outweighs_that_of_the_browser(page: Page, app: Running) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{app.url}/dev/styles?theme=light")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(244, 242, 236)"
    )
