from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import documents
from content.findings import ContentError
from content.sources import Frozen, Source

FILE = Path("cards/stopped.md")
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20)


class Bag(Frozen):
    count: int
    sources: tuple[Source, ...] = ()


@given(st.dictionaries(WORDS, WORDS | st.lists(WORDS), max_size=5))
def test_what_is_quoted_is_read_as_it_was_written(values: dict[str, object]) -> None:
    text = yaml.safe_dump(values, default_style='"', allow_unicode=True)
    assert documents.read(text, FILE).values == values


@pytest.mark.parametrize("word", ["NO", "ON", "yes", "off", "2026-02", "08", "1:30", "1e3"])
def test_words_and_dates_stay_as_they_are_written(word: str) -> None:
    assert documents.read(f"word: {word}", FILE).values == {"word": word}


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("False", False), ("7", 7), ("~", None)]
)
def test_truth_numbers_and_nothing_are_read_as_such(word: str, value: object) -> None:
    assert documents.read(f"word: {word}", FILE).values == {"word": value}


def test_a_refused_value_is_named_with_its_file_and_line() -> None:
    text = "count: many\nsources:\n  - title: Law\n    url: not an address\n    date: '2026'\n"
    with pytest.raises(ContentError) as refused:
        documents.read(text, FILE, first_line=2).model(Bag)
    first, second = refused.value.findings
    assert (first.file, first.line) == ("cards/stopped.md", 2)
    assert first.reason.startswith("count: ")
    assert second.line == 5
    assert second.reason.startswith("sources.0.url: ")


def test_a_missing_value_is_reported_at_what_should_hold_it() -> None:
    with pytest.raises(ContentError, match=r"stopped.md:3: sources.0.date: Field required"):
        documents.read("count: 1\nsources:\n  - title: Law\n    url: https://x.org/\n", FILE).model(
            Bag
        )


def test_a_name_we_do_not_know_is_refused() -> None:
    with pytest.raises(ContentError, match="2: colour: Extra inputs"):
        documents.read("count: 1\ncolour: red\n", FILE).model(Bag)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [1", "2: not YAML"),
        ("- a", "a mapping of names to values is needed"),
        ("", "a mapping of names to values is needed"),
        ("a: 1\nb: 2\na: 3", "3: “a” is given twice"),
    ],
)
def test_what_is_no_mapping_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        documents.read(text, FILE)
