"""The group that runs this, on our pages: named, coloured, kept for reading offline, and silent
where a contact looks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from peers.phones import table
from tests.webapp.conftest import SAM, Site
from webapp import create_app
from webapp.security import HEADERS

HOST = """
name: Harbor <Night> Project
url: https://harbor.example
about: {en: We run this., es: Llevamos esto.}
colours: {light: '#7a1f5c', dark: '#f2a7d6'}
logo: logo.svg
hotlines:
  - name: Harbor line
    phone: 202-555-0144
    hours: {en: 8 pm to 4 am, es: de 8 pm a 4 am}
    languages: [en, ht]
    checked: '2026-11-20'
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hosted")
    content: Path = folder / "content"
    content.mkdir()
    (content / "host.yaml").write_text(HOST)
    (content / "logo.svg").write_text(LOGO)
    with table(folder, content_dir=content) as phones:
        yield Site(create_app(phones.parts), phones)


@pytest.mark.usefixtures("thorough")
def test_the_group_is_named_on_home_and_where_help_is_in_the_readers_language(
    hosted: Site,
) -> None:
    for where in ("/en/us-ny/", "/en/us-ny/help"):
        reader = hosted.reader().open(where)
        assert "Harbor <Night> Project" in reader.text
        assert "We run this." in reader.text
        assert reader.link("harbor.example") == "https://harbor.example"
    assert "Llevamos esto." in hosted.reader().open("/es/us-ny/").text


def test_without_a_host_file_nobody_is_named(site: Site) -> None:
    html = site.reader().open("/en/us-ny/").html
    assert 'class="host"' not in html
    assert "branding" not in html


def test_colours_and_picture_come_from_our_own_origin_and_are_kept_for_good(hosted: Site) -> None:
    reader = hosted.reader().open("/en/us-ny/")
    [sheet] = re.findall(r'href="(/static/branding\.css[^"]+)', reader.html)
    [picture] = re.findall(r'<img src="([^"]+)', reader.html)
    css = reader.client.get(sheet)
    assert ":root { --accent: #7a1f5c; }" in css.text
    assert "(prefers-color-scheme: dark) { :root { --accent: #f2a7d6; } }" in css.text
    logo = reader.client.get(picture)
    assert (logo.mimetype, logo.text) == ("image/svg+xml", LOGO)
    for answer in (css, logo):
        assert "immutable" in answer.headers["Cache-Control"]
        policy = answer.headers["Content-Security-Policy"]
        assert policy == HEADERS["Content-Security-Policy"]


@pytest.mark.usefixtures("thorough")
def test_the_library_for_reading_offline_holds_all_of_it(hosted: Site) -> None:
    client = hosted.app.test_client()
    library = json.loads(client.get("/en/us-ny/library.json").get_data())
    for address in library["pages"]:
        html = library["pages"][address]
        asked = re.findall(r'<(?:link rel="stylesheet" href|script src|img src)="([^"]+)', html)
        assert set(asked) <= set(library["assets"]), address
    assert len([each for each in library["assets"] if "branding" in each or "logo" in each]) == 2
    for address in library["assets"]:
        assert client.get(address).status_code == 200


def test_help_lines_stand_first_where_help_is_on_the_card_and_by_text(hosted: Site) -> None:
    page = hosted.reader().open("/es/us-ny/help").text
    assert "Harbor line 202-555-0144" in page
    assert "de 8 pm a 4 am" in page
    assert "English, Haitian Creole" in page or "Kreyòl" in page
    card = hosted.reader().open("/en/us-ny/cards/hotlines").text
    assert "Harbor line" in card
    texted = hosted.phones.text(SAM, "LAWYER")
    while "Harbor line 202-555-0144" not in texted:
        more = hosted.phones.text(SAM, "NEXT")
        assert more not in texted, texted
        texted += more


def test_a_contact_and_whoever_sees_a_cover_learn_nothing_of_the_group(hosted: Site) -> None:
    me = hosted.with_contacts(Sam=SAM)
    me.open("/en/checkin").press("start", minutes_chosen="30")
    pages = [hosted.reader().open(hosted.link(SAM))]
    pages += [hosted.reader().open(f"/en/us-ny/{cover}") for cover in ("notes", "timer", "sky")]
    for reader in pages:
        assert "Harbor" not in reader.html
    hosted.wait()
    assert not any("Harbor" in text for text in hosted.phones.inbox(SAM))
