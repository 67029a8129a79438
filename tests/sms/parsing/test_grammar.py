import unicodedata
from datetime import timedelta

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from sms.parsing.acts import (
    AddContact,
    Arm,
    ArmUntil,
    BadDuration,
    BadPins,
    Court,
    Extend,
    ForgetMe,
    Link,
    ListContacts,
    Ok,
    RemoveContact,
    SetPins,
    Sos,
    Status,
    Unlink,
)
from sms.parsing.grammar import parse
from sms.parsing.meanings import (
    CarrierHelp,
    Digit,
    Menu,
    Next,
    No,
    OptIn,
    OptOut,
    Parsed,
    SetName,
    Understood,
    Unknown,
    Yes,
)
from sms.parsing.vocabulary import Vocabulary

TWO_HOURS = timedelta(hours=2)
HALF_HOUR = timedelta(minutes=30)
SAM = AddContact("+12025550167", "Sam")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("STOP", OptOut(by_carrier=True)),
        (" stop ", OptOut(by_carrier=True)),
        ("Stop.", OptOut(by_carrier=False)),
        ("STOP ALL", OptOut(by_carrier=False)),
        ("opt-out", OptOut(by_carrier=False)),
        ("ALTO", OptOut(by_carrier=False)),
        ("cancel", OptOut(by_carrier=True)),
        ("END", OptOut(by_carrier=True)),
        ("START", OptIn()),
        ("unstop", OptIn()),
        ("HELP", CarrierHelp(by_carrier=True)),
        ("info", CarrierHelp(by_carrier=True)),
        ("¡Ayuda!", CarrierHelp(by_carrier=False)),
    ],
)
def test_the_words_of_carriers_come_first(words: Vocabulary, text: str, meaning: Parsed) -> None:
    assert parse(text, words, lang="en").meaning == meaning


def test_a_carriers_word_among_others_is_a_text_like_any(words: Vocabulary) -> None:
    text = "they told me to stop the car"
    assert parse(text, words, lang="en").meaning == Unknown(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("MENU", Menu()),
        ("next", Next()),
        ("More!", Next()),
        ("status", Status()),
        ("Contacts", ListContacts()),
        ("yes", Yes()),
        ("Y", Yes()),
        ("NO.", No()),
        ("1", Digit(1)),
        ("3.", Digit(3)),
        ("(12)", Digit(12)),
        ("٣", Digit(3)),
        ("７", Digit(7)),
        ("1️⃣", Digit(1)),
        ("NAME Alex", SetName("Alex")),
        ("name", SetName("")),
        ("COURT 12/03 9AM", Court("12/03 9AM")),
        ("corte 12/03 9AM", Court("12/03 9AM")),
        ("REMOVE 2", RemoveContact(2)),
        ("remove #2", RemoveContact(2)),
        ("PIN 1234 9876", SetPins("1234", "9876")),
        ("pin 1234/98765432", SetPins("1234", "98765432")),
        ("PIN", BadPins("not two")),
        ("PIN 1234", BadPins("not two")),
        ("PIN 123 9876", BadPins("not 4 to 8 digits")),
        ("PIN 1234 1234", BadPins("the same")),
        ("FORGET ME", ForgetMe()),
        ("forget me.", ForgetMe()),
        ("link", Link()),
        ("UNLINK", Unlink()),
    ],
)
def test_a_command_is_understood(words: Vocabulary, text: str, meaning: Parsed) -> None:
    assert parse(text, words, lang="en").meaning == meaning


@pytest.mark.parametrize("text", ["0", "00", "100", "1234", "12345", "1234567", "12 3456", "1 2"])
def test_other_numbers_mean_nothing(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning == Unknown(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("IN 2H", Arm(TWO_HOURS, "")),
        ("in 2 hours", Arm(TWO_HOURS, "")),
        ("Timer 90m", Arm(timedelta(minutes=90), "")),
        ("IN 1h30 Main St", Arm(timedelta(minutes=90), "Main St")),
        ("IN 1 hour and 30 minutes: the Grand", Arm(timedelta(minutes=90), "the Grand")),
        ("In 2H, Hôtel Ñandú  room 5!", Arm(TWO_HOURS, "Hôtel Ñandú  room 5!")),
        ("IN 2h 15 Main St", BadDuration("2h 15 Main St")),
        ("IN 2h, 15 Main St", Arm(TWO_HOURS, "15 Main St")),
        ("IN 2h NOTE 15 Main St", Arm(TWO_HOURS, "15 Main St")),
        ("IN 2h 👩‍❤️‍👨 see you", Arm(TWO_HOURS, "👩‍❤️‍👨 see you")),
        ("“in” ２ｈ hotel", Arm(TWO_HOURS, "hotel")),
        ("\u202aIN 2H\u202c", Arm(TWO_HOURS, "")),
        ("IN 2H\nhotel\nroom 5", Arm(TWO_HOURS, "hotel\nroom 5")),
        ("EN 2H hotel", Arm(TWO_HOURS, "hotel")),
        ("en 2 horas con Ana", Arm(TWO_HOURS, "con Ana")),
        ("IN", BadDuration("")),
        ("IN 2", BadDuration("2")),
        ("IN two hours", Arm(TWO_HOURS, "")),
        ("IN 2:30", BadDuration("2:30")),
        ("in a while", BadDuration("a while")),
        ("IN an hour and a half, the Grand", Arm(timedelta(minutes=90), "the Grand")),
        ("en hora y media hotel", Arm(timedelta(minutes=90), "hotel")),
        ("UNTIL 11:30pm", ArmUntil("11:30pm", "")),
        ("till 11 room 5", ArmUntil("11", "room 5")),
        ("hasta las 11 de la noche, hotel", ArmUntil("las 11 de la noche", "hotel")),
        ("until midnight", ArmUntil("midnight", "")),
        ("UNTIL", BadDuration("")),
        ("until dawn", BadDuration("dawn")),
        ("+30", Extend(HALF_HOUR)),
        ("+ 30", Extend(HALF_HOUR)),
        ("＋３０", Extend(HALF_HOUR)),
        ("+٣٠", Extend(HALF_HOUR)),
        ("+30 min", Extend(HALF_HOUR)),
        ("+1h", Extend(timedelta(hours=1))),
        ("+1 hora", Extend(timedelta(hours=1))),
        ("OK", Ok(None)),
        ("ok!", Ok(None)),
        ("O.K.", Ok(None)),
        ("I’m OK", Ok(None)),
        ("i am safe", Ok(None)),
        ("OK 1234", Ok("1234")),
        ("ok ١٢٣٤", Ok("1234")),
        ("bien", Ok(None)),
        ("ok 👍🏽", Ok(None)),
        ("OK🙏", Ok(None)),
        ("OK\n\nSent from my Galaxy", Ok(None)),
        ("IN 2H room 5\nEnviado desde mi iPhone", Arm(TWO_HOURS, "room 5")),
        ("✅ ok ✅", Ok(None)),
        ("SOS", Sos("")),
        ("sos!!!", Sos("")),
        ("S.O.S.", Sos("")),
        ("S O S", Sos("")),
        ("SOS They took Ana to Rikers", Sos("They took Ana to Rikers")),
        ("sos,they took me", Sos("they took me")),
        ("sos/hotel", Sos("hotel")),
        ("🆘🆘 hotel", Sos("hotel")),
        ("Auxilio me llevan", Sos("me llevan")),
    ],
)
def test_the_timer_is_touched_by_exact_words(words: Vocabulary, text: str, meaning: Parsed) -> None:
    assert parse(text, words, lang="en").meaning == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("mneu", Menu()),
        ("nextt", Next()),
        ("statsu", Status()),
        ("contact", ListContacts()),
    ],
)
def test_a_typo_in_a_harmless_command_is_forgiven(
    words: Vocabulary, text: str, meaning: Parsed
) -> None:
    assert parse(text, words, lang="en").meaning == meaning


EXACT: dict[type[object], str] = {
    Arm: r"(in|timer|en) (\d|an? |half |one |two |una? |dos |media |hora y media).*",
    ArmUntil: r"(until|till|til|timer until|hasta) .*\d.*",
    Extend: r"\+ ?\d.*",
    Ok: r"(ok|o k|okay|safe|im ok|i am ok|im safe|i am safe|bien|estoy bien)( \d{4,8})?",
    Sos: r"(sos|s o s|auxilio)(?!\w).*|🆘.*",
    ForgetMe: r"forget me|olvidame|borra todo",
}

FRAGMENTS = st.sampled_from(
    ["UNTIL", "til", "hasta", "11pm", "las 11", "?", "👍", "😭", "an hour",
     "IN", "in", "im", "EN", "timer", "OK", "ok", "0k", "okk", "k", "safe", "I", "am", "SOS", "s0s",
     "so", "S", "O", "🆘", "auxilio", "FORGET", "forgot", "me", "ME", "OLVÍDAME", "todo", "borra",
     "+30", "+", "30", "2h", "2", "h", "1h30", "1234", "12", "jail", "hearing", "state", "ny",
     "add", "+12025550167", "remove", "pin", "a", "’", ".", "…", "!", "?", "-", "\u200b", "\u202a",
     "\n", " ", "é", "é", "你好", "😀"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=1600),
    st.lists(FRAGMENTS, max_size=6).map("".join),
    st.lists(FRAGMENTS, max_size=6).map(" ".join),
)


def reference(text: str) -> str:
    """A second, cruder way of putting aside what does not count, to check the first against."""
    letters = regex.sub(
        r"[\u0300-\u036f\p{Cf}\p{Variation_Selector}'’]",
        "",
        unicodedata.normalize("NFKD", text).casefold(),
    )
    return regex.sub(r"[^\w+🆘]+", " ", letters).strip()


@given(TEXTS, st.sampled_from(["en", "es"]))
@example("IN 2H", "en")
def test_nothing_but_exact_words_touches_a_timer(words: Vocabulary, text: str, lang: str) -> None:
    understood = parse(text, words, lang=lang)
    assert isinstance(understood, Understood)
    form = EXACT.get(type(understood.meaning))
    if form:
        assert regex.fullmatch(form, reference(text), regex.DOTALL)


@given(st.text("abc ÁñÇ你😀-.,'\"\n", max_size=200).map(str.strip))
def test_a_note_is_kept_as_written(words: Vocabulary, note: str) -> None:
    assert parse(f"IN 2H {note}", words, lang="en").meaning == Arm(TWO_HOURS, note)
    assert parse(f"SOS {note}", words, lang="en").meaning == Sos(note)
