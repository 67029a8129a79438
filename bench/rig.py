"""A rig for outages: workers in this very process, on a clock that runs faster than real time and
can be set."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench import crowd
from bench.ledger import Promise, Verdict, judge
from bench.stand import Stand, stand
from checkin.clock import system_clock
from checkin.worker.worker import Worker
from peers.database import Postgres

SPEED = 12.0
_TIMELINE = {
    "RAINCHECK_MIN_TIMER": "1s",
    "RAINCHECK_REMINDER": "1s",
    "RAINCHECK_GRACE": "4s",
    "RAINCHECK_ESCALATE": "5m",
}
_LENGTH = timedelta(seconds=4)
_LOOK = timedelta(seconds=1)
_HOPE = timedelta(minutes=4)


class Hurried:
    """A clock faster than real time, so that leases and pauses need not be waited for. It can be
    stepped, as by a wrong time server."""

    def __init__(self, speed: float = SPEED) -> None:
        # What it showed, when (by the monotonic clock), and how fast it has gone since: one value,
        # since many threads ask what time it is.
        self._set = (system_clock(), time.monotonic(), speed)

    def __call__(self) -> datetime:
        shown, at, speed = self._set
        return shown + timedelta(seconds=(time.monotonic() - at) * speed)

    def pace(self, speed: float) -> None:
        """Go at another speed from now on: 1 is that of real time."""
        self._set = (self(), time.monotonic(), speed)

    def step(self, by: timedelta) -> None:
        shown, at, speed = self._set
        self._set = (shown + by, at, speed)

    def sleep(self, length: timedelta) -> None:
        """Sleep until so much time has passed by this clock."""
        *_, speed = self._set
        time.sleep(length.total_seconds() / speed)


@dataclass
class Rig:
    """One outage's worth of people, timers and workers."""

    here: Stand
    clock: Hurried
    stop: threading.Event = field(default_factory=threading.Event)
    promises: list[Promise] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def arm(self, count: int) -> None:
        """As many timers, each with one contact, that nobody will answer."""
        core, now = self.here.parts.core, self.clock()
        first = len(self.promises)
        people = crowd.gather(core, count, now=now, first=first)
        crowd.arm(core, people, _LENGTH, now=self.clock(), first=first)
        self.promises += [Promise(number, time.time()) for number in range(first, first + count)]

    def work(self, workers: int = 1) -> None:
        """Start workers that run until the rig is taken down."""
        parts = self.here.parts
        for _ in range(workers):
            worker = Worker(parts.core, parts.channels, self.clock, chores=parts.chores)
            thread = threading.Thread(target=worker.run, args=(self.stop,))
            thread.start()
            self.threads.append(thread)

    def told(self) -> Verdict:
        return judge(self.promises, self.here.provider.kept(), contacts=1)

    def wait(self, *, after: timedelta = timedelta(seconds=8)) -> Verdict:
        """Wait until every missed timer's contact is told, or there is no more hope; then for
        `after`, in which something might be sent twice."""
        waited = timedelta(0)
        while not self.told().kept and waited < _HOPE:
            self.clock.sleep(_LOOK)
            waited += _LOOK
        self.clock.sleep(after)
        return self.told()

    def refused(self) -> int:
        """How many requests to send something the provider has refused or left unanswered."""
        return sum(self.here.provider.counts()["refused"].values())


@contextmanager
def rig(
    database: str = "sqlite",
    *,
    server: Postgres | None = None,
    standby: Postgres | None = None,
    folder: Path | None = None,
) -> Iterator[Rig]:
    clock = Hurried()
    with stand(
        database,
        server=server,
        standby=standby,
        durable=False,
        timeline=_TIMELINE,
        clock=clock,
        folder=folder,
    ) as here:
        made = Rig(here, clock)
        try:
            yield made
        finally:
            here.provider.weather()
            made.stop.set()
            for thread in made.threads:
                thread.join()
