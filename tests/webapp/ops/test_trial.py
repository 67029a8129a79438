"""A trial text goes the way of alerts, and its end is told in a sentence and an exit code."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from checkin.people import opt_outs
from checkin.storage.vault import new_secret
from checkin.worker.worker import Worker
from peers.ports import free_port
from peers.provider import Provider
from webapp import create_app
from webapp.cli import main
from webapp.ops.trial import Outcome, Trial
from webapp.parts import Parts, assemble
from webapp.settings import Settings

PHONE = "+12025550123"


@pytest.fixture
def host(stand_in: Provider, tmp_path: Path) -> Iterator[Parts]:
    """A host whose web the provider can post receipts to."""
    port = free_port()
    parts = assemble(
        Settings(
            instance=tmp_path,
            secret_keys=(new_secret(),),
            public_url=f"http://127.0.0.1:{port}",
            sms_from=stand_in.number,
            twilio_account_sid=stand_in.account_sid,
            twilio_auth_token=stand_in.auth_token,
            twilio_api_base=stand_in.base_url,
        )
    )
    server = make_server("127.0.0.1", port, create_app(parts), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield parts
    server.shutdown()
    thread.join()
    server.server_close()
    parts.close()
    parts.core.vault.keyring.close()


@contextmanager
def working(parts: Parts) -> Iterator[None]:
    """A worker beside, in a thread."""
    stop, turned = threading.Event(), threading.Event()
    worker = Worker(parts.core, parts.channels, parts.clock)
    thread = threading.Thread(target=worker.run, args=(stop, lambda _well: turned.set()))
    thread.start()
    assert turned.wait(30)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def tried(
    parts: Parts, number: str = PHONE, patience: timedelta = timedelta(seconds=60)
) -> tuple[Outcome, list[str]]:
    said: list[str] = []
    assert parts.client
    return Trial(parts.core, parts.client, patience).run(number, said.append), said


def test_a_text_whose_receipt_comes_back_has_arrived(host: Parts, stand_in: Provider) -> None:
    stand_in.weather(receipts=True)
    with working(host):
        outcome, said = tried(host)
    assert outcome is Outcome.ARRIVED
    assert "receipt came back" in said[-1]
    [kept] = stand_in.kept()
    assert kept.to == PHONE
    assert kept.body.startswith("Test message")
    assert "STOP" in kept.body


def moved(provider: Provider, status: str) -> Callable[[], None]:
    """Moves the text on at the provider once it is there, without a word to us."""

    def move() -> None:
        while not provider.kept():
            time.sleep(0.1)
        provider.move(provider.kept()[0].sid, status)

    return move


@pytest.mark.parametrize(
    ("status", "said"),
    [("delivered", "the receipt did not come back"), ("undelivered", "did not arrive")],
)
def test_what_only_the_provider_knows_is_asked_there(
    host: Parts, stand_in: Provider, status: str, said: str
) -> None:
    thread = threading.Thread(target=moved(stand_in, status))
    thread.start()
    with working(host):
        outcome, sentences = tried(host)
    thread.join()
    assert outcome is Outcome.FAILED
    assert said in sentences[-1]


def test_a_text_of_which_nobody_hears_is_neither_arrived_nor_failed(host: Parts) -> None:
    with working(host):
        outcome, said = tried(host, patience=timedelta(seconds=3))
    assert outcome is Outcome.UNKNOWN
    assert "Is it on the phone?" in said[-1]


def test_a_refusal_that_the_host_must_mend_is_told_at_once_with_its_code(
    host: Parts, stand_in: Provider
) -> None:
    stand_in.weather(fault="unauthorized")
    with working(host):
        outcome, said = tried(host)
    assert outcome is Outcome.FAILED
    assert "https://www.twilio.com/docs/api/errors/20003" in said[-1]


def test_what_cannot_be_tried_is_refused_before_anything_is_sent(
    host: Parts, stand_in: Provider
) -> None:
    outcome, said = tried(host)
    assert (outcome, "No worker is alive" in said[0]) == (Outcome.FAILED, True)
    with working(host):
        assert tried(host, "202 555 0123")[0] is Outcome.FAILED
        with host.core.write(host.clock()) as work:
            opt_outs.refuse(work, PHONE, everything=True)
        outcome, said = tried(host)
    assert (outcome, "asked for no texts" in said[0]) == (Outcome.FAILED, True)
    assert stand_in.kept() == []


def test_in_demo_mode_there_is_no_real_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("RAINCHECK_CARRIER", "simulator")
    result = CliRunner().invoke(main, ["doctor", "--send-test", PHONE])
    assert result.exit_code == 1
    assert "Demo mode" in result.output
