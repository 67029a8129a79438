"""The sentences to show: only what cards have anyone say, all of it, one press from home."""

import re
from dataclasses import replace

from content.pages import Say
from tests.webapp.conftest import Site
from webapp import create_app
from webapp.pages.reading.wallet import sheets


def shown(site: Site, address: str) -> list[str]:
    html = site.reader().open(address).html
    return re.findall(r'<p class="english" lang="en" dir="ltr">(.*?)</p>', html)


def said(site: Site) -> set[str]:
    """What the cards for when police are there have anyone say."""
    cards = site.phones.parts.core.library.cards.values()
    return {each for card in cards if card.front.topic == "now" for each in card.front.say}


def test_it_shows_every_sentence_of_the_cards_for_now_once_and_no_other(site: Site) -> None:
    found = shown(site, "/en/us-ny/show")
    assert sorted(found) == sorted(said(site))


def test_the_sentences_for_any_moment_come_first(site: Site) -> None:
    assert shown(site, "/en/us-ny/show")[:3] == [
        "Am I free to leave?",
        "I am going to remain silent. I want a lawyer.",
        "I do not consent to a search.",
    ]


def test_every_sentence_is_a_press_away_and_has_its_meaning_beside_it(site: Site) -> None:
    html = site.reader().open("/es/us-ny/show").html
    sentences = len(said(site))
    assert set(re.findall(r'<li><a[^>]*href="#(show-\d+)"', html)) == {
        f"show-{at}" for at in range(1, sentences + 1)
    }
    assert html.count('class="local"') == sentences


def test_home_leads_to_it(site: Site) -> None:
    reader = site.reader().open("/en/us-tx/").follow("Show to an officer")
    assert reader.address == "/en/us-tx/show"


def test_another_place_keeps_it(site: Site) -> None:
    reader = site.reader().open("/en/places?place=us-ny&page=show").follow("Texas")
    assert reader.address == "/en/us-tx/show"


def test_a_sheet_has_the_same_sentences_and_the_words_to_text(site: Site) -> None:
    assert shown(site, "/en/us-ny/print") == shown(site, "/en/us-ny/show")
    reader = site.reader().open("/es/us-ny/print")
    number = site.phones.parts.settings.number
    assert number == "+12025550100"
    assert "+1 202-555-0100" in reader.text
    assert "EN 2H" in reader.text


def test_sentences_go_on_as_many_sheets_as_they_need() -> None:
    many = [Say(f"Sentence {at}.", None) for at in range(15)]
    assert [len(sheet) for sheet in sheets(many, 7)] == [7, 7, 1]
    assert sheets([], 7) == []


def test_a_sheet_to_print_has_no_number_that_reaches_nobody(site: Site) -> None:
    parts = site.phones.parts
    settings = parts.settings.model_copy(update={"carrier": "twilio"})
    app = create_app(replace(parts, settings=settings))
    html = app.test_client().get("/en/us-ny/print").get_data(as_text=True)
    assert "Am I free to leave?" in html
    assert "555" not in html
