"""Benchmark of the WSGI servers that could serve the web: pages a second, how long each takes."""

import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import PackageNotFoundError, version

from bench import crowd
from bench.figures import waits
from bench.load import Load, load
from bench.machine import cpu_seconds, family, own_mebibytes
from bench.stand import Running, Stand, stand, until
from bench.traffic import get
from checkin.clock import system_clock
from peers.database import Postgres
from webapp.server.serve import PROCESSES, THREADS

CARD, CHECKIN = "/en/us-ny/cards/stopped", "/en/checkin"
_WARMING = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """One page asked for under one server. `cpu`: seconds of all its processes; `memory`: MiB of
    all of them at the end."""

    load: Load
    cpu: float
    memory: float


@dataclass(frozen=True)
class Figures:
    """What came of every run of one page under one server."""

    server: str
    page: str
    runs: tuple[Run, ...]

    @property
    def failed(self) -> int:
        return sum(run.load.failed for run in self.runs)

    @property
    def rate(self) -> float:
        """Requests a second: the median of the runs."""
        return statistics.median(run.load.rate for run in self.runs)

    def line(self) -> str:
        rates = [run.load.rate for run in self.runs]
        took = [each for run in self.runs for each in run.load.took]
        cpu = sum(run.cpu for run in self.runs) / len(took) * 1000
        return (
            f"  {self.server}, {self.page}: {self.rate:.0f} a second "
            f"({min(rates):.0f} to {max(rates):.0f}), {waits(took)}, CPU {cpu:.2f} ms each, "
            f"{max(run.memory for run in self.runs):.0f} MiB, not answered by 200: {self.failed}"
        )


def _gunicorn(here: Stand) -> Running:
    return here.start("web")


def _granian(here: Stand) -> Running:
    host, _, port = here.environment["RAINCHECK_BIND"].partition(":")
    shape = ("--workers", str(PROCESSES), "--blocking-threads", str(THREADS))
    quiet = ("--log-level", "warning", "--no-access-log")
    at = ("--interface", "wsgi", "--host", host, "--port", port)
    return here.run("granian", "granian", *at, *shape, *quiet, "wsgi:app")


SERVERS: Mapping[str, Callable[[Stand], Running]] = {"gunicorn": _gunicorn, "granian": _granian}


def lines(database: str, *, seconds: float, rounds: int, connections: int) -> Iterator[str]:
    """Every figure. The servers take turns, so that whatever else the machine does meets both."""
    yield (
        f"web: {database}, one worker beside; each server {PROCESSES} processes of {THREADS} "
        f"threads; load from one more process, asyncio, {connections} connections kept alive, "
        f"each asking again as soon as it is answered; {rounds} rounds of {seconds:g} s"
    )
    load_before = os.getloadavg()[0]
    for found in web(database, seconds=seconds, rounds=rounds, connections=connections):
        yield found.line()
    yield f"  load of the machine {load_before:.1f} before, {os.getloadavg()[0]:.1f} after"


def web(
    database: str,
    *,
    seconds: float,
    rounds: int,
    connections: int,
    server: Postgres | None = None,
) -> list[Figures]:
    runs: dict[tuple[str, str], list[Run]] = defaultdict(list)
    with stand(database, server=server) as here:
        cookie = crowd.browser(here.parts.core, now=system_clock())
        pages = {"a card": (CARD, {}), "a running check-in": (CHECKIN, {"Cookie": cookie})}
        here.start_workers(1)
        for _ in range(rounds):
            for name in _installed():
                running = SERVERS[name](here)
                until(here.answers, f"{name} did not start")
                for page, (path, headers) in pages.items():
                    run = _run(here, running, path, headers, connections, seconds)
                    runs[f"{name} {version(name)}", page].append(run)
                running.kill()
    return [Figures(*which, tuple(each)) for which, each in runs.items()]


def _installed() -> list[str]:
    """granian comes with the tests' requirements only."""
    found = []
    for name in SERVERS:
        try:
            version(name)
        except PackageNotFoundError:
            continue
        found.append(name)
    return found


def _run(
    here: Stand,
    running: Running,
    path: str,
    headers: dict[str, str],
    connections: int,
    seconds: float,
) -> Run:
    where = here.environment["RAINCHECK_BIND"]
    _look(where, path, headers)
    raw = get(path, where, {"Accept-Encoding": "gzip, br", **headers})
    load(where, raw, connections=connections, seconds=min(_WARMING, seconds))
    before = sum(map(cpu_seconds, family(running.pid)))
    done = load(where, raw, connections=connections, seconds=seconds)
    processes = family(running.pid)
    used = sum(map(cpu_seconds, processes)) - before
    return Run(done, used, sum(map(own_mebibytes, processes)))


def _look(where: str, path: str, headers: dict[str, str]) -> None:
    """Raise ValueError unless the page is the one that is meant: or its figures would mislead."""
    connection = HTTPConnection(where, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        page = connection.getresponse().read().decode()
    finally:
        connection.close()
    if path == CHECKIN and 'id="ring"' not in page:
        raise ValueError("The check-in page shows no running timer.")
