"""Every state of a check-in and of a contact's page: for any eyes and hands, on any phone."""

from collections.abc import Iterator
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.e2e.album import leave
from tests.e2e.conftest import PHONE
from tests.e2e.theatre import KIM, SAM, Theatre, press


@pytest.fixture(scope="module")
def states(chromium: Browser, play: Theatre) -> dict[str, str]:
    """The page of each state, as it was served."""
    me, sam, kim = (
        chromium.new_context(service_workers="block", java_script_enabled=False).new_page()
        for _ in range(3)
    )
    seen: dict[str, str] = {}

    def keep(state: str, page: Page) -> None:
        seen[state] = page.content()

    def look(state: str) -> None:
        me.goto(f"{play.url}/en/checkin")
        keep(state, me)

    play.befriend(me, sam, Sam=SAM, Kim=KIM)
    keep("ready", me)
    me.locator("#plan").fill("Hotel Rex, room 12. Call me first.")
    press(me, "start")
    token = me.locator("input[name=csrf_token]").first.get_attribute("value")
    here = {"latitude": "40.71281", "longitude": "-74.00602", "within": "18"}
    me.request.post(me.url, form={"csrf_token": str(token), "do": "place", **here})
    look("armed")
    play.wait(52)
    look("near")
    play.wait(10)
    look("due")
    play.wait(9)
    look("alerting")
    sam.goto(play.link(SAM))
    keep("covered", sam)
    press(sam, "show")
    keep("waiting for you", sam)
    play.wait(5)
    kim.goto(play.link(KIM))
    press(kim, "show")
    press(sam, "on_it")
    keep("you are on it", sam)
    look("held")
    kim.goto(play.link(KIM))
    press(kim, "show")
    keep("another is on it", kim)
    press(kim, "cannot")
    press(me, "ok")
    keep("closed safe", me)
    kim.goto(play.link(KIM))
    keep("over", kim)
    press_sos(me)
    play.wait(1)
    look("asked for help")
    kim.goto(play.link(KIM))
    press(kim, "show")
    press(kim, "cannot")
    keep("you cannot", kim)
    press(kim, "over")
    keep("you said it is over", kim)
    look("closed by a contact")
    press_sos(me)
    play.wait(60)
    look("unanswered")
    kim.goto(play.link(KIM))
    press(kim, "show")
    keep("too late", kim)
    return seen


def _serve(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def press_sos(page: Page) -> None:
    page.locator(".sos summary").click()
    press(page, "sos")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone's page that no service worker answers for."""
    context = chromium.new_context(viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(page: Page, play: Theatre, states: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Each state in turn, as it was then."""

    def each() -> Iterator[tuple[str, Page]]:
        for state, html in states.items():
            where = f"{play.url}/was/{state.replace(' ', '-')}"
            page.route(where, partial(_serve, html))
            page.goto(where)
            assert page.locator("main").count(), state
            yield state, page

    return each()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_has_a_barrier_that_axe_can_find(
    page: Page, shown: Iterator[tuple[str, Page]], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    barriers = {}
    for state, now in shown:
        if scheme == "light":
            leave(now, f"seen state {state}")
        if now.locator(".sos summary").count():
            now.locator(".sos summary").click()
        found = Axe().run(now)
        if found.violations_count:
            barriers[state] = found.generate_report()
    assert barriers == {}


@pytest.mark.parametrize("width", [320, 180])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_state_is_wider_than_the_smallest_phone_or_one_zoomed_to_twice_its_size(
    page: Page, shown: Iterator[tuple[str, Page]], width: int, direction: str
) -> None:
    page.set_viewport_size({"width": width, "height": 2 * width})
    wide = {}
    for state, now in shown:
        now.evaluate("to => { document.documentElement.dir = to; }", direction)
        found = now.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[state] = found
    assert wide == {}


def test_in_every_state_of_a_timer_ok_is_a_third_of_the_screen_and_at_the_thumb(
    page: Page, shown: Iterator[tuple[str, Page]]
) -> None:
    boxes = {}
    for state, now in shown:
        ok, bar = now.locator(".ok"), now.locator(".bar")
        if ok.count():
            box, below = ok.bounding_box(), bar.bounding_box()
            assert box
            assert below
            assert box["height"] >= PHONE["height"] / 3, state
            assert box["y"] + box["height"] <= below["y"], state
            boxes[state] = box
    assert len(boxes) == 6
    assert page.viewport_size == PHONE


def test_the_time_left_can_be_read_at_arms_length(
    page: Page, shown: Iterator[tuple[str, Page]]
) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    for state, now in shown:
        left = now.locator(".ring .left")
        if left.count():
            size = left.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
            assert size >= 64, state


def test_every_state_looks_different_at_a_glance(
    page: Page, shown: Iterator[tuple[str, Page]]
) -> None:
    del page
    colours = {
        state: now.locator("#run").evaluate("each => getComputedStyle(each).backgroundImage")
        for state, now in shown
        if now.locator("#run").count()
    }
    distinct = {colours[state] for state in ("armed", "near", "due", "alerting", "held")}
    assert len(distinct) == 5


def test_nothing_covers_the_way_out_in_any_state(
    page: Page, shown: Iterator[tuple[str, Page]]
) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    for state, now in shown:
        for top in (0, 300, 100_000):
            now.evaluate("top => scrollTo(0, top)", top)
            assert now.evaluate(
                """() => {
                    const box = document.querySelector('.exit').getBoundingClientRect();
                    return !!document.elementFromPoint(
                        box.x + box.width / 2, box.bottom - 3).closest('.exit');
                }"""
            ), (state, top)
