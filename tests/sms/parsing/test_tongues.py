"""Languages that we do not speak are known, and English and Spanish never taken for one."""

import csv
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from content import tongues
from content.phrases import LOCALES
from sms.encoding.segments import fit, measure
from sms.parsing.grammar import parse
from sms.parsing.meanings import Foreign, NearCard
from sms.parsing.normalize import Text
from sms.parsing.tongues import UNKNOWN, Tongues
from sms.parsing.vocabulary import Vocabulary
from tests import ROOT
from tests.sms import scrawl

EVERY = tongues.read()
ALL = Tongues.build(EVERY, [])


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


SAID = [(code, text) for code, text in _rows(Path(__file__).parent / "tongues.tsv")]
LEARNED = sorted((ROOT / "sms/parsing/learned").glob("*.tsv"))
OURS = sorted(
    {text for _, text, _ in _rows(ROOT / "tests/content/phrases.tsv")}
    | {row[2] for row in _rows(ROOT / "bench/blind/questions.tsv")}
    | {row[1] for row in _rows(ROOT / "bench/blind/danger.tsv")}
    | {cell for row in _rows(ROOT / "bench/blind/times.tsv") for cell in row}
    | {row[-1] for file in LEARNED for row in _rows(file)}
)
"""What people text in English and Spanish, slang and typos among it."""


@pytest.mark.parametrize(("code", "text"), SAID)
def test_a_text_in_a_language_we_do_not_speak_is_known_for_it(
    words: Vocabulary, code: str, text: str
) -> None:
    assert parse(text, words, lang="en").meaning == Foreign(code)


def test_every_tongue_is_tried() -> None:
    assert {code for code, _ in SAID} == {tongue.code for tongue in EVERY}


def test_nothing_that_people_text_in_english_or_spanish_is_taken_for_another_language() -> None:
    assert len(OURS) > 10_000
    assert {text for text in OURS if ALL.of(Text.of(text)) is not None} == set()


def test_no_word_or_sentence_of_ours_is_taken_for_another_language() -> None:
    written = {*scrawl.COMMANDS, *scrawl.KEYWORDS, *scrawl.PLACES}
    for file in (LOCALES / "es/LC_MESSAGES").glob("*.po"):
        with file.open("rb") as opened:
            for message in read_po(opened):
                for each in (message.id, message.string):
                    for text in (each,) if isinstance(each, str) else each:
                        written |= {text, *re.split(r"(?<=[.!?:;,])\s+", text)}
    assert {text for text in written if ALL.of(Text.of(text)) is not None} == set()


@given(st.sampled_from(OURS).map(str.split).filter(bool), st.data())
def test_typos_do_not_turn_english_or_spanish_into_another_language(
    split: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(split) - 1))
    split = [*split[:at], data.draw(scrawl.typos(split[at])), *split[at + 1 :]]
    assert ALL.of(Text.of(" ".join(split))) is None


@pytest.mark.parametrize(
    "text",
    ["¯\\_(ツ)_/¯", "ಠ_ಠ", "(´・ω・`) im ok", "my name is 小明", "phone 手机 is with the cops now",
     "mi po me dio 1 ano", "il b there w my ho", "dang he sat on me", "x.com", "merci beaucoup lol",
     "chao", "ciao bella", "yo tengo fe", "", "👍🏽", "𝓗𝓮𝓵𝓹 𝓶𝓮"],
)  # fmt: skip
def test_borrowed_letters_and_slang_are_no_other_language(text: str) -> None:
    assert ALL.of(Text.of(text)) is None


def test_a_script_of_none_of_the_tongues_is_still_none_of_ours() -> None:
    assert ALL.of(Text.of("βοήθεια")) == ALL.of(Text.of("ជួយខ្ញុំ")) == UNKNOWN


def test_a_language_that_we_speak_is_no_longer_among_the_tongues(words: Vocabulary) -> None:
    french = Tongues.build(EVERY, [*words.spoken, words.spoken[0].of("fr")])
    assert french.get("fr") is None
    assert french.of(Text.of("bonjour")) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LANG FR", "fr"), ("lang zh", "zh_Hans"), ("LANG zh-TW", "zh_Hant"), ("LANG HMN", "hmn"),
        ("language tagalog", "tl"), ("Russian", "ru"), ("русский", "ru"), ("中文", "zh_Hans"),
        ("chinese", "zh_Hans"), ("Kreyòl", "ht"), ("francés", "fr"), ("in Korean", "ko"),
    ],
)  # fmt: skip
def test_a_language_asked_for_by_name_is_known_though_we_do_not_speak_it(
    words: Vocabulary, text: str, code: str
) -> None:
    assert parse(text, words, lang="en").meaning == Foreign(code)


@pytest.mark.parametrize("text", ["IN 2H 我在酒店", "SOS 帮我", "OK", "ADD 2025550122 小明"])
def test_exact_words_count_whatever_language_follows_them(words: Vocabulary, text: str) -> None:
    assert not isinstance(parse(text, words, lang="en").meaning, Foreign | NearCard)


@pytest.mark.parametrize("tongue", EVERY, ids=[tongue.code for tongue in EVERY])
def test_each_sentence_names_911_and_menu_and_keeps_to_its_segments(
    tongue: tongues.Tongue,
) -> None:
    size = measure(fit(tongue.sentence, "en"))
    assert size.segments <= (2 if size.encoding == "GSM-7" else 3)
    assert "911" in tongue.danger
    assert tongue.about.count("MENU") == 1
    assert not {"ARRESTED", "SOS", "STOP"} & set(tongue.sentence.split())


def test_the_most_spoken_languages_and_those_we_want_to_speak_are_all_there() -> None:
    most = {
        "zh_Hans", "tl", "vi", "ar", "fr", "ko", "ru", "pt_BR", "ht", "hi",
        "de", "pl", "it", "ur", "fa", "te", "ja", "gu", "bn", "ta",
    }  # fmt: skip
    assert most | {"th"} <= {tongue.code for tongue in EVERY}
