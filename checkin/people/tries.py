"""Tries: how often somebody tried in vain, and until when they have to wait. Kept for a day under a
keyed hash, for people and for whoever we do not know alike."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from checkin.storage.core import Work
from checkin.storage.tables import tries

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """After `most` in a row there is one more after each `pause`."""

    name: str
    most: int
    pause: timedelta


def key(work: Work, budget: Budget, who: str) -> bytes:
    """Under which the tries of `who` are counted; `who` cannot be read from it."""
    return work.core.vault.hash(f"tries:{budget.name}:{who}")


def wait(work: Work, whose: bytes) -> timedelta | None:
    """How long they still have to wait; None if they need not."""
    mine = sa.select(tries.c.again_at).where(tries.c.whose == whose)
    again_at = work.conn.execute(mine).scalar()
    return again_at - work.now if again_at and again_at > work.now else None


def count(work: Work, budget: Budget, whose: bytes, more: int = 1) -> None:
    """Count `more` tries in vain, perhaps none."""
    mine = tries.c.whose == whose
    row = work.conn.execute(sa.select(tries.c.times, tries.c.again_at).where(mine)).first()
    total = (row.times if row else 0) + more
    again_at = row.again_at if row else None
    if more and total >= budget.most:
        again_at = work.now + budget.pause
    work.conn.execute(tries.delete().where(mine))
    kept = {"whose": whose, "times": total, "again_at": again_at, "changed_at": work.now}
    work.conn.execute(tries.insert().values(kept))


def clear(work: Work, whose: bytes) -> None:
    """End the row: the next try is the first again."""
    work.conn.execute(tries.delete().where(tries.c.whose == whose))


def sweep(work: Work) -> None:
    """Delete what was not added to for `KEPT`."""
    work.conn.execute(tries.delete().where(tries.c.changed_at <= work.now - KEPT))
