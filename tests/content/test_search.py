"""Finding cards in people's own words, in small libraries of the tests' own."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import search
from content.library import Library
from content.search import Hit
from tests import ROOT
from tests.content.conftest import Content


@pytest.fixture
def small(content: Content, tmp_path: Path) -> Library:
    """Three cards in English; the first in Spanish too."""
    content.card(
        "search",
        title="Searches",
        keywords="[PURSE, POCKETS]",
        asks="[can they look in my bag]",
        say="[I do not consent to a search.]",
    )
    content.card("car", title="In a car", keywords="[TRUNK]", asks="[do I have to open the trunk]")
    content.card("bail", title="Bail", keywords="[BOND]", body="## A\n\nPay the bond. [^terry]\n")
    content.language("es", cards=[("card:search:keywords", "PURSE, POCKETS", "BOLSA, CARTERA")])
    return Library.open(
        content.phrases(), tmp_path / "library.db", root=content.root, overlay=content.overlay
    )


def found(library: Library, text: str, lang: str = "en") -> list[str]:
    return [hit.card_id for hit in library.find(text, lang)]


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("purse", "search"),
        ("are they allowed to look in my purse?", "search"),
        ("he SEARCHED my pockets", "search"),
        ("trunck", "car"),
        ("opne the trunk", "car"),
        ("bonds", "bail"),
    ],
)
def test_a_question_finds_its_card_whatever_its_form_and_typing(
    small: Library, text: str, card: str
) -> None:
    assert found(small, text)[0] == card


@pytest.mark.parametrize("text", ["", "   ", "?!…", "🌂", "zzzzqqq xxxyyy", "'\"* OR NEAR("])
def test_what_no_card_knows_finds_nothing_and_breaks_nothing(small: Library, text: str) -> None:
    assert found(small, text) == []


def test_a_keyword_of_another_language_is_found_in_that_language(small: Library) -> None:
    assert found(small, "mi cártera", "es")[0] == "search"
    assert small.language_of("mi bolsa", "en") == "es"


def test_only_a_likely_card_is_sure(small: Library) -> None:
    assert search.sure(small.find("look in my purse", "en"))
    assert not search.sure((Hit("car", 0.6, 0.4), Hit("bail", 0.4, 0.4)))
    assert not search.sure(())


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search(text: str) -> None:
    for lang in ("en", "es", "zh_Hans"):
        for word in search.words(text, lang):
            assert word


def test_a_library_read_from_its_sources_says_that_it_cannot_search(content: Content) -> None:
    with pytest.raises(LookupError, match=r"Library\.open"):
        content.library().find("purse", "en")


@pytest.mark.usefixtures("thorough")
def test_words_cut_to_their_stem_by_many_at_once_are_the_same_as_by_one() -> None:
    asked = ["searching", "generously", "relational", "operations", "arrested", "policías"] * 300
    alone = [search.stem(word, "en") for word in asked]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as sessions:
            found = sessions.map(lambda _: [search.stem(word, "en") for word in asked], range(8))
            assert all(each == alone for each in found)
    finally:
        sys.setswitchinterval(before)


_ASK = """
import sys
from content.search import Search
from pathlib import Path
found = Search(Path(sys.argv[1]))
for text in ("cant brethe", "agarraron ami ermano", "warant", "expundge", "lisence", "abogdo"):
    for lang in ("en", "es"):
        print([(hit.card_id, round(hit.score, 6)) for hit in found.find(text, lang)])
"""


@pytest.mark.usefixtures("processes")
def test_every_process_finds_the_same_cards_for_a_word_that_nobody_knows(
    ours: Library, tmp_path: Path
) -> None:
    """Python orders a set anew in each process: two servers answered one question differently."""
    file = tmp_path / "library.db"
    Library.open(ours.phrases, file)
    said = {
        subprocess.run(
            [sys.executable, "-c", _ASK, str(file)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(said) == 1
