"""What is read aloud can be understood by ear, in voices that exist."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from twilio.twiml.voice_response import VoiceResponse

from content.library import Library
from content.phrases import DOMAINS, Phrases
from peers.phones import Phones
from sms.calls import speech
from sms.calls.caller import Call, Caller
from sms.calls.hotline import read
from sms.calls.speech import Spoken
from tests.sms.calling import checked

_ENGLISH = Phrases.load(Path("no such folder")).translator("en")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("RAINN 1-800-656-4673.", "RAINN 1, 8 0 0, 6 5 6, 4 6 7 3."),
        ("Legal Aid (212) 577-3300", "Legal Aid 2 1 2, 5 7 7, 3 3 0 0."),
        ("ADD +1 555 123 4567 Sam", "ADD 1, 5 5 5, 1 2 3, 4 5 6 7 Sam."),
        ("Danger: 911. Or text 233733.", "Danger: 9 1 1. Or text 2 3 3 7 3 3."),
        ("Up to $10,000 in 2003-2009, 30% of 134.", "Up to $10,000 in 2003-2009, 30% of 134."),
        ("Held? locator.ice.gov", "Held? locator dot ice dot gov."),
        ("https://www.ny.gov/help/12345 here", "ny dot gov here."),
        ("Mail help@law.org.", "Mail help at law dot org."),
        ("One\nTwo: 2125773300\n\nThree.", "One. Two: 2 1 2 5 7 7 3 3 0 0. Three."),
        ("Say \x07it\x08 to \ud83d me", "Say  it  to   me."),
        ('Say: "I do not consent."', 'Say: "I do not consent."'),
    ],
)
def test_text_is_made_fit_for_the_ear(written: str, heard: str) -> None:
    assert speech.aloud(written, _ENGLISH) == heard


def test_what_is_too_long_for_one_say_is_said_in_several() -> None:
    response = VoiceResponse()
    text = " ".join(["法律" * 20] * 50)
    speech.say(response, text, "en")
    says = [say.text or "" for say in checked(str(response)).iter("Say")]
    assert " ".join(says) == text


def test_law_is_read_without_its_sources(phones: Phones) -> None:
    library = phones.parts.core.library
    written = library.text("report", "en", "us-ut").blocks
    assert any("(Utah Code 76-5d-202 (was 76-10-1302(3)))" in block for block in written)
    heard = [run.text for block in speech.card(library, "report", "en", "us-ut") for run in block]
    assert any(text.endswith("make the first contact.") for text in heard)
    assert not any("Utah Code" in text for text in heard)


def test_the_sentence_to_say_is_in_english_between_its_spanish(phones: Phones) -> None:
    blocks = speech.card(phones.parts.core.library, "stopped", "es", "us")
    assert blocks[1] == (
        Spoken("Calma, manos a la vista. No corras. Pregunta:", "es"),
        Spoken("Am I free to leave?", "en"),
        Spoken("(¿Me puedo ir?) Si dice que sí, vete con calma.", "es"),
    )


def test_a_card_that_is_not_translated_yet_says_so_and_is_read_in_english(tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    said = Catalog("es")
    said.add("Not translated yet, so in English:", "Sin traducir, en inglés:")
    for domain in DOMAINS:
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, said)
    library = Library.load(Phrases.load(tmp_path))
    first, *rest = speech.card(library, "stopped", "es", "us")
    assert first == (Spoken("Sin traducir, en inglés:", "es"),)
    assert {run.lang for block in rest for run in block} == {"en"}


@pytest.mark.usefixtures("thorough")
@pytest.mark.parametrize("lang", speech.VOICES)
def test_every_card_for_every_place_is_within_the_limits(phones: Phones, lang: str) -> None:
    core = phones.parts.core
    for place in core.library.places:
        call = Call(core, Caller("", (lang,), place), lang)
        for card_id in core.library.cards:
            response = checked(str(read(call, card_id)))
            said = " ".join(say.text or "" for say in response.iter("Say"))
            assert not re.search(
                r"https?:|www\.|\w@\w|[a-z]\.(?:com|gov|org|us)\b|\b\d{3}-\d{4}", said
            )
