"""What every part of the domain needs, handed over once by whoever builds the app."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from checkin.machine.advance import Timeline
from checkin.refusals import Refused
from checkin.storage.database import Database
from checkin.storage.vault import Vault
from content.library import Library
from content.phrases import SOURCE, Phrases, Translator

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """The shortest and longest timer someone may start."""

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=3)


@dataclass(frozen=True)
class Caps:
    """How many segments the host wants to pay for in a day and in a month (UTC); None: any."""

    daily: int | None = None
    monthly: int | None = None


@dataclass(frozen=True)
class Core:
    """The domain's parts. `public_url` has no slash at its end; `number` is ours, in E.164.
    `calls`: whether a channel can ring a phone; `push_key`: the public key under which browsers let
    us push, empty where nothing can. `lang` and `place` are those of someone who has
    chosen none; `strangers_an_hour` and `invitations_an_hour` bound what others make us send."""

    database: Database
    vault: Vault
    phrases: Phrases
    library: Library
    public_url: str
    number: str
    timeline: Timeline = field(default_factory=Timeline)
    bounds: Bounds = field(default_factory=Bounds)
    calls: bool = False
    push_key: str = ""
    lang: str = SOURCE
    place: str = "us"
    strangers_an_hour: int = 1000
    invitations_an_hour: int = 300
    caps: Caps = field(default_factory=Caps)

    @contextmanager
    def write(self, now: datetime, *, patience: float | None = None) -> Iterator["Work"]:
        """A unit of work that is kept whole or not at all, but for a refusal that is counted.
        `patience`: see Database.write."""
        counted: Refused | None = None
        with self.database.write(patience=patience) as conn:
            try:
                yield Work(self, conn, now)
            except Refused as refused:
                if not refused.counted:
                    raise
                counted = refused
        if counted:
            raise counted

    @contextmanager
    def read(self, now: datetime) -> Iterator["Work"]:
        """A unit of work that changes nothing."""
        with self.database.read() as conn:
            yield Work(self, conn, now)


@dataclass
class Batch:
    """What many rows need, read at once, by id; and what they change, to be written at once."""

    known: dict[str, Any] = field(default_factory=dict)
    writes: dict[sa.Insert | sa.Update, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """One transaction at one moment. In a `batch` the writes wait until all can be made at once."""

    core: Core
    conn: sa.Connection
    now: datetime
    batch: Batch | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    def write(self, statement: sa.Insert | sa.Update, values: dict[str, Any]) -> None:
        """Run a statement with its parameters, at once or with the rest of the batch. A statement
        that is the same object each time is made ready only once."""
        if self.batch is None:
            self.conn.execute(statement, values)
        else:
            self.batch.writes.setdefault(statement, []).append(values)

    @contextmanager
    def batched(self, known: dict[str, Any]) -> Iterator["Work"]:
        """The same work, in a batch for which `known` has been read; written when it ends."""
        batch = Batch(known)
        yield replace(self, batch=batch)
        self._write_batch(batch)

    def flush(self) -> None:
        """Do what waits in the batch now: what follows changes the same rows once more."""
        if self.batch:
            self._write_batch(self.batch)

    def _write_batch(self, batch: Batch) -> None:
        for statement, values in batch.writes.items():
            self.conn.execute(statement, values)
        batch.writes.clear()

    def known(self, id: str) -> Any:
        """What the batch has read for `id`; None if it has not, or if this is no batch."""
        return self.batch and self.batch.known.get(id)

    def translator(self, lang: str) -> Translator:
        return self.core.phrases.translator(lang)

    def seal(self, text: str | None, cell: str) -> bytes | None:
        return None if text is None else self.core.vault.seal(text, cell, self.today)

    @contextmanager
    def savepoint(self, sentence: str, *about: object) -> Iterator["Part"]:
        """A part of the work that fails alone: undone, logged as `sentence`, the rest goes on.
        Only a lost database ends all of it."""
        part = Part()
        try:
            with self.conn.begin_nested():
                yield part
        except sa.exc.OperationalError:
            raise
        except Exception:
            log.exception(sentence, *about)
            part.failed = True

    def open(self, sealed: bytes | None, cell: str) -> str | None:
        return None if sealed is None else self.core.vault.open(sealed, cell)


@dataclass
class Part:
    """A part of the work. `failed` once it was undone."""

    failed: bool = False


def new_id() -> str:
    return uuid4().hex
