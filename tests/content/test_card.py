from collections.abc import Callable
from pathlib import Path

import pytest

from content.card import Card, parse
from content.findings import ContentError
from tests.content.conftest import Content

SLOTS = frozenset({"offense", "stop_identify"})


def read(file: Path) -> Card:
    return parse(file.read_text("utf-8"), file, SLOTS)


def test_a_card_is_read_block_by_block_for_the_translator(content: Content) -> None:
    card = read(content.card())
    assert [(unit.text, unit.context) for unit in card.units()] == [
        ("Police stop you", "card:stopped"),
        ("Ask if you are free to leave.", "card:stopped"),
        ("Am I free to leave?", "card:stopped"),
        ("Say: Am I free to leave? Then stay silent.", "card:stopped"),
        ("What to do", "card:stopped"),
        ("Stay calm in {place}.", "card:stopped"),
        ("Do not run.", "card:stopped"),
        ("COPS", "card:stopped:keywords"),
    ]


def test_a_slot_on_its_own_is_nothing_to_translate(content: Content) -> None:
    card = read(content.card(body="## Law\n\n{law.offense}\n", text="['{law.offense}']"))
    assert [unit.text for unit in card.units() if "{" in unit.text] == []
    assert [name for name, _ in card.slots()] == ["law.offense", "law.offense"]


def test_a_text_block_knows_which_sentence_to_say_it_holds(content: Content) -> None:
    card = read(content.card(say="['Am I free to leave? I want a lawyer.']"))
    assert card.quoted("Say: Am I free to leave? Then stay silent.") == ("Am I free to leave?",)
    assert card.quoted("Stay calm.") == ()


BROKEN: list[tuple[str, Callable[[Content], Path]]] = [
    ("14: {law.weather} is no slot", lambda c: c.card(body="## A\n{law.weather}\n")),
    ("14: {weather} is no slot", lambda c: c.card(body="## A\nToday {weather}.\n")),
    (
        "14: {law.offense} must stand alone",
        lambda c: c.card(body="## A\nThe law: {law.offense}\n"),
    ),
    ("13: text before the first ## heading", lambda c: c.card(body="Hello.\n")),
    ("16: this section is empty", lambda c: c.card(body="## A\nHello.\n\n## B\n")),
    ("13: headings are ## only", lambda c: c.card(body="# A\nHello.\n")),
    ("16: a list inside a list", lambda c: c.card(body="## A\n\n- a\n  - b\n")),
    ("14: only headings, paragraphs and lists: blockquote", lambda c: c.card(body="## A\n> b\n")),
    ("13: the card has no ## section", lambda c: c.card(body="")),
    ("3: topic: Input should be", lambda c: c.card(topic="never")),
    ("11: review_by: ", lambda c: c.card(review_by="soon")),
    ("10: sources.0.url: ", lambda c: c.card(sources="[{title: A, url: here, date: '1968'}]")),
    ("5: title is the same everywhere", lambda c: c.card(title="'Stopped in {place}'")),
    ("8: say is the same everywhere", lambda c: c.card(say="['I live in {place}.']")),
    ("2: the file is not named stopped.md", lambda c: c.card().rename(c.root / "cards/other.md")),
]


@pytest.mark.parametrize(("reason", "write"), BROKEN, ids=[reason for reason, _ in BROKEN])
def test_a_card_with_a_fault_is_refused_with_file_and_line(
    reason: str, write: Callable[[Content], Path], content: Content
) -> None:
    file = write(content)
    with pytest.raises(ContentError) as refused:
        read(file)
    assert any(f"{file.name}:{reason}" in str(each) for each in refused.value.findings), str(
        refused.value
    )


def test_a_card_without_front_matter_is_refused() -> None:
    with pytest.raises(ContentError, match="starts with front matter"):
        parse("## Hello\n", Path("stopped.md"), SLOTS)


def test_every_fault_is_told_at_once(content: Content) -> None:
    file = content.card(topic="never", body="# A\n> b\n")
    with pytest.raises(ContentError) as refused:
        read(file)
    assert len(refused.value.findings) >= 3
