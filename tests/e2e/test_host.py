"""The host's page, colours and note in a real browser: no barrier, nothing the policy stops, and a
note that reaches a phone which reads what it has kept."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.offline import cut
from tests.e2e.running import ROOT, Running, raincheck
from tests.e2e.visiting import learn
from tests.e2e.wire import Wire, wire
from tests.webapp.test_branding import HOST, LOGO

HOME, CARD = "/en/us-ny/", "/en/us-ny/cards/silent"
NOTE = "Go in pairs tonight."
LOOKED_AGAIN_MS = 6_000  # when the server looks for a note once more
ACCENT = {"light": "rgb(122, 31, 92)", "dark": "rgb(242, 167, 214)"}


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("hosted")
    content = folder / "content"
    content.mkdir()
    (content / "host.yaml").write_text(HOST)
    (content / "logo.svg").write_text(LOGO)
    caps = {"RAINCHECK_DAILY_CAP": "1", "RAINCHECK_CONTENT_DIR": str(content)}
    with raincheck("serve", folder / "instance", **caps) as running:
        yield running


@pytest.fixture
def line(hosted: Running) -> Iterator[Wire]:
    with wire(hosted.url) as made:
        yield made


def host(instance: Path, *words: str) -> str:
    """`raincheck host …` beside what runs."""
    ours = {"RAINCHECK_INSTANCE": str(instance)}
    done = subprocess.run(
        [sys.executable, "-m", "webapp", "host", *words],
        cwd=ROOT,
        env={**os.environ, **ours},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def log_in(page: Page, running: Running) -> None:
    token = host(running.instance, "link").rpartition("/")[2]
    page.goto(f"{running.url}/host/in/{token}")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="How it runs")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_hosts_page_has_no_barrier_on_the_smallest_phone_and_keeps_the_policy(
    page: Page, hosted: Running, scheme: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 568})
    # Numbers to draw: a reply that was paid for.
    page.goto(f"{hosted.url}/phone/+12025550177")
    page.locator("input[name=body]").fill("ARRESTED")
    page.locator("input[name=body]").press("Enter")
    expect(page.locator("#texts")).to_contain_text("ARRESTED")
    log_in(page, hosted)
    page.get_by_text("The same as a table").click()
    expect(page.locator("svg.chart rect").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("raincheck host link")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert [text for text in complaints if "status of 401" not in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_groups_colours_and_picture_show_without_a_connection_too(
    page: Page, context: BrowserContext, line: Wire, scheme: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    learn(page, line, HOME)
    cut(context, line)
    page.goto(line.url + HOME)
    expect(page.get_by_text("Harbor <Night> Project")).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.querySelector('.bar .main')).backgroundColor")
    assert colour == ACCENT[scheme]
    assert page.evaluate("document.querySelector('.who-runs img').naturalWidth") > 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [text for text in complaints if "ERR_" not in text] == []


def test_a_note_reaches_a_phone_that_reads_what_it_has_kept_and_stays_without_a_connection(
    page: Page, context: BrowserContext, line: Wire, hosted: Running
) -> None:
    learn(page, line, HOME)
    host(hosted.instance, "say", NOTE)
    page.wait_for_timeout(LOOKED_AGAIN_MS)
    asked = len(line.asked)
    page.goto(line.url + CARD)
    assert not any(CARD in each for each in line.asked[asked:])
    note = page.get_by_role("note", name="From the group that runs this")
    expect(note).to_have_text(NOTE)
    cut(context, line)
    page.goto(line.url + HOME)
    expect(note).to_have_text(NOTE)
    assert Axe().run(page).violations_count == 0
    host(hosted.instance, "unsay")
