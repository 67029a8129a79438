"""An open-loop load generator: requests at set moments, whether or not the last has been answered.

One process, one thread, connections kept alive. Time in any queue counts, our own included.
`load.py` makes a closed loop of `exchange`.
"""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

_IDLE_SECONDS = 1.0  # any server keeps a connection for longer
_PATIENCE_SECONDS = 15.0  # the provider's own


@dataclass(frozen=True, slots=True)
class Planned:
    """A request ready to be written: `at` in seconds from the start."""

    at: float
    raw: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """`seconds`: from the planned moment to the whole answer. `status`: 0 where none came."""

    status: int
    body: str
    seconds: float


@dataclass(slots=True)
class Line:
    """A connection kept alive, and when it was last of use."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float = 0.0


def post(path: str, host: str, form: str, headers: dict[str, str]) -> bytes:
    """A POST of a form, as it goes over the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + form).encode()


def get(path: str, host: str, headers: dict[str, str]) -> bytes:
    """A GET, as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *(f"{n}: {v}" for n, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def send(where: str, planned: Sequence[Planned]) -> list[Answered]:
    """Send everything to `where` ("host:port") at its moment; the answers in the same order."""
    # In a thread of its own: whoever calls may have a loop running already.
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, _send(where, planned)).result()


def rush(where: str, raw: Sequence[bytes], at_once: int) -> list[Answered]:
    """Send everything as fast as it is answered, so many at once; the answers as they came."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, _rush(where, raw, at_once)).result()


async def _send(where: str, planned: Sequence[Planned]) -> list[Answered]:
    idle: list[Line] = []
    start = time.monotonic() + 0.2

    async def one(request: Planned) -> Answered:
        due = start + request.at
        await asyncio.sleep(due - time.monotonic())
        return await _one(where, request.raw, due, idle)

    answers = await asyncio.gather(*map(one, planned))
    _close(idle)
    return answers


async def _rush(where: str, raw: Sequence[bytes], at_once: int) -> list[Answered]:
    idle: list[Line] = []
    left = iter(raw)

    async def some() -> list[Answered]:
        # Without their bodies, which would fill the memory.
        return [replace(await _one(where, each, time.monotonic(), idle), body="") for each in left]

    answers = await asyncio.gather(*(some() for _ in range(at_once)))
    _close(idle)
    return [each for one in answers for each in one]


async def _one(where: str, raw: bytes, due: float, idle: list[Line]) -> Answered:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            status, body = await exchange(where, raw, idle)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return Answered(0, "", time.monotonic() - due)
    return Answered(status, body.decode(errors="replace"), time.monotonic() - due)


def _close(idle: Sequence[Line]) -> None:
    for line in idle:
        line.writer.close()


async def exchange(where: str, raw: bytes, idle: list[Line]) -> tuple[int, bytes]:
    """Status and body of one answer, asked for on an idle line or else on a new one, which is then
    idle. Raises OSError or asyncio.IncompleteReadError when the other side hangs up."""
    line = await _open(where, idle)
    line.writer.write(raw)
    answer = await _read(line.reader)
    line.used = time.monotonic()
    idle.append(line)
    return answer


async def _open(where: str, idle: list[Line]) -> Line:
    fresh = time.monotonic() - _IDLE_SECONDS
    while idle:
        line = idle.pop()
        if line.used > fresh:
            return line
        line.writer.close()
    host, _, port = where.partition(":")
    return Line(*await asyncio.open_connection(host, int(port)))


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    return int(head.split()[1]), await reader.readexactly(int(length or 0))
