"""Contacts, cards, languages and places, in the words people text."""

from datetime import timedelta

import pytest

from checkin.refusals import Reason
from sms.parsing.acts import AddContact, BadContact, BadDuration
from sms.parsing.grammar import parse
from sms.parsing.meanings import (
    AskLanguage,
    AskPlace,
    Card,
    Hello,
    NearCard,
    Parsed,
    SetLanguage,
    SetPlace,
    Unknown,
)
from sms.parsing.vocabulary import Vocabulary

TWO_HOURS = timedelta(hours=2)

SAM = AddContact("+12025550167", "Sam")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("ADD +1 202 555 0167 Sam", SAM),
        ("add 2025550167 Sam", SAM),
        ("ADD Sam 202-555-0167", SAM),
        ("ADD Sam, (202) 555-0167.", SAM),
        ("ADD Sam: 1.202.555.0167", SAM),
        ("agrega ２０２５５５０１６７ Sam", SAM),
        ("añade 2025550167 Sam", SAM),
        ("ANADE 2025550167 Sam", SAM),
        ("ADD \u202a+1 202\u2011555\u20110167\u202c Sam", SAM),
        ("ADD +52 55 1234 5678 Ana López", AddContact("+525512345678", "Ana López")),
        ("ADD 2025550167", AddContact("+12025550167", "")),
        ("ADD", BadContact("", Reason.NO_NUMBER)),
        ("ADD Sam", BadContact("Sam", Reason.NO_NUMBER)),
        ("ADD 911 Sam", BadContact("911 Sam", Reason.BAD_NUMBER)),
        ("ADD 123-4567 Sam", BadContact("123-4567 Sam", Reason.BAD_NUMBER)),
        (
            "ADD 2025550167 Sam 2025550168 Bo",
            BadContact("2025550167 Sam 2025550168 Bo", Reason.SEVERAL_NUMBERS),
        ),
    ],
)
def test_a_contact_is_a_number_and_a_name_in_any_order(
    words: Vocabulary, text: str, meaning: Parsed
) -> None:
    assert parse(text, words, lang="en").meaning == meaning


@pytest.mark.parametrize(
    ("text", "lang", "meaning"),
    [
        ("JAIL", "en", Card("jail", "en", "exact")),
        ("“jail?”", "en", Card("jail", "en", "exact")),
        ("bail  bond", "en", Card("bail", "en", "exact")),
        ("cárcel", "es", Card("jail", "es", "exact")),
        ("CARCEL", "es", Card("jail", "es", "folded")),
        ("carcel", "en", Card("jail", "es", "folded")),
        ("jail", "es", Card("jail", "es", "exact")),
        ("handcuffs", "es", Card("arrested", "en", "exact")),
        ("COURT", "en", Card("court", "en", "exact")),
        ("no id", "en", Card("id", "en", "exact")),
        ("in jail", "en", Card("jail", "en", "exact")),
        ("en la carcel", "es", Card("jail", "es", "folded")),
        ("in handcuffs", "en", Card("arrested", "en", "exact")),
        ("remove mugshot", "en", Card("mugshot", "en", "exact")),
        ("hearing", "en", NearCard(("court", "jail"))),
        ("jial", "en", NearCard(("jail",))),
        ("handcufs", "en", NearCard(("arrested",))),
        ("fiansa", "es", NearCard(("bail",))),
    ],
)
def test_a_card_comes_by_its_keyword(
    words: Vocabulary, text: str, lang: str, meaning: Parsed
) -> None:
    assert parse(text, words, lang=lang).meaning == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("NY", SetPlace("us-ny")),
        ("ny", SetPlace("us-ny")),
        ("N.Y.", SetPlace("us-ny")),
        ("ca", SetPlace("us-ca")),
        ("New York", SetPlace("us-ny")),
        ("nueva york", SetPlace("us-ny")),
        ("STATE NY", SetPlace("us-ny")),
        ("state new york.", SetPlace("us-ny")),
        ("ESTADO NY", SetPlace("us-ny")),
        ("STATE in", SetPlace("us-in")),
        ("state me", SetPlace("us-me")),
        ("ME", SetPlace("us-me")),
        ("STATE HI", SetPlace("us-hi")),
        ("HI", Hello()),
        ("hi", Hello()),
        ("me", Unknown("me")),
        ("IN", BadDuration("")),
        ("ID", Card("id", "en", "exact")),
        ("STATE", AskPlace("")),
        ("STATE Narnia", AskPlace("Narnia")),
        ("place to sleep tonight", Unknown("place to sleep tonight")),
        ("LANG ES", SetLanguage("es")),
        ("language Spanish", SetLanguage("es")),
        ("IDIOMA inglés", SetLanguage("en")),
        ("español", SetLanguage("es")),
        ("ESPANOL", SetLanguage("es")),
        ("English", SetLanguage("en")),
        ("in english please", BadDuration("english please")),
        ("en español", SetLanguage("es")),
        ("in New York", SetPlace("us-ny")),
        ("LANG", AskLanguage("")),
        ("LANG Klingon", AskLanguage("Klingon")),
    ],
)
def test_language_and_place_are_set(words: Vocabulary, text: str, meaning: Parsed) -> None:
    assert parse(text, words, lang="en").meaning == meaning


@pytest.mark.parametrize(
    "text",
    ["", " ", "…", "what do I say to them?", "no me dejan ir", "add me to your list please"],
)
def test_anything_else_is_a_question(words: Vocabulary, text: str) -> None:
    expected = Unknown("…") if text == "…" else Unknown(text.strip())
    assert parse(text, words, lang="en").meaning == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("IN 2H", None),
        ("EN 2H", "es"),
        ("OK", None),
        ("bien", "es"),
        ("cárcel", "es"),
        ("jail", None),
        ("NO", None),
        ("alto", "es"),
        ("2", None),
    ],
)
def test_a_word_of_one_language_tells_which(words: Vocabulary, text: str, lang: str | None) -> None:
    assert parse(text, words, lang="en").lang == lang
