"""Basic phones on a table: the real conversation, outbox and worker, on a clock that we move."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from checkin.machine.checkin import State
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.outbox import Status
from checkin.storage.database import Database
from checkin.storage.tables import checkins, hearings, messages
from checkin.worker.worker import Worker
from sms.replies.list_replies import no_name
from webapp.parts import Parts, Words, assemble
from webapp.settings import Settings

_START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
# What is old is deleted within this, where nothing else is due.
_LONGEST_LEAP = timedelta(hours=1)
_DUE = sa.select(
    *(
        sa.select(sa.func.min(column)).scalar_subquery()
        for column in (checkins.c.next_at, hearings.c.next_at, messages.c.send_at)
    )
)
# Alerts that a call may follow at a moment that depends on how they fare.
_MAY_BE_FOLLOWED = (
    sa.select(messages.c.id)
    .join(checkins, checkins.c.id == messages.c.checkin_id)
    .where(
        messages.c.kind == Kind.ALERT,
        messages.c.channel == ChannelKind.TEXT,
        messages.c.followed.is_(False),
        messages.c.status.in_([Status.QUEUED, Status.SENDING, Status.ACCEPTED, Status.HANDED]),
        checkins.c.state == State.ALERTING,
    )
)


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
        """Time passes step by step, with the worker awake at each in which it has work."""
        end = self.now + length
        while True:
            self._settle()
            if self.now >= end:
                return
            idle = min(self._next() - self.now, _LONGEST_LEAP)
            self.now = min(end, self.now + max(ceil(idle / step), 1) * step)

    def befriend(self, person: str, contact: str, name: str) -> None:
        """The person invites, the contact says yes."""
        self.invite(person, contact, name)
        self.text(contact, "YES")
        self.wait()

    def invite(self, person: str, contact: str, name: str) -> str:
        """The person invites, under the name that they have chosen or none. Our last reply."""
        reply = self.prove(person, f"ADD {contact} {name}".strip())
        phrases = self.parts.core.phrases
        asked = (no_name(phrases.translator(each.code))[0] for each in phrases.languages)
        return self.text(person, "NO NAME") if any(word in reply for word in asked) else reply

    def prove(self, phone: str, body: str, pin: str = "") -> str:
        """A text that is answered by a question who is texting, and the answer to that: `pin`, or
        the two digits in it. Our last reply."""
        reply = self.text(phone, body)
        digits = re.search(r" (\d\d)\.", reply)
        answer = pin or (digits[1] if digits else "")
        return self.text(phone, answer) if answer else reply

    def _next(self) -> datetime:
        """Until when nothing will be sent; now, if that is not for sure."""
        with self.parts.core.read(self.now) as work:
            if work.conn.execute(_MAY_BE_FOLLOWED).first():
                return self.now
            moments = work.conn.execute(_DUE).one()
        return min(
            (moment for moment in moments if moment), default=datetime.max.replace(tzinfo=UTC)
        )

    def _settle(self) -> None:
        while self.worker.step() or self.worker.in_flight:
            pass


@contextmanager
def table(instance: Path, *, words: Words | None = None, **settings: Any) -> Iterator[Phones]:
    """Phones on a clock that starts in November, over a database of their own. `words`: what they
    say and understand, our own unless given."""
    holder: list[Phones] = []

    def clock() -> datetime:
        return holder[0].now if holder else _START

    chosen = Settings(instance=instance, carrier="simulator", **settings)
    file = instance / "raincheck.db"
    if chosen.database == f"sqlite:///{file}" and not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated())
    parts = assemble(chosen, clock, words=words or (None if chosen.content_dir else _words()))
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
