"""A short note of the host's to everyone who opens a page. One a language; each ends by itself."""

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
    """The note was not put up. The text says why."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """lang: a language's code; until: when it ends."""

    lang: str
    text: str
    until: datetime


def say(work: Work, text: str, *, lang: str, lasts: timedelta) -> Announcement:
    """Put up a note in place of the one in that language. Raises AnnouncementError."""
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
    """Take every note down; how many there were."""
    return work.conn.execute(announcements.delete()).rowcount


def current(work: Work) -> dict[str, Announcement]:
    """The notes that stand now, by language."""
    rows = work.conn.execute(sa.select(announcements).where(announcements.c.until > work.now))
    return {row.lang: Announcement(row.lang, row.text, row.until) for row in rows}


def read_in(found: Mapping[str, Announcement], lang: str) -> Announcement | None:
    """What a reader of this language gets: better in another language than not at all."""
    code = nearest(found, lang)
    return None if code is None else found[code]


def sweep(work: Work) -> None:
    """Delete what has ended."""
    work.conn.execute(announcements.delete().where(announcements.c.until <= work.now))
