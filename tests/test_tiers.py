"""What `make check` may run, and how it is held to that."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT, tiers

CONFTEST = """
import pytest
pytest_plugins = ["tests.tiers"]

@pytest.fixture
def postgres(): ...

@pytest.fixture
def postgres_url(postgres): ...

@pytest.fixture(params=["sqlite", "postgres"])
def database(request): ...
"""
SETTINGS = "[pytest]\nmarkers = needs: \n slow: \n alone: \n"


def ran(folder: Path, tests: str, *words: str) -> str:
    """What pytest says about these tests, sorted as ours are."""
    (folder / "pytest.ini").write_text(SETTINGS)
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n0", "-rA", *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.usefixtures("processes")
def test_a_test_is_sorted_by_the_fixtures_it_asks_for_and_by_its_parameters(
    tmp_path: Path,
) -> None:
    tests = (
        "def test_plain(): ...\n"
        "def test_through_another(postgres_url): ...\n"
        "def test_both(database): ...\n"
    )
    said = ran(tmp_path, tests, "--check")
    assert "PASSED test_it.py::test_plain" in said
    assert "PASSED test_it.py::test_both[sqlite]" in said
    assert "2 passed, 2 deselected" in said
    assert "2 passed, 2 deselected" in ran(tmp_path, tests, "--beyond-check")


@pytest.mark.usefixtures("processes")
def test_a_test_in_check_that_starts_a_process_fails_whatever_it_catches(tmp_path: Path) -> None:
    tests = (
        "import subprocess\n"
        "def test_starts():\n"
        "    try:\n"
        "        subprocess.run(['true'])\n"
        "    except Exception:\n"
        "        pass\n"
    )
    said = ran(tmp_path, tests, "--check")
    assert "1 failed" in said
    assert "A test in `make check` may not start a process" in said
    assert "1 passed" in ran(tmp_path, tests)


@pytest.mark.parametrize("event", ["subprocess.Popen", "os.posix_spawn", "os.fork", "os.system"])
def test_every_way_to_start_a_process_is_refused(event: str) -> None:
    with pytest.raises(tiers.NotInCheck, match="may not start a process"):
        tiers.refuse(event, ("true",))


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("rain.example", 443), "/run/other.sock"])
def test_a_call_to_another_machine_or_program_is_refused(address: object) -> None:
    with pytest.raises(tiers.NotInCheck, match="may not call"):
        tiers.refuse("socket.connect", (None, address))


@pytest.mark.parametrize("address", [("127.0.0.1", 80), ("::1", 443, 0, 0), ("localhost", 80)])
def test_a_server_of_the_tests_own_on_loopback_may_be_called(address: object) -> None:
    tiers.refuse("socket.connect", (None, address))
