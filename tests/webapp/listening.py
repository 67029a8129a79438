"""A stand-in for systemd: hears what a service says of itself."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PATIENCE_SECONDS = 60.0


@dataclass
class Listener:
    """The other end of NOTIFY_SOCKET."""

    line: socket.socket
    address: str
    said: list[str] = field(default_factory=list)

    def wait_for(self, word: str) -> None:
        """Fails if `word` is not said in reasonable time, counted from now."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            self.line.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                self.said.append(self.line.recv(4096).decode())
            except TimeoutError:
                raise AssertionError(f"{word!r} was not said, only {self.said}") from None
            if word in self.said[-1]:
                return


@contextmanager
def listener(folder: Path) -> Iterator[Listener]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(folder / "notify"))
        yield Listener(line, str(folder / "notify"))
