"""The test bed of a benchmark: a database, a stand-in for Twilio, real Raincheck processes."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import sqlalchemy as sa

from checkin.clock import Clock, system_clock
from checkin.storage.tables import workers
from checkin.storage.vault import new_secret
from peers.database import Postgres, postgres
from peers.ports import free_port
from peers.provider import Provider, provider
from webapp.parts import Parts, assemble
from webapp.settings import load

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
_FRESH = timedelta(seconds=5)


@dataclass
class Running:
    """One `raincheck` command in a process group of its own."""

    command: str
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def kill(self) -> None:
        """Kill it as a power cut would, with everything that it started."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, what)


@dataclass
class Stand:
    """A running test bed. `parts`: the benchmark's own, on the same database as the processes."""

    folder: Path
    provider: Provider
    environment: dict[str, str]
    server: Postgres | None
    parts: Parts
    running: list[Running] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.environment["RAINCHECK_PUBLIC_URL"]

    def start(self, command: str, *, lease: float | None = None) -> Running:
        """`raincheck COMMAND`, or a worker whose leases last `lease` seconds."""
        words = ["webapp", command] if lease is None else ["bench.worker", str(lease)]
        return self.run(command, *words)

    def run(self, name: str, module: str, *words: str) -> Running:
        """`python -m MODULE WORDS` beside the rest; what it says goes to NAME.log in the stand's
        folder."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("RAINCHECK_", "TWILIO_"))
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=ROOT,
                env=inherited | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(Running(name, process))
        return self.running[-1]

    def start_workers(self, count: int, *, lease: float | None = None) -> list[Running]:
        """Start workers; returns once all have given a sign of life."""
        before = self.beating()
        started = [self.start("worker", lease=lease) for _ in range(count)]
        until(lambda: self.beating() >= before + count, "the workers did not start")
        return started

    def start_web(self) -> Running:
        """Start the web; returns once it answers."""
        web = self.start("web")
        until(self.answers, "the web did not start")
        return web

    def beating(self) -> int:
        """How many workers have given a sign of life in the last seconds."""
        fresh = workers.c.beat_at > system_clock() - _FRESH
        with self.parts.core.database.read() as conn:
            query = sa.select(sa.func.count()).select_from(workers).where(fresh)
            return conn.execute(query).scalar_one()

    def answers(self) -> bool:
        where = self.environment["RAINCHECK_BIND"]
        connection = HTTPConnection(where, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def logged(self, command: str) -> str:
        log = self.folder / f"{command}.log"
        return log.read_text() if log.exists() else ""


def until(
    check: Callable[[], object], otherwise: str, *, seconds: float = PATIENCE, every: float = 0.05
) -> None:
    """Wait for something to become true. Raises TimeoutError with a sentence."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f"After {seconds:.0f} s {otherwise}.")
        time.sleep(every)


@contextmanager
def stand(
    database: str,
    *,
    server: Postgres | None = None,
    standby: Postgres | None = None,
    durable: bool = True,
    timeline: Mapping[str, str] | None = None,
    clock: Clock = system_clock,
    folder: Path | None = None,
) -> Iterator[Stand]:
    """An empty stand on "sqlite" or "postgresql" (on `server` if given, else on one of its own,
    and reachable at its `standby` too), with the timeline as in the environment:
    {"RAINCHECK_GRACE": "2s"}. The harness's own parts go by `clock`; what is made lives in
    `folder`, which is empty."""
    if database == "postgresql" and server is None:
        with (
            postgres(durable=durable) as own,
            stand(database, server=own, timeline=timeline, clock=clock, folder=folder) as made,
        ):
            yield made
        return
    with tempfile.TemporaryDirectory(prefix="raincheck-bench-") as name, provider() as twilio:
        folder = folder or Path(name)
        where = f"127.0.0.1:{free_port()}"
        environment = {
            "RAINCHECK_INSTANCE": str(folder),
            "RAINCHECK_SECRET_KEYS": new_secret(),
            "RAINCHECK_BIND": where,
            "RAINCHECK_PUBLIC_URL": f"http://{where}",
            "RAINCHECK_DATABASE_URL": f"sqlite:///{folder / 'raincheck.db'}",
            # A crowd gathers here in seconds.
            "RAINCHECK_STRANGERS_AN_HOUR": "1000000000",
            "RAINCHECK_INVITATIONS_AN_HOUR": "1000000000",
            **twilio.environment,
            **(timeline or {}),
        }
        if database == "postgresql" and server is not None:
            environment["RAINCHECK_DATABASE_URL"] = (
                server.shared_database(standby) if standby else server.new_database()
            )
        given = {key.removeprefix("RAINCHECK_").lower(): v for key, v in environment.items()}
        made = Stand(folder, twilio, environment, server, assemble(load(**given), clock))
        try:
            yield made
        except Exception:
            for command in {running.command for running in made.running}:
                sys.stderr.write(f"--- {command}\n{made.logged(command)[-4000:]}\n")
            raise
        finally:
            for running in made.running:
                running.kill()
            made.parts.core.vault.keyring.close()
            made.parts.close()
