"""Names, pictures and start pages that pass for plain apps."""

import json
import re
import struct

import pytest

from tests.webapp.conftest import Site
from webapp.disguises import DISGUISES

TELLING = re.compile(
    r"police|polic[ií]a|arrest|check-in|safety|contacts?\b|raincheck|alert|card|tarjeta",
    re.IGNORECASE,
)
EVERY = [each.id for each in DISGUISES]


def manifest(site: Site, cover: str, lang: str = "en") -> dict[str, object]:
    answer = site.app.test_client().get(
        f"/manifest.webmanifest?lang={lang}&place=us-tx&cover={cover}"
    )
    read: dict[str, object] = json.loads(answer.get_data())
    return read


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("cover", EVERY)
def test_a_cover_is_an_app_of_its_own_that_opens_at_its_plain_page(
    site: Site, cover: str, lang: str
) -> None:
    made = manifest(site, cover, lang)
    assert made["id"] == f"/?{cover}"
    assert made["start_url"] == f"/{lang}/us-tx/{cover}"
    assert (made["scope"], made["display"]) == ("/", "standalone")
    assert (made["lang"], made["dir"]) == (lang, "ltr")
    assert len(str(made["short_name"])) <= 13
    assert not {"shortcuts", "screenshots", "description"} & set(made)
    purposes = [each["purpose"] for each in made["icons"]]  # type: ignore[attr-defined]
    assert purposes == ["any", "any", "any", "maskable"]


@pytest.mark.parametrize("cover", ["", *EVERY])
def test_every_icon_is_there_as_large_as_it_says_and_under_four_kilobytes(
    site: Site, cover: str
) -> None:
    for icon in manifest(site, cover)["icons"]:  # type: ignore[attr-defined]
        body = site.app.test_client().get(icon["src"]).get_data()
        assert len(body) < 4096, icon
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", body[16:24])
            assert f"{width}x{height}" == icon["sizes"]


def test_a_cover_that_nobody_knows_is_the_app_as_it_is(site: Site) -> None:
    assert manifest(site, "bank") == manifest(site, "")
    assert manifest(site, "")["start_url"] == "/en/us-tx/"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("cover", EVERY)
def test_a_start_page_shows_nothing_of_what_is_behind_it(site: Site, cover: str, lang: str) -> None:
    reader = site.reader().open(f"/{lang}/us-ny/{cover}")
    shown = reader.text.replace("Raincheck", "", 1) if cover == "sky" else reader.text
    assert not TELLING.search(shown), shown
    assert reader.client.get_cookie("rc") is None


@pytest.mark.parametrize("cover", EVERY)
def test_the_title_of_a_start_page_leads_to_the_cards(site: Site, cover: str) -> None:
    reader = site.reader().open(f"/es/us-tx/{cover}")
    [title] = re.findall(r'<h1><a href="([^"]+)', reader.html)
    assert title == "/es/us-tx/"


def test_the_page_that_installs_says_first_what_it_can_mean(site: Site) -> None:
    text = site.reader().open("/en/install").text
    assert text.index("may find it") < text.index("Put it on your home screen")
    assert "destroying evidence" in text


def test_the_page_that_installs_carries_the_cover_that_was_chosen(site: Site) -> None:
    reader = site.reader().open("/en/install?place=us-tx&cover=notes")
    [link] = re.findall(r'rel="manifest" href="([^"]+)', reader.html)
    chosen = json.loads(reader.client.get(link.replace("&amp;", "&")).get_data())
    assert (chosen["name"], chosen["start_url"]) == ("Notes", "/en/us-tx/notes")
    assert 'apple-mobile-web-app-title" content="Notes"' in reader.html
    assert "press the word “Notes”" in reader.text


def test_start_pages_are_in_the_library(site: Site) -> None:
    pages = json.loads(site.app.test_client().get("/en/us-ny/library.json").get_data())["pages"]
    assert {f"/en/us-ny/{cover}" for cover in EVERY} < set(pages)
