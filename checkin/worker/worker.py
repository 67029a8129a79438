"""The worker: a loop that advances due check-ins, sends messages and deletes expired rows.

Any number may run, in processes apart from the web server: rows are locked and messages leased.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import sqlalchemy as sa

from checkin.actions import court
from checkin.clock import Clock
from checkin.messages import outbox
from checkin.messages.outbox import Outgoing
from checkin.monitoring import health
from checkin.storage.core import Core, Work, new_id
from checkin.storage.tables import workers
from checkin.worker import clock_skew, delivery, due, fallback_call, retention
from checkin.worker.delivery import Channels, Landed
from checkin.worker.schedule import Chore, Every

log = logging.getLogger(__name__)

BEAT_EVERY = timedelta(seconds=2)
FOLLOW_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(minutes=1)
_IDLE_SECONDS = 0.2
_TROUBLE_SECONDS = 1.0
# Between two busy passes: transactions get fewer and larger, and SQLite's one lock is free.
_BREATH_SECONDS = 0.03
SENDERS = 64
# No more than can be sent at once, so that messages less urgent than these alerts wait.
_DUE_AT_A_TIME = SENDERS


class Worker:
    """One worker process.

    `senders`: how many messages are sent at once, each in a thread. `lease`: how long it may hold
    a message. `chores`: slow periodic work, one at a time.
    """

    def __init__(
        self,
        core: Core,
        channels: Channels,
        clock: Clock,
        *,
        chores: Sequence[Chore] = (),
        senders: int = SENDERS,
        lease: timedelta = outbox.LEASE,
    ) -> None:
        self._core = core
        self._channels = channels
        self._clock = clock
        self._id = new_id()
        self._senders = senders
        self._lease = lease
        self._pool = ThreadPoolExecutor(senders, thread_name_prefix="send")
        self._in_flight: dict[Future[Landed | None], Outgoing] = {}
        self._chores = [(chore, Every(chore.every)) for chore in chores]
        self._chore_pool = ThreadPoolExecutor(1, thread_name_prefix="chore")
        self._chore: Future[None] | None = None
        self._beat_due = Every(BEAT_EVERY)
        self._follow_due = Every(FOLLOW_EVERY)
        self._sweep_due = Every(SWEEP_EVERY)
        self._last_beat: datetime | None = None
        self._troubled = False

    def run(
        self, stop: threading.Event, after_pass: Callable[[bool], None] = lambda _well: None
    ) -> None:
        """Work until `stop` is set, then finish what is in flight.

        A lost database, or a pass that fails, never ends it: the pass is rolled back, its beat
        too, and tried again. After each pass `after_pass` is called with whether it went well.
        """
        while not stop.is_set():
            try:
                busy = self.step()
                if self._troubled:
                    log.warning("All is well again; the worker goes on.")
                    self._troubled = False
            except Exception as error:
                if not self._troubled:
                    log.exception(_trouble(error))
                    self._troubled = True
                after_pass(False)
                stop.wait(_TROUBLE_SECONDS)
                continue
            after_pass(True)
            if busy:
                stop.wait(_BREATH_SECONDS)
            else:
                self._pause(stop)
        self.drain()

    def step(self) -> bool:
        """One pass over everything due, in one transaction. Returns whether anything was."""
        now = self._clock()
        landed = [future for future in self._in_flight if future.done()]
        with self._core.write(now) as work:
            attempts = self._settle(work, landed)
            if self._beat_due.due(now):
                with work.savepoint("What a wrong clock put off could not be brought back."):
                    self._mind_the_clock(work)
                self._beat(work.conn, now)
            moved = due.advance_due(work, _DUE_AT_A_TIME)
            with work.savepoint("Court dates could not be looked through; alerts go on."):
                moved += court.remind_due(work, _DUE_AT_A_TIME)
            if self._follow_due.due(now):
                with work.savepoint("Unheard texts could not be followed; alerts go on."):
                    fallback_call.call_unheard(work)
            if self._sweep_due.due(now):
                with work.savepoint("What is old could not be deleted; alerts go on."):
                    retention.delete_expired(work)
            free = self._senders - len(self._in_flight) + len(landed)
            claimed = outbox.claim(work, free, lease=self._lease)
        # Logged after the commit, when no lock is held: writing to the log may block.
        for attempt in attempts:
            attempt.write()
        for future in landed:
            del self._in_flight[future]
        for outgoing in claimed:
            future = self._pool.submit(self._hand_over, outgoing, now + self._lease)
            self._in_flight[future] = outgoing
        self._start_chore(now)
        return bool(landed or moved or claimed)

    @property
    def in_flight(self) -> int:
        """How many messages are being sent right now."""
        return len(self._in_flight)

    def drain(self) -> None:
        """Graceful shutdown: lease nothing new, wait for what is in flight, record how it ended."""
        wait(self._in_flight)
        try:
            with self._core.write(self._clock()) as work:
                attempts = self._settle(work, list(self._in_flight))
                work.conn.execute(workers.delete().where(workers.c.id == self._id))
            for attempt in attempts:
                attempt.write()
        except sa.exc.SQLAlchemyError:
            # Their leases end, and another worker looks them up before it sends them again.
            log.exception("The database does not answer; what was in flight counts as doubtful.")
        self._in_flight.clear()
        self._pool.shutdown()
        self._chore_pool.shutdown()

    def _hand_over(self, outgoing: Outgoing, lease_ends: datetime) -> Landed | None:
        # The process was frozen until its lease ended: another worker may have the message by now.
        if self._clock() >= lease_ends:
            return None
        began = time.monotonic()
        result = delivery.attempt(self._channels, outgoing)
        return Landed(outgoing, result, time.monotonic() - began)

    def _settle(
        self, work: Work, futures: Sequence[Future[Landed | None]]
    ) -> list[delivery.Attempt]:
        ended = [future.result() for future in futures]
        return delivery.settle_all(work, [landed for landed in ended if landed is not None])

    def _mind_the_clock(self, work: Work) -> None:
        last, self._last_beat = self._last_beat, work.now
        if clock_skew.seen(work) if last is None else work.now < last - health.CLOCKS_DIFFER:
            clock_skew.put_right(work)

    def _start_chore(self, now: datetime) -> None:
        if self._chore is not None and not self._chore.done():
            return
        for chore, every in self._chores:
            if every.due(now):
                self._chore = self._chore_pool.submit(_quietly, chore)
                return

    def _pause(self, stop: threading.Event) -> None:
        if self._in_flight:
            wait(self._in_flight, timeout=_IDLE_SECONDS, return_when="FIRST_COMPLETED")
        else:
            stop.wait(_IDLE_SECONDS)

    def _beat(self, conn: sa.Connection, now: datetime) -> None:
        updated = conn.execute(workers.update().where(workers.c.id == self._id).values(beat_at=now))
        if not updated.rowcount:
            conn.execute(workers.insert().values(id=self._id, beat_at=now))


def _trouble(error: Exception) -> str:
    if isinstance(error, sa.exc.SQLAlchemyError):
        return "The database does not answer; the worker waits for it."
    return "A turn failed in a way that nobody foresaw; the worker goes on."


def _quietly(chore: Chore) -> None:
    try:
        chore.run()
    except Exception:
        log.exception("The chore %r failed; it is tried again at its next turn.", chore.name)
