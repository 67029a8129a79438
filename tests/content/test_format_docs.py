import re
from pathlib import Path

from content import card, documents
from content.law import SLOTS, StateLaw
from tests import ROOT

DOCS = (ROOT / "docs" / "content-format.md").read_text("utf-8")


def sample(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", DOCS, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_card_in_the_docs_is_a_card() -> None:
    assert card.parse(sample("markdown"), Path("stopped.md"), SLOTS).id == "stopped"


def test_the_fact_in_the_docs_is_a_fact() -> None:
    law = documents.read(sample("yaml"), Path("NV.yaml")).model(StateLaw)
    assert law.stop_identify is not None


def test_the_docs_name_every_slot() -> None:
    assert set(re.findall(r"`\{law\.(\w+)\}`", DOCS)) == SLOTS
