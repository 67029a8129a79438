"""Opt-outs: numbers that want no invitation, or no text at all. Kept for good, as a keyed hash."""

import sqlalchemy as sa

from checkin.storage.core import Work
from checkin.storage.tables import opt_outs

# Built once: it runs before every message to a person, and building takes longer than running.
_REFUSAL = sa.select(opt_outs.c.everything).where(
    opt_outs.c.phone_hash == sa.bindparam("whose", type_=sa.LargeBinary)
)


def refuse(work: Work, phone: str, *, everything: bool = False) -> None:
    """Opt this number (E.164) out of invitations; with `everything`, of all texts but answers to
    its own. Never undoes an earlier opt-out."""
    hashed, known = work.core.vault.hash(phone), _known(work, phone)
    if known is None:
        values = {"phone_hash": hashed, "refused_on": work.today, "everything": everything}
        work.conn.execute(opt_outs.insert().values(values))
    elif everything and not known:
        this = opt_outs.c.phone_hash == hashed
        work.conn.execute(opt_outs.update().where(this).values(everything=True))


def refused(work: Work, phone: str) -> bool:
    """Whether this number has opted out of invitations."""
    return _known(work, phone) is not None


def wants_nothing(work: Work, phone: str) -> bool:
    """Whether this number has opted out of all texts but answers to its own."""
    return bool(_known(work, phone))


def welcome_back(work: Work, phone: str) -> None:
    """Opt this number in again, because it asked for that itself."""
    work.conn.execute(opt_outs.delete().where(opt_outs.c.phone_hash == work.core.vault.hash(phone)))


def _known(work: Work, phone: str) -> bool | None:
    """Whether its opt-out is from everything; None if this number has not opted out."""
    this = {"whose": work.core.vault.hash(phone)}
    return work.conn.execute(_REFUSAL, this).scalar_one_or_none()
