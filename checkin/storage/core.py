"""The unit of work: a transaction at one moment, with the parts every domain function needs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from checkin.machine.advance import Timeline
from checkin.refusals import Refused
from checkin.storage.database import Database
from checkin.storage.proofs import Proofs, Wanted, settled
from checkin.storage.vault import Vault
from content.library import Library
from content.phrases import SOURCE, Phrases, Translator

log = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Bounds:
    """The shortest and longest timer someone may start."""

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=3)


@dataclass(frozen=True)
class Caps:
    """The host's caps: how many segments to pay for in a day and a calendar month (UTC). None: no
    cap."""

    daily: int | None = None
    monthly: int | None = None


class Invitations(StrEnum):
    """How someone may be asked to be a contact, as the host decides."""

    TEXT = "text"
    """We text them once, and they answer YES; or they come by a link."""
    CONTACT = "contact"
    """They text YES to us first, from the number on the list, or come by a link: we text nobody who
    has not texted us."""
    LINK = "link"
    """They come by a link only, without a number."""


@dataclass(frozen=True)
class Core:
    """What the domain runs on, built once per process and the same for its whole life.

    `public_url`: without a slash at the end. `number`: our own, E.164. `calls`: whether a channel
    can call phones. `push_key`: our public key for Web Push (VAPID), empty without push. `lang`
    and `place`: for people who have chosen none. `strangers_an_hour`, `invitations_an_hour`: the
    most that others can make us send; `invitations`: whether they can at all.
    """

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
    invitations: Invitations = Invitations.TEXT
    caps: Caps = field(default_factory=Caps)

    def act(
        self, now: datetime, do: Callable[["Work"], Outcome], *, patience: float | None = None
    ) -> Outcome:
        """What `do` returns for a unit of work that may write and may need a PIN compared or kept.

        That is too slow for a transaction: see `proofs`. `do` may run more than once, and only the
        last run leaves anything in the database. Else like `write`.
        """
        return settled(lambda known: self.write(now, patience=patience, proofs=known), do)

    def look(self, now: datetime, do: Callable[["Work"], Outcome]) -> Outcome:
        """The same for a unit of work that only reads."""
        return settled(lambda known: self.read(now, proofs=known), do)

    @contextmanager
    def write(
        self, now: datetime, *, patience: float | None = None, proofs: Proofs | None = None
    ) -> Iterator["Work"]:
        """A unit of work that may write: committed at the end, rolled back on any error.

        One exception: a refusal that is counted (see `Refused.counted`) commits, then raises.
        `now`: timezone-aware, UTC. `patience`: see `Database.write`. `proofs`: what was computed
        for it before.
        """
        counted: Refused | None = None
        with self.database.write(patience=patience) as conn:
            try:
                yield Work(self, conn, now, proofs=proofs or Proofs())
            except Refused as refused:
                if not refused.counted:
                    raise
                counted = refused
        if counted:
            raise counted

    @contextmanager
    def read(self, now: datetime, *, proofs: Proofs | None = None) -> Iterator["Work"]:
        """A unit of work that only reads. `now`: timezone-aware, UTC. `proofs`: see `write`."""
        with self.database.read() as conn:
            yield Work(self, conn, now, proofs=proofs or Proofs())


@dataclass
class Batch:
    """Reads and writes of many rows, gathered into few statements.

    `known`: what was read in advance, by id or another key. `writes`: the values of each statement
    that still has to be run.
    """

    known: dict[str, Any] = field(default_factory=dict)
    writes: dict[sa.Insert | sa.Update, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """A unit of work: one transaction at one moment. All that happens in it happens at `now`.

    `batch`: if not None, `write` only gathers; the batch is written when it ends. `proofs`: the
    outcomes of what is too slow to be computed in here.
    """

    core: Core
    conn: sa.Connection
    now: datetime
    batch: Batch | None = None
    proofs: Proofs = field(default_factory=Proofs)

    @property
    def today(self) -> date:
        """The date of `now`, UTC."""
        return self.now.date()

    def write(self, statement: sa.Insert | sa.Update, values: dict[str, Any]) -> None:
        """Run a statement, now or with the rest of the batch.

        A batch gathers the values by statement, so pass the same statement object each time.
        """
        if self.batch is None:
            self.conn.execute(statement, values)
        else:
            self.batch.writes.setdefault(statement, []).append(values)

    @contextmanager
    def batched(self, known: dict[str, Any]) -> Iterator["Work"]:
        """The same transaction with a batch, which is written at the end. `known`: see `Batch`."""
        batch = Batch(known)
        yield replace(self, batch=batch)
        self._write_batch(batch)

    def flush(self) -> None:
        """Write the batch now. Needed before the same rows are changed a second time."""
        if self.batch:
            self._write_batch(self.batch)

    def _write_batch(self, batch: Batch) -> None:
        for statement, values in batch.writes.items():
            self.conn.execute(statement, values)
        batch.writes.clear()

    def known(self, id: str) -> Any:
        """What the batch has read in advance for this key; None if nothing, or without a batch."""
        return self.batch and self.batch.known.get(id)

    def translator(self, lang: str) -> Translator:
        """The translator into a language, by its code."""
        return self.core.phrases.translator(lang)

    def seal(self, text: str | None, cell: str) -> bytes | None:
        """Encrypt `text` for a cell (see `Vault.seal`). None stays None."""
        return None if text is None else self.core.vault.seal(text, cell, self.today)

    @contextmanager
    def savepoint(self, sentence: str, *about: object) -> Iterator["Savepoint"]:
        """A part of the work that may fail alone: it is rolled back and logged, the rest goes on.

        `sentence`, `about`: the log message and its arguments. A lost database is still raised,
        and so is what the unit needs computed.
        """
        part = Savepoint()
        try:
            with self.conn.begin_nested():
                yield part
        except (sa.exc.OperationalError, Wanted):
            raise
        except Exception:
            log.exception(sentence, *about)
            part.failed = True

    def open(self, sealed: bytes | None, cell: str) -> str | None:
        """Decrypt what was sealed for a cell. None stays None. Raises VaultError."""
        return None if sealed is None else self.core.vault.open(sealed, cell)


@dataclass
class Savepoint:
    """`failed`: whether this part of the work was rolled back."""

    failed: bool = False


def new_id() -> str:
    """A new random row id: 32 hex digits (UUID 4)."""
    return uuid4().hex
