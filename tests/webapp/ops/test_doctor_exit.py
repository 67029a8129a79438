"""What a monitor sees of the doctor: nothing while nothing is wrong, else what it is and a 1."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkin.clock import system_clock
from checkin.storage.tables import workers
from peers.phones import Phones
from webapp.cli import main


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("RAINCHECK_", "TWILIO_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))


def test_a_quiet_doctor_says_nothing_and_ends_with_0_while_nothing_is_wrong(phones: Phones) -> None:
    phones.now = system_clock()
    phones.wait()
    result = CliRunner().invoke(main, ["doctor", "--quiet"])
    assert (result.exit_code, result.output) == (0, "")


def test_a_quiet_doctor_says_only_what_is_wrong_and_ends_with_1(phones: Phones) -> None:
    with phones.parts.core.database.write() as conn:
        conn.execute(workers.delete())
    result = CliRunner().invoke(main, ["doctor", "--quiet"])
    assert result.exit_code == 1
    assert result.output.startswith("wrong worker    No worker is running.")
    assert "fine" not in result.output
