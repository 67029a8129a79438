"""A great many armed timers at rest: what does one look for due work cost?"""

import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

import sqlalchemy as sa

from bench import crowd
from bench.stand import Stand, stand
from checkin.clock import system_clock
from checkin.messages import outbox
from checkin.storage.core import Core, new_id
from checkin.storage.tables import checkins
from checkin.worker import due

_STEPS = (10_000, 100_000, 1_000_000)
_LOOKS = 300
_AT_A_TIME = 5_000
_DUE_AT_A_TIME, _SENDERS = 20, 16


@dataclass(frozen=True, slots=True)
class Rest:
    """One look for due check-ins and messages while nothing is due: `median` and `p99` in
    milliseconds; `mebibytes`: the database on disk."""

    database: str
    rows: int
    median: float
    p99: float
    mebibytes: float

    def line(self) -> str:
        return (
            f"rest: {self.database}, {self.rows:>9,} armed timers: a look takes median "
            f"{self.median:.2f} ms, p99 {self.p99:.2f} ms; {self.mebibytes:,.0f} MiB on disk"
        )


def rest(database: str, rows: int) -> list[Rest]:
    """The cost at ten thousand, a hundred thousand, … up to `rows`."""
    found = []
    with stand(database) as here:
        core, have = here.parts.core, 0
        (person,) = crowd.gather(core, 1, now=system_clock())
        for goal in sorted({*(step for step in _STEPS if step < rows), rows}):
            _fill(core, person.id, goal - have)
            have = goal
            found.append(_measure(here, database, have))
    return found


def _fill(core: Core, person_id: str, count: int) -> None:
    now = system_clock()
    plain = {
        "person_id": person_id,
        "state": "armed",
        "started_at": now,
        "about": "missing",
        "at_once": False,
        "sos": False,
        "reminded": False,
        "asked": False,
        "round": 0,
        "reminder_s": 600.0,
        "grace_s": 600.0,
        "escalate_s": 300.0,
        "hold_s": 3600.0,
    }
    # Far enough away that none comes due while we look, spread as real ones would be.
    ends = (now + timedelta(days=1, seconds=n % 172_800) for n in range(count))
    rows = ({"id": new_id(), "due_at": at, "next_at": at, **plain} for at in ends)
    while some := list(islice(rows, _AT_A_TIME)):
        with core.database.write() as conn:
            conn.execute(checkins.insert(), some)
    with core.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE")


def _measure(here: Stand, database: str, rows: int) -> Rest:
    core, took = here.parts.core, []
    for _ in range(_LOOKS):
        with core.write(system_clock()) as work:
            start = time.perf_counter()
            due.advance_due(work, _DUE_AT_A_TIME)
            outbox.claim(work, _SENDERS)
            took.append((time.perf_counter() - start) * 1000)
    p99 = statistics.quantiles(took, n=100)[98]
    return Rest(database, rows, statistics.median(took), p99, _size(here))


def _size(here: Stand) -> float:
    database = here.parts.core.database
    if database.sqlite:
        database.checkpoint()
        return (here.folder / "raincheck.db").stat().st_size / 2**20
    with database.read() as conn:
        query = sa.select(sa.func.pg_database_size(sa.func.current_database()))
        return float(conn.execute(query).scalar_one()) / 2**20
