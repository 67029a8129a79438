"""Whatever is sent to whichever address: a clear answer, nobody else's rows touched, and the timer
that ran still alerts."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from checkin.storage import tables
from peers.addresses import FOR_MACHINES, address, missing_headers, rules
from peers.phones import table
from tests.sms import signed
from tests.webapp.conftest import SAM, Site
from tests.webapp.hostile import TYPES, Attack, attacks
from tests.webapp.reader import Reader
from webapp import create_app, limits
from webapp.security import ALLOWING_PLACE

pytestmark = pytest.mark.usefixtures("thorough")

NOTE = "Blue door, second floor"
AFTER_GRACE = timedelta(hours=2)
HERS = [
    tables.people, tables.devices, tables.contacts, tables.plans, tables.checkins,
    tables.subscriptions, tables.recipients, tables.hearings,
]  # fmt: skip

often = settings(
    max_examples=100,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class City(Site):
    """A host as it runs for others, where Ana's timer runs and Sam is her contact."""

    ana: Reader
    ids: tuple[str, ...]

    def rows(self, *of: sa.Table) -> list[tuple[Any, ...]]:
        """All that is kept, or all in some tables, but for signs of life."""
        kept = of or tuple(t for t in tables.metadata.sorted_tables if t is not tables.workers)
        with self.phones.parts.core.database.read() as conn:
            return [(t.name, *row) for t in kept for row in conn.execute(sa.select(t))]

    def send(self, attack: Attack, cookie: str = "", **known: str) -> Response:
        """Straight to the app: a client of any kind would refuse to send most of it."""
        environ = attack.environ(**known)
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        return Response.from_app(self.app, environ, buffered=True)

    def stranger(self) -> tuple[str, dict[str, str]]:
        """The cookies and the token of somebody who has just opened a page."""
        client = self.app.test_client()
        html = client.get("/en/checkin/code").get_data(as_text=True)
        return cookies(client), {"csrf_token": token_in(html)}

    def alerted(self) -> bool:
        """Whether Sam hears of it once Ana's time is up."""
        self.wait(AFTER_GRACE)
        return any(NOTE in text for text in self.texts(SAM))


def cookies(client: Any) -> str:
    return "; ".join(f"{each.key}={each.value}" for each in client._cookies.values())


def token_in(html: str) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', html)[0]


@contextmanager
def _city(folder: Path) -> Iterator[City]:
    with table(folder) as phones:
        parts = phones.parts
        host = parts.settings.model_copy(update={"twilio_auth_token": signed.TOKEN})
        demo = Site(create_app(parts), phones)
        ana = demo.with_contacts(Quillon=SAM)
        ana.open("/en/court").press("add", day="2026-12-03", clock="09:00", note="Room 4")
        ana.open("/en/checkin").press("start", minutes_chosen="60", plan=NOTE)
        assert "more" in ana.buttons
        # From here on nobody can text in her name but with Twilio's signature.
        city = City(create_app(replace(parts, settings=host, simulator=None)), phones)
        city.ana = ana
        with parts.core.database.read() as conn:
            city.ids = tuple(
                conn.scalar(sa.select(t.c.id).limit(1))
                for t in (tables.people, tables.contacts, tables.checkins, tables.hearings)
            )
        city.wait()
        yield city


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    for where in (limits.ACTS, limits.TRIES, limits.GUESSES):
        for view in where:
            monkeypatch.setitem(where, view, "1000000 per hour")
    monkeypatch.setattr(limits, "FORMS", "1000000 per hour")
    with _city(tmp_path) as made:
        yield made


def check(attack: Attack, answer: Response) -> None:
    """The answer is a page, a redirect, or a refusal that says what it is."""
    assert answer.status_code < 500, attack
    missing = missing_headers(answer)
    if answer.headers["Permissions-Policy"] == ALLOWING_PLACE:
        del missing["Permissions-Policy"]
    assert missing == {}, attack
    assert "Cache-Control" in answer.headers
    page = answer.get_data().decode("utf-8", "replace")
    assert NOTE not in page
    assert "Quillon" not in page


def test_whoever_has_no_token_gets_a_clear_answer_and_changes_nothing(city: City) -> None:
    before = city.rows()

    @often
    @given(attacks(city.app, *city.ids))
    def attacked(attack: Attack) -> None:
        check(attack, city.send(attack))
        assert city.rows() == before

    attacked()
    assert city.alerted()


def test_a_stranger_with_a_token_of_their_own_touches_nothing_of_anybody_else(city: City) -> None:
    before = city.rows(*HERS)
    cookie, token = city.stranger()

    @often
    @given(attacks(city.app, *city.ids))
    def attacked(attack: Attack) -> None:
        check(attack, city.send(attack, cookie, **token))
        assert set(before) <= set(city.rows(*HERS)), attack

    attacked()
    assert city.alerted()


def test_her_own_browser_gone_mad_breaks_nothing(city: City) -> None:
    cookie = cookies(city.ana.client)
    token = {"csrf_token": token_in(city.ana.open("/en/checkin").html)}

    @often
    @given(attacks(city.app, *city.ids))
    def attacked(attack: Attack) -> None:
        assert city.send(attack, cookie, **token).status_code < 500, attack

    attacked()


@pytest.mark.parametrize("under", ["/sms/", "/voice/"])
def test_a_webhook_that_is_signed_and_makes_no_sense_is_answered_all_the_same(
    city: City, under: str
) -> None:
    numbers, taken = count(), list[bool]()
    whole = {rule.endpoint: address(rule).encode() for rule in rules(city.app, "POST")}

    @settings(often, max_examples=400)
    @given(attacks(city.app, *city.ids, only=under), st.booleans())
    def attacked(attack: Attack, sensible: bool) -> None:
        text = signed.text("+12025550177", "MENU", MessageSid=f"SMfuzz{next(numbers)}")
        if sensible:
            attack = replace(attack, method="POST", path=whole[attack.endpoint], kind=TYPES[0])
        environ = attack.environ(**text if sensible else {})
        body = environ["wsgi.input"].getvalue()
        form: Mapping[str, str] = {}
        with suppress(RequestEntityTooLarge):  # then nobody can have signed it
            form = Request({**environ, "wsgi.input": BytesIO(body)}).form
        environ["HTTP_X_TWILIO_SIGNATURE"] = signed.signature(environ["RAW_URI"], form)
        answer = Response.from_app(city.app, environ, buffered=True)
        assert answer.status_code < 500, attack
        taken.append(answer.status_code in (200, 204))

    attacked()
    assert sum(taken) > 50


def test_no_refusal_writes_a_line_into_the_log(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = city.app.test_client()
    for rule in city.app.url_map.iter_rules():
        assert client.post(address(rule), data={"do": "ok"}).status_code < 500
    assert caplog.text == ""


@pytest.mark.parametrize(
    "query", [b"q=\xff\xfe", "q=¿pueden registrar?".encode(), b"q=%ff", b"\x00"]
)
def test_a_query_is_read_whatever_bytes_are_in_it(city: City, query: bytes) -> None:
    attack = Attack("", "GET", b"/en/us-ny/search", query, (), "", ())
    answer = city.send(attack)
    check(attack, answer)
    assert answer.status_code == 200
    assert ("registrar" in answer.get_data(as_text=True)) is (b"registrar" in query)


def test_a_link_or_button_that_is_cut_short_or_bent_opens_nothing(city: City) -> None:
    link = city.link(SAM)
    before = city.rows()
    cookie, token = city.stranger()
    for cut in range(len("/c/") + 1, len(link)):
        for bent in (link[:cut], link[:cut] + ("A" if link[cut] != "A" else "B") + link[cut + 1 :]):
            for method in ("GET", "POST"):
                answer = city.app.test_client(use_cookies=False).open(
                    bent, method=method, data={**token, "do": "no"}, headers={"Cookie": cookie}
                )
                assert answer.status_code in (404, 410), bent
    assert city.rows() == before


def test_a_cookie_that_was_stolen_is_worth_nothing_once_she_has_deleted_everything(
    city: City,
) -> None:
    stolen = cookies(city.ana.client)
    token = {"csrf_token": token_in(city.ana.open("/en/checkin").html)}
    city.ana.open("/en/checkin").press("ok")
    city.ana.open("/en/settings/delete").press("")
    assert "deleted" in city.ana.text.lower()
    for rule in city.app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = city.app.test_client(use_cookies=False).open(
                address(rule), method=method, data=token, headers={"Cookie": stolen}
            )
            assert answer.status_code < 500
            assert b"Quillon" not in answer.data, rule.rule
    assert not set(city.ids) & {value for row in city.rows() for value in row}


def test_a_form_of_hers_sent_again_by_somebody_else_does_nothing(city: City) -> None:
    hers = token_in(city.ana.open("/en/checkin").html)
    before = city.rows()
    cookie, theirs = city.stranger()
    for rule in rules(city.app, "POST"):
        if rule.rule.startswith(FOR_MACHINES):
            continue
        for sent in ("", cookie):
            answer = city.app.test_client(use_cookies=False).post(
                address(rule),
                data={"csrf_token": hers, "do": "ok"},
                headers={"Cookie": sent},
            )
            assert answer.status_code in (400, 404), rule.rule
    assert theirs["csrf_token"] != hers
    assert city.rows() == before


@pytest.mark.parametrize("wish", ["start", "ok", "sos"])
def test_a_form_of_her_own_sent_twenty_times_over_makes_one_timer_of_it(
    city: City, wish: str
) -> None:
    if wish == "start":
        city.ana.open("/en/checkin").press("ok")
    form = {"csrf_token": token_in(city.ana.open("/en/checkin").html), "do": wish, "plan": NOTE}
    for _ in range(20):
        answer = city.ana.client.post("/en/checkin", data={**form, "minutes_chosen": "60"})
        assert answer.status_code in (303, 409)
    timers = [row for row in city.rows(tables.checkins) if "closed" not in row]
    assert len(timers) == (0 if wish == "ok" else 1)
    assert city.alerted() is (wish != "ok")
