"""What the documents show of our texts is what the gateway says."""

import re
from pathlib import Path

import pytest

from bench import document
from bench.dialogue import talk
from bench.document import begin, written
from bench.replies import script
from sms.parsing.commands import Command
from tests import ROOT

pytestmark = pytest.mark.usefixtures("thorough")

DOC = (ROOT / "docs" / "texts.md").read_text("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return document.texts(tmp_path_factory.mktemp("texts"))


def test_the_texts_in_the_docs_are_those_of_the_gateway(made: dict[str, str]) -> None:
    """When they are not: raincheck bench transcript --into docs/texts.md."""
    assert written(DOC, made) == DOC


def test_nothing_in_them_is_different_each_time(made: dict[str, str]) -> None:
    everything = "\n".join(made.values())
    assert "/c/…" in everything
    assert "check-in code: …" in everything
    assert not re.search(r"/c/\w", everything)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_command_is_in_the_table(tmp_path: Path, lang: str) -> None:
    with talk(tmp_path) as said:
        played = {step[0] for step in script(said, lang) if isinstance(step, tuple)}
    assert set(Command) <= played


def test_a_document_without_the_marks_is_refused_and_told_what_it_needs() -> None:
    with pytest.raises(ValueError, match="needs a line"):
        written("no marks", {"transcript": ""})
    assert begin("transcript") in DOC
