"""Signs of life to whoever started this process: systemd, or our own supervisor. See sd_notify(3).

A handful of lines over a datagram socket; without NOTIFY_SOCKET in the environment nothing is said.
"""

import os
import socket
import time

_EVERY_SECONDS = 1.0


class Signals:
    """Says READY once, then now and then that it is alive, and at the end that it stops."""

    def __init__(self, address: str | None = None) -> None:
        """`address` is a socket's path, or a name that begins with "@"."""
        self._address = address
        self.said_ready = False
        self._said_at = 0.0

    @classmethod
    def inherited(cls) -> "Signals":
        """To whoever started us. What we start ourselves shall not speak in our name."""
        return cls(os.environ.pop("NOTIFY_SOCKET", None))

    @property
    def heard(self) -> bool:
        """Whether anybody listens."""
        return self._address is not None

    def ready(self) -> None:
        """All that was promised can be done from now on. Only the first time counts."""
        if not self.said_ready:
            self.said_ready = True
            self._say("READY=1")

    def alive(self) -> None:
        """Still at work. May be called as often as one likes."""
        now = time.monotonic()
        if now - self._said_at >= _EVERY_SECONDS:
            self._said_at = now
            self._say("WATCHDOG=1")

    def status(self, sentence: str) -> None:
        """What `systemctl status` shows."""
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
            # Whoever listened is gone or has no room: our own work matters more.
            return
