"""As little HTTP as the stand-in for Twilio needs, and fast: a benchmark must not measure it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

_REASONS = {
    200: "OK",
    201: "Created",
    204: "No Content",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. Header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Told:
    """What to do with a request: answer with JSON text after `wait` seconds, or hang up instead."""

    status: int = 200
    body: str = ""
    wait: float = 0.0
    hang_up: bool = False


class Listener(asyncio.Protocol):
    """One connection that is kept open, its requests answered in turn."""

    def __init__(self, answer: Callable[[Asked], Told]) -> None:
        self._answer = answer
        self._pending = b""
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._pending += data
        self._next()

    def _next(self) -> None:
        asked = None if self._busy else self._read()
        if asked is None:
            return
        told = self._answer(asked)
        if not told.wait:
            self._tell(told)
            return
        self._busy = True
        asyncio.get_running_loop().call_later(told.wait, self._tell_late, told)

    def _read(self) -> Asked | None:
        head, mark, rest = self._pending.partition(b"\r\n\r\n")
        if not mark:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return None
        self._pending = rest[length:]
        method, target, _ = first.split(" ", 2)
        return Asked(method, target, headers, rest[:length].decode())

    def _tell_late(self, told: Told) -> None:
        self._busy = False
        self._tell(told)

    def _tell(self, told: Told) -> None:
        if self._transport is None:
            return
        if told.hang_up:
            self._transport.abort()
            return
        body = told.body.encode()
        self._transport.write(
            f"HTTP/1.1 {told.status} {_REASONS[told.status]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        self._next()


async def post(
    url: str, form: str, headers: dict[str, str], *, patience: float = 15.0
) -> tuple[int, str]:
    """Post a form to `url`. The status and body of the answer; (0, "") when there was none within
    `patience` seconds."""
    where = urlsplit(url)
    target = where.path + (f"?{where.query}" if where.query else "")
    lines = [
        f"POST {target} HTTP/1.1",
        f"Host: {where.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            try:
                writer.write(("\r\n".join(lines) + "\r\n\r\n" + form).encode())
                head, _, body = (await reader.read()).partition(b"\r\n\r\n")
                return (int(head.split(None, 2)[1]) if head else 0), body.decode()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return 0, ""
