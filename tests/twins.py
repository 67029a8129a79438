"""Two worlds that differ in one PIN: in one a timer was closed with the safe one, in the other with
the one for danger. Whatever happens then happens in both; what can be seen must be the same.

Chance is shared: a check-in code that is drawn in one world is drawn in the other."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from checkin.actions import answers, test_alert
from checkin.machine.checkin import State
from checkin.people import argon, codes, contacts
from checkin.people.contacts import Consent
from checkin.storage.tables import checkins
from peers.phones import Phones, table
from sms.replies.proof import echo

ANA, SAM, KIM, LEE, EVE = (f"+120255501{n}" for n in (11, 22, 33, 44, 55))
SAFE, DANGER = "1234", "9876"
MINUTE = timedelta(minutes=1)


class _Drawn:
    """Stands in for `secrets` where what is drawn is shown to the person."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.choice, self.randbelow = chance.choice, chance.randrange


@dataclass
class World:
    """One of the two. `pin`: the PIN that closes the timer in it. `seen`: all that she, or whoever
    holds her phone, has seen."""

    phones: Phones
    pin: str
    drawn: _Drawn
    seen: list[object] = field(default_factory=list)
    work: list[tuple[int, int]] = field(default_factory=list)

    def ana(self, text: str, pin: str = SAFE) -> None:
        """She texts, or whoever holds her phone; asked who it is, she gives this PIN, or the
        digits."""
        reply = self._counted(text)
        self.look((text, reply))
        while answer := wanted(reply, pin):
            reply = self._counted(answer)
            self.look(reply)

    def close(self) -> None:
        self.look(("OK", self._counted(f"OK {self.pin}")))

    def _counted(self, text: str) -> str:
        with self.counted():
            return self.phones.text(ANA, text)

    def text(self, phone: str, text: str) -> str:
        """A contact texts, and sends the digits back if asked for any."""
        reply = self.phones.prove(phone, text)
        self.look()
        return reply

    def wait(self, length: timedelta = timedelta(0)) -> None:
        self.phones.wait(length)
        self.look()

    def hidden(self) -> bool:
        """Whether an alert runs that she must not see."""
        open_ones = sa.select(checkins.c.id).where(
            checkins.c.hidden_at.is_not(None), checkins.c.state != State.CLOSED
        )
        with self.phones.parts.core.read(self.phones.now) as work:
            return work.conn.execute(open_ones).first() is not None

    def agreed(self, phone: str) -> bool:
        """Whether this phone is a contact on her list who has said yes, and nothing that she sees
        waits for its answer: no test, and no alert."""
        with self.phones.parts.core.read(self.phones.now) as work:
            theirs = contacts.by_phone(work, phone)
            waits = any(test_alert.waits(work, each) for each in theirs)
            waits |= any(not answers.hidden(each) for each in answers.open_to(work, phone))
        return not waits and any(each.consent is Consent.CONFIRMED for each in theirs)

    def inbox(self, phone: str) -> list[str]:
        return self.phones.inbox(phone)

    def look(self, *more: object) -> None:
        assert self.phones.parts.simulator
        shown = self.phones.parts.simulator.conversation(ANA, last=400)
        self.seen += [*more, [(each.body, each.sent_at) for each in shown]]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts the statements and the comparisons of PINs that her own request takes."""
        statements, compared = [0], [0]
        engine = self.phones.parts.core.database.engine
        verify, pretend = argon._matches, argon.Pretence.compute

        def one(*_: object) -> None:
            statements[0] += 1

        def matches(hashed: str, peppered: str) -> bool:
            compared[0] += 1
            return verify(hashed, peppered)

        sa.event.listen(engine, "before_cursor_execute", one)

        def pretended(_: argon.Pretence) -> None:
            compared[0] += len(argon.NOBODYS)

        argon._matches = matches
        argon.Pretence.compute = pretended  # type: ignore[method-assign]
        before = codes.secrets
        for draws in (codes, echo):
            draws.secrets = self.drawn  # type: ignore[assignment]
        try:
            yield
        finally:
            codes.secrets = echo.secrets = before
            argon._matches = verify
            argon.Pretence.compute = pretend  # type: ignore[method-assign]
            sa.event.remove(engine, "before_cursor_execute", one)
        self.work.append((statements[0], compared[0]))


def wanted(reply: str, pin: str) -> str:
    """What answers the question who is texting; empty where that is not asked."""
    digits = re.search(r" reply (\d\d)\.", reply)
    if digits:
        return digits[1]
    return pin if "with your PIN alone" in reply else ""


@contextmanager
def twins(folder: Path, seed: int = 0, **settings: object) -> Iterator[tuple[World, World]]:
    """The world with the safe PIN, and the one with the PIN for danger."""
    with ExitStack() as ends:
        both = [
            World(ends.enter_context(table(folder / f"{name}", **settings)), pin, _Drawn(seed))
            for name, pin in (("safe", SAFE), ("danger", DANGER))
        ]
        yield both[0], both[1]


def each(both: tuple[World, World], do: Callable[[World], object]) -> None:
    for world in both:
        do(world)
