"""What every part of the domain needs, handed over once by whoever builds the app."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from checkin.database import Database
from checkin.states import Timeline
from checkin.vault import Vault
from content.library import Library
from content.phrases import Phrases, Translator

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """The shortest and longest timer someone may start."""

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=3)


@dataclass(frozen=True)
class Core:
    """The domain's parts. `public_url` has no slash at its end; `number` is ours, in E.164.
    `calls`: whether a channel can ring a phone."""

    database: Database
    vault: Vault
    phrases: Phrases
    library: Library
    public_url: str
    number: str
    timeline: Timeline = field(default_factory=Timeline)
    bounds: Bounds = field(default_factory=Bounds)
    calls: bool = False

    @contextmanager
    def write(self, now: datetime) -> Iterator["Work"]:
        """A unit of work that is kept whole or not at all."""
        with self.database.write() as conn:
            yield Work(self, conn, now)

    @contextmanager
    def read(self, now: datetime) -> Iterator["Work"]:
        """A unit of work that changes nothing."""
        with self.database.read() as conn:
            yield Work(self, conn, now)


@dataclass(frozen=True)
class Work:
    """One transaction at one moment."""

    core: Core
    conn: sa.Connection
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    def translator(self, lang: str) -> Translator:
        return self.core.phrases.translator(lang)

    def seal(self, text: str | None, cell: str) -> bytes | None:
        return None if text is None else self.core.vault.seal(text, cell, self.today)

    @contextmanager
    def apart(self, sentence: str, *about: object) -> Iterator["Part"]:
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
