"""Who wants no invitation, and who wants no text at all: remembered as a hash only, for good."""

import sqlalchemy as sa

from checkin.storage.core import Work
from checkin.storage.tables import opt_outs

# Asked before every message to a person: making a statement takes longer than running it.
_REFUSAL = sa.select(opt_outs.c.everything).where(
    opt_outs.c.phone_hash == sa.bindparam("whose", type_=sa.LargeBinary)
)


def refuse(work: Work, phone: str, *, everything: bool = False) -> None:
    """This number wants no invitation; with `everything`, no text that it has not just asked
    for."""
    hashed, known = work.core.vault.hash(phone), _known(work, phone)
    if known is None:
        values = {"phone_hash": hashed, "refused_on": work.today, "everything": everything}
        work.conn.execute(opt_outs.insert().values(values))
    elif everything and not known:
        this = opt_outs.c.phone_hash == hashed
        work.conn.execute(opt_outs.update().where(this).values(everything=True))


def refused(work: Work, phone: str) -> bool:
    """Whether this number may not be invited."""
    return _known(work, phone) is not None


def wants_nothing(work: Work, phone: str) -> bool:
    """Whether this number may not be texted unless it has just asked us something."""
    return bool(_known(work, phone))


def welcome_back(work: Work, phone: str) -> None:
    """The number opted in again by its own word."""
    work.conn.execute(opt_outs.delete().where(opt_outs.c.phone_hash == work.core.vault.hash(phone)))


def _known(work: Work, phone: str) -> bool | None:
    """Whether a number that has refused wants nothing at all; None if it has not refused."""
    this = {"whose": work.core.vault.hash(phone)}
    return work.conn.execute(_REFUSAL, this).scalar_one_or_none()
