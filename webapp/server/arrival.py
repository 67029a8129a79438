"""Request framing: bytes in, whole requests out. What a request says is gunicorn's to judge.

Where gunicorn reads another length than we do, it meets the end of what it was given and closes the
connection: nothing of one request is ever taken for part of another (request smuggling).
"""

import re
from dataclasses import dataclass, field

LARGEST_HEAD = 32 * 1024

_END = re.compile(rb"\r?\n\r?\n")
_TAIL = 3  # bytes: the longest start of an end, which the next piece may complete
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,4000})[ \t]*\r?$")
_CODED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_CLOSE = b"Connection: close\r\n"


class Unreadable(Exception):
    """These bytes are no request that we take. `status`: the HTTP status to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Whole:
    """All bytes of one request. `last`: read nothing that follows on its connection."""

    raw: bytes
    last: bool = False


@dataclass(slots=True)
class Arrival:
    """The bytes that have come on one connection and were not taken yet. `largest`: the most that
    a body may have."""

    largest: int
    held: bytearray = field(default_factory=bytearray)
    _searched: int = 0
    _head: int = 0
    _wanted: int = 0

    def add(self, piece: bytes) -> None:
        # Empty lines before a request are nobody's request.
        self.held += piece if self.held else piece.lstrip(b"\r\n")

    def take(self) -> Whole | None:
        """The first request, once it is here whole, else None. If its body is too large, its head
        alone: it is then refused before the body is sent in vain. Raises Unreadable."""
        if not self._head and not self._read_head():
            return None
        if self._wanted > self._head + self.largest:
            return Whole(_closing(self._cut(self._head)), last=True)
        return Whole(self._cut(self._wanted)) if len(self.held) >= self._wanted else None

    def _read_head(self) -> bool:
        end = _END.search(self.held, max(0, self._searched - _TAIL))
        self._searched = len(self.held)
        if (end.end() if end else len(self.held)) > LARGEST_HEAD:
            raise Unreadable(431)
        if end is None:
            return False
        self._head = end.end()
        if _CODED.search(self.held, 0, self._head):
            raise Unreadable(411)
        length = _LENGTH.search(self.held, 0, self._head)
        self._wanted = self._head + (int(length[1]) if length else 0)
        return True

    def _cut(self, size: int) -> bytes:
        taken = bytes(self.held[:size])
        rest = self.held[size:].lstrip(b"\r\n")
        self.held, self._searched, self._head, self._wanted = rest, 0, 0, 0
        return taken


def _closing(head: bytes) -> bytes:
    """The head with `Connection: close` as its first header."""
    line, end, rest = head.partition(b"\n")
    return line + end + _CLOSE + rest
