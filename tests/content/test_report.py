"""What the documents say of the content is what the content says."""

from pathlib import Path

import pytest

from bench.library import phrases, share
from content import report
from content.library import Library
from tests import ROOT

DOC = (ROOT / "docs" / "content.md").read_text("utf-8")


def test_the_coverage_in_the_docs_is_that_of_the_files(ours: Library) -> None:
    """When it is not: raincheck content report --into docs/content.md."""
    assert report.replaced(DOC, report.report(ours)) == DOC


def test_a_document_without_the_marks_is_refused_and_told_what_it_needs() -> None:
    with pytest.raises(ValueError, match="needs a line"):
        report.replaced("no marks", "table")


def test_every_place_is_in_the_table_and_every_gap_in_the_list(ours: Library) -> None:
    made = report.report(ours)
    for place in ours.places.values():
        assert f"| {place.code} |" in made
    assert "**Mississippi**: offense" in made


def test_the_phrases_ask_for_cards_that_there_are(ours: Library) -> None:
    assert {card for phrase in phrases() for card in phrase.cards} == set(ours.cards)


@pytest.mark.usefixtures("thorough")
@pytest.mark.parametrize(
    ("lang", "first", "among", "wrong"), [("en", 128, 140, 13), ("es", 52, 56, 7)]
)
def test_the_search_does_not_grow_worse(
    ours: Library, tmp_path: Path, lang: str, first: int, among: int, wrong: int
) -> None:
    """A little below what was measured; the phrases were written before any tuning."""
    found = share(Library.open(ours.phrases, tmp_path / "library.db"), lang)
    assert found.first >= first
    assert found.among_three >= among
    assert found.wrong <= wrong
