import unicodedata
from collections.abc import Callable, Sequence

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from sms.encoding.gsm7 import BASIC, EXTENDED
from sms.encoding.segments import Measure, fit, measure, outsiders, split

FAMILY = "👨‍👩‍👧"
FLAG = "🇲🇽"
GSM = "".join(sorted(BASIC | EXTENDED))
LANGUAGES = st.sampled_from(["en", "es", "fr", "ht", "pt_BR", "ru", "vi", "zh_Hans", "ar", "ko"])
WRITTEN = st.text(
    st.one_of(
        st.sampled_from(GSM),
        st.sampled_from("áíóúÁçãœ’“”…–—\u00a0½ªđờПривет你好مرحبا😀\u0301\u200d\ufe0f"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=500,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Measure("GSM-7", 1, 0)),
        ("a" * 160, Measure("GSM-7", 1, 160)),
        ("a" * 161, Measure("GSM-7", 2, 161)),
        ("a" * 306, Measure("GSM-7", 2, 306)),
        ("a" * 307, Measure("GSM-7", 3, 307)),
        ("ñ" * 160, Measure("GSM-7", 1, 160)),
        ("€" * 80, Measure("GSM-7", 1, 160)),
        ("a" * 152 + "€" * 5, Measure("GSM-7", 2, 162)),
        ("á" * 70, Measure("UCS-2", 1, 70)),
        ("á" * 71, Measure("UCS-2", 2, 71)),
        ("á" * 134, Measure("UCS-2", 2, 134)),
        ("n\u0303" * 160, Measure("GSM-7", 1, 160)),
        ("\x1b", Measure("UCS-2", 1, 1)),
        ("😀" * 35, Measure("UCS-2", 1, 70)),
        ("😀" * 36, Measure("UCS-2", 2, 72)),
        ("á" * 66 + "😀" * 3, Measure("UCS-2", 2, 72)),
        ("á" * 66 + "\r\n" + "á" * 66, Measure("UCS-2", 2, 134)),
    ],
)
def test_a_text_is_counted(text: str, expected: Measure) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a" * 152 + "€" + "a" * 152, 3),
        ("á" * 66 + "😀" + "á" * 66, 3),
        ("á" * 60 + FAMILY + "á" * 66, 3),
        ("á" * 64 + FLAG + "á" * 64, 3),
    ],
)
def test_a_character_is_never_split_over_two_segments(text: str, segments: int) -> None:
    assert measure(text).segments == segments


def test_a_grapheme_longer_than_a_segment_is_split_where_it_must_be() -> None:
    assert measure("a" + "\u0316" * 133) == Measure("UCS-2", 2, 134)


@given(st.text(GSM, max_size=700))
def test_gsm_7_counts_agree_with_smsutil(text: str) -> None:
    theirs = smsutil.split(text)
    assert measure(text) == Measure("GSM-7", len(theirs.parts) or 1, theirs.total_bytes)


@given(st.text(st.sampled_from("aá€ñ你한ПعΩ“"), min_size=1, max_size=700))
def test_counts_agree_with_smsutil_where_every_character_is_a_grapheme(text: str) -> None:
    ours, theirs = measure(text), smsutil.split(text)
    assert ours.segments == len(theirs.parts)
    assert ours.units == theirs.total_bytes // (1 if ours.encoding == "GSM-7" else 2)


@given(st.lists(st.sampled_from([*"aá€ñ你한Пع“", FAMILY, FLAG, "❤️", "👍🏽", "นี้"]), max_size=300))
def test_counts_agree_with_twilios_own_counter(
    segments: Callable[[Sequence[str]], list[tuple[str, int]]], letters: list[str]
) -> None:
    text = "".join(letters)
    ours = measure(text)
    assert segments([text]) == [(ours.encoding, ours.segments)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("¿Qué pasó? Mañana llamaré", "es", "¿Qué paso? Mañana llamaré"),
        ("ÁÍÓÚÜÑÉ áíóúüñé", "es", "AIOUÜÑÉ aiouüñé"),
        ("“Don’t” – it’s…", "en", "\"Don't\" - it's..."),
        ("1\u00a0800\u202f555", "en", "1 800 555"),
        ("garçon, œuvre, être, ça", "fr", "garcon, oeuvre, etre, ca"),
        ("não, ações, você", "pt_BR", "nao, acoes, voce"),
        ("• 5.ª Enmienda → juez", "es", "- 5.a Enmienda -> juez"),
        ("ﬁn ™", "en", "fin TM"),
        ("a\u200bb\u2066c\u2069", "en", "abc"),
        ("e\u0301 n\u0303", "es", "é ñ"),
        ("m\u0303", "ht", "m"),
    ],
)
def test_a_text_is_folded_where_its_language_can_be_written_so(
    text: str, lang: str, expected: str
) -> None:
    padding = "x" * 80
    assert fit(text + padding, lang) == expected + padding


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Привет, это я", "ru"),
        ("мир", "en"),
        ("你好", "zh_Hans"),
        ("مرحبا", "ar"),
        ("Tôi ở đây", "vi"),
        ("Tôi ở đây", "en"),
        ("señal 😀 pasó", "es"),
        ("Ánimo ❤️", "es"),
        ("1½ horas", "es"),
        ("10² m", "en"),
        ("1️⃣ pasó", "es"),
    ],
)
def test_a_text_that_would_lose_meaning_stays_as_written(text: str, lang: str) -> None:
    long = text + " x" * 80
    assert fit(long, lang) == long


def test_accents_stay_where_they_cost_nothing() -> None:
    assert fit("Pasó aquí", "es") == "Pasó aquí"
    assert fit("Pasó aquí " * 7 + "x", "es") == "Paso aqui " * 7 + "x"


@given(WRITTEN, LANGUAGES)
def test_fitting_never_costs_a_segment(text: str, lang: str) -> None:
    assert measure(fit(text, lang)).segments <= measure(text).segments


@given(WRITTEN, LANGUAGES)
def test_fitting_a_text_again_changes_nothing(text: str, lang: str) -> None:
    assert fit(fit(text, lang), lang) == fit(text, lang)


@given(WRITTEN, LANGUAGES)
def test_fitting_changes_a_text_only_into_gsm_7(text: str, lang: str) -> None:
    fitted = fit(text, lang)
    unchanged = fitted == unicodedata.normalize("NFC", text)
    assert unchanged or measure(fitted).encoding == "GSM-7"


@given(st.text("абвгдеёжзий你好한글مرحبا😀❤😢", min_size=1, max_size=400), LANGUAGES)
def test_other_alphabets_and_emoji_are_never_replaced(text: str, lang: str) -> None:
    assert fit(text, lang) == unicodedata.normalize("NFC", text)


@given(WRITTEN)
def test_a_text_is_cut_into_as_many_segments_as_are_counted(text: str) -> None:
    cut = split(text)
    assert len(cut) == measure(text).segments
    assert "".join(cut) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", [""]),
        ("a" * 160, ["a" * 160]),
        ("a" * 161, ["a" * 153, "a" * 8]),
        ("a" * 152 + "€" + "a" * 8, ["a" * 152, "€" + "a" * 8]),
        ("á" * 66 + FLAG + "á", ["á" * 66, FLAG + "á"]),
    ],
)
def test_a_border_falls_where_the_next_segment_begins(text: str, cut: list[str]) -> None:
    assert split(text) == cut


def test_the_characters_that_gsm_lacks_are_named_once_each() -> None:
    assert outsiders("mañana, “así” €5") == ["“", "í", "”"]
    assert outsiders("nin\u0303o") == []
