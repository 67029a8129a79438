"""How often one address may try, and what is never limited."""

import re
from ipaddress import IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from peers.addresses import missing_headers
from peers.phones import table
from tests.webapp.conftest import SAM, Site
from webapp import create_app, limits
from webapp.limits import ACTS, GUESSES, TRIES, Veil

HOUR = 3600.0
ANYONE = "203.0.113.7"


def most(rule: str) -> int:
    return int(rule.split()[0])


def pressed(
    site: Site, page: str, data: dict[str, str], times: int, address: str = ANYONE
) -> list[TestResponse]:
    """What a form that is posted again and again from one address is answered."""
    client = site.app.test_client()
    html = client.get("/en/checkin/code").get_data(as_text=True)
    form = {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', html)[0], **data}
    return [
        client.post(page, data=form, environ_base={"REMOTE_ADDR": address}) for _ in range(times)
    ]


def statuses(
    site: Site, page: str, data: dict[str, str], times: int, address: str = ANYONE
) -> list[int]:
    return [answer.status_code for answer in pressed(site, page, data, times, address)]


def test_guesses_at_check_in_codes_end_soon_and_only_where_they_come_from(site: Site) -> None:
    allowed = most(TRIES["code.act"])
    guess = {"code": "AAA00000"}
    tried = statuses(site, "/en/checkin/code", guess, allowed + 2)
    assert tried == [409] * allowed + [429] * 2
    assert statuses(site, "/en/checkin/code", guess, 1, "198.51.100.1") == [409]


def test_whoever_has_tried_too_often_is_told_what_still_works(site: Site) -> None:
    *_, last = pressed(site, "/en/checkin/code", {"code": "AAA00000"}, most(TRIES["code.act"]) + 1)
    assert "text us OK" in last.get_data(as_text=True)
    assert missing_headers(last) == {}


@pytest.mark.usefixtures("thorough")
def test_guesses_at_links_end_and_right_ones_are_not_counted(site: Site) -> None:
    site.reader().open("/en/contacts?place=us-ny").press("add", name="Sam", phone=SAM)
    client, link = site.app.test_client(), site.link(SAM)
    allowed = most(GUESSES["contact_link.look"])
    assert {client.get(link).status_code for _ in range(allowed + 1)} == {200}
    guessed = [client.get(f"/c/{n:024}").status_code for n in range(allowed + 1)]
    assert guessed == [410] * allowed + [429]
    assert client.get(link).status_code == 200


@pytest.mark.promise(
    "Nobody who shares your contact's connection can keep them from opening your alert.", of=1
)
def test_a_contact_opens_an_alert_and_answers_however_many_guesses_came_from_there(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for view in GUESSES:
        monkeypatch.setitem(GUESSES, view, "3 per hour")
    site.app = create_app(site.phones.parts)
    me = site.with_contacts(Sam=SAM)
    me.open("/en/checkin").press("sos")
    link = site.link(SAM)
    for method in ("GET", "POST"):
        tried = (
            statuses(site, "/c/nobody", {}, 5)
            if method == "POST"
            else [site.app.test_client().get(f"/c/{n:024}").status_code for n in range(5)]
        )
        assert tried == [410] * 3 + [429] * 2
    sam = site.reader().open(link)
    assert sam.answer.status_code == 200
    assert sam.press("show").answer.status_code == 200


@pytest.mark.parametrize("view", ACTS)
def test_what_makes_us_write_or_keep_an_address_ends(site: Site, view: str) -> None:
    addresses = {
        "contacts.act": "/en/contacts",
        "push.mine": "/en/push",
        "push.contacts_own": "/c/nobody/push",
        "push.move": "/push/move",
    }
    allowed = most(ACTS[view])
    tried = statuses(site, addresses[view], {"do": "nothing"}, allowed + 1)
    assert 429 not in tried[:allowed]
    assert tried[allowed] == 429


def test_forms_of_every_kind_together_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FORMS", "5 per hour")
    site.app = create_app(site.phones.parts)
    assert statuses(site, "/en/settings", {"do": "reading"}, 7) == [303] * 5 + [429] * 2


@pytest.mark.promise(
    "Nobody who shares your connection can keep your phone from starting, closing or SOS.", of=1
)
@pytest.mark.parametrize("page", ["/en/checkin", "/push/answer", "/c/nobody"])
def test_no_number_of_tries_stands_before_an_alarm(
    site: Site, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(limits, "FORMS", "1 per hour")
    site.app = create_app(site.phones.parts)
    assert statuses(site, "/en/settings", {"do": "reading"}, 2) == [303, 429]
    assert 429 not in statuses(site, page, {"do": "sos"}, 20)


@pytest.mark.parametrize(
    ("settings", "sent", "counted"),
    [
        ({}, "192.0.2.1", "10.0.0.9"),
        ({"public_url": "https://rain.example"}, "192.0.2.1", "192.0.2.1"),
        ({"proxies": 0, "public_url": "https://rain.example"}, "192.0.2.1", "10.0.0.9"),
        ({"proxies": 1}, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ({"proxies": 2}, "6.6.6.6, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
    ],
)
def test_of_what_proxies_say_only_as_much_counts_as_there_are_proxies(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    sent: str,
    counted: str,
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(Veil, "name", lambda _, address: seen.append(address) or address)
    with table(tmp_path, **settings) as phones:
        create_app(phones.parts).test_client().get(
            "/c/nobody",
            headers={"X-Forwarded-For": sent},
            environ_base={"REMOTE_ADDR": "10.0.0.9"},
        )
    assert set(seen) == {counted}


def test_a_name_lasts_an_hour_and_then_nothing_leads_back() -> None:
    now = [0.0]
    veil = Veil(lambda: now[0])
    name = veil.name(ANYONE)
    now[0] = HOUR - 1
    assert veil.name(ANYONE) == name
    now[0] = HOUR
    assert veil.name(ANYONE) != name
    assert Veil().name(ANYONE) != Veil().name(ANYONE)


@given(st.integers(2**125, 2**126 - 1), st.integers(0, 2**64 - 1))
def test_a_household_has_one_name_and_the_next_another(number: int, within: int) -> None:
    veil = Veil(lambda: 0.0)
    name = veil.name(str(IPv6Address(number)))
    assert veil.name(str(IPv6Address((number >> 64 << 64) | within))) == name
    assert veil.name(str(IPv6Address(number ^ (1 << 64)))) != name


def test_an_ipv4_address_is_the_same_in_either_dress_and_unlike_its_neighbour() -> None:
    veil = Veil(lambda: 0.0)
    assert veil.name("::ffff:203.0.113.7") == veil.name(ANYONE)
    assert veil.name("::ffff:203.0.113.8") != veil.name(ANYONE)


@pytest.mark.promise("No address of yours on the internet is written down.", of=3)
def test_what_is_counted_keeps_no_address(site: Site) -> None:
    statuses(site, "/en/checkin/code", {"code": "AAA00000"}, 3)
    [limiter] = site.app.extensions["limiter"]
    kept = repr(vars(limiter.storage))
    assert limiter.storage.storage
    assert ANYONE not in kept


@pytest.mark.parametrize(
    ("forwarded", "alone"),
    [("1.2.3.4:5678", "1.2.3.4"), ("[2001:db8::1]:80", "2001:db8::1"), ("[::1]", "::1")],
)
def test_a_port_makes_no_other_address(forwarded: str, alone: str) -> None:
    veil = Veil()
    assert veil.name(forwarded) == veil.name(alone)


@pytest.mark.parametrize("path", ["/", "/en", "/en/us-ny", "/texting/"])
def test_no_redirect_leads_where_a_visitor_says_that_we_are(site: Site, path: str) -> None:
    answer = site.app.test_client().get(path, headers={"Host": "evil.example"})
    assert "evil" not in answer.headers.get("Location", "")


def test_no_browser_keeps_what_is_typed_into_a_plan(site: Site) -> None:
    for page in ("/en/plans", "/en/checkin"):
        html = site.app.test_client().get(page).get_data(as_text=True)
        for field in re.findall(r"<textarea[^>]*>", html):
            assert 'autocomplete="off"' in field
