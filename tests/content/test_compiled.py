"""The compiled library says what its sources say, and never what they once said."""

from pathlib import Path

import pytest

from content import compiled
from content.findings import ContentError
from content.library import Library
from tests.content.conftest import Content


def opened(content: Content, file: Path) -> Library:
    return Library.open(content.phrases(), file, root=content.root, overlay=content.overlay)


@pytest.mark.usefixtures("thorough")
def test_what_we_publish_reads_the_same_compiled(ours: Library, tmp_path: Path) -> None:
    made = Library.open(ours.phrases, tmp_path / "library.db")
    assert list(made.cards) == list(ours.cards)
    assert list(made.guides) == list(ours.guides)
    assert {id: place.law for id, place in made.places.items()} == {
        id: place.law for id, place in ours.places.items()
    }
    for language in ours.phrases.languages:
        for card in (*ours.cards, *ours.guides):
            for place in ("us", "us-ny"):
                assert made.page(card, language.code, place) == ours.page(
                    card, language.code, place
                )
        for card in ours.cards:
            assert made.text(card, language.code, "us-ca") == ours.text(
                card, language.code, "us-ca"
            )


def test_it_is_made_once_and_made_anew_when_a_source_changes(
    content: Content, tmp_path: Path
) -> None:
    file = tmp_path / "library.db"
    content.card()
    opened(content, file)
    first = file.stat().st_ino
    opened(content, file)
    assert file.stat().st_ino == first
    content.card(title="Stopped by police")
    assert opened(content, file).title("stopped", "en") == "Stopped by police"
    assert file.stat().st_ino != first


def test_a_changed_translation_makes_it_anew_too(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    content.card()
    content.language("es", cards=[("card:stopped:keywords", "COPS", "POLICÍA")])
    assert [hit.card_id for hit in opened(content, file).find("policia", "es")] == ["stopped"]
    content.language("es", cards=[("card:stopped:keywords", "COPS", "PARADA")])
    assert [hit.card_id for hit in opened(content, file).find("parada", "es")] == ["stopped"]


def test_a_source_at_fault_leaves_the_last_good_one_in_its_place(
    content: Content, tmp_path: Path
) -> None:
    file = tmp_path / "library.db"
    content.card()
    opened(content, file)
    before = compiled.made_from(file)
    content.card(topic="nonsense")
    with pytest.raises(ContentError):
        opened(content, file)
    assert compiled.made_from(file) == before
    assert [each.name for each in tmp_path.glob("*.db")] == ["library.db"]


def test_a_file_of_another_kind_is_not_taken_for_a_compiled_library(tmp_path: Path) -> None:
    assert compiled.made_from(tmp_path / "nothing.db") is None
    (tmp_path / "empty.db").touch()
    assert compiled.made_from(tmp_path / "empty.db") is None
