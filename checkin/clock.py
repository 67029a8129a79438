"""The one place that reads the system clock. All other code is handed `now`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The current time: timezone-aware, UTC."""
    return datetime.now(UTC)
