"""Outages: what we stand on breaks, one thing at a time. Is any alert lost?"""

import signal
import time
from dataclasses import dataclass
from datetime import timedelta

from bench.disk import small_disk
from bench.ledger import Verdict
from bench.rig import Hurried, Rig, rig
from bench.stand import stand, until
from peers.database import Postgres, postgres

_A_WHILE = timedelta(seconds=15)
_HOUR = timedelta(hours=1)
_FLYING = 60.0
_RETRIES = timedelta(seconds=15)  # within which an alert is tried again


@dataclass(frozen=True)
class Outcome:
    """How an outage ended. `how`: what was done; `struck`: how many requests failed by it;
    `latest`: seconds from its end until the last contact was told, where that was measured."""

    name: str
    how: str
    verdict: Verdict
    struck: int = 0
    latest: float | None = None

    def line(self) -> str:
        seen = self.verdict
        latest = "" if self.latest is None else f"; the last told {self.latest:.1f} s after it"
        return (
            f"{self.name}: {seen.missed} missed, {len(seen.lost)} lost, "
            f"{seen.texts_doubled} texts and {seen.calls_doubled} calls doubled "
            f"({self.how}){latest}"
        )


def unavailable(timers: int) -> Outcome:
    """The provider answers 503 while everybody misses, then recovers."""
    return _refused("provider down (503)", timers, fault="unavailable")


def throttled(timers: int) -> Outcome:
    """The provider turns away most of what it is given, then recovers."""
    return _refused("provider throttling (429)", timers, fault="throttled", share=0.8)


def unreached(timers: int) -> Outcome:
    """Connections break before the provider has taken anything."""
    return _refused("connections broken", timers, fault="dropped", share=0.9)


def unanswered(timers: int) -> Outcome:
    """The provider takes every text, but half of its answers are lost."""
    return _refused("answers lost after acceptance", timers, fault="lost", share=0.5)


def slow(timers: int) -> Outcome:
    """The provider takes a second and a half to answer."""
    return _refused("slow answers", timers, fault="slow", slow=1.5)


def away(timers: int, *, minutes: int = 2) -> Outcome:
    """The provider answers 503, and fast, for minutes on end, while everybody misses; then it
    answers as ever. The minutes fly by, but what is measured after them is in real seconds."""
    with rig() as it:
        it.arm(timers)
        it.here.provider.weather(fault="unavailable")
        it.clock.pace(_FLYING)
        it.work(2)
        it.clock.sleep(timedelta(minutes=minutes))
        it.clock.pace(1)
        # A retry may be up to 15 seconds away: whichever moment the provider returns at is as good.
        it.clock.sleep(_RETRIES)
        struck = it.refused()
        it.here.provider.weather()
        back = time.time()
        verdict = it.wait(after=timedelta(seconds=2))
        how = f"503 for {minutes} minutes, to {struck} requests"
        return Outcome("provider away and back", how, verdict, struck, verdict.last - back)


def _refused(name: str, timers: int, **weather: object) -> Outcome:
    with rig() as it:
        it.here.provider.weather(**weather)
        it.arm(timers)
        it.work(2)
        until(lambda: it.refused() >= timers * 0.5, "nothing was tried")
        it.clock.sleep(_A_WHILE)
        struck = it.refused()
        it.here.provider.weather()
        return Outcome(name, f"{struck} requests struck", it.wait(), struck)


def database_restarted(timers: int, server: Postgres | None = None) -> Outcome:
    """PostgreSQL crashes while everybody misses, and is started again."""
    if server is None:
        with postgres() as own:
            return database_restarted(timers, own)
    with rig("postgresql", server=server) as it:
        it.arm(timers)
        it.work(2)
        until(lambda: it.here.provider.counts()["kept"] > timers // 4, "no alert left")
        for how in (signal.SIGQUIT, signal.SIGINT):
            server.stop(how)
            it.clock.sleep(timedelta(seconds=10))
            server.start()
            it.clock.sleep(timedelta(seconds=10))
        return Outcome("database restarted", "PostgreSQL stopped twice, once by a crash", it.wait())


def failed_over(timers: int, *, crash: bool = False) -> Outcome:
    """PostgreSQL takes no more writes, though it answers, or crashes, while everybody misses; its
    standby takes over. What is measured after that is in real seconds."""
    with (
        postgres() as first,
        first.standby() as second,
        rig("postgresql", server=first, standby=second) as it,
    ):
        # Nothing is taken before the failover, so that all of it is told after.
        it.here.provider.weather(fault="unavailable")
        it.work(2)
        until(lambda: it.here.beating() == 2, "the workers did not start")
        it.arm(timers)
        until(lambda: it.refused() > 0, "nothing was tried")
        if crash:
            first.stop(signal.SIGQUIT)
        else:
            first.only_read()
        it.clock.sleep(_A_WHILE)
        it.clock.pace(1)
        it.here.provider.weather()
        over = time.time()
        second.promote()
        verdict = it.wait(after=timedelta(seconds=2))
        how = "the primary crashed" if crash else "the primary only read"
        return Outcome("failover", f"{how}; the standby took over", verdict, 0, verdict.last - over)


def disk_full(timers: int) -> Outcome:
    """The disk that holds the database fills up while everybody misses, then has room again."""
    with small_disk() as disk, rig(folder=disk.folder) as it:
        it.arm(timers)
        disk.fill(it.here.parts.core.database)
        it.work()
        it.clock.sleep(_A_WHILE)
        during = len(it.here.provider.kept())
        disk.free()
        return Outcome("disk full", f"{disk.how}; {during} left while full", it.wait())


def clock_forward(timers: int) -> Outcome:
    """The clock jumps an hour ahead while alerts are leaving."""
    return _stepped("clock an hour ahead", timers, _HOUR)


def clock_back(timers: int) -> Outcome:
    """The clock jumps an hour back while alerts are leaving, and is put right a little later."""
    return _stepped("clock an hour back, then right", timers, -_HOUR, _HOUR)


def clock_wrong(timers: int) -> Outcome:
    """The clock was an hour ahead while alerts were leaving, and is put right."""
    return _stepped("clock an hour ahead, then right", timers, _HOUR, -_HOUR)


def _stepped(name: str, timers: int, *steps: timedelta) -> Outcome:
    with rig() as it:
        it.here.provider.weather(latency=0.1)
        it.arm(timers)
        it.work(2)
        until(lambda: it.here.provider.counts()["kept"] > timers // 4, "no alert left")
        for step in steps:
            it.clock.step(step)
            it.clock.sleep(timedelta(seconds=12))
        return Outcome(name, "stepped while messages were in flight", it.wait())


def separated(timers: int, *, lease: float = 1.5) -> Outcome:
    """A worker freezes with messages in flight, another takes over, the first wakes up again."""
    timeline = {"RAINCHECK_GRACE": "1s", "RAINCHECK_REMINDER": "1s", "RAINCHECK_MIN_TIMER": "1s"}
    with stand("sqlite", timeline=timeline) as here:
        here.provider.weather(latency=0.3)
        it = Rig(here, Hurried(speed=1))
        it.arm(timers)
        frozen, _ = here.start_workers(2, lease=lease)
        until(lambda: here.provider.counts()["kept"] > timers // 4, "no alert left", every=0.01)
        frozen.freeze()
        time.sleep(lease + 1)
        frozen.thaw()
        verdict = it.wait(after=timedelta(seconds=lease))
        return Outcome("two workers separated", "one stopped past its lease, then woken", verdict)


ALL = (
    unavailable,
    throttled,
    unreached,
    unanswered,
    slow,
    away,
    database_restarted,
    failed_over,
    disk_full,
    clock_forward,
    clock_back,
    clock_wrong,
    separated,
)
