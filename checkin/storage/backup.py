"""Copies of everything: out to a folder, and back into an empty place. The same for SQLite and
PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from checkin.storage.database import Database
from checkin.storage.keyring import Keyring
from checkin.storage.tables import metadata

DATABASE, KEYRING = "raincheck.db", "keyring.db"
_AT_A_TIME = 1000

Progress = Callable[[str, int], None]


class ArchiveError(Exception):
    """Nothing was copied. The text says why and what to do."""


def save(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy database and keyring, as they are at one moment, into an empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(f"{folder} is not empty. Choose a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _opened(folder / DATABASE) as target:
        _copy_all(database, target, progress)
    keyring.copy_to(f"sqlite:///{folder / KEYRING}")


def restore(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy a folder that `save` made into an empty database and keyring."""
    if not (folder / DATABASE).is_file() or not (folder / KEYRING).is_file():
        raise ArchiveError(f"{folder} holds no backup: {DATABASE} and {KEYRING} should be there.")
    with database.read() as conn:
        if not empty(conn):
            raise ArchiveError(
                "The database is not empty, so nothing was restored. Point "
                "RAINCHECK_DATABASE_URL and RAINCHECK_KEYRING_URL at new ones first."
            )
    keyring.copy_from(f"sqlite:///{folder / KEYRING}")
    with _opened(folder / DATABASE) as source:
        _copy_all(source, database, progress)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        database.migrate()
        yield database
        database.checkpoint()
    finally:
        database.close()


def _copy_all(source: Database, target: Database, progress: Progress) -> None:
    with source.snapshot() as old, target.write() as new:
        copy(old, new, progress)


def copy(old: sa.Connection, new: sa.Connection, progress: Progress) -> None:
    """Copy every row of every table into empty ones."""
    for table in metadata.sorted_tables:
        if table.name == "workers":
            continue  # a sign of life cannot be restored
        count = 0
        with old.execute(sa.select(table).execution_options(yield_per=_AT_A_TIME)) as rows:
            for some in rows.mappings().partitions(_AT_A_TIME):
                new.execute(table.insert(), [dict(row) for row in some])
                count += len(some)
        progress(table.name, count)


def empty(conn: sa.Connection) -> bool:
    """Whether there is nothing that a copy could meet, but for workers' signs of life."""
    tables = [table for table in metadata.sorted_tables if table.name != "workers"]
    return not any(conn.execute(sa.select(table).limit(1)).first() for table in tables)
