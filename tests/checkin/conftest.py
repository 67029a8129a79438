"""One domain, on a SQLite file and on PostgreSQL: every test that asks for a stage runs on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.storage.core import Core
from checkin.storage.database import Database
from checkin.storage.tables import metadata
from checkin.storage.vault import Vault, new_secret
from content.library import Library
from content.phrases import LOCALES, Phrases
from peers import Postgres
from tests.checkin.stage import Stage


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases.load(LOCALES)


@pytest.fixture(scope="session")
def library(phrases: Phrases, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(phrases, tmp_path_factory.mktemp("content") / "library.db")


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('database') / 'raincheck.db'}")


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> Iterator[Database]:
    yield from _migrated(postgres.new_database())


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url)
    database.migrate()
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database, on each of the two in turn."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    with found.write() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    return found


@pytest.fixture
def core(database: Database, phrases: Phrases, library: Library, tmp_path: Path) -> Iterator[Core]:
    vault = Vault.unlock(f"sqlite:///{tmp_path}/keyring.db", [new_secret()])
    yield Core(
        database=database,
        vault=vault,
        phrases=phrases,
        library=library,
        public_url="https://rain.example",
        number="+12025550100",
        calls=True,
    )
    vault.keyring.close()


@pytest.fixture
def stage(core: Core) -> Stage:
    return Stage(core)
