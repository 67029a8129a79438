"""Everybody misses in the same second: how soon does each first alert leave?"""

import statistics
import time
from dataclasses import dataclass
from datetime import timedelta

from bench import crowd
from bench.machine import cpu_seconds, peak_mebibytes
from bench.stand import Stand, stand, until
from checkin.clock import system_clock

LATENCY = 0.05
_LEAD = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Storm:
    """`lags`: seconds from the moment at which every grace ended to the provider's answer, of each
    first alert. `cpu`: seconds of all workers. `memory`: peak MiB of each. `drained`: seconds until
    every message had left."""

    timers: int
    database: str
    workers: int
    lags: tuple[float, ...]
    cpu: float
    memory: tuple[float, ...]
    drained: float
    doubled: int

    @property
    def lost(self) -> int:
        return self.timers - len(self.lags)

    def lines(self) -> list[str]:
        lags = sorted(self.lags)
        p99 = lags[min(len(lags) - 1, int(len(lags) * 0.99))]
        return [
            f"storm: {self.timers} timers missed in the same second, {self.database}, "
            f"{self.workers} workers, provider answering in {LATENCY * 1000:.0f} ms",
            f"  first alerts handed over: {len(lags)}, lost {self.lost}, doubled {self.doubled}",
            f"  after: first {lags[0]:.2f} s, median {statistics.median(lags):.2f} s, "
            f"p99 {p99:.2f} s, last {lags[-1]:.2f} s",
            f"  {len(lags) / lags[-1]:.0f} alerts/s; until all messages had left "
            f"(each person is told too): {self.drained:.2f} s",
            f"  worker CPU {self.cpu / self.timers * 1000:.2f} ms an alert; peak memory of each "
            f"worker {', '.join(f'{m:.0f}' for m in self.memory)} MiB",
        ]


def storm(database: str, timers: int, workers: int) -> Storm:
    with stand(database) as here:
        return run(here, database, timers, workers)


def run(here: Stand, database: str, timers: int, workers: int) -> Storm:
    core, now = here.parts.core, system_clock()
    here.provider.weather(latency=LATENCY)
    people = crowd.gather(core, timers, now=now)
    crowd.arm(core, people, timedelta(hours=3), now=now)
    running = here.start_workers(workers)
    missed = system_clock() + _LEAD
    crowd.miss_at(core, missed)
    before = sum(cpu_seconds(worker.pid) for worker in running)
    time.sleep(max(0.0, (missed - system_clock()).total_seconds()))
    until(
        lambda: here.provider.reached(crowd.CONTACTS) >= timers,
        "not every first alert had left",
        seconds=300,
        every=0.5,
    )
    # Asking the database often would take time from the workers that are being measured.
    while here.provider.counts()["kept"] < 2 * timers and crowd.waiting(core):
        time.sleep(0.5)
    drained = time.time() - missed.timestamp()
    used = sum(cpu_seconds(worker.pid) for worker in running) - before
    memory = tuple(peak_mebibytes(worker.pid) for worker in running)
    lags, doubled = _lags(here, missed.timestamp())
    return Storm(timers, database, workers, lags, used, memory, drained, doubled)


def _lags(here: Stand, missed: float) -> tuple[tuple[float, ...], int]:
    first: dict[int, float] = {}
    doubled = 0
    for kept in here.provider.kept():
        number = crowd.marked(kept.body)
        if number is None:
            continue
        doubled += number in first
        first.setdefault(number, kept.at + LATENCY - missed)
    return tuple(first.values()), doubled
