"""Crowds of people with contacts and timers, made in volume by the domain's own code."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from checkin.actions import agreement, invitations, timers
from checkin.clock import system_clock
from checkin.people import people
from checkin.people.people import Person
from checkin.storage.core import Core, Work
from checkin.storage.tables import checkins, messages, workers

CONTACTS = "+13"  # what the number of every contact begins with
_AT_A_TIME = 250
_MARK = re.compile(r"Door (\d{7})")


def mark(number: int) -> str:
    """The note of timer `number`, by which its alerts can be told from all others."""
    return f"Door {number:07}"


def marked(body: str) -> int | None:
    """The number of the timer whose note a message's text has; None if it has none."""
    found = _MARK.search(body)
    return int(found[1]) if found else None


def phone(number: int) -> str:
    """The phone of person `number`. 555-01xx is reserved for fiction; nothing leaves loopback."""
    return f"+1202{number:07}"


def contact_phone(number: int, which: int = 0) -> str:
    return f"{CONTACTS}{which:02}{number:07}"


def gather(core: Core, count: int, *, now: datetime, each: int = 1, first: int = 0) -> list[Person]:
    """People with a phone and `each` confirmed contacts. Nobody is texted about it."""
    made: list[Person] = []
    for numbers in _batches(range(first, first + count)):
        with core.write(now) as work:
            made += [_person(work, number, each) for number in numbers]
            work.conn.execute(messages.delete().where(messages.c.checkin_id.is_(None)))
    return made


def arm(
    core: Core, crowd: list[Person], length: timedelta, *, now: datetime, first: int = 0
) -> None:
    """A timer for everyone, as if each had texted IN; the first is timer number `first`."""
    for numbers in _batches(range(len(crowd))):
        with core.write(now) as work:
            _beat(work)
            for number in numbers:
                timers.start(work, crowd[number], length, mark(first + number))
            _beat(work, alive=False)


def browser(core: Core, *, now: datetime) -> str:
    """The cookie that the browser of someone with a running timer sends along."""
    [person] = gather(core, 1, now=now)
    arm(core, [person], timedelta(hours=3), now=now)
    with core.write(now) as work:
        return f"rc={people.add_device(work, person)}"


def miss_at(core: Core, moment: datetime) -> None:
    """Have the grace of every timer end at `moment`, as if each person had been asked already."""
    with core.database.write() as conn:
        conn.execute(
            checkins.update().values(
                state="due",
                asked=True,
                reminded=True,
                due_at=moment - core.timeline.grace,
                next_at=moment,
            )
        )


def miss_over(core: Core, crowd: list[Person], seconds: float) -> list[datetime]:
    """Have their grace end, one after another, over the next `seconds`. Returns the moments, in the
    same order."""
    start = system_clock() + timedelta(seconds=0.5)
    step = timedelta(seconds=seconds) / len(crowd)
    moments = [start + n * step for n in range(len(crowd))]
    with core.database.write() as conn:
        for person, moment in zip(crowd, moments, strict=True):
            due = {"due_at": moment - core.timeline.grace, "next_at": moment}
            conn.execute(
                checkins.update()
                .where(checkins.c.person_id == person.id)
                .values(state="due", asked=True, reminded=True, **due)
            )
    return moments


def waiting(core: Core) -> int:
    """How many messages have not left yet."""
    with core.database.read() as conn:
        left = sa.select(sa.func.count()).where(messages.c.send_at.is_not(None))
        return conn.execute(left).scalar_one()


def _person(work: Work, number: int, each: int) -> Person:
    person = people.create(work, lang="en", place="us-ny", phone=phone(number))
    for which in range(each):
        contact = invitations.invite(
            work, person, phone=contact_phone(number, which), name=f"Contact {which}"
        )
        agreement.confirm(work, contact)
    return person


def _beat(work: Work, *, alive: bool = True) -> None:
    """Write or delete a worker's sign of life, without which no timer starts."""
    work.conn.execute(workers.delete().where(workers.c.id == "bench"))
    if alive:
        work.conn.execute(workers.insert().values(id="bench", beat_at=work.now))


def _batches(numbers: range) -> Iterable[range]:
    for start in range(0, len(numbers), _AT_A_TIME):
        yield numbers[start : start + _AT_A_TIME]
