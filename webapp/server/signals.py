"""Readiness and watchdog signals to whoever started this process, systemd or our own supervisor, by
the protocol of sd_notify(3).

Each is a line in a datagram to the socket named by NOTIFY_SOCKET; without that nothing is sent.
"""

import os
import socket
import time

_EVERY_SECONDS = 1.0


class Signals:
    """Sends READY once, then WATCHDOG now and then, and STOPPING at the end."""

    def __init__(self, address: str | None = None) -> None:
        """`address` is a socket's path, or a name that begins with "@"."""
        self._address = address
        self.said_ready = False
        self._said_at = 0.0

    @classmethod
    def inherited(cls) -> "Signals":
        """Signals to whoever started us. Takes NOTIFY_SOCKET out of the environment: no process
        that we start shall speak in our name."""
        return cls(os.environ.pop("NOTIFY_SOCKET", None))

    @property
    def heard(self) -> bool:
        """Whether there is a socket to send to."""
        return self._address is not None

    def ready(self) -> None:
        """Readiness: from now on this process does its work. Only the first call counts."""
        if not self.said_ready:
            self.said_ready = True
            self._say("READY=1")

    def alive(self) -> None:
        """The watchdog's sign of life. Called more than once a second, it sends one."""
        now = time.monotonic()
        if now - self._said_at >= _EVERY_SECONDS:
            self._said_at = now
            self._say("WATCHDOG=1")

    def status(self, sentence: str) -> None:
        """The sentence that `systemctl status` shows."""
        self._say(f"STATUS={sentence}")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def _say(self, word: str) -> None:
        if self._address is None:
            return
        address = self._address
        if address.startswith("@"):
            address = "\0" + address[1:]
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto(word.encode(), address)
        except OSError:
            # The receiver is gone or its buffer is full: our own work matters more.
            return
