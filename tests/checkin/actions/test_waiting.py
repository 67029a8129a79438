"""How long a transaction waits for another: not longer than it was told, and no longer than it
must."""

import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from checkin.storage.database import Database
from checkin.storage.tables import workers


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/a.db" if sqlite else request.getfixturevalue("postgres_url")
    made = Database(url)
    made.migrate()
    yield made
    made.close()


def take(database: Database, patience: float) -> None:
    """Delete the row that everybody wants."""
    with database.write(patience=patience) as conn:
        conn.execute(workers.delete().where(workers.c.id == "wanted"))


def test_patience_ends_with_an_error_that_says_the_database_failed(database: Database) -> None:
    with database.write() as conn:
        conn.execute(sa.text("INSERT INTO workers (id, beat_at) VALUES ('wanted', 0)"))
    with database.write() as conn:
        conn.execute(workers.delete().where(workers.c.id == "wanted"))
        with ThreadPoolExecutor(1) as pool:
            began = time.monotonic()
            with pytest.raises(sa.exc.OperationalError):
                pool.submit(take, database, 0.3).result()
            assert 0.25 < time.monotonic() - began < 3


def test_the_impatient_leave_nothing_of_their_haste_behind(database: Database) -> None:
    settings = "PRAGMA busy_timeout" if database.sqlite else "SHOW statement_timeout"
    with database.write() as conn:
        before = conn.execute(sa.text(settings)).scalar()
    with database.write(patience=0.3):
        pass
    with database.write() as conn:
        assert conn.execute(sa.text(settings)).scalar() == before


def test_who_waits_for_sqlite_goes_on_as_soon_as_it_is_free(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    database.migrate()
    waited = []
    for _ in range(9):
        started = Event()

        def second(started: Event = started) -> float:
            started.set()
            with database.write():
                return time.monotonic()

        with ThreadPoolExecutor(1) as pool:
            with database.write():
                its = pool.submit(second)
                started.wait()
                time.sleep(0.2)
            free = time.monotonic()
            waited.append(its.result() - free)
    # SQLite by itself looks again every tenth of a second by then.
    assert statistics.median(waited) < 0.03
    database.close()


def test_turns_are_taken_one_after_another(database: Database) -> None:
    order: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        with database.write() as conn:
            database.take_turns(conn, b"the same phone")

            def second() -> None:
                with database.write() as conn:
                    database.take_turns(conn, b"the same phone")
                    order.append("second")

            its = pool.submit(second)
            time.sleep(0.2)
            order.append("first")
        its.result()
    assert order == ["first", "second"]


def test_a_postgresql_that_takes_connections_and_says_nothing_is_given_up_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = Database(f"postgresql+psycopg://rain@127.0.0.1:{port}/rain")
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError), database.read():
            pass
        assert time.monotonic() - began < 10
        database.close()
