"""Basic phones on a table: the real conversation, outbox and worker, on a clock that we move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checkin.storage.database import Database
from checkin.worker.worker import Worker
from webapp.parts import Parts, Words, assemble
from webapp.settings import Settings

_START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@dataclass
class Phones:
    """Phones that text the gateway and hear from the simulated carrier."""

    parts: Parts
    worker: Worker
    now: datetime = _START
    _ids: Iterator[int] = field(default_factory=count)

    def text(self, phone: str, body: str, *, id: str | None = None) -> str:
        """Our direct reply to a text."""
        return self.parts.gateway.receive(id or f"SM{next(self._ids)}", phone, body)

    def inbox(self, phone: str) -> list[str]:
        """What the worker has sent to the phone so far, oldest first."""
        assert self.parts.simulator
        return [t.body for t in self.parts.simulator.conversation(phone, last=200)]

    def wait(
        self, length: timedelta = timedelta(0), *, step: timedelta = timedelta(minutes=1)
    ) -> None:
        """Time passes step by step, with the worker awake."""
        end = self.now + length
        while True:
            self._settle()
            if self.now >= end:
                return
            self.now = min(end, self.now + step)

    def befriend(self, person: str, contact: str, name: str) -> None:
        """The person invites, the contact says yes."""
        self.text(person, f"ADD {contact} {name}")
        self.text(contact, "YES")
        self.wait()

    def _settle(self) -> None:
        while self.worker.step() or self.worker.in_flight:
            pass


@contextmanager
def table(instance: Path, **settings: Any) -> Iterator[Phones]:
    """Phones on a clock that starts in November, over a database of their own."""
    holder: list[Phones] = []

    def clock() -> datetime:
        return holder[0].now if holder else _START

    chosen = Settings(instance=instance, carrier="simulator", **settings)
    file = instance / "raincheck.db"
    if chosen.database == f"sqlite:///{file}" and not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated())
    parts = assemble(chosen, clock, words=None if chosen.content_dir else _words())
    made = Phones(parts, Worker(parts.core, parts.channels, clock))
    holder.append(made)
    made.wait()
    try:
        yield made
    finally:
        made.worker.drain()
        parts.close()


@cache
def _words() -> Words:
    """Our own content, which takes longer to read than most tests to run."""
    with TemporaryDirectory() as instance:
        return Words.read(Settings(instance=Path(instance), carrier="simulator"))


@cache
def _migrated() -> bytes:
    """A SQLite file with every table and no row, as the migrations leave it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "raincheck.db"
        database = Database(f"sqlite:///{file}")
        database.migrate()
        database.close()
        return file.read_bytes()
