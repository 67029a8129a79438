"""A PostgreSQL server of the tests' own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from peers.ports import free_port

START_SECONDS = 30


class Postgres:
    """A server on loopback that any number of databases can be made on."""

    def __init__(
        self, binaries: Path, data: Path, port: int, user: str | None, *, durable: bool
    ) -> None:
        self._binaries = binaries
        self._data = data
        self._port = port
        self._user = user
        self._durable = durable
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server takes connections."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": str(self._data),
            "fsync": "on" if self._durable else "off",
            "logging_collector": "off",
            "log_min_messages": "fatal",
        }
        settings = [part for name in options for part in ("-c", f"{name}={options[name]}")]
        self._server = subprocess.Popen(
            [self._binaries / "postgres", "-D", self._data, *settings],
            user=self._user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT drops every connection and stops cleanly; SIGQUIT stops as a crash would."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(START_SECONDS)
            self._server = None

    def new_database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        return f"postgresql+psycopg://raincheck@127.0.0.1:{self._port}/{self._create()}"

    def shared_database(self, standby: "Postgres") -> str:
        """The same, for who may reach it here or at the server that follows this one."""
        hosts = "&".join(f"host=127.0.0.1:{server._port}" for server in (self, standby))
        return f"postgresql+psycopg://raincheck@/{self._create()}?{hosts}"

    def only_read(self) -> None:
        """Take no more writes, as a server that has become a standby, or whose disk is full. Who is
        connected stays so."""
        with self._connect() as connection:
            connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
            connection.execute("SELECT pg_reload_conf()")

    @contextmanager
    def standby(self) -> Iterator["Postgres"]:
        """A second server that follows this one by streaming replication, gone afterwards. From now
        on nothing is committed here that is not there too, so give this one up with it."""
        home = Path(tempfile.mkdtemp(prefix="raincheck-standby-"))
        try:
            if self._user is not None:
                shutil.chown(home, self._user)
            data = home / "data"
            here = f"host=127.0.0.1 port={self._port} user=raincheck application_name=standby"
            subprocess.run(
                [
                    *(self._binaries / "pg_basebackup", "--dbname", here, "--pgdata", data),
                    *("--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
                ],
                check=True,
                user=self._user,
                cwd="/",
            )
            other = Postgres(self._binaries, data, free_port(), self._user, durable=self._durable)
            other.start()
            try:
                with self._connect() as connection:
                    connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
                    connection.execute("SELECT pg_reload_conf()")
                yield other
            finally:
                other.stop()
        finally:
            shutil.rmtree(home)

    def promote(self) -> None:
        """Turn from a standby into a server that takes writes. Returns when it does."""
        with self._connect() as connection:
            connection.execute("SELECT pg_promote(wait => true)")

    def dump(self, url: str) -> bytes:
        """Everything in the database of that SQLAlchemy URL, as PostgreSQL's own tool writes it."""
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        command = [self._binaries / "pg_dump", "--dbname", plain]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def _create(self) -> str:
        name = f"raincheck_{uuid.uuid4().hex}"
        with self._connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host="127.0.0.1", port=self._port, user="raincheck", dbname="postgres", autocommit=True
        )


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """A running server with its own data, gone afterwards. Unless `durable`, it does not wait for
    the disk: a test cannot tell, a measurement can."""
    binaries = _binaries()
    user = _unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="raincheck-postgres-"))
    try:
        if user is not None:
            shutil.chown(home, user)
        data = home / "data"
        subprocess.run(
            [
                *(binaries / "initdb", "--pgdata", data, "--username", "raincheck"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            user=user,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )
        server = Postgres(binaries, data, free_port(), user, durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    if not found:
        raise RuntimeError("the tests need PostgreSQL: run `make test`, which installs it")
    return found[-1]


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; anyone else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
