"""PINs: one that closes a timer, one that only seems to."""

from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from checkin.people import people as persons
from checkin.people.people import Person, lock
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import people

# OWASP's second choice for argon2id: 19 MiB, two passes. A phone is waiting for the answer.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

MOST_MISSES = 5
PAUSE = timedelta(minutes=15)


class Verdict(StrEnum):
    SAFE = "safe"
    DURESS = "duress"
    WRONG = "wrong"


def choose(work: Work, person: Person, *, safe: str, duress: str) -> None:
    """Set both PINs. Refused while a timer runs: whoever holds the phone could set their own."""
    if persons.timer_runs(work, person):
        raise Refused(Reason.PIN_RUNNING)
    work.conn.execute(
        people.update()
        .where(people.c.id == person.id)
        .values(
            pin_hash=_hasher.hash(_peppered(work, person, safe)),
            duress_hash=_hasher.hash(_peppered(work, person, duress)),
            pin_misses=0,
            pin_again_at=None,
        )
    )


def needed(work: Work, person: Person) -> bool:
    """Whether closing needs a PIN."""
    return _hashes(work, person) is not None


def check(work: Work, person: Person, pin: str | None) -> Verdict:
    """What a PIN means, for closing a timer. Without PINs set, anything is safe. After
    `MOST_MISSES` wrong ones in a row each further try has to wait; either PIN ends the row, so that
    nothing tells one from the other. Raises Refused when one is needed and missing or too soon."""
    if not needed(work, person):
        return Verdict.SAFE
    if pin is None:
        raise Refused(Reason.PIN_NEEDED)
    # Or many tries at once would all be counted as the first.
    lock(work, person)
    mine = people.c.id == person.id
    row = work.conn.execute(sa.select(people.c.pin_misses, people.c.pin_again_at).where(mine)).one()
    if row.pin_again_at and row.pin_again_at > work.now:
        raise Refused(Reason.PIN_PAUSED, wait=row.pin_again_at - work.now)
    verdict = meaning(work, person, pin)
    misses = row.pin_misses + 1 if verdict is Verdict.WRONG else 0
    again_at = work.now + PAUSE if misses >= MOST_MISSES else None
    work.conn.execute(people.update().where(mine).values(pin_misses=misses, pin_again_at=again_at))
    return verdict


def meaning(work: Work, person: Person, pin: str) -> Verdict:
    """What a PIN means, counted nowhere: for an SOS, which no number of wrong ones may hold up.
    Both are always tried, so that the answer takes the same time whichever it is."""
    hashes = _hashes(work, person)
    if hashes is None:
        return Verdict.SAFE
    peppered = _peppered(work, person, pin)
    safe, duress = (_matches(hashed, peppered) for hashed in hashes)
    if safe:
        return Verdict.SAFE
    return Verdict.DURESS if duress else Verdict.WRONG


def _hashes(work: Work, person: Person) -> tuple[str, str] | None:
    row = work.conn.execute(
        sa.select(people.c.pin_hash, people.c.duress_hash).where(people.c.id == person.id)
    ).one()
    return (row.pin_hash, row.duress_hash) if row.pin_hash and row.duress_hash else None


def _peppered(work: Work, person: Person, pin: str) -> str:
    # A copy of the database alone is not enough to try all the few PINs there are.
    return work.core.vault.hash(f"pin:{person.id}:{pin}").hex()


def _matches(hashed: str, peppered: str) -> bool:
    try:
        return _hasher.verify(hashed, peppered)
    except VerificationError:
        return False
