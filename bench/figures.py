"""How long things took, as one short line."""

import statistics
from collections.abc import Sequence


def p99(seconds: Sequence[float]) -> float:
    """The 99th percentile, which 99 of 100 stay below."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.99))]


def waits(seconds: Sequence[float]) -> str:
    """Median and p99, in milliseconds."""
    return f"median {statistics.median(seconds) * 1000:.2f} ms, p99 {p99(seconds) * 1000:.2f} ms"
