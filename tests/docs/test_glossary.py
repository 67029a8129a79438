"""The glossary explains each word once, and where it says the word lives, it lives."""

import re

import pytest

from tests import ROOT

ROWS = re.findall(
    r"^\| (?!word \||---)(.+?) \| (.+) \| `([^`]+)` \|$",
    (ROOT / "docs" / "glossary.md").read_text("utf-8"),
    re.M,
)
WORDS = [(word, file) for words, _, file in ROWS for word in words.split(", ")]


@pytest.mark.parametrize(("word", "file"), WORDS)
def test_the_word_is_used_where_the_glossary_says(word: str, file: str) -> None:
    shape = re.sub(r"[ -]", r"[\\W_]?", word.removeprefix("danger ").removeprefix("safe "))
    told = file + (ROOT / file).read_text("utf-8")
    assert re.search(rf"(?<![a-z]){shape}|_{shape}", told, re.I)


def test_each_word_is_explained_once_in_one_line() -> None:
    assert len(WORDS) > 80
    assert len({word.casefold() for word, _ in WORDS}) == len(WORDS)
    assert max(len(meaning) for _, meaning, _ in ROWS) < 150
