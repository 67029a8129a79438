"""A card on a page: the words first, where they come from last, and honest labels between."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from content.library import Library
from content.phrases import LOCALES, Phrases
from peers.phones import Phones
from tests.webapp.conftest import Site
from webapp import create_app

EMPTY_CATALOGUE = bytes.fromhex("de120495" + "00000000" * 2 + "1c000000" * 2 + "00000000" * 2)


@pytest.fixture
def arabic(phones: Phones, tmp_path: Path) -> Site:
    """The app with one more language, right to left, in which nothing is translated yet."""
    locales = tmp_path / "locales"
    copytree(LOCALES, locales)
    for domain in ("messages", "cards"):
        file = locales / "ar" / "LC_MESSAGES" / f"{domain}.mo"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(EMPTY_CATALOGUE)
    phrases = Phrases.load(locales)
    core = replace(phones.parts.core, phrases=phrases, library=Library.load(phrases))
    return Site(create_app(replace(phones.parts, core=core)), phones)


def test_the_sentence_to_show_is_there_in_english_and_fills_the_screen_by_its_address(
    site: Site,
) -> None:
    reader = site.reader().open("/es/us-ny/cards/stopped")
    assert '<p class="english" lang="en" dir="ltr">Am I free to leave?</p>' in reader.html
    assert 'id="show-1"' in reader.html
    assert 'href="#show-1"' in reader.html


@pytest.mark.promise(
    "A sentence to show the officer stays in English, with its meaning in your language under it.",
    of=2,
)
def test_a_card_in_another_language_has_the_meaning_under_every_sentence_to_show(
    site: Site,
) -> None:
    html = site.reader().open("/es/us-ny/cards/stopped").html
    assert html.count('class="local"') == html.count('class="english"') > 0


@pytest.mark.usefixtures("thorough")
@pytest.mark.promise("A card that no lawyer has reviewed says so.", of=4)
def test_a_card_says_that_no_lawyer_has_reviewed_it(site: Site) -> None:
    reader = site.reader()
    for card in site.phones.parts.core.library.cards.values():
        if not card.front.reviewed_by:
            assert "No lawyer has reviewed this yet" in reader.open(f"/en/us/cards/{card.id}").text


@pytest.mark.usefixtures("thorough")
@pytest.mark.promise("Every source stands under its card, with its date.", of=4)
def test_every_source_is_linked_with_its_date(site: Site) -> None:
    for card in site.phones.parts.core.library.cards.values():
        html = site.reader().open(f"/en/us-ny/cards/{card.id}").html
        for source in card.front.sources:
            assert source.url.replace("&", "&amp;") in html, (card.id, source.url)


@pytest.mark.promise("What a card says of the law is that of your state.", of=4)
def test_the_law_differs_by_the_place_in_the_address(site: Site) -> None:
    reader = site.reader()
    new_york = reader.open("/en/us-ny/cards/stopped").text
    texas = reader.open("/en/us-tx/cards/stopped").text
    assert "New York:" in new_york
    assert "Texas:" in texas


@pytest.mark.promise("A card that has grown old says so.", of=4)
def test_a_card_past_its_review_day_says_that_it_may_be_out_of_date(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/cards/stopped")
    assert "May be out of date" not in reader.text
    site.phones.now += timedelta(days=3650)
    assert "May be out of date" in reader.open("/en/us-ny/cards/stopped").text


@pytest.mark.promise("A translation that nobody has reviewed says so.", of=4)
def test_a_draft_translation_says_so(site: Site) -> None:
    page = site.phones.parts.core.library.page("stopped", "es", "us-ny")
    assert page.translated
    assert page.draft
    html = site.reader().open("/es/us-ny/cards/stopped").html
    assert html.count('class="note"') == 1


def test_a_card_without_a_translation_is_english_and_labeled_in_its_own_language(
    arabic: Site,
) -> None:
    reader = arabic.reader().open("/ar/us-ny/cards/stopped")
    assert (reader.root["lang"], reader.root["dir"]) == ("ar", "rtl")
    assert '<article lang="en" dir="ltr">' in reader.html
    assert "not in your language yet" in reader.text


def test_the_whole_site_runs_right_to_left_in_arabic(arabic: Site) -> None:
    for page in ("/ar/us-ny/", "/ar/checkin", "/ar/contacts", "/ar/settings", "/ar/nothing"):
        root = arabic.reader().open(page).root
        assert (root["lang"], root["dir"]) == ("ar", "rtl"), page


def test_an_english_card_reached_in_english_repeats_no_language(site: Site) -> None:
    assert "<article>" in site.reader().open("/en/us-ny/cards/stopped").html


def test_a_card_made_under_one_path_is_never_shown_under_another(site: Site) -> None:
    card, client = "/en/us-ny/cards/stopped", site.app.test_client()
    elsewhere = client.get(card, environ_overrides={"SCRIPT_NAME": "//elsewhere.example"})
    assert "//elsewhere.example/en/" in elsewhere.get_data(as_text=True)
    assert "elsewhere.example" not in client.get(card).get_data(as_text=True)
