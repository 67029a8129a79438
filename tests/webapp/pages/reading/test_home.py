"""The front door: which language, which place, which cards."""

import pytest

from tests.webapp.conftest import Site


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "/es/us/"),
        ("en-US", "/en/us/"),
        ("tlh", "/en/us/"),
        ("", "/en/us/"),
        ("en;q=0,es;q=0.1", "/es/us/"),
    ],
)
def test_the_door_opens_in_the_language_the_browser_asks_for(
    site: Site, asked: str, landed: str
) -> None:
    answer = site.app.test_client().get("/", headers={"Accept-Language": asked})
    assert answer.location == landed


def test_a_saved_choice_outweighs_what_the_browser_asks_for(site: Site) -> None:
    reader = site.reader().open("/en/settings").press("reading", language="es", place="us-tx")
    assert reader.address == "/es/settings"
    answer = reader.client.get("/", headers={"Accept-Language": "en"})
    assert answer.location == "/es/us-tx/"


def test_the_address_outweighs_everything(site: Site) -> None:
    reader = site.reader().open("/en/settings").press("reading", language="es", place="us-tx")
    assert reader.open("/en/us-ny/").root["lang"] == "en"


def test_what_police_may_do_now_comes_first_and_arrest_before_all(site: Site) -> None:
    html = site.reader().open("/en/us-ny/").html
    order = [html.index(f"/cards/{card}") for card in ("arrested", "stopped", "silent", "search")]
    assert order == sorted(order)
    assert html.index("Police in front of me") < html.index("/cards/arrested")
    assert html.index("/cards/search") < html.index("After an arrest")


@pytest.mark.promise("Every card is one tap from home.", of=2)
def test_every_card_of_the_library_is_one_tap_away(site: Site) -> None:
    html = site.reader().open("/en/us-ny/").html
    assert [id for id in site.phones.parts.core.library.cards if f"/cards/{id}" not in html] == []


def test_another_state_is_two_taps_away_and_keeps_the_card(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/cards/stopped").follow("Change place or language")
    assert reader.follow("Texas").address == "/en/us-tx/cards/stopped"
    assert reader.open("/en/places?place=us-ny&card=stopped").follow("Español").address == (
        "/es/us-ny/cards/stopped"
    )


def test_the_place_that_was_chosen_goes_along_to_the_check_in(site: Site) -> None:
    reader = site.reader().open("/en/us-nv/").follow("Check-in").follow("My contacts")
    reader.press("add", name="Sam", phone="202 555 0122")
    assert reader.open("/en/checkin").follow("Cards").address == "/en/us-nv/"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_states_stand_by_their_names(site: Site, lang: str) -> None:
    page = site.reader().open(f"/{lang}/places").text
    assert page.index("Idaho") < page.index("Illinois") < page.index("Iowa")


def test_a_text_lists_the_states_by_their_names_too(site: Site) -> None:
    reply = site.phones.text("+12025550111", "STATE")
    assert reply.index(" ID,") < reply.index(" IL,") < reply.index(" IA,")
