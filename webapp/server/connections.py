"""gunicorn's threaded worker (gthread), changed so that a slow connection cannot hold a thread.

By itself gthread gives a new connection a thread that waits for its first bytes, and half a
request a thread that waits for the rest; for a client that does not hang up its only loop waits.
A few dozen slow connections (slowloris) then keep everybody else out. A proxy in front is no cure:
it hands bodies on as they come.

Here a request that has not wholly arrived waits in the loop, which costs memory alone; when there
is no more room, the connection that has waited longest is dropped.
"""

import errno
import logging
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from http import HTTPStatus
from typing import Any

from gunicorn.http import Request, RequestParser
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from webapp.server.arrival import Unreadable
from webapp.server.rejection import rejection, status
from webapp.server.visitor import Connection, Visitor

log = logging.getLogger(__name__)

ARRIVES_WITHIN = 20.0
"""Seconds for a whole request, from the moment its connection began to wait."""

PARTS_WITHIN = 2.0
"""Seconds in which a client may hang up first after its last answer."""

_WHILE_STOPPING = 2.0  # seconds, instead of ARRIVES_WITHIN
_MOST_HELD = 64 * 1024 * 1024  # bytes of half requests in one process
_MOST_DISCARDED = 1024 * 1024  # bytes read and thrown away until a client hangs up
_NO_MORE_FILES = (errno.EMFILE, errno.ENFILE)


class Worker(ThreadWorker):
    """One process: a loop in which connections wait, and threads that answer requests."""

    keepalived_conns: Any  # of Connection

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._arriving: dict[Connection, None] = {}
        self._parting: dict[Connection, None] = {}
        self._held = 0

    def accept(self, listener: socket.socket) -> None:
        try:
            accepted, client = listener.accept()
        except OSError as error:
            if error.errno in _NO_MORE_FILES:
                self._drop_oldest()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        visitor = Visitor.of(accepted)
        self.nr_conns += 1
        self._wait_for_request(Connection(self.cfg, visitor, client, listener.getsockname()))
        # Never so many that gunicorn would stop to accept: then nobody new could come in.
        while self.nr_conns >= self.worker_connections and self._drop_oldest():
            pass

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        assert isinstance(conn, Connection)  # noqa: S101 - accept makes no other
        if conn not in self.keepalived_conns:
            return  # dropped since the loop was told of it
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        conn.since = time.monotonic()
        self._wait_for_request(conn)

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        assert isinstance(conn, Connection)  # noqa: S101
        conn.since = time.monotonic()
        if fs.cancelled() or fs.exception() or not fs.result() or conn.last:
            self._part(conn)
        elif conn.arrival.held:
            self._wait_for_request(conn)
            self._look(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """End what has waited too long. gunicorn calls it every second and after every event."""
        now = time.monotonic()
        patience = ARRIVES_WITHIN if self.alive else _WHILE_STOPPING
        for conn in _waiting_since(self._arriving, now - patience):
            if conn.arrival.held:
                self._refuse(conn, HTTPStatus.REQUEST_TIMEOUT)
            else:
                self._drop(conn)
        for conn in _waiting_since(self._parting, now - PARTS_WITHIN):
            self._drop(conn)

    def handle_error(self, req: Request | None, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a malformed request in our own words: gunicorn would quote it, and log the
        client's address."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        try:
            client.sendall(rejection(status(exc)))
        except OSError:
            log.debug("A refusal was not taken.")

    def _wait_for_request(self, conn: Connection) -> None:
        conn.sock.setblocking(False)
        self._arriving[conn] = None
        self._held += len(conn.arrival.held)
        self._watch(conn, self._more)

    def _more(self, conn: Connection) -> None:
        piece = conn.received()
        if piece is None:
            return
        if not piece:
            self._drop(conn)
            return
        self._held -= len(conn.arrival.held)
        conn.arrival.add(piece)
        self._held += len(conn.arrival.held)
        self._look(conn)
        while self._held > _MOST_HELD and self._arriving:
            self._drop(next(iter(self._arriving)))

    def _look(self, conn: Connection) -> None:
        """Hand a whole request over to a thread, and refuse what can never become one."""
        before = len(conn.arrival.held)
        try:
            request = conn.arrival.take()
        except Unreadable as problem:
            self._refuse(conn, HTTPStatus(problem.status))
            return
        if request is None:
            return
        self._held -= before
        self._unwatch(conn)
        conn.last = request.last
        conn.parser = RequestParser(self.cfg, [request.raw], conn.client)
        self.enqueue_req(conn)

    def _refuse(self, conn: Connection, why: HTTPStatus) -> None:
        self._held -= len(conn.arrival.held)
        self._unwatch(conn)
        try:
            conn.sock.send(rejection(why))
        except OSError:
            log.debug("A refusal was not taken.")
        conn.since = time.monotonic()
        self._part(conn)

    def _part(self, conn: Connection) -> None:
        """A lingering close: end our side, and discard what still comes until the client hangs up.
        Closed at once while a client still sends, the kernel would reset the connection, and the
        answer might never be read."""
        conn.arrival.held.clear()
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        self._parting[conn] = None
        self._watch(conn, self._discard)

    def _discard(self, conn: Connection) -> None:
        piece = conn.received()
        if piece is None:
            return
        conn.discarded += len(piece)
        if not piece or conn.discarded > _MOST_DISCARDED:
            self._drop(conn)

    def _drop_oldest(self) -> bool:
        """End the connection that has waited longest; False when nobody waits."""
        first = (next(iter(each), None) for each in (self._arriving, self._parting))
        heads = [conn for conn in (*first, *list(self.keepalived_conns)[:1]) if conn]
        if not heads:
            return False
        oldest = min(heads, key=lambda conn: conn.since)
        if oldest not in self._arriving and oldest not in self._parting:
            self.keepalived_conns.popleft()
        self._drop(oldest)
        return True

    def _drop(self, conn: Connection) -> None:
        if conn in self._arriving:
            self._held -= len(conn.arrival.held)
        self._unwatch(conn)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()

    def _watch(self, conn: Connection, then: Callable[[Connection], None]) -> None:
        def readable(_: object) -> None:
            # The connection may have been dropped since the loop was told of it.
            if conn in self._arriving or conn in self._parting:
                then(conn)

        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def _unwatch(self, conn: Connection) -> None:
        self._arriving.pop(conn, None)
        self._parting.pop(conn, None)
        self.poller.unregister(conn.sock)


def _waiting_since(waiting: dict[Connection, None], moment: float) -> list[Connection]:
    """Connections that began to wait before `moment` (monotonic seconds), the longest first."""
    late = []
    for conn in waiting:
        if conn.since > moment:
            break
        late.append(conn)
    return late
