"""What is installed and what is kept for reading without a connection."""

import gzip
import json
import re
from typing import Any

import brotli
import pytest

from checkin.times.belonging import NOTE_WORDS
from tests.webapp.conftest import Site
from webapp.security import HEADERS


def library(site: Site, place: str = "us-ny", lang: str = "en") -> dict[str, Any]:
    answer = site.app.test_client().get(f"/{lang}/{place}/library.json")
    read: dict[str, Any] = json.loads(answer.get_data())
    return read


def without_sources(html: str) -> str:
    """A card's page but for its list of sources and where its marks find it."""
    html = re.sub(r"<h2 id=\"sources\">.*?</ol>\n?", "", html, flags=re.DOTALL)
    html = re.sub(r"<p><a href=\"\?served#sources\">.*?</p>\n?", "", html)
    return re.sub(r"\n+", "\n", html.replace('href="?served#source-', 'href="#source-'))


@pytest.mark.usefixtures("thorough")
def test_the_library_holds_every_card_as_its_page_is_served_but_for_the_list_of_sources(
    site: Site,
) -> None:
    kept = library(site)
    client = site.app.test_client()
    for address, html in kept["pages"].items():
        if address == kept["offline"]:
            continue  # this copy leads back to the place the library is for
        served = client.get(address).get_data(as_text=True)
        assert without_sources(served) == without_sources(html), address
        if "/cards/" in address:
            assert 'id="source-1"' in served
            assert "?served#sources" in html
    cards = set(site.phones.parts.core.library.cards)
    assert {f"/en/us-ny/cards/{card}" for card in cards} < set(kept["pages"])


def test_the_library_brings_every_asset_its_pages_ask_for(site: Site) -> None:
    kept = library(site)
    asked = set()
    for html in kept["pages"].values():
        asked |= set(re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)', html))
    assert asked <= set(kept["assets"])
    assert len(asked) >= 3


def test_pages_read_without_a_connection_keep_their_policy(site: Site) -> None:
    assert library(site)["headers"].items() >= HEADERS.items()


@pytest.mark.usefixtures("thorough")
def test_the_version_changes_with_the_words_and_only_then(site: Site) -> None:
    assert library(site)["version"] == library(site)["version"]
    assert library(site)["version"] != library(site, "us-tx")["version"]
    assert library(site)["version"] != library(site, lang="es")["version"]


@pytest.mark.promise("What your phone keeps for reading offline holds nothing about you.", of=3)
def test_nothing_personal_is_kept_offline(site: Site) -> None:
    for html in library(site)["pages"].values():
        assert 'method="post"' not in html
        assert "csrf" not in html


def test_a_browser_that_takes_no_compression_gets_none(site: Site) -> None:
    answer = site.app.test_client().get("/en/us-ny/", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data().startswith(b"<!doctype html>")
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_manifest_opens_at_the_place_and_in_the_language_it_was_installed_from(
    site: Site,
) -> None:
    reader = site.reader().open("/es/us-tx/")
    [link] = re.findall(r'rel="manifest" href="([^"]+)', reader.html)
    manifest = json.loads(reader.client.get(link.replace("&amp;", "&")).get_data())
    assert manifest["start_url"] == "/es/us-tx/"
    assert manifest["lang"] == "es"
    assert manifest["id"] == "/"
    for icon in manifest["icons"]:
        assert reader.client.get(icon["src"]).status_code == 200
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in [icon.get("purpose") for icon in manifest["icons"]]


def test_without_a_connection_a_timer_can_be_started_by_text(site: Site) -> None:
    number = site.phones.parts.core.number
    page = site.reader().open("/en/offline")
    assert page.link("Start a timer") == f"sms:{number}?&body=IN%202H"
    assert page.link("I'm OK") == f"sms:{number}?&body=OK"


UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_word_before_a_note_in_a_ready_text_is_one_that_we_read(site: Site, lang: str) -> None:
    (word,) = re.findall(
        r'data-start="[^"]+" data-note="([^"]+)"', site.reader().open(f"/{lang}/offline").html
    )
    assert word.casefold() in NOTE_WORDS


@pytest.mark.parametrize("name", ["app.css", "app.js", "exit.js", "sw.js", "icon-192.png"])
@pytest.mark.parametrize("encoding", UNPACK)
def test_an_asset_is_served_whole_however_compressed(site: Site, name: str, encoding: str) -> None:
    plain = site.app.test_client().get(f"/static/{name}")
    small = site.app.test_client().get(f"/static/{name}", headers={"Accept-Encoding": encoding})
    body = small.get_data()
    assert (small.headers.get("Content-Encoding") == encoding) is not name.endswith(".png")
    if small.headers.get("Content-Encoding"):
        body = UNPACK[encoding](body)
    assert body == plain.get_data()
