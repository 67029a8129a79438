"""The database under the promises: the schema is what the code says, and SQLite is kept safe."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from checkin.storage.database import Database
from checkin.storage.tables import Instant, checkins, contacts, messages, metadata, opt_outs, people
from tests import ROOT
from tests.checkin.scenes import START
from tests.checkin.stage import Stage


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that nothing was ever done to; the SQLite file does not exist."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/folder/raincheck.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def fresh(fresh_url: str) -> Iterator[Database]:
    made = Database(fresh_url)
    yield made
    made.close()


def test_the_migrations_make_exactly_the_tables_of_the_code(fresh: Database) -> None:
    fresh.migrate()
    with fresh.read() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": _same_type, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def _same_type(
    _context: object, _column: object, _metadata: object, inspected: object, declared: object
) -> bool | None:
    """Our moments are whole numbers in the database; all else Alembic compares by itself."""
    if isinstance(declared, Instant):
        return not isinstance(inspected, sa.BigInteger)
    return None


def test_a_database_knows_whether_its_schema_is_current(fresh: Database) -> None:
    assert not fresh.current()
    fresh.migrate()
    assert fresh.current()


def test_migrating_again_changes_nothing(stage: Stage) -> None:
    person = stage.person(name="Ana")
    stage.core.database.migrate()
    assert stage.count(people) == 1
    assert person.name == "Ana"


@pytest.mark.usefixtures("processes")
def test_processes_that_start_at_the_same_moment_all_find_the_schema(fresh_url: str) -> None:
    program = (
        "import sys; from checkin.storage.database import Database; Database(sys.argv[1]).migrate()"
    )
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", program, fresh_url], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=60)[1] for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], errors
    database = Database(fresh_url)
    assert database.current()
    database.close()


def test_rebuilding_a_table_keeps_what_hangs_on_its_rows(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    with stage.core.database.change_schema() as conn:
        operations = Operations(MigrationContext.configure(conn))
        with operations.batch_alter_table("people") as table:
            table.alter_column("lang", nullable=False)
    assert stage.count(people) == stage.count(contacts) == 1
    with stage.work() as work:
        work.conn.execute(people.delete())
    assert stage.count(contacts) == 0


def test_a_unit_of_work_that_fails_leaves_nothing(stage: Stage) -> None:
    with pytest.raises(RuntimeError), stage.work() as work:
        work.conn.execute(
            people.insert().values(
                id="1",
                lang="en",
                place="us",
                police="ask",
                police_after_hours=3,
                at_once=False,
                created_on=work.today,
            )
        )
        raise RuntimeError
    assert stage.count(people) == 0


def test_deleting_a_person_deletes_what_hangs_on_them(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    with stage.work() as work:
        work.conn.execute(people.delete())
    assert [stage.count(table) for table in (contacts, checkins, messages)] == [0, 0, 0]


def test_a_moment_comes_back_the_same_to_the_millisecond_and_in_utc(stage: Stage) -> None:
    stage.now = START.replace(microsecond=123_000)
    stage.beat()
    with stage.work() as work:
        moment = work.conn.execute(sa.text("SELECT beat_at FROM workers")).scalar_one()
        read = work.conn.execute(
            sa.select(sa.column("beat_at", Instant)).select_from(sa.table("workers"))
        ).scalar_one()
    assert moment == stage.now.timestamp() * 1000
    assert read == stage.now
    assert read.tzinfo == stage.now.tzinfo


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/raincheck.db")
    made.migrate()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),  # readers and the writer do not stop each other
        ("synchronous", 2),  # FULL: what was committed survives a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),  # what is deleted is overwritten
        ("busy_timeout", 10_000),
    ],
)
def test_sqlite_is_set_up_for_safety(sqlite: Database, pragma: str, value: object) -> None:
    for transaction in (sqlite.read, sqlite.write):
        with transaction() as conn:
            assert conn.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_on_sqlite_a_second_writer_waits_its_turn_while_readers_read_on(sqlite: Database) -> None:
    order: list[str] = []

    def write() -> None:
        with sqlite.write():
            order.append("second")

    second = threading.Thread(target=write)
    with sqlite.write():
        second.start()
        with sqlite.read() as reading:
            assert reading.execute(sa.select(people)).all() == []
        second.join(0.2)
        order.append("first")
    second.join()
    assert order == ["first", "second"]


def test_on_sqlite_what_is_deleted_leaves_the_file(sqlite: Database) -> None:
    words = "a plan that must not stay"
    with sqlite.write() as conn:
        conn.execute(opt_outs.insert().values(phone_hash=words.encode(), refused_on=START.date()))
    with sqlite.write() as conn:
        conn.execute(opt_outs.delete())
    with sqlite.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.close()
    file = Path(str(sqlite.url.database))
    left = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert words.encode() not in left


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_what_is_made_on_disk_is_for_its_owner_alone_under_any_umask(
    tmp_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        database = Database(f"sqlite:///{tmp_path / 'own.db'}")
        with database.write() as conn:
            conn.exec_driver_sql("CREATE TABLE one (id INTEGER)")
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == {"own.db": 0o600, "own.db-wal": 0o600, "own.db-shm": 0o600}


def test_what_prepares_a_database_that_is_away_is_done_before_its_first_transaction(
    postgres_url: str,
) -> None:
    fresh = Database(postgres_url)
    tries: list[bool] = []

    def prepare() -> None:
        tries.append(True)
        if len(tries) < 3:
            raise sa.exc.OperationalError("BEGIN", None, OSError("away"))
        fresh.migrate()

    fresh.prepare(prepare, patient=True)
    with pytest.raises(sa.exc.OperationalError), fresh.read():
        pass
    for _ in range(2):
        with fresh.write() as conn:
            assert conn.scalar(sa.select(sa.func.count()).select_from(people)) == 0
    assert len(tries) == 3
    fresh.close()


def test_a_file_that_cannot_be_opened_is_said_at_the_start_however_patient(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    database = Database(f"sqlite:///{tmp_path}/folder")
    with pytest.raises(sa.exc.OperationalError):
        database.prepare(database.migrate, patient=True)
    database.close()


def test_whoever_does_not_wait_for_a_database_is_told_that_it_is_away(fresh: Database) -> None:
    def prepare() -> None:
        raise sa.exc.OperationalError("BEGIN", None, OSError("away"))

    with pytest.raises(sa.exc.OperationalError):
        fresh.prepare(prepare, patient=False)


def test_nobody_waits_long_for_another_thread_that_prepares(fresh: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def prepare() -> None:
        begun.set()
        assert go_on.wait(30)

    thread = threading.Thread(target=fresh.prepare, args=(prepare,), kwargs={"patient": True})
    thread.start()
    assert begun.wait(30)
    try:
        with pytest.raises(sa.exc.OperationalError), fresh.read():
            pass
    finally:
        go_on.set()
        thread.join()
    with fresh.read() as conn:
        assert conn.scalar(sa.select(1)) == 1


def test_a_connection_that_takes_no_more_writes_is_thrown_away_and_counts_as_lost(
    postgres_url: str,
) -> None:
    database = Database(postgres_url)
    with pytest.raises(sa.exc.OperationalError), database.write() as conn:
        conn.exec_driver_sql("SET TRANSACTION READ ONLY")
        conn.exec_driver_sql("CREATE TABLE anything ()")
    assert conn.invalidated or conn.closed
    with database.write() as conn:
        conn.exec_driver_sql("CREATE TABLE anything ()")
    database.close()
