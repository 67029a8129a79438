"""What a page costs someone who pays by the megabyte, or has one bar of signal."""

import pytest

from bench.weights import HEAVY_PLACES, every_page, running_checkin, size, weigh
from tests.webapp.conftest import Site

pytestmark = pytest.mark.usefixtures("thorough")

ONE_ROUND_TRIP = 14_000
TWO_ROUND_TRIPS = 3 * ONE_ROUND_TRIP  # the second window is twice the first
LIBRARY = 60_000
LONG = {
    "/en/settings",
    "a timer running",  # comes after the check-in, which brought most of what it needs
    "/en/about/sources",
    "/phone/",  # the simulator
    "/dev/styles",  # for who works on the pages
}


@pytest.mark.promise(
    "A card is so small that it arrives in one round trip, even where the connection is bad.", of=2
)
@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("place", HEAVY_PLACES)
def test_a_card_with_all_it_needs_fits_one_round_trip(
    site: Site, place: str, encoding: str
) -> None:
    core, client = site.phones.parts.core, site.app.test_client()
    for language in core.phrases.languages:
        for card in (*core.library.cards, *core.library.guides):
            found = weigh(client, f"/{language.tag}/{place}/cards/{card}", encoding)
            assert min(found.document, found.styles, found.scripts, found.pictures) > 0
            assert found.total <= ONE_ROUND_TRIP, found


def test_so_does_every_other_page_but_for_a_few_long_ones(site: Site) -> None:
    found = {each.address: each.total for each in every_page(site.app)}
    found["a timer running"] = running_checkin(site.app).total
    heavy = {address: total for address, total in found.items() if total > ONE_ROUND_TRIP}
    assert heavy.keys() <= LONG, heavy
    assert max(heavy.values()) <= TWO_ROUND_TRIPS, heavy


@pytest.mark.parametrize("place", HEAVY_PLACES)
def test_the_whole_library_stays_within_its_budget_in_every_language(
    site: Site, place: str
) -> None:
    # Every browser that can keep a library for reading offline takes brotli.
    for language in site.phones.parts.core.phrases.languages:
        found = size(site.app.test_client(), f"/{language.tag}/{place}/library.json")
        assert found <= LIBRARY, (language.tag, found)
