"""Web and worker as systemd starts them: ready when they are, alive while they are."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from socketserver import StreamRequestHandler, UnixStreamServer
from urllib.request import urlopen

import pytest

from tests.e2e.running import raincheck
from tests.webapp.listening import Listener, listener
from webapp.server import serve

PATIENCE_SECONDS = 60.0


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Listener]:
    with listener(tmp_path) as made:
        yield made


def soon(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def below(pid: int) -> set[int]:
    """The processes that a process has started."""
    return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def children(pid: int) -> dict[str, int]:
    """What runs below a process, by the command it was given; not what has just ended."""
    found = {}
    for each in below(pid):
        with suppress(OSError, IndexError):
            found[Path(f"/proc/{each}/cmdline").read_text().split("\0")[-2]] = each
    return found


def openers(file: Path) -> set[int]:
    """The processes that have a file open."""
    found = set()
    for each in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if each.readlink() == file:
                found.add(int(each.parts[2]))
    return found


def holders(file: Path) -> set[int]:
    """The processes that hold a lock on it."""
    inode = file.stat().st_ino
    locks = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return {int(pid) for *_, pid, place, _, _ in locks if int(place.rpartition(":")[2]) == inode}


@pytest.mark.parametrize("name", ["raincheck.db", "keyring.db"])
def test_no_process_goes_without_a_lock_of_its_own_on_what_it_has_open(
    tmp_path: Path, name: str
) -> None:
    # SQLite's locks are a process's own: one that was forked with the database open has none, and
    # the log it writes to is taken away by whoever else closes last.
    with raincheck("web", tmp_path) as running:
        served = below(running.process.pid)
        assert len(served) == serve.PROCESSES
        soon(lambda: served <= openers(tmp_path / name))
        assert openers(tmp_path / name) <= holders(tmp_path / name)


def test_serve_is_ready_when_the_web_answers_and_a_worker_has_beaten(
    systemd: Listener, tmp_path: Path
) -> None:
    with raincheck("serve", tmp_path / "here", NOTIFY_SOCKET=systemd.address) as running:
        systemd.wait_for("READY=1")
        assert urlopen(f"{running.url}/readyz", timeout=10).status == 200  # noqa: S310
        before = children(running.process.pid)
        assert set(before) == {"web", "worker"}
        for name in before:
            os.kill(before[name], signal.SIGKILL)
        soon(lambda: set(children(running.process.pid)) == {"web", "worker"})
        systemd.wait_for("STATUS=the web runs, the worker runs")
        assert urlopen(f"{running.url}/readyz", timeout=10).status == 200  # noqa: S310
        os.kill(running.process.pid, signal.SIGTERM)
        systemd.wait_for("STOPPING=1")
        assert running.process.wait(30) == 0


def test_web_and_worker_alone_say_how_they_are_too(systemd: Listener, tmp_path: Path) -> None:
    here = tmp_path / "here"
    with raincheck("web", here, NOTIFY_SOCKET=systemd.address):
        systemd.wait_for("READY=1")
        systemd.wait_for("WATCHDOG=1")
    systemd.wait_for("STOPPING=1")
    with raincheck("worker", here, NOTIFY_SOCKET=systemd.address):
        systemd.wait_for("READY=1")
        systemd.wait_for("WATCHDOG=1")
    systemd.wait_for("STOPPING=1")


def test_a_web_on_a_unix_socket_is_asked_there(tmp_path: Path) -> None:
    where = f"unix:{tmp_path}/web.sock"
    assert not serve.answers(where)
    with UnixStreamServer(f"{tmp_path}/web.sock", _Answers) as server:
        threading.Thread(target=server.handle_request).start()
        assert serve.answers(where)


class _Answers(StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
