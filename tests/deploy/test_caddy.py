"""Caddy stands in front, tells us nothing of a visitor's address, and writes none down."""

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from peers.ports import free_port
from tests.deploy.tools import DEPLOY, tool

FILE = DEPLOY / "Caddyfile"
VISITOR = "127.0.0.1"


class App:
    """What stands behind: keeps the headers of each request."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                app.seen.append(dict(self.headers))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def app() -> Iterator[App]:
    made = App()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@contextmanager
def caddy(folder: Path, behind: int) -> Iterator[int]:
    """A real one with our file, but for where it listens; its port. What it wrote is in `log`."""
    port = free_port()
    config = FILE.read_text().replace("raincheck.example {", f"http://localhost:{port} {{")
    config = config.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("10s", "1s")
    (folder / "Caddyfile").write_text(config)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [tool("caddy", "caddy"), "run", "--config", folder / "Caddyfile"],
            env={"HOME": str(folder), "XDG_DATA_HOME": str(folder)},
            stdout=log,
            stderr=log,
        )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "caddy does not listen"
            time.sleep(0.1)


def asked(port: int, path: str, body: bytes | None = None, **headers: str) -> int:
    connection = HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request("POST" if body else "GET", path, body, headers)
        with connection.getresponse() as answer:
            return answer.status
    finally:
        connection.close()


def test_caddy_finds_nothing_wrong_with_the_file() -> None:
    check = [tool("caddy", "caddy"), "validate", "--adapter", "caddyfile", "--config", FILE]
    assert subprocess.run(check, capture_output=True).returncode == 0
    shape = [tool("caddy", "caddy"), "fmt", FILE]
    assert subprocess.run(shape, capture_output=True).stdout == FILE.read_bytes()


def test_what_comes_through_shows_who_asked_and_nothing_that_they_claim(
    app: App, tmp_path: Path
) -> None:
    """By that address guesses are counted; see `webapp/limits.py`."""
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"}
    with caddy(tmp_path, app.server.server_port) as port:
        assert asked(port, "/en/", **claims, Forwarded="for=203.0.113.9") == 200
    [seen] = app.seen
    assert seen["Host"] == f"localhost:{port}"
    assert seen["X-Forwarded-Host"] == f"localhost:{port}"
    assert seen["X-Forwarded-For"] == "127.0.0.1"
    assert not {"x-real-ip", "forwarded"} & {name.lower() for name in seen}
    assert "203.0.113.9" not in str(seen)


def test_the_figures_and_what_is_too_large_do_not_come_through(app: App, tmp_path: Path) -> None:
    with caddy(tmp_path, app.server.server_port) as port:
        assert asked(port, "/metrics") == 404
        assert app.seen == []
        assert asked(port, "/sms/inbound", b"x" * 65_000) == 200
        assert asked(port, "/sms/inbound", b"x" * 70_000) >= 400


def test_a_request_that_fails_leaves_no_address_and_no_page_in_the_log(tmp_path: Path) -> None:
    with caddy(tmp_path, free_port()) as port:
        assert asked(port, "/c/secret-link") == 502
    written = (tmp_path / "log").read_text()
    assert "secret-link" not in written
    assert f'"{VISITOR}' not in written
