"""A network that can be cut: it stands between a browser and the app, and breaks when told to."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OWN = {"connection", "transfer-encoding", "content-length", "keep-alive"}
_SECONDS = 30


@dataclass
class Wire:
    """down: no request gets through. halfway: answers for paths that begin so break off in the
    middle. busy: how many more requests for a path are told to come later. rewrites: what becomes
    of a body, by path. asked: every request that got through."""

    url: str
    app: str
    down: bool = False
    halfway: str | None = None
    busy: Counter[str] = field(default_factory=Counter)
    rewrites: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def wire(app: str) -> Iterator[Wire]:
    """A wire to the app at this address, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    made = Wire(f"http://127.0.0.1:{server.server_port}", app)
    server.wire = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def log_message(self, *_args: object) -> None:
        pass

    def _pass_on(self) -> None:
        wire: Wire = self.server.wire  # type: ignore[attr-defined]
        path = urlsplit(self.path).path
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if wire.down:
            return
        wire.asked.append(f"{self.command} {path}")
        if wire.busy[path]:
            wire.busy[path] -= 1
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _OWN}
        if path in wire.rewrites:
            headers = {k: v for k, v in headers.items() if k.lower() != "accept-encoding"}
        connection = HTTPConnection(str(urlsplit(wire.app).netloc), timeout=_SECONDS)
        try:
            connection.request(self.command, self.path, sent, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if wire.down:
            return
        body = wire.rewrites.get(path, lambda same: same)(body)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        half = wire.halfway is not None and path.startswith(wire.halfway)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body[: len(body) // 2] if half else body)
