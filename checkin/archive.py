"""Copies of everything: out to a folder, and back into an empty place. The same for SQLite and
PostgreSQL, so that it also moves one to the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from checkin.database import Database
from checkin.keyring import Keyring
from checkin.tables import metadata

DATABASE, KEYRING = "raincheck.db", "keyring.db"
_AT_A_TIME = 1000

Progress = Callable[[str, int], None]


class ArchiveError(Exception):
    """Nothing was copied. The text says why and what to do."""


def write(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy database and keyring, as they are at one moment, into an empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(f"{folder} is not empty. Choose a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _opened(folder / DATABASE) as target:
        _copy(database, target, progress)
    keyring.copy_to(f"sqlite:///{folder / KEYRING}")


def read(folder: Path, database: Database, keyring: Keyring, progress: Progress) -> None:
    """Copy a folder that `write` made into an empty database and keyring."""
    if not (folder / DATABASE).is_file() or not (folder / KEYRING).is_file():
        raise ArchiveError(f"{folder} holds no backup: {DATABASE} and {KEYRING} should be there.")
    with database.read() as conn:
        for table in metadata.sorted_tables:
            if table.name != "workers" and conn.execute(sa.select(table).limit(1)).first():
                raise ArchiveError(
                    "The database is not empty, so nothing was restored. Point "
                    "RAINCHECK_DATABASE_URL and RAINCHECK_KEYRING_URL at new ones first."
                )
    keyring.copy_from(f"sqlite:///{folder / KEYRING}")
    with _opened(folder / DATABASE) as source:
        _copy(source, database, progress)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        database.migrate()
        yield database
        database.checkpoint()
    finally:
        database.engine.dispose()


def _copy(source: Database, target: Database, progress: Progress) -> None:
    with source.snapshot() as old, target.write() as new:
        for table in metadata.sorted_tables:
            if table.name == "workers":
                continue  # a sign of life cannot be restored
            count = 0
            rows = old.execution_options(yield_per=_AT_A_TIME).execute(sa.select(table))
            for some in rows.mappings().partitions(_AT_A_TIME):
                new.execute(table.insert(), [dict(row) for row in some])
                count += len(some)
            progress(table.name, count)
