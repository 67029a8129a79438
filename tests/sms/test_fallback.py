"""Texts while the database cannot be used: what is said, and what is done afterwards."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from checkin.storage.database import Database
from checkin.storage.tables import contacts, inbound, people
from checkin.storage.vault import new_secret
from peers import Postgres
from peers.phones import Phones
from sms.encoding.segments import measure
from sms.gateway import Gateway
from sms.twilio.carrier import Received
from tests.sms.signed import TOKEN, post, reply, text, whole_app
from webapp import create_app
from webapp.parts import Parts, assemble
from webapp.settings import Settings

ANA, SAM = "+12025550111", "+12025550122"
INBOUND, FALLBACK = "/sms/inbound", "/sms/fallback"
FAILED = {"ErrorCode": "11200", "ErrorUrl": "https://rain.example/sms/inbound"}
PROVIDER_SECONDS = 15
NOT_NOW = "cannot act on it right now"


@pytest.fixture
def client(phones: Phones) -> Iterator[FlaskClient]:
    with whole_app(phones).test_client() as made:
        yield made


@contextmanager
def gone(phones: Phones) -> Iterator[None]:
    """The database's tables are away, as after a restore that went wrong."""
    with phones.parts.core.database.write() as conn:
        conn.execute(sa.text("ALTER TABLE inbound RENAME TO elsewhere"))
    try:
        yield
    finally:
        with phones.parts.core.database.write() as conn:
            conn.execute(sa.text("ALTER TABLE elsewhere RENAME TO inbound"))


def listed(form: dict[str, str], phones: Phones) -> list[Received]:
    """The text on the provider's own list."""
    return [Received(form["MessageSid"], form["From"], form["Body"], phones.now)]


def digits(asked: str) -> str:
    return asked.partition(", reply ")[2][:2]


def test_while_all_is_well_the_fallback_does_what_the_first_address_does(
    phones: Phones, client: FlaskClient
) -> None:
    phones.text(ANA, "NAME Ana")
    form = text(ANA, f"ADD {SAM} Sam")
    code, first = post(client, FALLBACK, form | FAILED)
    assert code == 200
    assert "Sam" in reply(first)
    assert post(client, INBOUND, form) == (200, first)
    form = text(ANA, digits(reply(first)))
    code, second = post(client, FALLBACK, form | FAILED)
    assert "Sam" in reply(second)
    assert post(client, INBOUND, form) == (200, second)
    phones.wait()
    assert len(phones.inbox(SAM)) == 1


@pytest.mark.promise("By text the cards come even while our database is down.", of=2)
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("ARRESTED", "lawyer"),
        ("arrested!", "lawyer"),
        ("ARRESTO", "abogado"),
        ("MIGRA", "NEXT"),
        ("ich brauche hilfe", "In Gefahr: 911"),
        ("OK", NOT_NOW),
        ("SOS", NOT_NOW),
        ("IN 2H Hotel Rex", NOT_NOW),
        ("NEXT", NOT_NOW),
        ("7", NOT_NOW),
        ("arestd", NOT_NOW),
        ("what now", NOT_NOW),
        ("", NOT_NOW),
        ("\x00", NOT_NOW),
        ("x" * 2000, NOT_NOW),
        ("STOP", ""),
        ("START", ""),
        ("HELP", ""),
    ],
)
def test_without_the_database_a_card_word_brings_its_card_and_all_else_the_truth(
    phones: Phones, client: FlaskClient, body: str, said: str
) -> None:
    with gone(phones):
        code, twiml = post(client, FALLBACK, text(ANA, body, **FAILED))
    assert code == 200
    assert said.casefold() in reply(twiml).casefold()
    assert bool(said) == bool(reply(twiml))
    assert measure(reply(twiml)).segments <= 2


def test_without_the_database_the_first_address_says_so_at_once(
    phones: Phones, client: FlaskClient
) -> None:
    with gone(phones):
        assert post(client, INBOUND, text(ANA, "OK"))[0] == 503


def test_without_the_database_a_machine_is_told_nothing(
    phones: Phones, client: FlaskClient
) -> None:
    with gone(phones):
        assert reply(post(client, FALLBACK, text("AMAZON", "ARRESTED", **FAILED))[1]) == ""


def test_nothing_of_a_text_is_logged_when_it_fails(
    phones: Phones, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = text(ANA, "SOS blue door")
    with gone(phones):
        post(client, INBOUND, form)
        post(client, FALLBACK, form | FAILED | {"ErrorCode": "blue door"})
    assert "OperationalError" in caplog.text
    for private in (ANA, "blue door", form["MessageSid"]):
        assert private not in caplog.text


@pytest.mark.parametrize("fall_back", [False, True])
def test_what_failed_is_acted_on_exactly_once_when_we_are_back(
    phones: Phones, client: FlaskClient, fall_back: bool
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=5))
    form = text(ANA, "OK")
    with gone(phones):
        assert post(client, INBOUND, form)[0] == 503
        if fall_back:
            assert NOT_NOW in reply(post(client, FALLBACK, form | FAILED)[1])
    texts = listed(form, phones)
    gateway = phones.parts.gateway
    assert gateway.catch_up(texts) == 0, "it may still be on its way to us"
    phones.now += timedelta(seconds=20)
    assert gateway.catch_up(texts) == 1
    assert gateway.catch_up(texts) == 0
    phones.wait(timedelta(hours=2))
    assert [body for body in phones.inbox(ANA) if "your timer is closed" in body.lower()]
    assert len([body for body in phones.inbox(ANA) if "timer is closed" in body]) == 1
    assert not [body for body in phones.inbox(SAM) if "did not check in" in body]
    assert "Good that you are safe" in reply(post(client, INBOUND, form)[1])


def test_one_text_that_always_fails_does_not_hold_up_the_others(
    phones: Phones, caplog: pytest.LogCaptureFixture
) -> None:
    sent_at = phones.now
    phones.now += timedelta(minutes=1)
    texts = [Received(sid, SAM, "MENU", sent_at) for sid in ("x-poison", "SM-good")]
    with phones.parts.core.database.write() as conn:
        conn.execute(
            sa.text(
                "CREATE TRIGGER poison BEFORE INSERT ON inbound WHEN new.provider_id LIKE 'x%' "
                "BEGIN SELECT RAISE(ABORT, 'poison'); END"
            )
        )
    assert phones.parts.gateway.catch_up(texts) == 1
    assert "could not be acted on" in caplog.text
    phones.wait()
    assert "Reply with a number" in phones.inbox(SAM)[-1]


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody holds what a text needs, and does not let go."""
    with database.write() as conn:
        if not database.sqlite:
            conn.execute(sa.text("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE"))
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def parts(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Iterator[Parts]:
    """A host on each database, on the real clock, with Twilio as its carrier."""
    url = postgres.new_database() if request.param == "postgresql" else ""
    made = assemble(
        Settings(
            instance=tmp_path,
            database_url=url,
            secret_keys=(new_secret(),),
            twilio_account_sid="AC" + "1" * 32,
            twilio_auth_token=TOKEN,
            sms_from="+12025550100",
            carrier="twilio",
        )
    )
    yield made
    made.close()


def rows(gateway: Gateway, table: sa.Table) -> int:
    with gateway.core.database.read() as conn:
        return conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_database_that_hangs_is_not_waited_for_as_long_as_the_provider_waits(
    parts: Parts,
) -> None:
    client = create_app(parts).test_client()
    assert "Ana" in parts.gateway.receive("SM1", ANA, "NAME Ana")
    form = text(ANA, digits(parts.gateway.receive("SM2", ANA, f"ADD {SAM} Sam")))
    took: dict[str, float] = {}
    with locked(parts.core.database):
        for path, status in ((INBOUND, 503), (FALLBACK, 200)):
            began = time.monotonic()
            code, said = post(client, path, form)
            took[path] = time.monotonic() - began
            assert code == status
    print(took)  # noqa: T201 - shown when it fails
    assert NOT_NOW in reply(said)
    assert max(took.values()) < PROVIDER_SECONDS / 2
    assert (rows(parts.gateway, inbound), rows(parts.gateway, contacts)) == (2, 0)
    late = Received(form["MessageSid"], ANA, form["Body"], parts.clock() - timedelta(minutes=1))
    assert parts.gateway.catch_up([late]) == 1
    assert rows(parts.gateway, contacts) == 1


@pytest.mark.parametrize("parts", ["postgresql"], indirect=True)  # SQLite has but one lock
def test_a_text_that_loses_a_deadlock_is_acted_on_all_the_same(parts: Parts) -> None:
    database, gateway = parts.core.database, parts.gateway
    assert "Ana" in gateway.receive("SM1", ANA, "NAME Ana")
    with ThreadPoolExecutor(1) as pool:
        with database.write() as conn:
            conn.execute(sa.select(people.c.id).with_for_update())
            second = pool.submit(gateway.receive, "SM2", ANA, "NAME Bea")
            time.sleep(0.3)  # It holds its turn by now, and waits for the row.
            database.take_turns(conn, parts.core.vault.hash(ANA))
        assert "Bea" in second.result(PROVIDER_SECONDS)
