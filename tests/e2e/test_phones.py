"""Several basic phones side by side, through real processes: typed on, failing, rung."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.running import Running, raincheck

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    hurried = {
        "RAINCHECK_MIN_TIMER": "1s",
        "RAINCHECK_REMINDER": "1s",
        "RAINCHECK_GRACE": "2s",
        "RAINCHECK_ESCALATE": "20s",
    }
    with raincheck("serve", tmp_path_factory.mktemp("phones"), **hurried) as running:
        yield running


@pytest.fixture
def page(page: Page, app: Running) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{app.url}/phone/")
    return page


_NOTES = (f"blue door {each}" for each in count(1))


def column(page: Page, phone: str) -> Locator:
    return page.locator(f"#p{phone[1:]}")


def text(page: Page, phone: str, body: str) -> None:
    field = column(page, phone).get_by_label(f"Text from {phone}")
    field.fill(body)
    field.press("Enter")
    expect(field).to_have_value("")


def befriend(page: Page) -> None:
    """Sam is a contact of Ana's, from now on or from a test before."""
    if "Sam said yes" in column(page, ANA).inner_text():
        return
    text(page, ANA, "NAME Ana")
    text(page, ANA, f"ADD {SAM} Sam")
    asked = column(page, ANA).locator(".text", has_text="To add Sam").last.inner_text()
    text(page, ANA, re.findall(r"reply (\d\d)\.", asked)[0])
    text(page, SAM, "YES")
    expect(column(page, ANA)).to_contain_text(re.compile("Sam (said yes|is)"), timeout=PATIENCE)


def switch(page: Page, trouble: str) -> None:
    page.get_by_text(trouble, exact=True).last.click()
    page.get_by_role("button", name="Switch", exact=True).click()
    expect(page.locator("#weather")).to_contain_text(trouble)


def test_an_alert_waits_while_texting_is_down_and_arrives_once_all_is_well(page: Page) -> None:
    befriend(page)
    note = next(_NOTES)
    text(page, ANA, f"IN 4s {note}")
    switch(page, "Texting is down")
    alert = column(page, SAM).locator(".text", has_text=note)
    expect(alert).to_contain_text(
        re.compile(r"queued: texting is down.*tried [2-9] times"), timeout=PATIENCE
    )
    page.get_by_role("button", name="Make all well again").click()
    expect(alert.locator(".state")).to_have_text("delivered", timeout=PATIENCE)
    expect(alert).to_have_count(1)
    text(page, SAM, "1")
    expect(column(page, ANA)).to_contain_text("Sam is on it.", timeout=PATIENCE)
    text(page, ANA, "OK")
    expect(column(page, SAM)).to_contain_text("All clear", timeout=PATIENCE)


def test_a_key_pressed_during_a_call_is_answered_without_losing_what_is_being_typed(
    page: Page,
) -> None:
    befriend(page)
    text(page, ANA, f"SOS {next(_NOTES)}")
    typing = column(page, ANA).get_by_label(f"Text from {ANA}")
    typing.fill("half a sen")
    column(page, SAM).get_by_role("button", name="1 on it").click(timeout=PATIENCE)
    expect(column(page, SAM)).to_contain_text("Thank you. We have noted that you are on it.")
    expect(typing).to_have_value("half a sen")
    text(page, ANA, "OK")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_trouble_and_no_kind_of_text_is_a_barrier(page: Page, app: Running, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    text(page, ANA, "¿Qué hago “ahora”?")
    text(page, SAM, "HELP")
    switch(page, "Texting is down")
    text(page, SAM, "MENU")
    expect(column(page, SAM)).to_contain_text("kept by the carrier")
    for details in page.locator("main summary").all():
        details.click()
    for where in (f"{app.url}/phone/{SAM}", f"{app.url}/phone/{ANA}"):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.goto(where)
    page.get_by_role("button", name="Make all well again").click()
    expect(page.locator("#weather")).to_be_empty()


def test_an_entry_that_has_not_changed_stays_where_it_is(page: Page, app: Running) -> None:
    page.goto(f"{app.url}/phone/{KIM}")
    page.locator("#body").fill("MENU")
    page.get_by_role("button", name="Send").click()
    first = page.locator("#texts .text").first
    first.evaluate("entry => { entry.here = true; }")
    other = page.context.new_page()
    other.goto(f"{app.url}/phone/{KIM}")
    other.locator("#body").fill("STATUS")
    other.get_by_role("button", name="Send").click()
    expect(page.locator("#texts .text").last).to_contain_text("No timer is running")
    assert first.evaluate("entry => entry.here")
