"""The guide for hosts names only commands, options and files that there are."""

import re
import shlex
import subprocess

import click
import pytest

from tests.deploy.tools import DEPLOY
from webapp.cli import main

ROOT = DEPLOY.parent
GUIDE = (ROOT / "docs" / "host.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.M | re.S)
SPANS = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", GUIDE, flags=re.M | re.S))


def ours() -> list[list[str]]:
    """The words after `raincheck` wherever the guide has someone type it."""
    lines = [line for block in BLOCKS for line in block.replace("\\\n", " ").splitlines()]
    typed = [re.sub(r"'? > .*", "", line) for line in lines] + SPANS
    command = re.compile(r"(?:^|[/ ])raincheck ((?:doctor|move|backup|restore|bench|keys)\b.*)")
    found = (command.search(each) for each in typed)
    return [shlex.split(each[1]) for each in found if each]


@pytest.mark.parametrize("words", ours(), ids=" ".join)
def test_every_command_of_ours_can_be_typed_so(words: list[str]) -> None:
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        name, *words = words
        assert name in command.commands
        command = command.commands[name]
    folders = [each for each in command.params if isinstance(each.type, click.Path)]
    for each in folders:
        each.type = click.STRING  # whether they are there is another question
    command.make_context("raincheck", words, parent=context)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_can_be_read_by_the_shell(block: str) -> None:
    subprocess.run(["bash", "-n"], input=block, text=True, check=True, capture_output=True)


def test_every_file_of_ours_is_where_the_guide_has_it() -> None:
    named = set(re.findall(r"\bdeploy/[\w@./-]+\w", GUIDE))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_settings_it_names_are_in_the_example_and_the_samples_are_what_is_sent() -> None:
    example = (DEPLOY / "raincheck.env.example").read_text()
    named = set(re.findall(r"\b(?:RAINCHECK|TWILIO)_[A-Z_]+\b", GUIDE))
    assert [name for name in named if f"{name}=" not in example] == []
    sent = re.sub(r"\s+", " ", (ROOT / "docs" / "texts.md").read_text("utf-8"))
    samples = re.findall(r"^  \d\. “(.*?)”$", GUIDE, re.M | re.S)
    assert len(samples) == 4
    for sample in samples:
        words = re.sub(r"\s+", " ", sample).replace("YOUR.NAME", "raincheck.example")
        for part in words.split(" … "):
            for piece in re.split(r'(?<=[.!?]) |"', part):
                assert piece in sent
