from pathlib import Path

import pytest

from content.phrases import LOCALES, Phrases
from sms.parsing import optout
from sms.parsing.commands import Command
from sms.parsing.normalize import bare, plain
from sms.parsing.vocabulary import Vocabulary
from tests.sms import spoken


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return spoken.vocabulary(tmp_path_factory.mktemp("locales"))


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Hello,   WORLD!! ", "hello world"),
        ("“I’m OK.”", "i'm ok"),
        ("¡SÍ!", "sí"),
        ("ＩＮ　２ｈ", "in 2h"),
        ("٣٠", "30"),
        ("1️⃣", "1"),
        ("S.O.S.", "sos"),
        ("N.Y.", "ny"),
        ("1.5h", "1.5h"),
        ("+30!", "+30"),
        ("- … ?", ""),
        ("\u202aok\u202c\u200b", "ok"),
        ("แม่", "แม่"),
    ],
)
def test_what_phones_add_to_a_word_does_not_count(written: str, compared: str) -> None:
    assert plain(written) == compared


@pytest.mark.parametrize(
    ("written", "compared"),
    [("AÑADE", "anade"), ("Sí", "si"), ("I’m", "im"), ("CÁRCEL", "carcel"), ("แม่", "แม่")],
)
def test_accents_and_apostrophes_can_be_left_out(written: str, compared: str) -> None:
    assert bare(written) == compared


def test_the_first_word_of_a_translation_is_the_one_shown(words: Vocabulary) -> None:
    assert words.word(Command.NEXT, "es") == "MAS"
    assert words.word(Command.NEXT, "en") == "NEXT"


def test_a_language_we_do_not_speak_is_shown_english(words: Vocabulary) -> None:
    assert words.word(Command.FORGET_ME, "tlh") == "FORGET ME"


def test_every_command_has_a_word_to_show_in_every_language(words: Vocabulary) -> None:
    for language in words.spoken:
        assert set(words.shown[language.code]) == set(Command)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_english_words_work_in_every_language(words: Vocabulary, lang: str) -> None:
    for command in set(Command) - {Command.EXTEND}:
        entry = words.command(bare(command), lang)
        assert entry and entry.meaning is command
        assert entry.reveals is None


def test_a_word_only_one_language_has_tells_that_language(words: Vocabulary) -> None:
    entry = words.command("sigue", "en")
    assert entry and (entry.meaning, entry.reveals) == (Command.NEXT, "es")


def test_an_untranslated_word_is_english(tmp_path: Path) -> None:
    words = Vocabulary.build(spoken.phrases(tmp_path, {}), {}, {})
    entry = words.command("menu", "es")
    assert entry and (entry.meaning, entry.reveals) == (Command.MENU, None)
    assert words.word(Command.IN, "es") == "IN"


def test_a_persons_own_language_wins_over_english(tmp_path: Path) -> None:
    phrases = spoken.phrases(tmp_path, {"YES": "PLACE"})
    words = Vocabulary.build(phrases, {}, {})
    meanings = {lang: words.command("place", lang) for lang in ("en", "es")}
    assert meanings["en"] and meanings["en"].meaning is Command.STATE
    assert meanings["es"] and meanings["es"].meaning is Command.YES


def test_every_command_word_of_our_catalogues_does_what_it_says() -> None:
    phrases = Phrases.load(LOCALES)
    words = Vocabulary.build(phrases, {}, {})
    reserved = {*optout.OPT_OUT, *optout.OPT_IN, *optout.HELP}
    for language in phrases.languages:
        translator = phrases.translator(language.code)
        for command in set(Command) - {Command.EXTEND}:
            for word in translator.pgettext("command", command).split(","):
                entry = words.command(bare(word), language.code)
                assert entry and entry.meaning is command, (language.code, word)
                assert bare(word) not in reserved, (language.code, word)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("espanol", "es"),
        ("spanish", "es"),
        ("english", "en"),
        ("ingles", "en"),
        ("es", "es"),
        ("en-us", "en"),
        ("klingon", None),
        ("fr", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_names_and_tags(
    words: Vocabulary, phrase: str, code: str | None
) -> None:
    assert words.language(phrase) == code


@pytest.mark.parametrize(
    ("phrase", "command"),
    [
        ("nxet", Command.NEXT),
        ("sso", Command.SOS),
        ("forgt mee", Command.FORGET_ME),
        ("okey", Command.OK),
    ],
)
def test_one_slip_in_a_short_word_and_two_in_a_long_one_are_near(
    words: Vocabulary, phrase: str, command: Command
) -> None:
    assert words.near_commands(phrase, "en")[0] is command


def test_words_of_two_letters_are_near_only_when_asked_for(words: Vocabulary) -> None:
    assert words.near_commands("im", "en") == []
    assert Command.IN in words.near_commands("im", "en", short=True)


def test_words_of_other_languages_are_not_near(words: Vocabulary) -> None:
    assert words.near_cards("fiansa", "en") == []
    assert words.near_cards("fiansa", "es") == ["bail"]


def test_a_keyword_of_two_cards_brings_both(words: Vocabulary) -> None:
    entry = words.card("hearing", "en")
    assert entry and entry.meaning == ("court", "jail")
