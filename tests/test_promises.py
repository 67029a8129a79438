"""The page of promises says what the tests prove, no more and no less."""

import re
from pathlib import Path

import pytest

from tests.promises import FIVE, PAGE, TESTS, collect, page

SECURITY = TESTS.parent / "SECURITY.md"


def test_the_page_is_what_the_tests_say() -> None:
    assert PAGE.read_text() == page(collect()), "docs/promises.md is stale: run make promises"


@pytest.mark.parametrize("number", FIVE)
def test_each_of_the_five_promises_is_proved_by_several_tests(number: int) -> None:
    assert len([each for each in collect() if each.of == number]) >= 3


def test_the_five_are_those_of_the_read_me() -> None:
    told = (TESTS.parent / "README.md").read_text()
    assert re.findall(r"^(\d)\. \*\*(.+?)\.\*\*", told, re.M) == [
        (str(number), title) for number, title in FIVE.items()
    ]


def test_every_promise_is_one_plain_sentence_to_the_reader() -> None:
    for each in collect():
        assert each.of in FIVE, each
        assert re.fullmatch(r"[A-Z“].*[.”]", each.sentence), each
        assert len(each.sentence) < 200, each
        assert not re.search(r"\b(?:token|database row|API|HTTP|user)\b", each.sentence), each


def test_a_mark_is_read_wherever_it_stands_and_a_stale_page_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_x.py").write_text(
        '@pytest.mark.promise("Rain is wet.", of=2)\n@pytest.mark.alone\ndef test_it(): ...\n'
        'class TestY:\n    @pytest.mark.promise("Snow is cold.", of=1)\n    def test_z(self): ...\n'
    )
    found = collect(folder)
    assert [(each.of, each.sentence, each.test) for each in found] == [
        (1, "Snow is cold.", "test_z"), (2, "Rain is wet.", "test_it"),
    ]  # fmt: skip
    assert page(found) != page(found[:1])


def test_no_test_of_a_promise_may_be_passed_over() -> None:
    for file in {each.file for each in collect()}:
        text = (TESTS.parent / file).read_text()
        assert not re.search(r"mark\.(?:skip|xfail)|pytest\.(?:skip|xfail)", text), file


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"\((tests/[\w/]+\.py)(?: \"(\w+)\")?\)", SECURITY.read_text())
    assert len(named) > 25
    for file, test in named:
        text = (TESTS.parent / file).read_text()
        assert not test or f"def {test}(" in text, (file, test)
