"""The way out is in reach: on every page and in every state, at any size, zoomed, turned round."""

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.e2e.running import Running
from tests.e2e.states import states

# A small and a common phone, one with its keyboard open, one on its side, one at 200 %.
SIZES = ((320, 568), (360, 740), (360, 300), (568, 320), (180, 370))
OPEN = """() => {
    const shut = [...document.querySelectorAll('details:not([open])')];
    for (const each of shut) each.open = true;
    return shut;
}"""
IN_REACH = """() => {
    const button = document.querySelector('.exit');
    const box = button.getBoundingClientRect();
    const glass = visualViewport;
    const left = glass.offsetLeft, top = glass.offsetTop;
    if (box.left < left - 1 || box.right > left + glass.width + 1) return 'beside the glass';
    if (box.top < top - 1 || box.bottom > top + glass.height + 1) return 'above or below the glass';
    if (box.height * glass.scale < 44) return 'too small';
    for (const across of [.1, .3, .5, .7, .9]) {
        for (const down of [.1, .5, .9]) {
            const found = document.elementFromPoint(
                box.left + box.width * across, box.top + box.height * down);
            // The ends are round.
            const corner = (across === .1 || across === .9) && down !== .5;
            if (!corner && !button.contains(found)) return `under ${found && found.outerHTML}`;
        }
    }
    return '';
}"""


def everywhere(page: Page, where: str) -> None:
    """At every size, with everything opened, wherever the page is scrolled to."""
    opened = page.evaluate_handle(OPEN)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for part in (0, 0.5, 1):
            page.evaluate("part => scrollTo(0, document.body.scrollHeight * part)", part)
            assert page.evaluate(IN_REACH) == "", (where, width, height, part)
    page.set_viewport_size({"width": 360, "height": 740})
    opened.evaluate("opened => opened.forEach((each) => { each.open = false; })")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_on_every_page_nothing_covers_it(
    page: Page, app: Running, addresses: list[str], direction: str
) -> None:
    for where in addresses:
        page.goto(app.url + where)
        page.evaluate("way => { document.documentElement.dir = way; }", direction)
        everywhere(page, where)


def test_in_every_state_nothing_covers_it(page: Page, app: Running) -> None:
    for state in states(page, app):
        everywhere(page, state)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("where", ["/en/us-ny/cards/stopped", "/en/us-ny/show#show-2"])
def test_zoomed_in_with_two_fingers_it_stays_on_the_glass_and_keeps_its_size(
    chromium: Browser, app: Running, where: str, direction: str
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(app.url + where)
    page.evaluate("way => { document.documentElement.dir = way; }", direction)
    glass = context.new_cdp_session(page)
    for scale in (2, 4, 1):
        glass.send("Emulation.setPageScaleFactor", {"pageScaleFactor": scale})
        page.wait_for_function("scale => visualViewport.scale === scale", arg=scale)
        for x, y in ((0, 0), (-150, -300), (150, 100)):
            _drag(glass, x, y)
            page.wait_for_timeout(200)
            assert page.evaluate(IN_REACH) == "", (scale, x, y)
    context.close()


def _drag(glass: CDPSession, x: int, y: int) -> None:
    """Move what is on the glass by so much."""
    at = {"x": 45, "y": 120}
    glass.send("Input.synthesizeScrollGesture", {**at, "xDistance": x, "yDistance": y})


def test_a_glass_that_moves_while_the_page_still_comes_breaks_nothing(
    page: Page, app: Running
) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        """new MutationObserver(() => visualViewport.dispatchEvent(new Event('resize')))
            .observe(document, { childList: true, subtree: true });"""
    )
    page.goto(f"{app.url}/en/us-ny/")
    assert complaints == []
