"""Ten times the traffic, a part of it hostile, while alerts leave.

First requests at moments of their own, whether or not the last is answered (an open loop); then
those of a whole ordinary hour as fast as they are answered (a closed loop). Meanwhile the memory of
every process is watched.
"""

import os
import random
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from bench import crowd
from bench.assault import Assault, Request
from bench.figures import waits
from bench.machine import children, mebibytes
from bench.stand import Stand, stand, until
from bench.traffic import Answered, Planned, rush, send
from checkin.clock import system_clock
from checkin.people.people import Person

LATEST = 3.0
"""Seconds from the end of its grace by which an alert must have left."""
CLEAR = frozenset({200, 302, 303, 304, 308, 400, 403, 404, 405, 409, 410, 413, 429})
"""HTTP statuses of an answer, or of a refusal that is no fault of ours."""
_PEOPLE = 500
_MISSED_A_SECOND = 2
_PROVIDER_SECONDS = 0.05
_AT_ONCE = 16
_HOPED_A_SECOND = 200
_LOOK_SECONDS = 1.0
_QUARTERS = 4


@dataclass(frozen=True)
class Flood:
    """One of the two floods of requests. `lags`: seconds of each alert from the end of its grace;
    `memory`: MiB of each process, second by second."""

    kinds: tuple[str, ...]
    answers: tuple[Answered, ...]
    seconds: float
    lags: tuple[float, ...]
    missed: int
    memory: dict[str, list[float]] = field(repr=False)

    @property
    def unclear(self) -> Counter[int]:
        """Requests without an answer, and answers that are a fault of ours, by status."""
        return Counter(a.status for a in self.answers if a.status not in CLEAR)

    def lines(self) -> Iterator[str]:
        waited = [answer.seconds for answer in self.answers]
        yield (
            f"  {len(waited)} requests in {self.seconds:.0f} s ({len(waited) / self.seconds:.0f} a "
            f"second): {waits(waited)}, slowest {max(waited) * 1000:.0f} ms"
        )
        yield (
            f"  answers: {_counted(Counter(a.status for a in self.answers))}; no answer or a "
            f"fault of ours: {_counted(self.unclear) or 'none'}"
        )
        yield (
            f"  meanwhile {self.missed} timers missed: {self.missed - len(self.lags)} alerts lost, "
            f"median {statistics.median(self.lags):.2f} s after the grace, latest "
            f"{max(self.lags):.2f} s (budget {LATEST:.0f} s)"
        )
        for name, seen in self.memory.items():
            parts = [statistics.median(part) for part in _quarters(seen)]
            shown = ", ".join(f"{part:.0f}" for part in parts)
            yield f"  memory of {name}, median of each quarter: {shown} MiB; most {max(seen):.0f}"


@dataclass(frozen=True)
class Attack:
    database: str
    rate: float
    ten_times: Flood
    hour: Flood
    load: tuple[float, float]

    def lines(self) -> list[str]:
        return [
            f"attack: {self.database}, web and one worker, provider answering in "
            f"{_PROVIDER_SECONDS * 1000:.0f} ms; load {self.load[0]:.1f} before, "
            f"{self.load[1]:.1f} after",
            f"at {self.rate:g} requests a second, each from its own instant on:",
            *self.ten_times.lines(),
            f"  by kind: {_by_kind(self.ten_times)}",
            f"an hour's requests as fast as they are answered, {_AT_ONCE} at once:",
            *self.hour.lines(),
        ]


def attack(database: str, rate: float, seconds: float, hour: int, *, seed: int = 1) -> Attack:
    with stand(database) as here:
        return run(here, database, rate, seconds, hour, random.Random(seed))


def run(
    here: Stand, database: str, rate: float, seconds: float, hour: int, chance: random.Random
) -> Attack:
    core, now = here.parts.core, system_clock()
    here.provider.weather(latency=_PROVIDER_SECONDS, receipts=True)
    load = os.getloadavg()[0]
    first, second = int(seconds * _MISSED_A_SECOND), hour // 100
    everyone = crowd.gather(core, _PEOPLE + first + second, now=now)
    crowd.arm(core, everyone[_PEOPLE:], timedelta(hours=3), now=now, first=_PEOPLE)
    web, worker = here.start_web(), here.start_workers(1)[0]
    assault = Assault(here, everyone[:_PEOPLE], chance)
    pids = {"the worker": worker.pid}
    pids |= {f"web process {n}": pid for n, pid in enumerate(children(web.pid), 1)}
    where = here.environment["RAINCHECK_BIND"]
    warm = [request.raw for request in assault.requests(200)]
    rush(where, warm, _AT_ONCE)

    def in_time(requests: Sequence[Request]) -> list[Answered]:
        at, planned = 0.0, []
        for request in requests:
            at += chance.expovariate(rate)
            planned.append(Planned(at, request.raw))
        return send(where, planned)

    def in_a_rush(requests: Sequence[Request]) -> list[Answered]:
        return rush(where, [each.raw for each in requests], _AT_ONCE)

    missing = everyone[_PEOPLE:]
    ten_times = _flood(
        here, missing[:first], _PEOPLE, seconds, pids,
        assault.requests(int(rate * seconds)), in_time,
    )  # fmt: skip
    whole_hour = _flood(
        here, missing[first:], _PEOPLE + first, hour / _HOPED_A_SECOND, pids,
        assault.requests(hour), in_a_rush,
    )  # fmt: skip
    return Attack(database, rate, ten_times, whole_hour, (load, os.getloadavg()[0]))


def _flood(
    here: Stand,
    missing: list[Person],
    first: int,
    spread: float,
    pids: dict[str, int],
    requests: list[Request],
    sending: Callable[[list[Request]], list[Answered]],
) -> Flood:
    """Send all requests while the timers of `missing` are missed, one after another, over `spread`
    seconds. The first of those timers has the number `first`."""
    moments = dict(enumerate(crowd.miss_over(here.parts.core, missing, spread), first))
    with _watched(pids) as memory:
        began = time.monotonic()
        answers = sending(requests)
        took = time.monotonic() - began
    time.sleep(max(0.0, (max(moments.values()) - system_clock()).total_seconds()))
    with suppress(TimeoutError):  # then what is missing shows in the figures
        until(lambda: len(_lags(here, moments)) == len(moments), "alerts are missing", seconds=20)
    return Flood(
        kinds=tuple(request.kind for request in requests),
        answers=tuple(answers),
        seconds=took,
        lags=tuple(_lags(here, moments).values()),
        missed=len(moments),
        memory=memory,
    )


def _lags(here: Stand, moments: dict[int, datetime]) -> dict[int, float]:
    """Seconds from the end of each grace to the provider's answer, by number of the timer."""
    lags: dict[int, float] = {}
    for kept in here.provider.kept():
        number = crowd.marked(kept.body)
        if number in moments:
            lag = kept.at + _PROVIDER_SECONDS - moments[number].timestamp()
            lags.setdefault(number, lag)
    return lags


@contextmanager
def _watched(pids: dict[str, int]) -> Iterator[dict[str, list[float]]]:
    """The memory of each process in MiB, sampled every second until the block ends."""
    seen: dict[str, list[float]] = {name: [mebibytes(pid)] for name, pid in pids.items()}
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            for name, pid in pids.items():
                seen[name].append(mebibytes(pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _quarters(seen: Sequence[float]) -> list[Sequence[float]]:
    edges = [len(seen) * n // _QUARTERS for n in range(_QUARTERS + 1)]
    return [seen[a:b] for a, b in pairwise(edges) if a < b]


def _by_kind(flood: Flood) -> str:
    waited: dict[str, list[float]] = defaultdict(list)
    told: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, answer in zip(flood.kinds, flood.answers, strict=True):
        waited[kind].append(answer.seconds)
        told[kind][answer.status] += 1
    return "; ".join(
        f"{kind} {statistics.median(took) * 1000:.0f} ms ({_counted(told[kind])})"
        for kind, took in waited.items()
    )


def _counted(found: Counter[int]) -> str:
    return ", ".join(f"{status}: {times}" for status, times in sorted(found.items()))
