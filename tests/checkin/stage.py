"""The domain on a real database, on a clock that the tests move."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from checkin import store
from checkin.actions import agreement, answers, invitations, timers
from checkin.machine.events import Event
from checkin.machine.notices import ChannelKind
from checkin.messages import outbox
from checkin.people import contacts, people
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.storage.core import Core, Work
from checkin.storage.proofs import Outcome, Proofs, Task
from checkin.storage.tables import checkins, messages, workers
from checkin.store import Timer
from checkin.worker import delivery, due, retention
from checkin.worker.delivery import Channels
from tests.checkin.carrier import Carrier
from tests.checkin.scenes import START

ANA, SAM, KIM, LEE, BOB = (f"+120255501{n}" for n in (11, 22, 33, 44, 55))
HOUR = timedelta(hours=1)


class AtOnce(Proofs):
    """Computes beside the transaction, in a thread of its own, whatever is asked for, so that a
    test can say in one block what the faces run again and again (`Core.act`)."""

    def of(self, task: Task[Outcome]) -> Outcome:
        with ThreadPoolExecutor(1) as aside:
            aside.submit(self.compute, task).result()
        return super().of(task)


@dataclass
class Stage:
    """One worker's work, done one step at a time in this very thread."""

    core: Core
    carrier: Carrier = field(default_factory=Carrier)
    pushed: Carrier = field(default_factory=Carrier)
    now: datetime = START

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.core.write(self.now, proofs=AtOnce()) as work:
            yield work

    def person(self, phone: str | None = ANA, name: str = "", lang: str = "en") -> Person:
        with self.work() as work:
            person = people.create(work, lang=lang, place="us-ny", phone=phone)
            return people.change(work, person, name=name) if name else person

    def contact(self, person: Person, phone: str = SAM, name: str = "Sam") -> Contact:
        """A contact who has got the invitation and said yes."""
        with self.work() as work:
            contact = invitations.invite(work, person, phone=phone, name=name)
            agreement.confirm(work, contact)
        self.run()
        return self.known(contact)

    def known(self, contact: Contact) -> Contact:
        with self.work() as work:
            found = contacts.get(work, contact.id)
        assert found
        return found

    def consent(self, contact: Contact) -> Consent:
        return self.known(contact).consent

    def beat(self) -> None:
        """A worker gives a sign of life."""
        with self.work() as work:
            work.conn.execute(workers.delete())
            work.conn.execute(workers.insert().values(id="one", beat_at=self.now))

    def start(self, person: Person, length: timedelta = HOUR, plan: str = "") -> Timer:
        self.beat()
        with self.work() as work:
            return timers.start(work, person, length, plan)

    def missed(self, person: Person, plan: str = "") -> Timer:
        """A timer that was started and missed, its first alert handed to the carrier."""
        timer = self.start(person, plan=plan)
        self.pass_to(timer.checkin.due_at + self.core.timeline.grace)
        return self.timer(timer)

    def timer(self, timer: Timer) -> Timer:
        """The same timer as the database now knows it."""
        with self.work() as work:
            found = store.get(work, timer.checkin.id)
        assert found
        return found

    def apply(self, timer: Timer, event: Event) -> Timer:
        with self.work() as work:
            now_known = store.get(work, timer.checkin.id)
            assert now_known
            return timers.apply(work, now_known, event)

    def ok(self, person: Person) -> Timer:
        with self.work() as work:
            closed = timers.ok(work, person)
        assert closed
        return closed

    def leave(self, phone: str) -> None:
        with self.work() as work:
            answers.leave(work, phone)

    @property
    def channels(self) -> Channels:
        return {
            ChannelKind.TEXT: self.carrier,
            ChannelKind.CALL: self.carrier,
            ChannelKind.PUSH: self.pushed,
        }

    def run(self) -> None:
        """Everything that is due now is done."""
        while True:
            with self.work() as work:
                moved = due.advance_due(work, 20)
                claimed = outbox.claim(work, 20)
            for outgoing in claimed:
                result = delivery.attempt(self.channels, outgoing)
                with self.work() as work:
                    delivery.settle(work, outgoing, result)
            if not moved and not claimed:
                return

    def pass_to(self, moment: datetime) -> None:
        """Time passes with the worker awake whenever something is due."""
        self.run()
        while self.now < moment:
            self.now = min(moment, max(self._next(), self.now + timedelta(milliseconds=1)))
            self.run()

    def _next(self) -> datetime:
        with self.work() as work:
            moments = [
                work.conn.execute(sa.select(sa.func.min(column))).scalar()
                for column in (checkins.c.next_at, messages.c.send_at)
            ]
        return min((m for m in moments if m), default=datetime.max.replace(tzinfo=UTC))

    def wait(self, length: timedelta) -> None:
        self.pass_to(self.now + length)

    def sweep(self) -> None:
        with self.work() as work:
            retention.delete_expired(work)

    def outbox(self, **like: object) -> list[sa.Row[tuple[object, ...]]]:
        """The rows of `messages` with these values, oldest first."""
        where = [messages.c[name] == value for name, value in like.items()]
        with self.work() as work:
            query = sa.select(messages).where(*where).order_by(messages.c.created_at)
            return list(work.conn.execute(query))

    def count(self, table: sa.Table) -> int:
        with self.work() as work:
            return work.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
