"""The systemd units are sound, closed as far as they can be, and closed alike."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.tools import DEPLOY, tool

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
# Out of 100; without any of its settings a service scores 96.
MOST_EXPOSED = 15
PROGRAM = "/opt/raincheck/.venv/bin/raincheck"


def each(unit: Path) -> str:
    return unit.name


def service(unit: Path) -> list[str]:
    _, _, rest = unit.read_text().partition("[Service]\n")
    return [line for line in rest.splitlines() if line and not line.startswith("#")]


def installed(unit: Path, folder: Path) -> Path:
    """The unit as it is on a machine that has the program."""
    made = folder / unit.name
    made.write_text(unit.read_text().replace(PROGRAM, sys.executable))
    return made


def test_there_is_one_for_all_and_one_for_each_part() -> None:
    started = [line for unit in UNITS for line in service(unit) if line.startswith("ExecStart=")]
    assert sorted(started) == [f"ExecStart={PROGRAM} {c}" for c in ("serve", "web", "worker")]


@pytest.mark.parametrize("unit", UNITS, ids=each)
def test_systemd_finds_nothing_wrong_with_it(unit: Path, tmp_path: Path) -> None:
    verify = [tool("systemd-analyze", "systemd"), "verify", "--man=no", installed(unit, tmp_path)]
    found = subprocess.run(verify, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=each)
def test_little_is_open_to_whoever_breaks_in(unit: Path) -> None:
    look = [tool("systemd-analyze", "systemd"), "security", "--no-pager", "--offline=true"]
    found = subprocess.run(
        [*look, f"--threshold={MOST_EXPOSED}", unit], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout


def test_all_are_closed_in_the_same_way() -> None:
    own = ("ExecStart=", "NotifyAccess=")
    settings = {tuple(x for x in service(unit) if not x.startswith(own)) for unit in UNITS}
    assert len(settings) == 1
    assert {"LimitCORE=0", "UMask=0077", "Restart=always"} <= set(settings.pop())
