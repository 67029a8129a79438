"""A database of an older version, with people in it, brought up to date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkin import store
from checkin.messages import outbox
from checkin.monitoring import daily_counters
from checkin.people import locations, opt_outs, people
from checkin.people.locations import Location
from checkin.storage import sealed_columns
from checkin.storage.core import Core
from checkin.storage.database import Database
from checkin.storage.vault import Vault
from checkin.worker import due
from tests.checkin.scenes import START
from tests.checkin.stage import Stage

BEFORE_THE_NEW_NAMES = "0006"
SAM, ALEX = "+12025550122", "+12025550133"
NOW = round(START.timestamp() * 1000)
HOUR = 3_600_000
PLACE = Location(38.907, -77.037, 100, START)


@pytest.fixture
def old(core: Core, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of the same kind, as the version before the new names made it."""
    here = f"sqlite:///{tmp_path}/old.db"
    url = here if core.database.sqlite else request.getfixturevalue("postgres_url")
    database = Database(url)
    database.migrate(BEFORE_THE_NEW_NAMES)
    yield database
    database.close()


def fill(database: Database, vault: Vault) -> None:
    """A running timer with a note and a place, an alert on its way, and all that has a new name."""

    def seal(text: str, cell: str) -> bytes:
        return vault.seal(text, cell, START.date())

    hashed, refused = vault.hash(SAM), vault.hash(ALEX)
    checkin = {
        "id": "c1",
        "person_id": "p1",
        "state": "armed",
        "started_at": NOW,
        "due_at": NOW + HOUR,
        "next_at": NOW + HOUR,
        "about": "missing",
        "plan_sealed": seal("Room 12", "checkins.plan:c1"),
        "spot_sealed": seal(locations.serialize(PLACE), "checkins.spot:c1"),
        "spot_at": NOW,
        "at_once": False,
        "sos": False,
        "reminded": True,
        "asked": False,
        "round": 0,
        "reminder_s": 600.0,
        "grace_s": 600.0,
        "escalate_s": 300.0,
        "hold_s": 3600.0,
    }
    message = {
        "id": "m1",
        "person_id": "p1",
        "checkin_id": "c1",
        "contact_id": "k1",
        "kind": "alert",
        "by": "call",
        "priority": 0,
        "lang": "en",
        "to_sealed": seal(SAM, "messages.to:m1"),
        "body_sealed": seal("Call Ana", "messages.body:m1"),
        "status": "queued",
        "attempts": 0,
        "doubtful": False,
        "due_at": NOW,
        "created_at": NOW,
        "send_at": NOW,
        "useful_until": NOW + HOUR,
        "followed": False,
        "changed_at": NOW,
    }
    rows = {
        "people": {
            "id": "p1",
            "lang": "en",
            "place": "us-ny",
            "name_sealed": seal("Ana", "people.name:p1"),
            "police": "ask",
            "police_after_hours": 1,
            "at_once": False,
            "leaving": False,
            "created_on": START.date(),
        },
        "contacts": {
            "id": "k1",
            "person_id": "p1",
            "position": 1,
            "name_sealed": seal("Sam", "contacts.name:k1"),
            "phone_sealed": seal(SAM, "contacts.phone:k1"),
            "phone_hash": hashed,
            "lang": "en",
            "consent": "confirmed",
            "token_hash": b"invitation",
            "invited_at": NOW,
        },
        "checkins": checkin,
        "recipients": {
            "checkin_id": "c1",
            "contact_id": "k1",
            "turn": 0,
            "standing": "waiting",
            "told_round": 0,
            "ever_told": False,
            "token_hash": b"link",
            "token_sealed": seal("token", "recipients.token:c1:k1"),
        },
        "messages": message,
        "refusals": {"phone_hash": refused, "refused_on": START.date(), "everything": True},
        "threads": {
            "phone_hash": hashed,
            "lang": "es",
            "place": "us-ca",
            "memory_sealed": seal("{}", f"threads.memory:{hashed.hex()}"),
            "misses": 2,
            "changed_at": NOW,
        },
        "days": {
            "id": "d1",
            "day": START.date(),
            "by": "text",
            "outcome": "sent",
            "count": 3,
            "segments": 5,
        },
        "tallies": {
            "id": "t1",
            "by": "text",
            "purpose": "alert",
            "step": "accepted",
            "within_s": 2.0,
            "count": 4,
            "seconds": 3.5,
        },
        "passes": {"id": "h1", "kind": "link", "token_hash": b"host", "until": NOW + HOUR},
        "banners": {"lang": "en", "text": "Closed on Monday", "until": NOW + HOUR},
    }
    reflected = sa.MetaData()
    reflected.reflect(database.engine)
    with database.write() as conn:
        for name, row in rows.items():
            conn.execute(reflected.tables[name].insert().values(row))


@pytest.mark.promise("An update keeps every running timer, its note and its contacts.", of=1)
def test_a_timer_that_ran_before_the_update_runs_on_and_alerts(old: Database, core: Core) -> None:
    fill(old, core.vault)
    old.migrate()
    upgraded = replace(core, database=old)
    with upgraded.read(START) as work:
        ana = people.get(work, "p1")
        assert ana
        running = store.open_for(work, ana)
        assert running
        assert (running.note, running.location) == ("Room 12", PLACE)
        [recipient] = running.checkin.recipients
        assert recipient.contact_id == "k1"
    stage = Stage(upgraded)
    stage.now = START + timedelta(hours=3)
    with upgraded.write(stage.now) as work:
        while due.advance_due(work, 20):
            pass
    assert "alert" in {row.kind for row in stage.outbox(contact_id="k1", channel="text")}


def test_what_waited_to_be_sent_still_leaves_by_its_channel(old: Database, core: Core) -> None:
    fill(old, core.vault)
    old.migrate()
    with replace(core, database=old).write(START) as work:
        [message] = outbox.claim(work, 10)
    assert (message.channel, message.message.to, message.message.body) == ("call", SAM, "Call Ana")


def test_who_opted_out_stays_out_and_counts_stay_counted(old: Database, core: Core) -> None:
    fill(old, core.vault)
    old.migrate()
    with replace(core, database=old).read(START) as work:
        assert opt_outs.wants_nothing(work, ALEX)
        [count] = daily_counters.since(work.conn, START.date())
    assert (count.channel, count.step, count.count, count.segments) == ("text", "sent", 3, 5)


def test_every_sealed_value_of_the_old_tables_still_opens(old: Database, core: Core) -> None:
    fill(old, core.vault)
    old.migrate()
    opened = []
    with old.read() as conn:
        for table, column in sealed_columns.columns():
            query = sa.select(*table.primary_key.columns, column).where(column.is_not(None))
            for row in conn.execute(query):
                cell = sealed_columns.name(table, column, row)
                core.vault.open(getattr(row, column.name), cell)
                opened.append(f"{table.name}.{column.name}")
    assert {"checkins.note_sealed", "checkins.location_sealed", "sessions.memory_sealed"} <= set(
        opened
    )
