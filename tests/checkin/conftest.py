"""One domain, on a SQLite file and on PostgreSQL: every test that asks for a stage runs on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.core import Core
from checkin.database import Database
from checkin.tables import metadata
from checkin.vault import Vault, new_secret
from content.library import Library
from content.phrases import Phrases
from tests.checkin.stage import Stage
from tests.peers import Postgres

LOCALES = Path(__file__).parents[2] / "locales"


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases.load(LOCALES)


@pytest.fixture(scope="session")
def library(phrases: Phrases) -> Library:
    return Library.load(phrases)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: migrating anew for each test would take its time."""
    file = tmp_path_factory.mktemp("template") / "raincheck.db"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.engine.dispose()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty SQLite file."""
    file = shutil.copy(sqlite_template, tmp_path / "raincheck.db")
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def shared_postgres_url(postgres: Postgres) -> str:
    """A migrated PostgreSQL database that tests share one after another."""
    url = postgres.new_database()
    database = Database(url)
    database.migrate()
    database.engine.dispose()
    return url


@pytest.fixture
def migrated_postgres_url(shared_postgres_url: str) -> str:
    """The URL of a migrated, empty PostgreSQL database."""
    database = Database(shared_postgres_url)
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with database.write() as conn:
        conn.exec_driver_sql(f"TRUNCATE {tables}")
    database.engine.dispose()
    return shared_postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database, on each of the two in turn."""
    kind = {"sqlite": "sqlite_url", "postgresql": "migrated_postgres_url"}[request.param]
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture
def core(database_url: str, phrases: Phrases, library: Library, tmp_path: Path) -> Iterator[Core]:
    database = Database(database_url)
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
    database.engine.dispose()


@pytest.fixture
def stage(core: Core) -> Stage:
    return Stage(core)
