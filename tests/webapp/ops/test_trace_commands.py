"""`raincheck trace`, and the line in the log for each attempt."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from checkin.storage.tables import checkins, messages
from peers.phones import Phones
from sms.simulator.faults import Trouble
from webapp import redaction
from webapp.cli import main
from webapp.ops import trace_commands

ANA, SAM = "+12025550111", "+12025550122"
ATTEMPT = re.compile(
    r"attempt message=[0-9a-f]{32} kind=\w+ channel=(text|call|push) try=\d+ "
    r"outcome=(accepted|failed|opted_out|gone|retry|lease_lost) code=(\w+|-) "
    r"next=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|-) took=\d+\.\d{3}"
)


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, phones: Phones) -> None:
    """The command looks where the phones live, at their clock."""
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(phones.parts.settings.instance))
    monkeypatch.setattr(trace_commands, "system_clock", lambda: phones.now)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log as it is in real life: with what looks personal struck out."""
    before = logging.getLogRecordFactory()
    redaction.install()
    caplog.set_level(logging.INFO)
    yield caplog
    logging.setLogRecordFactory(before)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["trace", *words])
    return result.exit_code, result.output


def missed(phones: Phones) -> None:
    phones.text(ANA, "NAME Anastasia")
    phones.befriend(ANA, SAM, "Samantha")
    phones.text(ANA, "IN 30M Hotel by the river")
    phones.wait(timedelta(minutes=41))


def ids(phones: Phones, column: sa.Column[str], *where: sa.ColumnElement[bool]) -> list[str]:
    with phones.parts.core.read(phones.now) as work:
        return list(work.conn.execute(sa.select(column).where(*where)).scalars())


def test_an_alert_is_followed_from_the_log_to_its_end(
    phones: Phones, log: pytest.LogCaptureFixture
) -> None:
    missed(phones)
    [line] = [r.getMessage() for r in log.records if " kind=alert " in r.getMessage()]
    id = line.partition("message=")[2].partition(" ")[0]
    code, said = run(id)
    assert code == 0
    assert f"Message {id}: alert by text" in said
    assert "tried      once" in said
    assert "next       " in said


def test_a_check_in_is_told_with_its_messages_and_no_word_of_its_own(phones: Phones) -> None:
    missed(phones)
    [id] = ids(phones, checkins.c.id)
    code, said = run(id)
    assert code == 0
    assert f"Check-in {id}: alerting" in said
    for kind in ("remind", "ask", "ask_again", "alerting", "alert"):
        assert re.search(rf"message    [0-9a-f]{{32}}: {kind} by text", said), kind
    for word in ("Anastasia", "Samantha", "Hotel", "river", ANA[2:], SAM[2:]):
        assert word not in said


def test_what_is_overdue_is_listed_with_its_reason_and_ends_with_one(phones: Phones) -> None:
    phones.wait()
    assert run("--late") == (0, "Nothing is overdue.\n")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 30M")
    phones.now += timedelta(minutes=50)  # with the worker asleep
    code, said = run("--late")
    assert code == 1
    assert "armed check-in" in said
    assert "No worker is alive" in said


@pytest.mark.parametrize("words", [(), ("x", "--late")])
def test_one_id_or_what_is_late_is_asked_for(words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2


def test_an_id_that_is_not_there_says_how_long_rows_are_kept() -> None:
    code, said = run("0" * 32)
    assert code == 1
    assert "Give the whole id" in said


def test_without_a_database_the_next_step_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RAINCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    code, said = run("--late")
    assert code == 1
    assert "RAINCHECK_DATABASE_URL" in said


@pytest.mark.promise("The log tells each attempt to send, and nothing of anyone.", of=3)
def test_every_attempt_is_one_line_of_the_log_that_leads_to_nobody(
    phones: Phones, log: pytest.LogCaptureFixture
) -> None:
    assert phones.parts.simulator
    missed(phones)
    phones.parts.simulator.suffer(Trouble.DOWN)
    phones.parts.gateway.receive("SMok", ANA, "OK")
    phones.wait(timedelta(minutes=2))
    phones.parts.simulator.suffer(Trouble.NONE)
    phones.wait(timedelta(minutes=10))
    said = [r.getMessage() for r in log.records if r.getMessage().startswith("attempt")]
    assert any(" outcome=retry " in line for line in said)
    assert [line for line in said if not ATTEMPT.fullmatch(line)] == []
    tried = {line.partition("message=")[2].partition(" ")[0] for line in said}
    assert tried == set(ids(phones, messages.c.id, messages.c.attempts > 0))
    everything = "\n".join(r.getMessage() for r in log.records)
    for word in ("Anastasia", "Samantha", "Hotel", "river", ANA[2:], SAM[2:]):
        assert word not in everything
