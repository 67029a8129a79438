"""The containers: as Compose understands them, with nothing left open that need not be."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.tools import DEPLOY, tool
from webapp.cli import main


def configured(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What Compose makes of our file, on a machine that was set up as it says."""
    shutil.copy(DEPLOY / "compose.yaml", folder)
    shutil.copy(DEPLOY / "raincheck.env.example", folder / "raincheck.env")
    return subprocess.run(
        [tool("docker-compose", "docker-compose"), "-f", folder / "compose.yaml", "config"],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def services(tmp_path: Path) -> dict[str, dict[str, Any]]:
    made = configured(tmp_path, DATABASE_PASSWORD="secret")
    assert made.returncode == 0, made.stderr
    found: dict[str, dict[str, Any]] = yaml.safe_load(made.stdout)["services"]
    return found


def test_a_web_two_workers_and_a_database_are_started_again_and_looked_after(
    services: dict[str, dict[str, Any]],
) -> None:
    assert set(services) == {"web", "worker-1", "worker-2", "database"}
    commands = {tuple(services[name]["command"]) for name in ("web", "worker-1", "worker-2")}
    assert commands == {("raincheck", "web"), ("raincheck", "worker")}
    for service in services.values():
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]
        assert service["ulimits"]["core"] == 0


def test_only_the_web_is_reached_and_only_from_this_machine(
    services: dict[str, dict[str, Any]],
) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000/tcp"]}
    assert list(services["database"]["networks"]) == ["inside"]


def test_without_a_password_nothing_is_started(tmp_path: Path) -> None:
    refused = configured(tmp_path)
    assert refused.returncode != 0
    assert "DATABASE_PASSWORD" in refused.stderr or "is missing in .env" in refused.stderr


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text()
    stages = re.findall(r"^FROM \S+(?: AS (\w+))?$", lines, re.M)
    assert re.findall(r"--from=(\w+)", lines) == [stage for stage in stages if stage]
    assert re.search(r"^USER raincheck$", lines, re.M)
    command = re.search(r'^CMD \["raincheck", "(\w+)"\]$', lines, re.M)
    assert command
    assert command[1] in main.commands


def test_no_secret_of_a_host_gets_into_the_image() -> None:
    kept_out = (DEPLOY.parent / ".dockerignore").read_text().splitlines()
    assert {"instance", "**/*.env", "**/.env", ".git"} <= set(kept_out)
