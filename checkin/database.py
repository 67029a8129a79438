"""The database: SQLite in WAL mode with full sync, or PostgreSQL. Same code above."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

_BUSY_SECONDS = 10
_RETRY_SECONDS = 0.01
_MIGRATION_LOCK = 7_245_001  # any number, the same for every process of ours


class Database:
    """Connections and transactions. One per process."""

    def __init__(self, url: str) -> None:
        """`url` is a SQLAlchemy URL; a SQLite file's folder is made if missing."""
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            file = Path(self.url.database or "")
            file.parent.mkdir(parents=True, exist_ok=True)
            self.engine = sa.create_engine(
                self.url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
            )
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = sa.create_engine(self.url, pool_pre_ping=True, hide_parameters=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction that may write: committed at the end, undone on any error."""
        with self.engine.connect().execution_options(raincheck_write=True) as conn, conn.begin():
            yield conn

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One transaction that only reads."""
        with self.engine.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def change_schema(self) -> Iterator[sa.Connection]:
        """One transaction in which tables may be rebuilt."""
        with self.engine.connect().execution_options(raincheck_write=True) as conn:
            # SQLite rebuilds a table by dropping it, which would delete all that hangs on its rows.
            # It takes this setting only outside a transaction.
            if self.sqlite:
                _raw(conn).execute("PRAGMA foreign_keys=OFF")
            try:
                with conn.begin():
                    yield conn
            finally:
                if self.sqlite:
                    _raw(conn).execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """One transaction that sees everything as it is at one moment."""
        with self.engine.connect() as conn:
            # A transaction of SQLite's in WAL mode is a snapshot already.
            if not self.sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin():
                yield conn

    def migrate(self) -> None:
        """Bring the schema up to date. Safe when several processes start at once."""
        with self.change_schema() as conn:
            if not self.sqlite:
                conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = _alembic()
            config.attributes["connection"] = conn
            command.upgrade(config, "head")

    def checkpoint(self) -> None:
        """Leave no trace of what was deleted in SQLite's write-ahead log."""
        if self.sqlite:
            with self.engine.connect() as conn:
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def current(self) -> bool:
        """Whether the schema is the one this code was written for."""
        with self.read() as conn:
            have = MigrationContext.configure(conn).get_current_revision()
        return have == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_alembic()).get_current_head()


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _raw(conn: sa.Connection) -> Any:
    return conn.connection.driver_connection


def _prepare_sqlite(dbapi: Any, _record: Any) -> None:
    # SQLAlchemy must own BEGIN, or the driver starts transactions of its own.
    dbapi.isolation_level = None
    _use_wal(dbapi)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


def _use_wal(dbapi: Any) -> None:
    # Processes that make a new file's first switch together do not wait for one another: SQLite's
    # busy timeout does not cover it.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            dbapi.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)


def _begin_sqlite(conn: sa.Connection) -> None:
    write = conn.get_execution_options().get("raincheck_write")
    # A deferred transaction that turns into a writer can fail half way; IMMEDIATE queues at once.
    conn.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
