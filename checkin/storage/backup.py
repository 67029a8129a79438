"""Backup and restore: database and keyring to a folder, and back into empty ones.

Works with SQLite and PostgreSQL. A backup is always two SQLite files, so either can be restored
into the other.
"""

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
"""Called with each table's name and its number of rows, once it is copied."""


class ArchiveError(Exception):
    """Nothing was copied. The text says why and what to do."""


def save(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy a snapshot of the database, and the keyring, to `folder`, made if missing.

    Raises ArchiveError unless it is empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(f"{folder} is not empty. Choose a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _opened(folder / DATABASE) as target:
        _copy_all(database, target, progress)
    keyring.copy_to(f"sqlite:///{folder / KEYRING}")


def restore(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy a folder made by `save` into an empty database and keyring. Raises ArchiveError."""
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
    """Copy every row of every table but `workers` into empty tables."""
    for table in metadata.sorted_tables:
        if table.name == "workers":
            continue  # a restored beat would make a dead worker look alive
        count = 0
        with old.execute(sa.select(table).execution_options(yield_per=_AT_A_TIME)) as rows:
            for some in rows.mappings().partitions(_AT_A_TIME):
                new.execute(table.insert(), [dict(row) for row in some])
                count += len(some)
        progress(table.name, count)


def empty(conn: sa.Connection) -> bool:
    """Whether all tables are empty, but for `workers`, which a copy leaves out."""
    tables = [table for table in metadata.sorted_tables if table.name != "workers"]
    return not any(conn.execute(sa.select(table).limit(1)).first() for table in tables)
