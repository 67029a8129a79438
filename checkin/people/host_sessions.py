"""The host's login, without a password: a one-time link, then a session. Both expire.

Only hashes of the tokens are stored.
"""

from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa

from checkin.storage.core import Work, new_id
from checkin.storage.tables import host_sessions
from checkin.storage.vault import new_token, token_hash

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)


class Kind(StrEnum):
    """A one-time login link, or the session that it opens."""

    LINK = "link"
    SESSION = "session"


_LASTS = {Kind.LINK: LINK_LASTS, Kind.SESSION: SESSION_LASTS}


def link(work: Work) -> str:
    """Issue a login link and return its token. An earlier unused link stops working."""
    work.conn.execute(host_sessions.delete().where(host_sessions.c.kind == Kind.LINK))
    return _issue(work, Kind.LINK)


def enter(work: Work, token: str) -> str | None:
    """Exchange a link's token for a session's. None if the link was used or has expired."""
    return _issue(work, Kind.SESSION) if _used(work, token, Kind.LINK) else None


def valid(work: Work, token: str, kind: Kind) -> bool:
    """Whether this token is valid now. Does not use it up."""
    return _find(work, token, kind) is not None


def leave(work: Work, token: str) -> None:
    """End a session."""
    _used(work, token, Kind.SESSION)


def sweep(work: Work) -> None:
    """Delete expired links and sessions."""
    work.conn.execute(host_sessions.delete().where(host_sessions.c.until <= work.now))


def _issue(work: Work, kind: Kind) -> str:
    token = new_token()
    work.conn.execute(
        host_sessions.insert().values(
            id=new_id(), kind=kind, token_hash=token_hash(token), until=work.now + _LASTS[kind]
        )
    )
    return token


def _used(work: Work, token: str, kind: Kind) -> bool:
    found = _find(work, token, kind)
    gone = host_sessions.delete().where(host_sessions.c.id == found)
    # Of two requests at once only one deletes the row, and so only one gets in.
    return found is not None and work.conn.execute(gone).rowcount == 1


def _find(work: Work, token: str, kind: Kind) -> str | None:
    """The row id of a token that has not expired."""
    mine = sa.select(host_sessions.c.id).where(
        host_sessions.c.token_hash == token_hash(token),
        host_sessions.c.kind == kind,
        host_sessions.c.until > work.now,
    )
    return work.conn.scalar(mine)
