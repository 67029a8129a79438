"""The web's and the worker's processes, and how each reports readiness and that it is alive."""

import logging
import os
import resource
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import parse_address

from checkin.worker.worker import Worker
from webapp import redaction
from webapp.parts import Parts
from webapp.server.signals import Signals

log = logging.getLogger(__name__)

PROCESSES, THREADS = 2, 8
HOPELESS_SECONDS = 60.0
_PROBE_SECONDS = 5.0
# For gunicorn's heartbeat files: a slow disk must not look like a process that hangs.
_MEMORY = "/dev/shm"  # noqa: S108
_MOST_CONNECTIONS = 10_000  # in one process
_OTHER_FILES = 256  # open files that are no connections


class Web(BaseApplication):
    """The WSGI app under gunicorn: a few processes of several threads each, and no access log. Each
    process probes /healthz over the network, as anybody would, and reports if that answers."""

    def __init__(self, bind: str, signals: Signals) -> None:
        self._bind = bind
        self._signals = signals
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": PROCESSES,
            "worker_class": "webapp.server.connections.Worker",
            "threads": THREADS,
            "worker_connections": _connections(),
            # Seconds. Longer than a proxy keeps its connections to us open (Caddy: two minutes), or
            # a button press may go out on one that we are just closing.
            "keepalive": 150,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "raincheck",
            "timeout": 30,
            "graceful_timeout": 10,
            "worker_tmp_dir": _MEMORY if os.access(_MEMORY, os.W_OK) else None,
            "control_socket_disable": True,
            "post_worker_init": self._speak,
            "on_exit": self._leave,
        }
        for key, value in options.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> Any:
        from webapp import create_app

        redaction.catch_the_rest()
        return create_app()

    def _speak(self, _process: Any) -> None:
        # In the worker processes, not in gunicorn's own: that one forks, and must have no threads.
        if self._signals.heard:
            threading.Thread(target=self._report, daemon=True, name="report").start()

    def _report(self) -> None:
        while True:
            if answers(self._bind):
                self._signals.ready()
                self._signals.alive()
            time.sleep(_PROBE_SECONDS if self._signals.said_ready else _PROBE_SECONDS / 10)

    def _leave(self, _arbiter: Any) -> None:
        self._signals.stopping()


class _Probe(HTTPConnection):
    """An HTTP connection to whatever gunicorn can be bound to, a Unix socket too."""

    def __init__(self, bind: str) -> None:
        self._where = parse_address(bind)
        super().__init__("localhost", timeout=_PROBE_SECONDS)

    def connect(self) -> None:
        if isinstance(self._where, tuple):
            self.sock = socket.create_connection(self._where, self.timeout)
        else:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(self.timeout)
            self.sock.connect(str(self._where))


def answers(bind: str) -> bool:
    """Whether a web answers at `bind`, which is "host:port" or "unix:path"."""
    probe = _Probe(bind)
    try:
        probe.request("GET", "/healthz")
        return probe.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        probe.close()


def _connections() -> int:
    """How many connections one process can hold. Each is an open file, and so are the database and
    what libraries open; the limit is raised first, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return _MOST_CONNECTIONS
    more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with suppress(OSError, ValueError):  # forbidden by a sandbox: then there are fewer
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
        soft = more
    return max(_OTHER_FILES, soft - _OTHER_FILES)


@dataclass
class Turns:
    """Whether a worker's turns have failed for so long that a fresh one should try."""

    failing_since: float | None = None
    given_up: bool = False

    def hopeless(self, well: bool, now: float) -> bool:
        """Take in how the last turn went, at `now` in monotonic seconds."""
        if well:
            self.failing_since = None
        elif self.failing_since is None:
            self.failing_since = now
        else:
            self.given_up = now - self.failing_since >= HOPELESS_SECONDS
        return self.given_up


def work(parts: Parts, signals: Signals) -> None:
    """Run a worker until SIGTERM or SIGINT, then wait for the messages that are in flight.

    Where every turn has failed for a minute, whatever the reason, it ends with SystemExit(1): the
    supervisor, systemd and compose start it afresh, with nothing left of what may be broken in it.
    """
    redaction.catch_the_rest()
    stop = threading.Event()
    turns = Turns()

    def _stop(_signum: int, _frame: FrameType | None) -> None:
        signals.stopping()
        stop.set()

    def _turned(well: bool) -> None:
        if well:
            signals.ready()
        # Alive even where the turn failed: the watchdog is for turns that do not end.
        signals.alive()
        if turns.hopeless(well, time.monotonic()):
            log.error("Every turn has failed for a minute. This worker ends, to be started afresh.")
            stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    Worker(parts.core, parts.channels, parts.clock, chores=parts.chores).run(stop, _turned)
    if turns.given_up:
        sys.exit(1)


def raincheck(*words: str) -> list[str]:
    """The command line of one of our own commands, in this same environment."""
    # -P: nothing is imported from the folder that a host happens to start us in.
    return [sys.executable, "-P", "-m", "webapp", *words]
