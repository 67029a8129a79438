"""PINs: the safe PIN closes a timer; the duress PIN only seems to, and alerts contacts."""

from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa

from checkin.people import argon, tries
from checkin.people import people as persons
from checkin.people.argon import Comparison, Door, Hashes
from checkin.people.people import Person, lock
from checkin.people.tries import Budget
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import people

MOST_MISSES = 5
"""After so many wrong PINs in a row each further try waits."""

PAUSE = timedelta(minutes=15)

ELSEWHERE = Budget("elsewhere", most=3, pause=timedelta(minutes=30))
"""Wrong PINs by call and with a check-in code, together: see docs/decisions/0026."""


class Verdict(StrEnum):
    """Which PIN was given. Safe too when the person has set none."""

    SAFE = "safe"
    DURESS = "duress"
    WRONG = "wrong"


def choose(work: Work, person: Person, *, safe: str, duress: str) -> None:
    """Set both PINs. Raises Refused while a timer runs: whoever holds the phone could do this."""
    if persons.timer_runs(work, person):
        raise Refused(Reason.PIN_RUNNING)
    wanted = Hashes((_peppered(work, person, safe), _peppered(work, person, duress)))
    pin_hash, duress_hash = work.proofs.of(wanted)
    mine = people.update().where(people.c.id == person.id)
    work.conn.execute(
        mine.values(pin_hash=pin_hash, duress_hash=duress_hash, pin_misses=0, pin_again_at=None)
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
    """Check a PIN without counting it. Without PINs set, the verdict is always safe."""
    hashes = _hashes(work, person)
    return Verdict.SAFE if hashes is None else _compared(work, person, pin, hashes, Door.OWN)


def check_elsewhere(
    work: Work, person: Person | None, pin: str | None, key: str, door: Door
) -> Verdict:
    """Check a PIN that came in by another way than the person's own phone and device.

    Wrong ones are counted in a budget of their own, so that they hold up nothing that she does
    herself. `person`: None for nobody we know, whose PIN is always wrong; `key`: what they gave,
    by which their tries are counted. It takes the same time and the same statements for everyone.
    Raises Refused like `check`.
    """
    known = person or persons.NOBODY
    whose = _elsewhere(work, person, key)
    work.core.database.take_turns(work.conn, whose)
    lock(work, known)
    hashes = _hashes(work, known)
    verdict = _compared(work, known, pin or "", hashes or argon.NOBODYS, door)
    if person and hashes is None:
        verdict = Verdict.SAFE
    wait = tries.wait(work, whose)
    wrong = verdict is Verdict.WRONG and pin is not None and wait is None
    tries.count(work, ELSEWHERE, whose, 1 if wrong else 0)
    if person and hashes and pin is None:
        raise Refused(Reason.PIN_NEEDED)
    if person and hashes and wait is not None:
        raise Refused(Reason.PIN_PAUSED, wait=wait)
    return verdict


def proves(work: Work, person: Person | None, pin: str) -> bool:
    """Whether this is one of the person's PINs, given by call for an SOS: not counted, never
    refused, and as slow for whoever has none."""
    known = person or persons.NOBODY
    hashes = _hashes(work, known)
    verdict = _compared(work, known, pin, hashes or argon.NOBODYS, Door.CALL)
    return hashes is not None and verdict is not Verdict.WRONG


def shown_elsewhere(work: Work, person: Person | None, key: str) -> bool:
    """Whether somebody elsewhere may be told if a PIN was right: not after many wrong ones. See
    `check_elsewhere` for `person` and `key`."""
    return tries.wait(work, _elsewhere(work, person, key)) is None


def count_elsewhere(work: Work, person: Person | None, key: str) -> None:
    """Count a PIN that `proves` found wrong."""
    whose = _elsewhere(work, person, key)
    work.core.database.take_turns(work.conn, whose)
    tries.count(work, ELSEWHERE, whose)


def _elsewhere(work: Work, person: Person | None, key: str) -> bytes:
    return tries.key(work, ELSEWHERE, person.id if person else key)


def _hashes(work: Work, person: Person) -> tuple[str, str] | None:
    row = work.conn.execute(
        sa.select(people.c.pin_hash, people.c.duress_hash).where(people.c.id == person.id)
    ).first()
    return (row.pin_hash, row.duress_hash) if row and row.pin_hash and row.duress_hash else None


def _compared(work: Work, person: Person, pin: str, hashes: tuple[str, str], door: Door) -> Verdict:
    safe, duress = work.proofs.of(Comparison(_peppered(work, person, pin), hashes, door))
    if safe:
        return Verdict.SAFE
    return Verdict.DURESS if duress else Verdict.WRONG


def _peppered(work: Work, person: Person, pin: str) -> str:
    # Peppered with a keyed hash: without the keyring nobody can try all PINs on a stolen database.
    return work.core.vault.hash(f"pin:{person.id}:{pin}").hex()
