"""Moving house between SQLite and PostgreSQL, either way: no timer is lost or goes on twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkin import move
from checkin.actions import court
from checkin.monitoring import health
from checkin.move import House, MoveError
from checkin.people import people
from checkin.storage import backup
from checkin.storage.core import Core
from checkin.storage.database import Database
from checkin.storage.tables import checkins, metadata, workers
from checkin.storage.vault import Vault, new_secret
from checkin.times import zones
from checkin.times.zones import Zone
from content.library import Library
from content.phrases import Phrases
from tests.checkin.stage import ANA, KIM, SAM, Stage

SECRET = new_secret()
HOUR = timedelta(hours=1)
EASTERN = Zone(zones.EASTERN, True, (zones.EASTERN,))
NO_TEXTS = {"phone_hash": b"anybody", "refused_on": date(2026, 1, 1), "everything": True}

Urls = tuple[tuple[str, str], tuple[str, str]]


def quiet(_table: str, _rows: int) -> None:
    pass


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite"])
def urls(request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path) -> Urls:
    """Where it is and where it goes: a database and a keyring each, as the settings have them."""
    sqlite = (f"sqlite:///{tmp_path}/raincheck.db", f"sqlite:///{tmp_path}/keyring.db")
    server = (postgres_url, postgres_url)
    return (sqlite, server) if request.param.startswith("sqlite") else (server, sqlite)


@dataclass(frozen=True)
class World:
    """What a domain says, wherever it lives."""

    phrases: Phrases
    library: Library

    @contextmanager
    def at(self, url: str, keyring: str) -> Iterator[Stage]:
        """The domain over a database and a keyring."""
        database, vault = Database(url), Vault.unlock(keyring, [SECRET])
        yield Stage(
            Core(
                database=database,
                vault=vault,
                phrases=self.phrases,
                library=self.library,
                public_url="https://rain.example",
                number="+12025550100",
                calls=True,
            )
        )
        vault.keyring.close()
        database.close()


@pytest.fixture
def world(phrases: Phrases, library: Library) -> World:
    return World(phrases, library)


@pytest.fixture
def home(world: World, urls: Urls) -> Iterator[Stage]:
    with world.at(*urls[0]) as stage:
        stage.core.database.migrate()
        yield stage


@pytest.fixture
def away(world: World, urls: Urls) -> Iterator[Stage]:
    with world.at(*urls[1]) as stage:
        yield stage


def house(stage: Stage) -> House:
    return House(stage.core.database, stage.core.vault)


def stop(stage: Stage) -> None:
    """Its worker ends as it should."""
    with stage.work() as work:
        work.conn.execute(workers.delete())


def moved(home: Stage, away: Stage) -> None:
    stop(home)
    again(home, away)
    away.now = home.now


def again(home: Stage, away: Stage) -> None:
    move.move(house(home), house(away), home.now, quiet)


def rows(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    with stage.core.database.read() as conn:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def said(stage: Stage) -> list[tuple[str, datetime, str]]:
    return [(m.to, m.created_at, m.body) for m in stage.carrier.taken]


def lived_in(stage: Stage) -> people.Person:
    """A person with two contacts, a plan, a court date, and a timer that runs."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        court.add(work, person, work.now + timedelta(days=9), EASTERN)
    stage.start(person, HOUR, plan="Room 12")
    return person


def test_a_moved_timer_that_is_missed_alerts_word_for_word_and_at_the_minute_it_would_have(
    home: Stage, away: Stage, world: World, tmp_path: Path
) -> None:
    lived_in(home)
    backup.save(tmp_path / "copy", home.core.database, home.core.vault.keyring, quiet)
    moved(home, away)
    away.wait(3 * HOUR)
    # The same as if nobody had moved: a copy from before lives through the same hours.
    copy = f"sqlite:///{tmp_path}/copy"
    with world.at(f"{copy}/{backup.DATABASE}", f"{copy}/{backup.KEYRING}") as stayed:
        stayed.now = home.now
        stayed.wait(3 * HOUR)
    assert said(away) == said(stayed)
    assert "Room 12" in next(body for to, _, body in said(away) if to == SAM)
    assert {to for to, _, _ in said(away)} == {ANA, SAM, KIM}


def test_every_row_arrives_and_stays_as_it_was(home: Stage, away: Stage) -> None:
    lived_in(home)
    stop(home)
    before = rows(home)
    moved(home, away)
    assert rows(away) == before
    assert rows(home) == before
    assert sum(map(len, before.values())) > 8


def test_what_stays_behind_refuses_every_change_and_every_start(home: Stage, away: Stage) -> None:
    person = lived_in(home)
    moved(home, away)
    with pytest.raises(sa.exc.DBAPIError, match="moved from here"):
        home.beat()
    with pytest.raises(sa.exc.DBAPIError, match="moved from here"), home.work() as work:
        people.change(work, person, name="Eva")
    with pytest.raises(sa.exc.DBAPIError, match="moved from here"), home.work() as work:
        work.conn.execute(checkins.delete())
    with pytest.raises(MoveError, match="RAINCHECK_DATABASE_URL"):
        move.refuse_moved(home.core.database)
    with pytest.raises(MoveError, match="was moved from here"):
        again(home, away)


def test_a_worker_that_beats_forbids_the_move_and_one_that_was_killed_only_for_a_while(
    home: Stage, away: Stage
) -> None:
    lived_in(home)
    with pytest.raises(MoveError, match="A worker is at work"):
        again(home, away)
    assert not rows(away)["people"]
    home.now += health.BEAT_FRESH
    again(home, away)
    assert rows(away)["people"]


def test_a_place_that_is_lived_in_is_refused(home: Stage, away: Stage) -> None:
    lived_in(home)
    stop(home)
    away.core.database.migrate()
    with away.work() as work:
        work.conn.execute(metadata.tables["opt_outs"].insert().values(NO_TEXTS))
    with pytest.raises(MoveError, match="not empty"):
        again(home, away)
    move.refuse_moved(home.core.database)


def test_a_keyring_that_somebody_else_uses_is_not_overwritten(home: Stage, away: Stage) -> None:
    lived_in(home)
    stop(home)
    theirs = away.core.vault.hash("any")
    with pytest.raises(MoveError, match="keys of its own"):
        again(home, away)
    assert away.core.vault.hash("any") == theirs


def test_a_value_that_does_not_open_stops_the_move_and_nothing_is_marked(
    home: Stage, away: Stage
) -> None:
    lived_in(home)
    stop(home)
    with home.core.database.write() as conn:
        conn.execute(checkins.update().values(note_sealed=b"\x02" + bytes(60)))
    with pytest.raises(MoveError, match=r"checkins\.note_sealed does not open"):
        again(home, away)
    assert not rows(away)["people"]
    move.refuse_moved(home.core.database)


def test_a_move_that_failed_half_way_can_be_made_again(home: Stage, away: Stage) -> None:
    lived_in(home)
    stop(home)

    def fails(table: str, _rows: int) -> None:
        if table == "messages":
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        move.move(house(home), house(away), home.now, fails)
    assert not rows(away)["people"]
    moved(home, away)
    assert rows(away)["people"]


def test_what_was_moved_can_be_taken_back(home: Stage, away: Stage) -> None:
    person = lived_in(home)
    moved(home, away)
    move.undo(home.core.database)
    move.refuse_moved(home.core.database)
    assert home.ok(person)
    with pytest.raises(MoveError, match="Nothing was moved"):
        move.undo(home.core.database)


def test_no_table_counts_its_rows_by_itself_so_no_counter_has_to_move(home: Stage) -> None:
    with home.core.database.read() as conn:
        look = sa.inspect(conn)
        defaults = [
            column["default"] or column.get("identity")
            for table in metadata.sorted_tables
            for column in look.get_columns(table.name)
        ]
        sequences = look.get_sequence_names() if not home.core.database.sqlite else []
    assert not [default for default in defaults if "nextval" in str(default)]
    assert sequences == []
