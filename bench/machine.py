"""The machine that a figure was measured on, printed beside it, and what its processes use."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """One line: cores, processor, memory, load before the start, versions of what matters."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, "
        f"load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, "
        f"SQLAlchemy {version('sqlalchemy')}, twilio {version('twilio')}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


def cpu_seconds(pid: int) -> float:
    """What a living process has used so far, in user and kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def children(pid: int) -> list[int]:
    """The processes that a living process has started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def family(pid: int) -> list[int]:
    """A living process and those that it has started itself."""
    return [pid, *children(pid)]


def own_mebibytes(pid: int) -> float:
    """The memory of a living process (PSS): what it shares is split among those that share it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def peak_mebibytes(pid: int) -> float:
    """The most memory that a living process has held at once (peak RSS)."""
    return _status(pid, "VmHWM:") / 1024


def mebibytes(pid: int) -> float:
    """The memory that a living process holds now (RSS)."""
    return _status(pid, "VmRSS:") / 1024


def _status(pid: int, what: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1])
    return 0


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
