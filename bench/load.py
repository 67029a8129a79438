"""A closed-loop load generator, in a process of its own: every connection asks again as soon as it
is answered.

One process, one thread, connections kept alive, answers read whole and thrown away.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.traffic import Line, exchange

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Load:
    """`seconds`: how long it lasted. `took`: seconds of each request answered by 200. `failed`: how
    many had another answer or none."""

    seconds: float
    took: tuple[float, ...]
    failed: int

    @property
    def rate(self) -> float:
        """Requests answered a second."""
        return len(self.took) / self.seconds


def load(where: str, raw: bytes, *, connections: int, seconds: float) -> Load:
    """Send the request `raw` to `where` ("host:port"), again and again for so long."""
    asked = {"where": where, "raw": raw.decode(), "connections": connections, "seconds": seconds}
    told = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=_ROOT,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    ).stdout
    found = json.loads(told)
    return Load(found["seconds"], tuple(found["took"]), found["failed"])


async def _load(where: str, raw: str, connections: int, seconds: float) -> Load:
    began = time.monotonic()
    end, took, failed = began + seconds, [], 0

    async def one() -> None:
        nonlocal failed
        idle: list[Line] = []
        while (asked := time.monotonic()) < end:
            try:
                status, _ = await exchange(where, raw.encode(), idle)
            except (OSError, asyncio.IncompleteReadError):
                status = 0
            if status == 200:
                took.append(time.monotonic() - asked)
            else:
                failed += 1
        for line in idle:
            line.writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return Load(time.monotonic() - began, tuple(took), failed)


if __name__ == "__main__":
    found = asyncio.run(_load(**json.load(sys.stdin)))
    json.dump({"seconds": found.seconds, "took": found.took, "failed": found.failed}, sys.stdout)
