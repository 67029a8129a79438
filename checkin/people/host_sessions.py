"""The host's way in: a link that works once and soon ends, then a session that ends by itself.

Only hashes are kept.
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
    LINK = "link"
    SESSION = "session"


_LASTS = {Kind.LINK: LINK_LASTS, Kind.SESSION: SESSION_LASTS}


def link(work: Work) -> str:
    """The token of a new link; one that was not used yet leads nowhere from now on."""
    work.conn.execute(host_sessions.delete().where(host_sessions.c.kind == Kind.LINK))
    return _issue(work, Kind.LINK)


def enter(work: Work, token: str) -> str | None:
    """Use up a link: the token of a session, or None where the link works no more."""
    return _issue(work, Kind.SESSION) if _used(work, token, Kind.LINK) else None


def valid(work: Work, token: str, kind: Kind) -> bool:
    """Whether this token is good now. Changes nothing."""
    return _find(work, token, kind) is not None


def leave(work: Work, token: str) -> None:
    """End a session."""
    _used(work, token, Kind.SESSION)


def sweep(work: Work) -> None:
    """Delete what has ended."""
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
    # Of two that come at once, one deletes it.
    return found is not None and work.conn.execute(gone).rowcount == 1


def _find(work: Work, token: str, kind: Kind) -> str | None:
    """The row of a token that is still good."""
    mine = sa.select(host_sessions.c.id).where(
        host_sessions.c.token_hash == token_hash(token),
        host_sessions.c.kind == kind,
        host_sessions.c.until > work.now,
    )
    return work.conn.scalar(mine)
