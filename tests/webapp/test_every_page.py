"""Rules that hold for whatever the app serves, now and later."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from peers.addresses import FOR_MACHINES, address, missing_headers, pages, rules
from peers.phones import table
from tests.webapp.conftest import SAM, Site
from webapp import create_app
from webapp.security import ALLOWING_PLACE, HEADERS

pytestmark = pytest.mark.usefixtures("thorough")

PUBLIC = {"home.home", "cards.card", "library", "manifest", "asset"} | {
    "show.show",
    "wallet.wallet",
    "search.search",
    "search.weights",
    "relief.guide",
    "legal_help.legal_help",
    "start.start",
    "note",
}
OF_ITS_PLACE = {"home.places", "offline", "about.sources"}
"""Pages without a person, whose address names no place: they lead to the one that was chosen."""


def test_every_answer_carries_every_security_header(site: Site) -> None:
    client = site.app.test_client()
    for rule in site.app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = client.open(address(rule), method=method)
            missing = missing_headers(answer)
            if rule.endpoint.startswith("checkin."):
                assert answer.headers["Permissions-Policy"] == ALLOWING_PLACE
                del missing["Permissions-Policy"]
            assert missing == {}, (method, rule.rule)
            assert "Cache-Control" in answer.headers, rule.rule


def test_an_answer_that_is_an_error_carries_them_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.device.person", lambda _: 1 / 0)
    client = site.app.test_client()
    answers = {
        400: client.post("/en/contacts"),
        403: client.post("/sms/inbound"),
        404: client.get("/static/nothing.css"),
        405: client.post("/en/us-ny/"),
        410: client.get("/c/nobody"),
        413: client.post("/en/contacts", data={"plan": "x" * 70_000}),
        500: client.get("/en/settings"),
    }
    assert {code: answer.status_code for code, answer in answers.items()} == {c: c for c in answers}
    for code, answer in answers.items():
        assert missing_headers(answer) == {}, code
        assert answer.headers["Cache-Control"] == "no-store", code


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT"])
def test_an_unusual_request_is_answered_with_them_too(site: Site, method: str) -> None:
    for where in ("/en/us-ny/", "/en/settings", "/sw.js", "/nothing"):
        assert missing_headers(site.app.test_client().open(where, method=method)) == {}, where


@pytest.mark.promise("Once met by https, your browser comes by nothing else.", of=3)
def test_a_host_on_https_is_never_visited_otherwise_again(tmp_path: Path) -> None:
    with table(tmp_path, public_url="https://rain.example") as phones:
        client = create_app(phones.parts).test_client()
        for where in ("/en/us-ny/", "/en/settings", "/nothing", "/static/app.css"):
            assert client.get(where).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_place_may_be_asked_for_by_the_check_in_alone_and_by_nobody_framed_in_it() -> None:
    assert "geolocation=()" in HEADERS["Permissions-Policy"]
    assert (
        HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")
        == ALLOWING_PLACE
    )


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.promise("Reading cards sets no cookie.", of=3)
def test_what_is_the_same_for_everyone_is_cacheable_and_sets_no_cookie(site: Site) -> None:
    for rule in rules(site.app, "GET"):
        answer = site.app.test_client().get(address(rule))
        if rule.endpoint in PUBLIC:
            assert "public" in answer.headers["Cache-Control"], rule.rule
            assert "Set-Cookie" not in answer.headers, rule.rule
            assert "Cookie" not in answer.headers.get("Vary", ""), rule.rule
        elif rule.endpoint in OF_ITS_PLACE:
            assert "private" in answer.headers["Cache-Control"], rule.rule
            assert "Set-Cookie" not in answer.headers, rule.rule
        elif rule.endpoint != "service_worker" and not rule.rule.startswith(FOR_MACHINES):
            assert answer.headers["Cache-Control"] == "no-store", rule.rule


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    client = site.app.test_client()
    for rule in _tagged(site):
        for encoding in ("identity", "gzip", "br"):
            asked = {"Accept-Encoding": encoding}
            etag = client.get(address(rule), headers=asked).headers["ETag"]
            again = client.get(address(rule), headers=asked | {"If-None-Match": etag})
            assert (again.status_code, again.data) == (304, b""), (rule.rule, encoding)
            assert again.headers["ETag"] == etag
            assert "Accept-Encoding" in again.headers["Vary"]
            assert missing_headers(again) == {}, rule.rule


def test_the_same_tag_always_means_the_same_bytes(site: Site) -> None:
    client = site.app.test_client()
    for rule in _tagged(site):
        sent = {}
        for encoding in ("identity", "gzip", "br"):
            answer = client.get(address(rule), headers={"Accept-Encoding": encoding})
            etag = answer.headers["ETag"]
            assert etag.startswith('"'), (rule.rule, etag)  # a strong one
            sent[etag] = answer.get_data()
        assert len(sent) == len(set(sent.values())) == 3, (rule.rule, sent.keys())


def test_a_page_that_is_the_same_for_everyone_is_so_whoever_asks(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    me.client.set_cookie("lang", "es")
    me.client.set_cookie("place", "us-tx")
    for rule in _tagged(site, PUBLIC):
        known = me.client.get(address(rule), headers={"Accept-Language": "es"})
        stranger = site.app.test_client().get(address(rule))
        assert known.headers["ETag"] == stranger.headers["ETag"], rule.rule
        assert stranger.headers["Vary"] == "Accept-Encoding", rule.rule


def test_no_page_that_holds_a_forms_token_is_compressed(site: Site) -> None:
    # How long it came out would give the token away, bit by bit.
    me = site.with_contacts(Sam=SAM)
    holding = 0
    for where in pages(site.app):
        if 'name="csrf_token"' in me.client.get(where).get_data(as_text=True):
            holding += 1
            answer = me.client.get(where, headers={"Accept-Encoding": "gzip, br"})
            assert "Content-Encoding" not in answer.headers, where
    assert holding > 3


def test_no_answer_says_how_long_it_took_or_what_made_it(site: Site) -> None:
    client = site.app.test_client()
    for rule in rules(site.app, "GET"):
        told = client.get(address(rule)).headers.keys()
        assert not {"Server-Timing", "X-Runtime", "X-Powered-By", "Server"} & set(told), rule.rule


def _tagged(site: Site, endpoints: set[str] = PUBLIC | OF_ITS_PLACE) -> list[Rule]:
    """The addresses whose answers carry a tag to ask by: all of these but one."""
    return [r for r in rules(site.app, "GET") if r.endpoint in endpoints - {"manifest"}]


@pytest.mark.promise("No other website can press our buttons for you.", of=3)
def test_every_form_needs_its_token(site: Site) -> None:
    for rule in rules(site.app, "POST"):
        if not rule.rule.startswith(FOR_MACHINES):
            answer = site.app.test_client().post(address(rule), data={"do": "start"})
            assert answer.status_code == 400, rule.rule
            assert "press it once more" in answer.get_data(as_text=True)


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))


def test_every_page_has_the_way_out_before_anything_else(site: Site) -> None:
    found = pages(site.app)
    assert len(found) > 10
    for where, html in found.items():
        assert html.index('class="exit"') < html.index("<main"), where


@pytest.mark.promise("No page of ours asks anyone else for anything.", of=3)
def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    for where, html in pages(site.app).items():
        outline = _Outline()
        outline.feed(html)
        for tag, attributes in outline.tags:
            fetched = attributes.get("src") or (tag == "link" and attributes.get("href"))
            assert not fetched or fetched.startswith("/"), (where, tag, fetched)


def test_no_page_has_an_inline_script_style_or_handler(site: Site) -> None:
    for where, html in pages(site.app).items():
        outline = _Outline()
        outline.feed(html)
        for tag, attributes in outline.tags:
            assert tag != "style", where
            assert tag != "script" or "src" in attributes, where
            assert not {name for name in attributes if name == "style" or name[:2] == "on"}, where


def test_every_page_says_in_which_language_and_direction_it_is(site: Site) -> None:
    for where, html in pages(site.app).items():
        assert re.search(r'<html lang="en" dir="ltr"', html), where


def test_every_link_of_ours_leads_somewhere(site: Site) -> None:
    client = site.app.test_client()
    links = {
        link for html in pages(site.app).values() for link in re.findall(r'href="(/[^"#]*)', html)
    }
    broken = {}
    for link in links:
        status = client.get(link.replace("&amp;", "&"), follow_redirects=True).status_code
        if status != 200:
            broken[link] = status
    assert broken == {}


@pytest.mark.parametrize(
    "where", ["/xx/", "/en/us-zz/", "/en/us-ny/cards/nope", "/c/", "/phone/nobody", "/nothing"]
)
def test_an_unknown_address_is_a_friendly_page_with_the_way_out(site: Site, where: str) -> None:
    reader = site.reader().open(where)
    assert reader.answer.status_code == 404
    assert "There is no such page" in reader.text
    assert reader.link("Exit").startswith("https://")


def test_too_long_a_form_is_refused_in_words(site: Site) -> None:
    answer = site.app.test_client().post("/en/checkin", data={"plan": "x" * 70_000})
    assert answer.status_code == 413
    assert "too long" in answer.get_data(as_text=True)


def test_an_address_that_takes_no_button_press_says_so(site: Site) -> None:
    answer = site.app.test_client().post("/en/us-ny/")
    assert answer.status_code == 405
    assert "Nothing was changed" in answer.get_data(as_text=True)


def test_every_page_in_the_demo_says_that_no_text_leaves(site: Site) -> None:
    for where, html in pages(site.app).items():
        assert "no real text leaves this machine" in html, where
