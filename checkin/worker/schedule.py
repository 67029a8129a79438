"""Periodic work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


class Every:
    """`due` is true at most once in each `length`, and at once when the clock was set back."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._last: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether the time has come. If so, the next `length` begins at `now`."""
        if self._last is not None and timedelta(0) <= now - self._last < self._length:
            return False
        self._last = now
        return True


@dataclass(frozen=True)
class Chore:
    """Slow periodic work, which a worker runs in a thread of its own beside the alerts."""

    name: str
    every: timedelta
    run: Callable[[], None]
