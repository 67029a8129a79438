"""A campaign of crashes: processes are killed at random instants, while timers are armed, missed,
answered and cleared."""

import heapq
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bench import crowd
from bench.ledger import Promise, Verdict, judge
from bench.phones import Phones
from bench.stand import Running, Stand, stand
from checkin.actions import timers
from checkin.clock import system_clock
from checkin.people.people import Person
from checkin.refusals import Refused
from peers.database import Postgres

_WORKERS = 2
_TIMELINE = {
    "RAINCHECK_MIN_TIMER": "1s",
    "RAINCHECK_REMINDER": "1s",
    "RAINCHECK_GRACE": "2s",
    "RAINCHECK_ESCALATE": "4s",
    "RAINCHECK_HOLD": "30s",
}
_GRACE = 2.0


@dataclass
class Crashes:
    """How a campaign ended."""

    database: str
    seed: int
    verdict: Verdict
    kills: Counter[str]
    refused: int
    by_text: int
    seconds: float

    def lines(self) -> list[str]:
        kills = ", ".join(f"{name} {times}" for name, times in sorted(self.kills.items()))
        return [
            f"crashes: {self.database}, seed {self.seed}, {self.seconds:.0f} s, "
            f"kill -9 {self.kills.total()} times ({kills})",
            f"  {self.by_text} timers started by text; {self.refused} refused loudly at the start",
            *self.verdict.lines(),
        ]


def crashes(
    database: str,
    timers: int,
    seed: int,
    *,
    seconds: float | None = None,
    pause: float = 1.5,
    lease: float | None = None,
    server: Postgres | None = None,
) -> Crashes:
    """A campaign: timers start over `seconds`, somebody is killed every `pause` seconds or so."""
    with stand(database, server=server, durable=False, timeline=_TIMELINE) as here:
        return _Campaign(here, seed, pause, lease).run(database, timers, seconds or timers / 5)


@dataclass
class _Campaign:
    here: Stand
    seed: int
    pause: float
    lease: float | None
    promises: dict[int, Promise] = field(default_factory=dict)
    refused: int = 0
    by_text: int = 0
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._phones = Phones(self.here)
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._over = threading.Event()

    def run(self, database: str, timers: int, seconds: float) -> Crashes:
        here = self.here
        people = crowd.gather(here.parts.core, timers, now=system_clock(), each=2)
        here.provider.weather(latency=0.05, receipts=True, receipt_after=0.1)
        victims = [here.start_web(), *here.start_workers(_WORKERS, lease=self.lease)]
        began = time.time()
        for person, number in zip(people, range(timers), strict=True):
            self._plan(person, number, began + self._chance.uniform(0, seconds))
        killer = threading.Thread(target=self._kill, args=(victims,))
        killer.start()
        try:
            with ThreadPoolExecutor(16) as hands:
                self._live(hands, until=began + seconds + 2)
        finally:
            self._over.set()
            killer.join()
        verdict = self._wait()
        took = time.time() - began
        return Crashes(database, self.seed, verdict, self.kills, self.refused, self.by_text, took)

    def _plan(self, person: Person, number: int, at: float) -> None:
        """One person's evening: how the timer starts, how long it is, how it ends."""
        length = self._chance.uniform(1, 4)
        fate = self._chance.choices(["missed", "safe", "acked", "late"], [6, 2, 1, 1])[0]
        by_text = self._chance.random() < 0.2
        whole = max(1, round(length))
        start = self._start_by_text if by_text else self._start
        self._at(at, lambda: start(person, number, timedelta(seconds=whole), fate))

    def _start(self, person: Person, number: int, length: timedelta, fate: str) -> None:
        core = self.here.parts.core
        try:
            with core.write(system_clock()) as work:
                timer = timers.start(work, person, length, crowd.mark(number))
        except Refused:
            self.refused += 1
            return
        self._started(number, timer.checkin.due_at.timestamp() + _GRACE, fate)

    def _start_by_text(self, person: Person, number: int, length: timedelta, fate: str) -> None:
        seconds = round(length.total_seconds())
        reply = self._phones.text(person.phone or "", f"IN {seconds}s {crowd.mark(number)}")
        if "Not started" in reply:
            self.refused += 1
            return
        self.by_text += 1
        # The latest that it can be: the timer started before its reply was here.
        self._started(number, time.time() + seconds + _GRACE, fate)

    def _started(self, number: int, missed: float, fate: str) -> None:
        self.promises[number] = promise = Promise(number, missed)
        if fate == "safe":
            promise.missed = None
            self._at(time.time(), lambda: self._text(number, "OK"))
        elif fate == "acked":
            promise.acked = True
            self._when_told(number, lambda: self._text(number, "1", contact=True))
        elif fate == "late":
            promise.cleared = True
            self._when_told(number, lambda: self._text(number, "OK"))

    def _text(self, number: int, body: str, *, contact: bool = False) -> None:
        sender = crowd.contact_phone(number) if contact else crowd.phone(number)
        self._phones.text(sender, body)

    def _when_told(self, number: int, then: Callable[[], None]) -> None:
        def look() -> None:
            again = then if self.here.provider.reached(crowd.contact_phone(number)) else look
            self._at(time.time() + 0.5, again)

        self._at(time.time() + 3, look)

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._order), what))

    def _live(self, hands: ThreadPoolExecutor, *, until: float) -> None:
        doing = []
        while self._agenda or not all(done.done() for done in doing):
            while self._agenda and self._agenda[0][0] <= time.time():
                doing.append(hands.submit(heapq.heappop(self._agenda)[2]))
            if time.time() > until:
                self._over.set()
            if time.time() > until + 90:
                break
            time.sleep(0.02)
        for done in doing:
            done.result()

    def _kill(self, victims: list[Running]) -> None:
        chance = random.Random(self.seed + 1)
        while not self._over.wait(chance.uniform(0.2, 1.8) * self.pause):
            which = chance.randrange(len(victims))
            command = victims[which].command
            victims[which].kill()
            self.kills[command] += 1
            self._over.wait(chance.uniform(0, 0.3))
            lease = self.lease if command == "worker" else None
            victims[which] = self.here.start(command, lease=lease)

    def _wait(self) -> Verdict:
        """Wait until every promise is kept, or there is no more hope."""
        deadline = time.monotonic() + 30 + (self.lease or 30)
        while True:
            verdict = judge(self.promises.values(), self.here.provider.kept())
            if verdict.kept or time.monotonic() > deadline:
                return verdict
            time.sleep(0.5)
