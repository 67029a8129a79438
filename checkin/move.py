"""Moving to another database and keyring, with running timers and all.

The old database keeps every row, but triggers on its tables refuse every write, by any program,
so that no check-in can go on in two places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from checkin.monitoring import health
from checkin.storage import backup, sealed_columns
from checkin.storage.backup import Progress
from checkin.storage.database import Database
from checkin.storage.tables import metadata
from checkin.storage.vault import Vault, VaultError

_NAME = "raincheck_moved"
_CHANGES = ("INSERT", "UPDATE", "DELETE")
_AT_A_TIME = 1000

_mark = sa.Table(_NAME, sa.MetaData(), sa.Column("address", sa.Text, nullable=False))


class MoveError(Exception):
    """Nothing was moved, or everything has been already. The text says why and what to do."""


@dataclass(frozen=True)
class House:
    """A database, and the vault that opens what is sealed in it."""

    database: Database
    vault: Vault


def move(source: House, target: House, now: datetime, progress: Progress) -> None:
    """Copy everything from `source` to `target`, and make `source` refuse writes. All or nothing.

    Before anything is committed the rows are counted on both sides, and every sealed value is
    opened. `progress`: called with each table and its number of rows. Raises MoveError.
    """
    _check(source.database)
    where = target.database.url
    if where == source.database.url:
        raise MoveError("That is where everything is already.")
    target.database.migrate()
    ring, new_ring = source.vault.keyring, target.vault.keyring
    if new_ring.url != ring.url and new_ring.differs_from(ring):
        raise MoveError("The keyring there has keys of its own. Choose a place that is new.")
    with source.database.write() as old:
        _stay_out(source.database, old)
        _quiet(old, now)
        with target.database.write() as new:
            if not backup.empty(new):
                raise MoveError("The database there is not empty. Choose one that is new.")
            if new_ring.url != ring.url:
                ring.copy_to(new_ring.url)
            backup.copy(old, new, progress)
            _compare(old, new)
            _open_all(new, target.vault)
        # The copy is committed first: after a crash in between both are whole, and this one runs.
        _put_mark(source.database, old, where.render_as_string(hide_password=True))


def moved_to(database: Database) -> str | None:
    """The URL to which this database was moved, without its password. None if it was not."""
    with database.read() as conn:
        if not sa.inspect(conn).has_table(_NAME):
            return None
        return conn.execute(sa.select(_mark.c.address)).scalar()


def refuse_moved(database: Database) -> None:
    """Raise MoveError if this database was moved away, so that nothing may run on it."""
    where = moved_to(database)
    if where is not None:
        raise MoveError(
            f"Everything was moved from here to {where}. Set RAINCHECK_DATABASE_URL to it and "
            "start again. Only if nothing has run there yet: raincheck move --undo"
        )


def undo(database: Database) -> None:
    """Let a database that was moved away take writes again. Raises MoveError if it was not."""
    if moved_to(database) is None:
        raise MoveError("Nothing was moved from here.")
    with database.write() as conn:
        for statement in _triggers(database, drop=True):
            conn.exec_driver_sql(statement)
        _mark.drop(conn)


def _check(database: Database) -> None:
    refuse_moved(database)
    if not database.current():
        raise MoveError(
            "The tables here are not those of this version. Bring them up to date first: start "
            "raincheck serve once, then stop it."
        )


def _quiet(old: sa.Connection, now: datetime) -> None:
    if health.worker(health.Look(old, now)).alive:
        raise MoveError(
            "A worker is at work here. Stop web and worker first, such as with: systemctl stop "
            f"raincheck. One that was killed counts as gone after {health.BEAT_FRESH.seconds} "
            "seconds."
        )


def _stay_out(database: Database, conn: sa.Connection) -> None:
    # SQLite has only one writer at a time.
    if not database.sqlite:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        conn.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _compare(old: sa.Connection, new: sa.Connection) -> None:
    for table in metadata.sorted_tables:
        count = sa.select(sa.func.count()).select_from(table)
        if table.name != "workers" and old.scalar(count) != new.scalar(count):
            raise MoveError(f"Not every row of {table.name} arrived. Nothing was moved.")


def _open_all(conn: sa.Connection, vault: Vault) -> None:
    for table, column in sealed_columns.columns():
        query = sa.select(*table.primary_key.columns, column).where(column.is_not(None))
        with conn.execute(query.execution_options(yield_per=_AT_A_TIME)) as rows:
            for row in rows:
                _open(vault, table, column, row)


def _open(vault: Vault, table: sa.Table, column: sa.Column[bytes], row: Any) -> None:
    try:
        vault.open(getattr(row, column.name), sealed_columns.name(table, column, row))
    except VaultError as error:
        raise MoveError(
            f"Something sealed in {table.name}.{column.name} does not open: {error} "
            "Nothing was moved."
        ) from error


def _put_mark(database: Database, conn: sa.Connection, where: str) -> None:
    _mark.create(conn)
    conn.execute(_mark.insert().values(address=where))
    for statement in _triggers(database):
        conn.exec_driver_sql(statement)


def _triggers(database: Database, *, drop: bool = False) -> Iterator[str]:
    """The SQL statements that make the triggers, one table after another; with `drop`, that drop
    them."""
    refusal = "Everything was moved from here: see raincheck doctor."
    names = [table.name for table in metadata.sorted_tables]
    if database.sqlite:
        for name in names:
            for change in _CHANGES:
                trigger = f"{_NAME}_{name}_{change.lower()}"
                yield (
                    f"DROP TRIGGER {trigger}"
                    if drop
                    else f"CREATE TRIGGER {trigger} BEFORE {change} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
        return
    if drop:
        yield f"DROP FUNCTION {_NAME}() CASCADE"
        return
    yield (
        f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    for name in names:
        yield (
            f"CREATE TRIGGER {_NAME} BEFORE {' OR '.join(_CHANGES)} ON {name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
        )
