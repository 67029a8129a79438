"""Announcements: a host's short note on every page. One per language; each expires by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from checkin.storage.core import Work
from checkin.storage.tables import announcements
from content.phrases import nearest

LONGEST = 300
LONGEST_TIME = timedelta(days=30)


class AnnouncementError(ValueError):
    """The announcement was not saved. The text says why."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """`lang`: a language code; `until`: when it expires, UTC."""

    lang: str
    text: str
    until: datetime


def say(work: Work, text: str, *, lang: str, lasts: timedelta) -> Announcement:
    """Save an announcement in place of the one in that language. Raises AnnouncementError.

    At most `LONGEST` characters, for at most `LONGEST_TIME`; white space becomes single spaces.
    """
    plain = " ".join(text.split())
    if not plain:
        raise AnnouncementError("Nothing is said: write the note itself, in quotes.")
    if len(plain) > LONGEST:
        raise AnnouncementError(f"The note has {len(plain)} characters; {LONGEST} is the most.")
    if not plain.isprintable():
        raise AnnouncementError("The note holds a character that cannot be shown.")
    if not timedelta(0) < lasts <= LONGEST_TIME:
        raise AnnouncementError(f"A note lasts up to {LONGEST_TIME.days} days, such as --until 2d.")
    announcement = Announcement(lang, plain, work.now + lasts)
    work.conn.execute(announcements.delete().where(announcements.c.lang == lang))
    work.conn.execute(
        announcements.insert().values(
            lang=announcement.lang, text=announcement.text, until=announcement.until
        )
    )
    return announcement


def unsay(work: Work) -> int:
    """Delete every announcement. Returns how many there were."""
    return work.conn.execute(announcements.delete()).rowcount


def current(work: Work) -> dict[str, Announcement]:
    """The announcements that have not expired, by language code."""
    rows = work.conn.execute(sa.select(announcements).where(announcements.c.until > work.now))
    return {row.lang: Announcement(row.lang, row.text, row.until) for row in rows}


def read_in(found: Mapping[str, Announcement], lang: str) -> Announcement | None:
    """The announcement for a reader of `lang`, in another language if need be. None if there is
    none."""
    code = nearest(found, lang)
    return None if code is None else found[code]


def sweep(work: Work) -> None:
    """Delete the announcements that have expired."""
    work.conn.execute(announcements.delete().where(announcements.c.until <= work.now))
