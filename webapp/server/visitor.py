"""A connection to the web, and what has come on it."""

import errno
import socket
import time
from typing import Any

from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from webapp.security import LARGEST_FORM
from webapp.server.arrival import Arrival

TAKEN_WITHIN = 20.0
"""Seconds for an answer to be taken, beyond what the kernel keeps for a slow reader."""

_PIECE = 64 * 1024
# All but the largest answers go out at once, however slowly they are read.
_KEPT_FOR_SLOW_READERS = 512 * 1024


class Visitor(socket.socket):
    """A connection that nobody waits for without end."""

    @classmethod
    def of(cls, accepted: socket.socket) -> "Visitor":
        """The same connection; the one given is no longer one."""
        made = cls(fileno=accepted.detach())
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_FOR_SLOW_READERS)
        return made

    def setblocking(self, flag: bool) -> None:
        self.settimeout(TAKEN_WITHIN if flag else 0)

    def sendall(self, *given: Any) -> None:
        try:
            super().sendall(*given)
        except TimeoutError as error:
            # To gunicorn a reader who went away, which is nothing to write a log about.
            raise ConnectionResetError(errno.ECONNRESET, "The answer was not taken.") from error


class Connection(TConn):
    """A visitor and what has come of their next request. `since`: when they began to wait, in
    seconds of the monotonic clock; `last`: no request follows."""

    def __init__(self, cfg: Config, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.initialized = True  # there is nothing to be read but what we hand over
        self.arrival = Arrival(LARGEST_FORM)
        self.since = time.monotonic()
        self.last = False
        self.discarded = 0

    def received(self) -> bytes | None:
        """What has come; empty at the end, None when nothing has."""
        try:
            return self.sock.recv(_PIECE)
        except BlockingIOError:
            return None
        except OSError:
            return b""
