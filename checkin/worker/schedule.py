"""Things done every so often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


class Every:
    """True at most once in each `length` of time. A clock set back does not silence it."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._last: datetime | None = None

    def due(self, now: datetime) -> bool:
        if self._last is not None and timedelta(0) <= now - self._last < self._length:
            return False
        self._last = now
        return True


@dataclass(frozen=True)
class Chore:
    """Slow work that a worker does beside the alerts, in a thread of its own."""

    name: str
    every: timedelta
    run: Callable[[], None]
