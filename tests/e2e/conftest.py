"""The app as it runs, and a phone's browser to visit it with."""

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from peers.addresses import pages
from peers.phones import table
from tests.e2e.running import Running, raincheck
from tests.e2e.theatre import Theatre, theatre
from tests.e2e.visiting import NEUTRAL
from tests.e2e.wire import Wire, wire
from webapp import create_app

PHONE = {"width": 360, "height": 740}
_LOOK_MS = 2_000

# How long something may take to appear where no test says how soon it must: beside others, on a
# machine that is slow or shared, five seconds are not always enough.
expect.set_options(timeout=20_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a page showed when its test failed is kept with the failure."""
    report = yield
    for name, page in getattr(item, "funcargs", {}).items():
        if report.failed and isinstance(page, Page):
            report.sections.append((f"{name} at {page.url}", _seen(page)))
    return report


def _seen(page: Page) -> str:
    try:
        shown: str = page.locator(":root").evaluate("all => all.outerHTML", timeout=_LOOK_MS)
        return shown
    except Error as error:
        return str(error)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    instance = tmp_path_factory.mktemp("browser")
    quick = {"RAINCHECK_MIN_TIMER": "5s", "RAINCHECK_REMINDER": "1s"}
    with raincheck("serve", instance, **quick) as running:
        yield running


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with theatre(tmp_path_factory.mktemp("theatre")) as running:
        yield running


@pytest.fixture
def line(app: Running) -> Iterator[Wire]:
    """A network between a browser and the app, which the test may cut."""
    with wire(app.url) as made:
        yield made


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport=PHONE, has_touch=True)
    made.route(NEUTRAL + "**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every address of ours that answers with a page, and a few that differ by what they hold."""
    with table(tmp_path_factory.mktemp("addresses")) as phones:
        found = list(pages(create_app(phones.parts)))
    return [*found, "/en/us-ny/cards/health#show-1", "/en/us-ny/search?q=purse", "/en/nothing"]
