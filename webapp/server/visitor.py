"""A client's connection to the web, and the bytes that have come on it."""

import errno
import socket
import time
from typing import Any

from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from webapp.security import LARGEST_FORM
from webapp.server.arrival import Arrival

TAKEN_WITHIN = 20.0
"""Seconds for a client to read an answer, beyond what fits into the kernel's send buffer."""

_PIECE = 64 * 1024
# Bytes of send buffer: all but the largest answers leave at once, however slowly they are read.
_KEPT_FOR_SLOW_READERS = 512 * 1024


class Visitor(socket.socket):
    """A client's socket, on which no call blocks without end."""

    @classmethod
    def of(cls, accepted: socket.socket) -> "Visitor":
        """The same connection; the socket given is detached from it."""
        made = cls(fileno=accepted.detach())
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_FOR_SLOW_READERS)
        return made

    def setblocking(self, flag: bool) -> None:
        self.settimeout(TAKEN_WITHIN if flag else 0)

    def sendall(self, *given: Any) -> None:
        try:
            super().sendall(*given)
        except TimeoutError as error:
            # gunicorn takes this for a client that went away, which it does not log.
            raise ConnectionResetError(errno.ECONNRESET, "The answer was not taken.") from error


class Connection(TConn):
    """gunicorn's connection, with what has come of the next request. `since`: when it began to
    wait, in monotonic seconds; `last`: no request follows; `discarded`: bytes thrown away."""

    def __init__(self, cfg: Config, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.initialized = True  # or gthread would wait for bytes that we have read already
        self.arrival = Arrival(LARGEST_FORM)
        self.since = time.monotonic()
        self.last = False
        self.discarded = 0

    def received(self) -> bytes | None:
        """The bytes that have come; empty at the end of the stream, None while there are none."""
        try:
            return self.sock.recv(_PIECE)
        except BlockingIOError:
            return None
        except OSError:
            return b""
