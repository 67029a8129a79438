"""The database: SQLite in WAL mode with full sync, or PostgreSQL. Same code above."""

import random
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
# PostgreSQL's machine may be gone without a word. Seconds, then milliseconds.
_REACH = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
_RETRY_SECONDS = 0.01
_QUEUE_SECONDS = (0.0005, 0.002)  # most transactions take a few milliseconds
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
            given = self.url.query
            self.engine = sa.create_engine(
                self.url,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={name: _REACH[name] for name in _REACH if name not in given},
            )

    @contextmanager
    def write(self, *, patience: float | None = None) -> Iterator[sa.Connection]:
        """One transaction that may write: committed at the end, undone on any error. With
        `patience`, in seconds, it raises OperationalError rather than wait longer: for SQLite's
        one lock, or for any one statement of PostgreSQL's."""
        options = {"raincheck_write": True, "raincheck_patience": patience or _BUSY_SECONDS}
        with self.engine.connect().execution_options(**options) as conn, conn.begin():
            if patience and not self.sqlite:
                conn.exec_driver_sql(f"SET LOCAL statement_timeout = {round(patience * 1000)}")
            yield conn

    def take_turns(self, conn: sa.Connection, key: bytes) -> None:
        """Let the transactions that ask with the same key go one after another."""
        # SQLite's writers do so already.
        if not self.sqlite:
            number = int.from_bytes(key[:8], "big", signed=True)
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (number,))

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

    def migrate(self, revision: str = "head") -> None:
        """Bring the schema up to date, or to an older revision (a test begins there). Safe when
        several processes start at once."""
        with self.change_schema() as conn:
            if not self.sqlite:
                conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = _alembic()
            config.attributes["connection"] = conn
            command.upgrade(config, revision)

    def close(self) -> None:
        """Close what nobody uses; what is asked for later is opened anew. Before a fork always:
        SQLite's locks are a process's own, and a child with an open file would have none."""
        self.engine.dispose()

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
    options = conn.get_execution_options()
    if not options.get("raincheck_write"):
        conn.exec_driver_sql("BEGIN")
        return
    raw = _raw(conn)
    deadline = time.monotonic() + options.get("raincheck_patience", _BUSY_SECONDS)
    # SQLite's own waiting soon sleeps for a tenth of a second at a time, past many a free moment.
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < deadline:
            try:
                # A deferred transaction that turns into a writer can fail half way; IMMEDIATE
                # queues at once.
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(random.uniform(*_QUEUE_SECONDS))  # noqa: S311 - two that wait drift apart
        conn.exec_driver_sql("BEGIN IMMEDIATE")  # whose error is SQLAlchemy's
    finally:
        raw.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
