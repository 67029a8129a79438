"""No command of ours, and no setting, is one that nobody can read about."""

import re
from collections.abc import Iterator

import click
import pytest

from tests import ROOT
from webapp.cli import main
from webapp.settings import Settings

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "deploy" / "raincheck.env.example").read_text("utf-8")
GUIDES = "\n".join(file.read_text("utf-8") for file in (ROOT / "docs").glob("*.md"))


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """Every command that does something, as it is typed after `raincheck`."""
    for name, command in group.commands.items():
        typed = f"{before}{name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{typed} ")
        else:
            yield typed


@pytest.mark.parametrize("typed", [c for c in commands(main) if not c.startswith("bench ")])
def test_every_command_is_told_of_in_the_readme(typed: str) -> None:
    table = README.partition("## Running it for others")[2]
    assert re.search(rf"`(raincheck )?{typed}\b", table), typed


@pytest.mark.parametrize("typed", [c for c in commands(main) if c.startswith("bench ")])
def test_every_benchmark_is_told_of_somewhere(typed: str) -> None:
    assert f"raincheck {typed}" in README + GUIDES


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name != "instance"])
def test_every_setting_is_explained_in_the_example(name: str) -> None:
    known = {f"RAINCHECK_{name.upper()}", name.upper()}
    assert known & set(re.findall(r"[A-Z][A-Z_]+", EXAMPLE)), name
