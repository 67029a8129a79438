"""Backups: everything out, everything back, and the timers run on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from checkin import store
from checkin.people import people
from checkin.storage import backup
from checkin.storage.backup import ArchiveError
from checkin.storage.core import Core
from checkin.storage.database import Database
from checkin.storage.vault import Vault, new_secret
from tests.checkin.stage import ANA, SAM, Stage

SECRET = new_secret()


def quiet(_table: str, _rows: int) -> None:
    pass


def elsewhere(core: Core, folder: Path, secret: str = SECRET) -> Core:
    """The same domain over a new, empty SQLite database and keyring."""
    database = Database(f"sqlite:///{folder}/raincheck.db")
    database.migrate()
    vault = Vault.unlock(f"sqlite:///{folder}/keyring.db", [secret])
    return Core(**{**vars(core), "database": database, "vault": vault})


@pytest.fixture
def home(core: Core, tmp_path: Path) -> Iterator[Stage]:
    """On each database, under a secret that the tests know."""
    vault = Vault.unlock(f"sqlite:///{tmp_path}/home-keys.db", [SECRET])
    yield Stage(Core(**{**vars(core), "vault": vault}))
    vault.keyring.close()


@pytest.fixture
def away(core: Core, tmp_path: Path) -> Iterator[Stage]:
    made = elsewhere(core, tmp_path / "away")
    yield Stage(made)
    made.vault.keyring.close()
    made.database.close()


def move(home: Stage, away: Stage, folder: Path) -> None:
    backup.save(folder, home.core.database, home.core.vault.keyring, quiet)
    backup.restore(folder, away.core.database, away.core.vault.keyring, quiet)


def test_a_restored_timer_runs_on_and_a_missed_one_alerts(
    home: Stage, away: Stage, tmp_path: Path
) -> None:
    person = home.person(ANA, name="Ana")
    home.contact(person, SAM, "Sam")
    home.start(person, timedelta(hours=1), plan="Room 12")
    move(home, away, tmp_path / "backup")
    with away.work() as work:
        assert people.by_phone(work, ANA) == person
        assert store.open_for(work, person)
    away.now = home.now + timedelta(hours=3)
    away.run()
    assert "Room 12" in away.carrier.inbox(SAM)[-1]


def test_a_backup_is_made_while_a_writer_is_at_work(home: Stage, tmp_path: Path) -> None:
    home.person(ANA)
    with home.work() as work:
        people.create(work, lang="en", place="us", phone=SAM)
        backup.save(tmp_path / "backup", home.core.database, home.core.vault.keyring, quiet)


def test_a_restore_into_a_database_that_is_in_use_is_refused(
    home: Stage, away: Stage, tmp_path: Path
) -> None:
    home.person(ANA)
    away.person(SAM)
    with pytest.raises(ArchiveError, match="not empty"):
        move(home, away, tmp_path / "backup")


def test_a_backup_never_overwrites_another(home: Stage, tmp_path: Path) -> None:
    backup.save(tmp_path / "b", home.core.database, home.core.vault.keyring, quiet)
    with pytest.raises(ArchiveError, match="Choose a new folder"):
        backup.save(tmp_path / "b", home.core.database, home.core.vault.keyring, quiet)


def test_a_folder_without_a_backup_is_named(away: Stage, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds no backup"):
        backup.restore(tmp_path, away.core.database, away.core.vault.keyring, quiet)


def test_a_backup_shows_no_number_name_or_note_without_the_secret(
    home: Stage, tmp_path: Path
) -> None:
    person = home.person(ANA, name="Anabel")
    home.contact(person, SAM, "Samuel")
    home.start(person, timedelta(hours=1), plan="Room 12")
    backup.save(tmp_path / "b", home.core.database, home.core.vault.keyring, quiet)
    held = b"".join(file.read_bytes() for file in (tmp_path / "b").iterdir())
    for secret in (ANA, SAM, "Anabel", "Samuel", "Room 12", SECRET):
        assert secret.encode() not in held
