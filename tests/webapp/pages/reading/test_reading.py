"""The pages beside the cards: search, the path after an arrest, relief, who helps, sources."""

from datetime import timedelta
from pathlib import Path

import pytest

from peers.phones import table
from tests.webapp.conftest import Site
from webapp import create_app
from webapp.parts import assemble
from webapp.settings import Settings


def test_a_question_in_own_words_finds_the_card_without_a_script(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/search?q=can+they+look+in+my+purse")
    assert reader.link("Searches") == "/en/us-ny/cards/search"
    assert reader.answer.headers["Cache-Control"] == "no-store"


def test_a_question_that_finds_nothing_still_shows_every_card(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/search?q=zzzzqqqq")
    assert "Nothing found" in reader.text
    for card in site.phones.parts.core.library.cards:
        assert f'href="/en/us-ny/cards/{card}"' in reader.html


def test_what_was_asked_is_shown_as_text_and_no_more(site: Site) -> None:
    html = site.reader().open('/en/us-ny/search?q="><script>alert(1)</script>').html
    assert "<script>alert" not in html


def test_home_leads_to_search_path_relief_help_and_sources(site: Site) -> None:
    home = site.reader().open("/en/us-ny/")
    for words, address in (
        ("Ask in your own words", "/en/us-ny/search"),
        ("What happens after an arrest", "/en/us-ny/cards/path"),
        ("Which record relief may fit me?", "/en/us-ny/relief"),
        ("Who can help, near you", "/en/us-ny/help"),
        ("Where this is from", "/en/about/sources"),
    ):
        assert home.link(words) == address


def test_the_path_walks_step_by_step_with_a_card_and_a_question_in_each(site: Site) -> None:
    library = site.phones.parts.core.library
    path = library.guides["path"]
    headings = [section.heading for section in path.sections]
    assert [heading.partition(".")[0] for heading in headings] == [
        str(n) for n in range(1, len(headings) + 1)
    ]
    assert len(headings) >= 8
    for section in path.sections:
        texts = [block.text for block in section.blocks]
        assert any(text.startswith("Open: ") for text in texts), section.heading
        assert any(text.startswith("Ask your lawyer: ") for text in texts), section.heading
    text = site.reader().open("/en/us-ny/cards/path").text
    assert "New York:" in text


def test_the_relief_guide_holds_every_way_of_the_place_and_sends_nothing(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/relief")
    assert "CPL 160.57" in reader.text
    assert "CPL 440.10(1)(i)" in reader.text
    assert "Ask a lawyer before filing" in reader.text
    assert "<form" not in reader.html


def test_the_relief_guide_says_where_nothing_was_confirmed(site: Site) -> None:
    assert "Choose your state" in site.reader().open("/en/us/relief").text


def test_who_helps_is_told_with_source_and_date(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/help")
    assert 'href="tel:+12125773300"' in reader.html
    for each in site.phones.parts.core.library.places["us-ny"].law.legal_help:
        assert (each.name in reader.text) is each.known
        for source in each.sources if each.known else ():
            assert source.date in reader.text


def test_the_hosts_own_helpers_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own" / "us"
    own.mkdir(parents=True)
    (own / "NY.yaml").write_text(
        "code: NY\nname: New York\nlegal_help:\n"
        "  - name: Red Umbrella Legal Night\n    kind: legal_aid\n    phone: 212-555-2368\n"
        "    confidence: high\n"
        "    sources: [{title: Ours, url: 'https://ours.example.org/', date: '2026-11'}]\n"
    )
    settings = Settings(
        instance=tmp_path / "run", carrier="simulator", content_dir=tmp_path / "own"
    )
    with table(tmp_path / "phones") as phones:
        site = Site(create_app(assemble(settings, lambda: phones.now)), phones)
        text = site.reader().open("/en/us-ny/help").text
        assert text.index("From the group that runs this") < text.index("Red Umbrella Legal Night")
        assert text.index("Red Umbrella Legal Night") < text.index("Legal Aid Society")


def test_sources_show_how_sure_we_are_of_every_fact_in_every_place(site: Site) -> None:
    html = site.reader().open("/en/about/sources").html
    for place in site.phones.parts.core.library.places.values():
        assert f'<th scope="row">{place.code}<' in html
    for card in site.phones.parts.core.library.cards.values():
        for source in card.front.sources:
            assert source.url.replace("&", "&amp;") in html


def test_sources_say_what_is_past_its_day(site: Site) -> None:
    assert "May be out of date" not in site.reader().open("/en/about/sources").text
    site.phones.now += timedelta(days=3650)
    assert "May be out of date" in site.reader().open("/en/about/sources").text


@pytest.mark.parametrize("page", ["search", "relief", "help"])
def test_another_place_or_language_is_the_same_page_there(site: Site, page: str) -> None:
    html = site.reader().open(f"/en/places?place=us-ny&page={page}").html
    assert f'href="/es/us-ny/{page}"' in html
    assert f'href="/en/us-ca/{page}"' in html
