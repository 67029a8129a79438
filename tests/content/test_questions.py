"""The questions that search learns from."""

import pytest

from content import questions
from content.library import Library
from tests.content.conftest import Content

LEAST = 40
"""Questions that each card has in each language, beside its keywords."""


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_card_has_enough_questions_in_both_languages(ours: Library, lang: str) -> None:
    asked = [each.card for each in ours.questions[lang]]
    assert {card: asked.count(card) for card in ours.cards if asked.count(card) < LEAST} == {}


def test_a_question_of_no_card_without_words_or_asked_twice_is_a_fault(content: Content) -> None:
    content.card("stopped")
    folder = content.root / "questions"
    folder.mkdir()
    lines = [
        "stopped\tcan I go",
        "nosuch\twhat now",
        "stopped\tCan I go?",
        "stopped",
        "smalltalk\thi",
    ]
    (folder / "en.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    library = content.library()
    found = list(questions.faults(library.questions["en"], library.cards))
    assert [each.line for each in found] == [2, 3, 4]
    assert "no card “nosuch”" in found[0].reason
    assert "line 1 for stopped" in found[1].reason


def test_a_hosts_own_questions_are_added_to_ours(content: Content) -> None:
    for folder, text in (
        (content.root, "stopped\tcan I go\n"),
        (content.overlay, "stopped\tmay I leave\n"),
    ):
        (folder / "questions").mkdir()
        (folder / "questions" / "en.tsv").write_text(text, "utf-8")
    asked = questions.read(content.root, content.overlay)["en"]
    assert [each.text for each in asked] == ["can I go", "may I leave"]
