"""PINs: the safe PIN closes a timer; the duress PIN only seems to, and alerts contacts."""

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

# Argon2id with 19 MiB and two passes, one of the settings that OWASP's Password Storage Cheat
# Sheet gives. No stronger one, because somebody waits for the answer.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

MOST_MISSES = 5
"""After so many wrong PINs in a row each further try waits."""

PAUSE = timedelta(minutes=15)


class Verdict(StrEnum):
    """Which PIN was given. Safe too when the person has set none."""

    SAFE = "safe"
    DURESS = "duress"
    WRONG = "wrong"


def choose(work: Work, person: Person, *, safe: str, duress: str) -> None:
    """Set both PINs. Raises Refused while a timer runs: whoever holds the phone could do this."""
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
    """Whether the person has set PINs, so that closing a timer needs one."""
    return _hashes(work, person) is not None


def check(work: Work, person: Person, pin: str | None) -> Verdict:
    """Check a PIN that is to close a timer. Wrong ones are counted, and too many pause for `PAUSE`.

    Without PINs set, the verdict is always safe. Safe and duress PIN both reset the count, so that
    nobody can tell them apart by it. Raises Refused when a PIN is missing, or during a pause.
    """
    if not needed(work, person):
        return Verdict.SAFE
    if pin is None:
        raise Refused(Reason.PIN_NEEDED)
    # Or many tries at the same time would count as one.
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
    """Check a PIN without counting it: for an SOS, which wrong PINs must never hold up.

    Always compared with both PINs, so that the time taken does not tell which one it was.
    """
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
    # Peppered with a keyed hash: without the keyring nobody can try all PINs on a stolen database.
    return work.core.vault.hash(f"pin:{person.id}:{pin}").hex()


def _matches(hashed: str, peppered: str) -> bool:
    try:
        return _hasher.verify(hashed, peppered)
    except VerificationError:
        return False
