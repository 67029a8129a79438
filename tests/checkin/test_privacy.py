"""A copy of the database shows nobody's number, name, plan or words."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkin.actions import links
from checkin.machine.events import Ack
from checkin.people import people
from checkin.storage.tables import checkins, messages, metadata
from tests.checkin.carrier import refuses
from tests.checkin.scenes import SECOND
from tests.checkin.stage import ANA, KIM, SAM, Stage

NAME, CONTACT, PLAN = "Anastasia", "Samantha", "Hotel by the river, room 12"


def copy(stage: Stage) -> bytes:
    """What a thief of the database holds: the SQLite files as they are, every PostgreSQL cell."""
    database = stage.core.database
    if database.sqlite:
        file = Path(str(database.url.database))
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    cells = []
    with database.read() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(sa.select(table)):
                cells += [bytes(c) if isinstance(c, bytes) else str(c).encode() for c in row]
    return b"\n".join(cells)


@pytest.fixture
def secrets(stage: Stage) -> list[str]:
    """Everything a full life of a check-in was told and has said; the carrier down at its end."""
    person = stage.person(ANA, name=NAME)
    sam = stage.contact(person, SAM, CONTACT)
    stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        token, code = people.add_device(work, person), links.code(work, person)
    timer = stage.start(person, plan=PLAN)
    stage.pass_to(timer.checkin.due_at)
    stage.carrier.trouble = refuses()
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace + timedelta(minutes=1))
    said = [message.body for message in stage.carrier.taken]
    ours = [body.rpartition("/c/")[2] for body in said if "/c/" in body]
    assert stage.timer(timer).note == PLAN
    assert stage.outbox(status="queued")
    stage.apply(timer, Ack(sam.id))
    numbers = [ANA, ANA[1:], ANA[2:], SAM[1:], SAM[2:], KIM[1:], KIM[2:]]
    return [*numbers, NAME, CONTACT, PLAN, "room 12", token, code, "did not check in", *ours]


@pytest.mark.promise("A stolen copy of the database shows no number, name, note or message.", of=3)
def test_a_copy_of_the_database_shows_no_number_name_plan_or_text(
    stage: Stage, secrets: list[str]
) -> None:
    found = copy(stage)
    assert len(found) > 1000
    assert [secret for secret in secrets if secret.encode() in found] == []


@pytest.mark.promise(
    "Your note is destroyed when you close your timer, and each message once it is handed over.",
    of=3,
)
def test_the_database_keeps_no_word_of_what_has_been_handed_over_or_closed(stage: Stage) -> None:
    person = stage.person(ANA, name=NAME)
    stage.contact(person, SAM, CONTACT)
    stage.missed(person, plan=PLAN)
    stage.ok(person)
    stage.run()
    stage.now += SECOND
    with stage.work() as work:
        kept = work.conn.execute(
            sa.select(messages).where(
                sa.or_(messages.c.to_sealed.is_not(None), messages.c.body_sealed.is_not(None))
            )
        ).all()
        plans = work.conn.execute(sa.select(checkins.c.note_sealed)).scalars().all()
    assert kept == []
    assert plans == [None]


def test_what_is_logged_names_nobody(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = stage.person(ANA, name=NAME)
    stage.contact(person, SAM, CONTACT)
    stage.carrier.trouble = refuses(operator=True)
    stage.missed(person, plan=PLAN)
    stage.carrier.trouble = lambda _: RuntimeError("boom")
    stage.wait(timedelta(minutes=20))
    assert caplog.text
    for secret in (ANA[1:], SAM[1:], NAME, CONTACT, PLAN, "did not check in"):
        assert secret not in caplog.text
