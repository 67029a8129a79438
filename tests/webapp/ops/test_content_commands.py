"""`raincheck content` on the library we ship."""

import sys

import pytest
from click.testing import CliRunner

from peers.phones import Phones
from webapp.cli import main


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.output


@pytest.mark.usefixtures("thorough")
def test_the_library_we_ship_has_nothing_wrong_with_it() -> None:
    code, said = run("content", "check")
    assert code == 0, said
    assert "nothing wrong" in said


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_previewed_text_is_exactly_what_the_keyword_replies(phones: Phones, lang: str) -> None:
    phones.text("+12025550111", f"LANG {lang}")
    reply = phones.text("+12025550111", "ARRESTED")
    _, said = run("content", "preview", "arrested", "--as", "text", "--lang", lang)
    assert said.startswith(reply)


def test_segments_and_price_are_shown_when_asked_for() -> None:
    _, said = run("content", "preview", "id", "--as", "text", "--segments", "--state", "NV")
    assert "GSM-7, 2 segments, $0.0166" in said


@pytest.mark.parametrize("words", [("nope",), ("id", "--state", "ZZ"), ("id", "--lang", "tlh")])
def test_what_is_not_there_is_answered_with_what_is(words: tuple[str, ...]) -> None:
    code, said = run("content", "preview", *words)
    assert code == 1
    assert "There is:" in said


def test_without_the_measure_of_reading_levels_the_check_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "textstat", None)
    code, said = run("content", "check")
    assert code == 1
    assert "pip install 'raincheck[content]'" in said
