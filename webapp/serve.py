"""Processes: the web, the worker, and the small supervisor that keeps both alive."""

import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication

from checkin.worker import Worker
from webapp import redaction
from webapp.parts import Parts

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 15.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
_STEADY_SECONDS = 30.0
_MOST_CONNECTIONS = 10_000
_OTHER_FILES = 256


class Web(BaseApplication):
    """The app under gunicorn: two processes of eight threads, and no access log."""

    def __init__(self, bind: str) -> None:
        self._bind = bind
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": 2,
            "worker_class": "webapp.connections.Worker",
            "threads": 8,
            "worker_connections": _connections(),
            # Longer than a proxy keeps a connection of its own for (Caddy: two minutes), or a
            # button press may meet a door that is just closing.
            "keepalive": 150,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "raincheck",
            "timeout": 30,
            "graceful_timeout": 10,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108
            "control_socket_disable": True,
        }
        for key, value in options.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> Any:
        from webapp import create_app

        redaction.catch_the_rest()
        return create_app()


def _connections() -> int:
    """How many connections one process can hold: each is a file to the system, and so are the
    database and what libraries open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(_OTHER_FILES, soft - _OTHER_FILES)
    return _MOST_CONNECTIONS


def work(parts: Parts) -> None:
    """Run a worker until SIGTERM or SIGINT, then let what is in flight land."""
    redaction.catch_the_rest()
    stop = threading.Event()

    def _stop(_signum: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    Worker(parts.core, parts.channels, parts.clock, chores=parts.chores).run(stop)


class Supervisor:
    """Starts the commands it is given, starts again whatever dies, stops all when told to."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._pause = dict.fromkeys(commands, _FIRST_PAUSE)
        self._stopping = threading.Event()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self._commands:
            self._start(name)
        while not self._stopping.wait(0.2):
            for name, process in list(self._running.items()):
                if process.poll() is not None and not self._stopping.is_set():
                    self._restart(name, process.returncode)
        self._end()

    def _start(self, name: str) -> None:
        self._started[name] = time.monotonic()
        self._running[name] = subprocess.Popen(self._commands[name])

    def _restart(self, name: str, code: int) -> None:
        if time.monotonic() - self._started[name] > _STEADY_SECONDS:
            self._pause[name] = _FIRST_PAUSE
        log.error("The %s process ended (code %s); starting it again.", name, code)
        if not self._stopping.wait(self._pause[name]):
            self._pause[name] = min(self._pause[name] * 2, _LONGEST_PAUSE)
            self._start(name)

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _end(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def raincheck(*words: str) -> list[str]:
    """The command line of one of our own commands, in this same environment."""
    return [sys.executable, "-m", "webapp", *words]
