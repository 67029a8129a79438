"""The process supervisor: starts commands, restarts those that die or hang, stops all when told to.

Children report to it as it reports to systemd (see signals.py).
"""

import logging
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from webapp.server.signals import Signals

log = logging.getLogger(__name__)

SILENT_SECONDS = 120.0
"""A child that was ready and gives no sign of life for so long counts as hung. Far longer than any
turn of a worker takes, so that none is killed half way, again and again."""

_START_SECONDS = 600.0  # a large database may first be brought up to date
_LOOK_EVERY = 0.2  # seconds
_AWAY_SECONDS = 10.0  # between two looks: we were suspended
_PATIENCE_SECONDS = 15.0  # for children to stop before they are killed
_FIRST_PAUSE = 0.5  # seconds before a child is started again, doubled each time
_LONGEST_PAUSE = 10.0
_STEADY_SECONDS = 30.0  # after so long a run the next pause is the first one again
_LONGEST_WORD = 4096  # bytes of a signal


@dataclass
class Child:
    """One process, the socket that it reports to, and how it is. Moments are monotonic seconds."""

    name: str
    command: Sequence[str]
    ear: socket.socket
    address: Path
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    heard_at: float = 0.0
    start_at: float = 0.0
    pause: float = field(default=_FIRST_PAUSE)

    def start(self, now: float) -> None:
        environment = os.environ | {"NOTIFY_SOCKET": str(self.address)}
        self.ready, self.heard_at, self.start_at = False, now, now
        self.process = subprocess.Popen(self.command, env=environment)

    def listen(self, now: float) -> None:
        """Read all that it has reported since the last time."""
        while True:
            try:
                said = self.ear.recv(_LONGEST_WORD)
            except BlockingIOError:
                return
            self.heard_at = now
            self.ready = self.ready or b"READY=1" in said.split(b"\n")

    def ended(self, now: float) -> str | None:
        """Why it must be started again; None while it is well. Kills it if it hangs."""
        if self.process is None:
            return None
        code = self.process.poll()
        if code is not None:
            return f"ended (code {code})"
        allowed = SILENT_SECONDS if self.ready else _START_SECONDS
        if now - self.heard_at <= allowed:
            return None
        self.process.kill()
        self.process.wait()
        return f"gave no sign of life for {allowed:.0f} seconds"

    def rest(self, now: float) -> None:
        """Be started again after a pause: exponential backoff, over once it has run for a while."""
        if now - self.start_at > _STEADY_SECONDS:
            self.pause = _FIRST_PAUSE
        self.process, self.ready, self.start_at = None, False, now + self.pause
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)


class Supervisor:
    """Keeps commands alive, each by its name, until SIGTERM or SIGINT."""

    def __init__(self, commands: Mapping[str, Sequence[str]], signals: Signals) -> None:
        self._commands = commands
        self._signals = signals
        self._stopping = threading.Event()
        self._looked_at = time.monotonic()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        with TemporaryDirectory(prefix="raincheck-") as folder:
            children = [
                _child(name, command, Path(folder)) for name, command in self._commands.items()
            ]
            while not self._stopping.is_set():
                self._look(children)
                self._stopping.wait(_LOOK_EVERY)
            self._signals.stopping()
            _end([child.process for child in children if child.process])
            for child in children:
                child.ear.close()

    def _look(self, children: Sequence[Child]) -> None:
        before = [child.ready for child in children]
        now = time.monotonic()
        # We were suspended, perhaps the whole machine, and so the children: they report first.
        away, self._looked_at = now - self._looked_at > _AWAY_SECONDS, now
        for child in children:
            if away:
                child.heard_at = now
            child.listen(now)
            why = child.ended(now)
            if why:
                log.error("The %s process %s; starting it again.", child.name, why)
                child.rest(now)
            if child.process is None and now >= child.start_at:
                child.start(now)
        if all(child.ready for child in children):
            self._signals.ready()
        if before != [child.ready for child in children]:
            self._signals.status(_told(children))
        self._signals.alive()

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self._stopping.set()


def _child(name: str, command: Sequence[str], folder: Path) -> Child:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
    ear.setblocking(False)
    address = folder / name
    ear.bind(str(address))
    return Child(name, command, ear, address)


def _told(children: Sequence[Child]) -> str:
    return ", ".join(
        f"the {child.name} {'runs' if child.ready else 'is starting'}" for child in children
    )


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
