"""What whoever starts Raincheck by hand is told."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp import cli
from webapp.server.supervisor import Supervisor


@pytest.fixture
def _nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Supervisor, "run", lambda _self: None)


def started(folder: Path, **settings: str) -> Result:
    env = {"RAINCHECK_INSTANCE": str(folder), **settings}
    return CliRunner().invoke(cli.main, ["serve"], env=env, catch_exceptions=False)


@pytest.mark.usefixtures("_nothing_runs")
@pytest.mark.parametrize(("user", "warned"), [(0, True), (1000, False)])
def test_whoever_starts_it_as_root_is_warned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, warned: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("runs as root" in started(tmp_path).stderr) is warned


@pytest.mark.usefixtures("_nothing_runs")
@pytest.mark.parametrize(
    ("bind", "said"), [("127.0.0.1:8000", False), ("127.0.0.1:8123", True), ("0.0.0.0:80", True)]
)
def test_a_demo_that_listens_elsewhere_than_its_links_lead_says_so(
    tmp_path: Path, bind: str, said: bool
) -> None:
    told = started(tmp_path, RAINCHECK_BIND=bind).stdout
    assert (f"It listens on {bind}" in told) is said
