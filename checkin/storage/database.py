"""The database: SQLite in WAL mode with full sync, or PostgreSQL, behind one interface."""

import logging
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)

_BUSY_SECONDS = 10
# PostgreSQL's machine may vanish without closing the connection: in seconds; in milliseconds. Of
# several servers, or of one that has become a standby, only one that takes writes is of use.
_REACH = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "target_session_attrs": "read-write",
}
_PATIENCE_SECONDS = 1.0
_READ_ONLY = "25006"  # the SQLSTATE of a write where only reading is possible
_RETRY_SECONDS = 0.01
_QUEUE_SECONDS = (0.0005, 0.002)  # most transactions take a few milliseconds
_MIGRATION_LOCK = 7_245_001  # any number, the same for every process of ours


class Database:
    """A connection pool and its transactions. One per process and URL."""

    def __init__(self, url: str) -> None:
        """`url`: a SQLAlchemy URL. The folder of a SQLite file is made if missing."""
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            file = Path(self.url.database or "")
            file.parent.mkdir(parents=True, exist_ok=True)
            if self.url.database:
                make_private(file)
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
            sa.event.listen(self.engine, "handle_error", _leave_a_standby)
        self._prepare: Callable[[], None] | None = None
        self._preparing, self._under_way = threading.RLock(), False

    def prepare(self, what: Callable[[], None], *, patient: bool) -> None:
        """Do `what`, such as a migration, now; where `patient`, and PostgreSQL does not answer,
        before its first transaction. Until that has succeeded there is no other. Raises
        OperationalError otherwise: a file that cannot be opened will not open by itself."""
        self._prepare = what
        try:
            self._be_prepared()
        except sa.exc.OperationalError:
            if self.sqlite or not patient:
                raise
            log.warning("The database does not answer. We start without it, and wait for it.")

    def _be_prepared(self) -> None:
        if self._prepare is None:
            return
        if not self._preparing.acquire(timeout=_PATIENCE_SECONDS):
            late = TimeoutError("Another thread is preparing the database.")
            raise sa.exc.OperationalError("BEGIN", None, late)
        try:
            # What prepares has transactions of its own.
            if self._prepare is None or self._under_way:
                return
            self._under_way = True
            try:
                self._prepare()
                self._prepare = None
            finally:
                self._under_way = False
        finally:
            self._preparing.release()

    @contextmanager
    def write(self, *, patience: float | None = None) -> Iterator[sa.Connection]:
        """A transaction that may write: committed at the end, rolled back on any error.

        `patience`: the longest wait in seconds for SQLite's one write lock, or for any single
        statement of PostgreSQL; then OperationalError is raised.
        """
        self._be_prepared()
        options = {"raincheck_write": True, "raincheck_patience": patience or _BUSY_SECONDS}
        with self.engine.connect().execution_options(**options) as conn, conn.begin():
            if patience and not self.sqlite:
                conn.exec_driver_sql(f"SET LOCAL statement_timeout = {round(patience * 1000)}")
            yield conn

    def take_turns(self, conn: sa.Connection, key: bytes) -> None:
        """Advisory lock: transactions with the same `key` (its first 8 bytes) run one by one."""
        # SQLite has one writer at a time anyway.
        if not self.sqlite:
            number = int.from_bytes(key[:8], "big", signed=True)
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (number,))

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        self._be_prepared()
        with self.engine.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def change_schema(self) -> Iterator[sa.Connection]:
        """A transaction that may rebuild tables, for migrations."""
        with self.engine.connect().execution_options(raincheck_write=True) as conn:
            # SQLite rebuilds a table by dropping it, and that would delete rows that reference it.
            # This setting can only be changed outside a transaction.
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
        """A transaction that sees the database as it is at one moment, whatever others commit."""
        self._be_prepared()
        with self.engine.connect() as conn:
            # In WAL mode each transaction of SQLite is a snapshot already.
            if not self.sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin():
                yield conn

    def migrate(self, revision: str = "head") -> None:
        """Migrate the schema to `revision` (an older one is for tests). Safe when several processes
        start at once."""
        # Almost every start finds it current: then nobody waits for the lock of those who write.
        if self.current():
            return
        with self.change_schema() as conn:
            if not self.sqlite:
                conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = _alembic()
            config.attributes["connection"] = conn
            command.upgrade(config, revision)

    def close(self) -> None:
        """Close all idle connections; later ones are opened as needed.

        Always call it before a fork: file locks belong to one process, and a child that inherits
        an open SQLite file would hold none.
        """
        self.engine.dispose()

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that it keeps no copy of deleted rows."""
        if self.sqlite:
            with self.engine.connect() as conn:
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def current(self) -> bool:
        """Whether the schema is at the newest migration of this code."""
        with self.read() as conn:
            have = MigrationContext.configure(conn).get_current_revision()
        return have == _newest()


def make_private(file: Path) -> None:
    """Make the file for its owner alone, whatever the umask; SQLite gives what it puts beside it
    the same mode. A file that is there keeps the mode that the host gave it."""
    with suppress(FileExistsError):
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.fchmod(made, 0o600)
        os.close(made)


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
    # Several processes may switch a new file to WAL at once, and SQLite's busy timeout does not
    # cover that: so we retry ourselves.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            dbapi.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)


def _leave_a_standby(context: sa.engine.ExceptionContext) -> None:
    # After a failover a connection may be to a server that only reads. It is as good as lost: it is
    # thrown away, with the others in the pool, and reported as every lost one is.
    error = context.original_exception
    if getattr(error, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True
        raise sa.exc.OperationalError(None, None, error, connection_invalidated=True)


def _begin_sqlite(conn: sa.Connection) -> None:
    options = conn.get_execution_options()
    if not options.get("raincheck_write"):
        conn.exec_driver_sql("BEGIN")
        return
    raw = _raw(conn)
    deadline = time.monotonic() + options.get("raincheck_patience", _BUSY_SECONDS)
    # SQLite's busy handler soon sleeps 100 ms at a time and misses many chances at the lock: so we
    # poll every millisecond or two instead.
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < deadline:
            try:
                # Not a deferred transaction: that can fail half way, when it turns into a writer.
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(random.uniform(*_QUEUE_SECONDS))  # noqa: S311 - jitter
        conn.exec_driver_sql("BEGIN IMMEDIATE")  # the last try, so that SQLAlchemy wraps its error
    finally:
        raw.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
