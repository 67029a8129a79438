"""The programs that the tests talk to are what the other tests take them for."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import sqlalchemy
from playwright.sync_api import Browser
from twilio.request_validator import RequestValidator

from peers import EmulatedTwilio, Lighthouse, Postgres

Counter = Callable[[Sequence[str]], list[tuple[str, int]]]


def listening_addresses(port: int) -> set[str]:
    """Every local address with a listening TCP socket on the port."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, hexport = local.split(":")
            if state == "0A" and int(hexport, 16) == port:
                found.add(
                    address if table == "tcp6" else socket.inet_ntoa(bytes.fromhex(address)[::-1])
                )
    return found


@contextmanager
def webhook() -> Iterator[tuple[str, list[tuple[dict[str, str], str]]]]:
    """A URL, and the form and signature of everything posted to it. A GET brings a poor page."""
    seen: list[tuple[dict[str, str], str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append(
                (
                    dict(parse_qsl(form, keep_blank_values=True)),
                    self.headers["X-Twilio-Signature"],
                )
            )
            self.send_response(204)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><body bgcolor=white><font color=#eee>Umbrella")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook", seen
        finally:
            server.shutdown()
            thread.join()


def test_the_emulated_twilio_listens_on_loopback_only(twilio: EmulatedTwilio) -> None:
    assert listening_addresses(twilio.port) == {"127.0.0.1"}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", twilio.port), timeout=5)


def test_a_text_to_the_emulated_twilio_reaches_the_webhook_signed(twilio: EmulatedTwilio) -> None:
    with webhook() as (url, seen):
        twilio.send_webhooks_to(sms=url)
        message = twilio.inbound("+12025550143", "IN 2H café")

    [(form, signature)] = seen
    assert form["Body"] == "IN 2H café"
    assert form["MessageSid"] == message["sid"]
    assert RequestValidator(twilio.auth_token).validate(url, form, signature)


def test_the_emulated_twilio_forgets_between_tests(twilio: EmulatedTwilio) -> None:
    twilio.inbound("+12025550143", "HELLO")
    assert [message["body"] for message in twilio.messages()] == ["HELLO"]
    twilio.reset()
    assert twilio.messages() == []


def test_two_texts_come_back_in_the_order_they_were_sent(twilio: EmulatedTwilio) -> None:
    twilio.inbound("+12025550143", "FIRST")
    twilio.inbound("+12025550143", "SECOND")
    twilio.inbound("+12025550144", "OTHER")
    bodies = [message["body"] for message in twilio.messages()]
    assert bodies == ["FIRST", "SECOND", "OTHER"]


def test_an_unknown_message_is_refused_in_words(twilio: EmulatedTwilio) -> None:
    with pytest.raises(ValueError, match="404"):
        twilio.status("SM" + "9" * 32, "delivered")


def test_the_segment_counter_is_twilios(segments: Counter) -> None:
    assert segments(["hello", "a" * 161, "á", "€" * 80]) == [
        ("GSM-7", 1),
        ("GSM-7", 2),
        ("UCS-2", 1),
        ("GSM-7", 1),
    ]


def test_lighthouse_finds_what_is_wrong_with_a_page(lighthouse: Lighthouse) -> None:
    with webhook() as (url, _):
        verdict = lighthouse.judge(url)
    assert {"document-title", "html-has-lang", "color-contrast"} <= verdict.lost.keys()
    assert verdict.scores["accessibility"] < 100
    assert url in verdict.fetched


def test_chromium_shows_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    try:
        page.set_content("<title>Rain</title><p>Umbrella")
        assert page.title() == "Rain"
    finally:
        page.close()


def test_every_postgres_url_is_an_empty_database_of_its_own(
    postgres_url: str, postgres: Postgres
) -> None:
    for url in (postgres_url, postgres.new_database()):
        engine = sqlalchemy.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("CREATE TABLE umbrella (id int)"))
        engine.dispose()


def test_postgres_comes_back_with_its_data_after_a_crash(postgres: Postgres) -> None:
    engine = sqlalchemy.create_engine(postgres.new_database())
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE umbrella AS SELECT 7 AS id"))
    engine.dispose()
    postgres.stop(signal.SIGQUIT)
    postgres.start()
    with engine.begin() as connection:
        assert connection.execute(sqlalchemy.text("SELECT id FROM umbrella")).scalar() == 7
    engine.dispose()
