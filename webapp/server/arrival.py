"""Bytes in, whole requests out: when all of one is here. What is in it is gunicorn's to judge.

Where we read a length otherwise than gunicorn does, it meets the end of what it was given and
closes the connection; nothing of one request is ever taken for part of another.
"""

import re
from dataclasses import dataclass, field

LARGEST_HEAD = 32 * 1024

_END = re.compile(rb"\r?\n\r?\n")
_TAIL = 3  # bytes in which an end may have begun that the next piece completes
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,4000})[ \t]*\r?$")
_CODED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_CLOSE = b"Connection: close\r\n"


class Unreadable(Exception):
    """What comes is no request that we take. `status`: what to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Whole:
    """One request. `last`: nothing that follows on its connection is to be read."""

    raw: bytes
    last: bool = False


@dataclass(slots=True)
class Arrival:
    """What has come on one connection and was not taken yet. A body may have `largest` bytes."""

    largest: int
    held: bytearray = field(default_factory=bytearray)
    _searched: int = 0
    _head: int = 0
    _wanted: int = 0

    def add(self, piece: bytes) -> None:
        # Empty lines before a request are nobody's request.
        self.held += piece if self.held else piece.lstrip(b"\r\n")

    def take(self) -> Whole | None:
        """The first request that is here from its first byte to its last, if there is one. Of one
        whose body is too large its head alone, so that it is answered before anything is sent in
        vain. Raises Unreadable."""
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
    """The head, saying first of all that its connection ends with the answer."""
    line, end, rest = head.partition(b"\n")
    return line + end + _CLOSE + rest
