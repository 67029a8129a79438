"""Letter by letter, what each of our languages becomes in GSM-7, and which stay as they are."""

from collections.abc import Callable

import pytest

from sms.encoding.gsm7 import BASIC, LETTERS, transliterate, transliterates
from sms.encoding.segments import fit, measure

# Every letter of the alphabet, accented ones too, and below it what it becomes.
WRITTEN_IN_GSM = [
    ("en", "abcdefghijklmnopqrstuvwxyz",
           "abcdefghijklmnopqrstuvwxyz"),
    ("en", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
           "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("es", "aábcdeéfghiíjklmnñoópqrstuúüvwxyz",
           "aabcdeéfghiijklmnñoopqrstuuüvwxyz"),
    ("es", "AÁBCDEÉFGHIÍJKLMNÑOÓPQRSTUÚÜVWXYZ",
           "AABCDEÉFGHIIJKLMNÑOOPQRSTUUÜVWXYZ"),
    ("pt_BR", "aàáâãbcçdeéêfghiíjklmnoóôõpqrstuúüvwxyz",
              "aàaaabccdeéefghiijklmnoooopqrstuuüvwxyz"),
    ("pt_BR", "AÀÁÂÃBCÇDEÉÊFGHIÍJKLMNOÓÔÕPQRSTUÚÜVWXYZ",
              "AAAAABCÇDEÉEFGHIIJKLMNOOOOPQRSTUUÜVWXYZ"),
    ("fr", "aàâæbcçdeéèêëfghiîïjklmnoôpqrstuùûüvwxyÿz",
           "aàaæbccdeéèeefghiiijklmnoopqrstuùuüvwxyyz"),
    ("fr", "AÀÂÆBCÇDEÉÈÊËFGHIÎÏJKLMNOÔPQRSTUÙÛÜVWXYŸZ",
           "AAAÆBCÇDEÉEEEFGHIIIJKLMNOOPQRSTUUUÜVWXYYZ"),
    ("ht", "aàbdeèfghijklmnoòprstuvwyz",
           "aàbdeèfghijklmnoòprstuvwyz"),
    ("ht", "AÀBDEÈFGHIJKLMNOÒPRSTUVWYZ",
           "AABDEEFGHIJKLMNOOPRSTUVWYZ"),
]  # fmt: skip

WRITTEN_OTHERWISE = {
    "vi": "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmn"
    "oòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "zh_Hans": "你有权保持沉默",
    "ko": "당신은묵비권이있습니다",
    "th": "คุณมีสิทธิที่จะไม่พูด",
    "ar": "لديك الحق في التزام الصمت",
}


@pytest.mark.parametrize(("lang", "alphabet", "expected"), WRITTEN_IN_GSM)
def test_every_letter_of_an_alphabet_has_its_place_in_gsm_7(
    lang: str, alphabet: str, expected: str
) -> None:
    assert [transliterate(letter, lang) for letter in alphabet] == list(expected)


@pytest.mark.parametrize(("text", "expected"), [("œuf", "oeuf"), ("ŒUF", "OEUF")])
def test_a_french_ligature_becomes_two_letters(text: str, expected: str) -> None:
    assert transliterate(text, "fr") == expected


@pytest.mark.parametrize("lang", list(LETTERS))
def test_the_table_holds_only_what_gsm_7_lacks_and_only_what_the_alphabet_has(lang: str) -> None:
    alphabets = {"œ", "Œ"} if lang == "fr" else set()
    for code, alphabet, _ in WRITTEN_IN_GSM:
        alphabets |= set(alphabet) if code.split("_")[0] == lang else set()
    assert set(LETTERS[lang]) == alphabets - BASIC


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("«\u00a0Où est-elle\u202f?\u00a0»", "fr", '"Où est-elle ?"'),
        ("« Où »", "fr", '" Où "'),
        ("«Dónde»", "es", '"Donde"'),
        ("«\u00a0dónde\u00a0»", "es", '" donde "'),
        ("n° 5, N° 6", "fr", "no 5, No 6"),
        ("n° 5, n.º 6, 1.ª", "es", "no 5, n.o 6, 1.a"),
        ("No 5", "en", "No 5"),
    ],
)
def test_signs_that_languages_use_differently_fold_as_each_does(
    text: str, lang: str, expected: str
) -> None:
    assert transliterate(text, lang) == expected


@pytest.mark.parametrize("lang", ["es", "en", "fr"])
def test_a_name_from_elsewhere_loses_its_one_accent_in_every_language(lang: str) -> None:
    assert transliterate("Łukasz Jiří Çelik Gonçalves Ångström", lang) == (
        "Lukasz Jiri Çelik Goncalves Ångström"
    )


@pytest.mark.parametrize(("lang", "alphabet"), WRITTEN_OTHERWISE.items())
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_a_language_that_gsm_7_cannot_write_stays_as_it_is(
    lang: str, alphabet: str, case: Callable[[str], str]
) -> None:
    text = case(alphabet) * 5
    assert not transliterates(lang)
    assert transliterate(text, lang) is None
    assert fit(text, lang) == text
    assert measure(text).encoding == "UCS-2"


@pytest.mark.parametrize("lang", ["ru", "vi", "zh_Hans", "ko", "th", "ar"])
def test_latin_words_in_such_a_language_keep_their_accents(lang: str) -> None:
    text = "café mañana Á " * 12
    assert fit(text, lang) == text
