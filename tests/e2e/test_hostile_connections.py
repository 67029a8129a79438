"""What no browser sends and no proxy stops: connections that say nothing, half of something, too
much, or nonsense. Beside all of them the next person is served, and alerts leave."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import crowd
from bench.stand import Stand, stand, until
from checkin.clock import system_clock
from webapp.security import HEADERS
from webapp.server.connections import ARRIVES_WITHIN

MANY = 10_000
OF_OURS = 500  # files that the test itself and its peers need
SOON = 2.0  # seconds in which a page answers on a machine that does other things too
FORM = (
    b"POST /en/checkin HTTP/1.1\r\nHost: rain.example\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
LIBRARY = b"GET /en/us-ny/library.json HTTP/1.1\r\nHost: rain.example\r\n\r\n"
HELD = {
    "say nothing": b"",
    "stop within a line": FORM + b"X-Slow: ",
    "stop within a form": FORM + b"Content-Length: 500\r\n\r\nminutes_chosen=30",
    "are answered and stay": b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "are kept alive": b"GET /healthz HTTP/1.1\r\nHost: rain.example\r\n\r\n",
    "begin another request": b"GET /healthz HTTP/1.1\r\nHost: rain.example\r\n\r\n" + FORM,
    "read nothing": LIBRARY,
}


@dataclass
class Web:
    """Web and worker as they run, and a provider that takes what they send."""

    here: Stand

    def connect(self) -> socket.socket:
        host, port = self.here.environment["RAINCHECK_BIND"].split(":")
        return socket.create_connection((host, int(port)), timeout=10)

    def ask(self, path: str) -> tuple[int, float]:
        """The status of a page that somebody new asks for, and the seconds it took."""
        began = time.monotonic()
        answer = self.send(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        return status(answer), time.monotonic() - began

    def send(self, raw: bytes, *, hang_up: bool = False) -> bytes:
        """All that comes back."""
        with self.connect() as line:
            line.sendall(raw)
            if hang_up:
                line.shutdown(socket.SHUT_WR)
            return read_all(line)

    @contextmanager
    def hold(self, count: int, raw: bytes) -> Iterator[list[socket.socket]]:
        """So many connections that have sent this much and stay."""
        with ExitStack() as held:
            lines = [held.enter_context(self.connect()) for _ in range(count)]
            for line in lines:
                line.sendall(raw)
            yield lines


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, MANY + OF_OURS), hard))
    with stand("sqlite") as here:
        here.start_web()
        here.start_workers(1)
        yield Web(here)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(scope="module")
def slow(web: Web) -> Iterator[tuple[socket.socket, float]]:
    """A connection that has not finished its request, and since when."""
    with web.connect() as line:
        line.sendall(FORM + b"Content-Length: 500\r\n\r\nminutes")
        yield line, time.monotonic()


def read_all(line: socket.socket) -> bytes:
    pieces = []
    with suppress(ConnectionResetError):
        while piece := line.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


def status(answer: bytes) -> int:
    """Of the first answer; 0 when there is none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


def missing(answer: bytes) -> set[str]:
    """The security headers that an answer lacks."""
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
    return {name for name, value in HEADERS.items() if f"{name}: {value}" not in head}


def served(web: Web) -> bool:
    """Whether somebody new is served, and soon."""
    found = [web.ask(path) for path in ("/healthz", "/en/us-ny/cards/stopped", "/en/checkin")]
    return all(code == 200 and took < SOON for code, took in found)


@pytest.mark.usefixtures("slow")  # begins here to wait for what the last test but one looks at
@pytest.mark.parametrize("what", HELD)
def test_connections_that_give_us_no_end_keep_nobody_out(web: Web, what: str) -> None:
    assert served(web)
    with web.hold(300, HELD[what]):
        assert served(web)
    assert served(web)


def test_beside_as_many_connections_as_the_system_allows_pages_open_and_alerts_leave(
    web: Web,
) -> None:
    core, now = web.here.parts.core, system_clock()
    crowd.arm(core, crowd.gather(core, 20, now=now), timedelta(hours=3), now=now)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OF_OURS
    with web.hold(min(MANY, most), FORM):
        missed = system_clock()
        crowd.miss_at(core, missed)
        assert served(web)
        until(
            lambda: web.here.provider.reached(crowd.CONTACTS) >= 20,
            "not every alert had left",
            seconds=10,
        )
        assert served(web)


def test_a_post_of_twenty_megabytes_is_refused_before_it_is_sent(web: Web) -> None:
    size, piece, sent = 20 * 2**20, b"x" * 65536, 0
    with web.connect() as line:
        line.sendall(FORM + b"Content-Length: %d\r\n\r\n" % size)
        line.setblocking(False)
        answer = b""
        deadline = time.monotonic() + 10
        while sent < size and not answer and time.monotonic() < deadline:
            try:
                sent += line.send(piece)
            except BlockingIOError:
                time.sleep(0.01)
            with suppress(BlockingIOError):
                answer = line.recv(65536)
    assert status(answer) == 413
    assert missing(answer) == {"Permissions-Policy"}  # this page may ask for a place
    assert sent < size / 2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /c/SecretTokenOfSomebody12345 FTP/7\r\n\r\n", 400),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: rc=\x00\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"x" * 8000), 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n" % (b"x" * 9000), 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: %s" % (b"x" * 40_000), 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n" % (b"X: y\r\n" * 200), 431),
        (FORM + b"Content-Length: -1\r\n\r\n", 400),
        (FORM + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (FORM + b"Content-Length: 99999999999999999999999\r\n\r\n", 413),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 411),
        (FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello", 411),
        (FORM + b"Expect: miracles\r\nContent-Length: 0\r\n\r\n", 417),
    ],
)
def test_what_is_no_request_is_refused_with_every_header_and_quoted_nowhere(
    web: Web, raw: bytes, code: int
) -> None:
    answer = web.send(raw)
    assert status(answer) == code
    assert missing(answer) <= {"Permissions-Policy"}
    assert b"SecretToken" not in answer
    said = web.here.logged("web")
    assert "SecretToken" not in said
    assert "127.0.0.1" not in said
    assert "Traceback" not in said


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([b"", b"GET / HTTP/1.1\r\n", FORM, FORM + b"Content-Length: 9\r\n\r\n"]),
    st.binary(max_size=300),
)
def test_no_bytes_whatever_break_anything(web: Web, begin: bytes, more: bytes) -> None:
    answer = web.send(begin + more, hang_up=True)
    assert status(answer) < 500
    assert "Traceback" not in web.here.logged("web")


def test_two_requests_in_one_breath_are_both_answered_and_neither_is_part_of_the_other(
    web: Web,
) -> None:
    first = FORM + b"Content-Length: 4\r\n\r\nGET "
    second = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answer = web.send(first + second)
    assert status(answer) == 400  # no token came with the form
    assert answer.endswith(b"\r\n\r\nok\n")


def test_a_request_that_never_ends_is_given_up(slow: tuple[socket.socket, float]) -> None:
    line, since = slow
    line.settimeout(ARRIVES_WITHIN + 5)
    answer = read_all(line)
    assert status(answer) == 408
    assert missing(answer) == set()
    assert time.monotonic() - since < ARRIVES_WITHIN + 5


def test_stopping_waits_for_nobody_who_says_nothing() -> None:
    with stand("sqlite") as here:
        other = Web(here)
        process = here.start_web().process
        with other.hold(50, FORM), other.hold(50, HELD["are kept alive"]):
            process.terminate()
            process.wait(15)
