"""Someone who calls hears a short menu, chooses by key, and is never left without words."""

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.people import people
from checkin.storage.tables import sessions
from peers.phones import Phones
from sms.calls import caller
from sms.calls.hotline import CARDS
from sms.calls.speech import VOICES
from tests.sms.calling import PhoneCall, checked
from tests.sms.signed import post

ANA, SAM = "+12025550111", "+12025550122"
_STEPS = ("inbound", "menu", "choice", "end", "sos")
_WORDS_A_SECOND = 150 / 60  # how fast a radio presenter reads; Polly is a little faster


def dial(client: FlaskClient, number: str = ANA) -> PhoneCall:
    return PhoneCall(client, number).dial()


@pytest.mark.parametrize("step", _STEPS)
def test_what_twilio_did_not_sign_is_refused(client: FlaskClient, step: str) -> None:
    assert client.post(f"/voice/{step}", data={"From": ANA}).status_code == 403


@pytest.mark.parametrize("number", [ANA, "anonymous", "+266696687", ""])
def test_a_stranger_is_greeted_in_english_and_offered_spanish_without_a_word_that_gives_away(
    client: FlaskClient, number: str
) -> None:
    call = dial(client, number)
    assert call.heard[0] == ("en-US", "Raincheck.")
    assert call.heard[1][0] == "es-US"
    for word in ("sex", "work", "polic", "contact"):
        assert word not in call.said().lower()


def test_a_key_changes_to_the_other_language_and_back(client: FlaskClient) -> None:
    call = dial(client).press("9")
    assert [lang for lang, _ in call.heard] == ["en-US", "es-US", "es-US"]
    assert "Te arrestan" in call.press("2").said("es-US")
    assert [lang for lang, _ in call.press("5").press("9").heard] == ["es-US", "en-US", "en-US"]


@pytest.mark.promise(
    "Whoever calls from your number, or makes it look so, hears what everyone hears.", of=3
)
def test_every_caller_hears_the_same_menu(phones: Phones, client: FlaskClient) -> None:
    heard = [dial(client).heard]
    for text in ("LANG ES", "STATE NY", f"ADD {SAM} Sam", "PIN 1234 9876"):
        phones.text(ANA, text)
        heard.append(dial(client).heard)
    phones.text(SAM, "YES")
    phones.text(ANA, "IN 2H")
    heard += [dial(client, number).heard for number in (ANA, SAM, "anonymous")]
    assert heard == heard[:1] * len(heard)


def test_a_language_without_a_voice_is_spoken_in_english(
    phones: Phones, client: FlaskClient
) -> None:
    with phones.parts.core.write(phones.now) as work:
        people.create(work, lang="ht", place="us", phone=ANA)
        assert caller.recognise(work, ANA).langs == ("en", "es")
    assert dial(client).heard[0] == ("en-US", "Raincheck.")


@pytest.mark.parametrize("lang", VOICES)
@pytest.mark.parametrize("known_by", ["PIN 1234 9876", "NAME Ana"])
def test_the_menu_names_every_key_within_twenty_seconds(
    phones: Phones, client: FlaskClient, lang: str, known_by: str
) -> None:
    phones.text(ANA, known_by)
    call = dial(client)
    said = (call if lang == "en" else call.press("9")).said()
    assert all(key in said for key in "1234567890")
    assert len(said.split()) / _WORDS_A_SECOND <= 20


@pytest.mark.parametrize(("key", "card"), CARDS.items())
def test_every_key_reads_its_card(phones: Phones, client: FlaskClient, key: str, card: str) -> None:
    title = phones.parts.core.library.title(card, "en")
    assert dial(client).press(key).heard[0][1].startswith(title)


def test_silence_after_the_menu_reads_what_to_say_under_arrest_and_then_hangs_up(
    client: FlaskClient,
) -> None:
    call = dial(client).wait()
    assert "I am going to remain silent" in call.said()
    assert "press 1" in call.wait().said()
    assert call.wait().over


def test_any_key_goes_from_a_card_to_the_menu_and_at_its_end_one_reads_it_again(
    client: FlaskClient,
) -> None:
    call = dial(client).press("3")
    for key in "4*#":
        assert "A search, 4" in call.press(key).said()
        assert "Keep the door closed" in call.press("3").said()
    assert "Keep the door closed" in call.wait().press("1").said()
    assert "A search, 4" in call.wait().press("7").said()


@pytest.mark.parametrize("key", ["*", "#"])
def test_a_key_that_is_not_on_the_menu_is_said_so_once_and_then_leads_to_the_card(
    client: FlaskClient, key: str
) -> None:
    call = dial(client).press(key)
    assert "not on the menu" in call.said()
    assert "A search, 4" in call.said()
    assert "You are arrested" in call.press(key).said()


def test_a_card_gives_the_law_and_the_numbers_of_the_callers_own_state(
    phones: Phones, client: FlaskClient
) -> None:
    phones.text(ANA, "STATE NY")
    assert "2 1 2, 5 7 7, 3 3 0 0" in dial(client).press("2").said()


def test_in_a_spanish_card_the_sentence_for_the_police_is_said_in_english(
    client: FlaskClient,
) -> None:
    call = dial(client).press("9").press("2")
    assert call.said("en-US") == (
        "I am going to remain silent. I want a lawyer. I do not consent to any search."
    )


@pytest.mark.promise(
    "Call the number and the cards are read to you, even while our database is down.", of=5
)
def test_without_the_database_cards_are_still_read(phones: Phones, client: FlaskClient) -> None:
    with phones.parts.core.database.write() as conn:
        sessions.drop(conn)
    assert "You are arrested" in dial(client).press("2").said()


def test_an_address_that_is_none_of_ours_still_ends_in_a_card(client: FlaskClient) -> None:
    form = {"From": ANA, "Digits": "1"}
    for path in ("/voice/end?card=none&lang=xx", "/voice/end", "/voice/choice?missed=x&lang="):
        status, twiml = post(client, path, form)
        assert status == 200
        assert checked(twiml).find("Gather/Say") is not None


@given(
    step=st.sampled_from(_STEPS),
    digits=st.text("0123456789*#", max_size=20) | st.text(max_size=20),
    query=st.sampled_from(["", "?lang=es", "?lang=en&missed=1", "?lang=es&attempt=3&ask=a&card=x"]),
    number=st.sampled_from([ANA, "", "Restricted"]),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_pressed_at_any_step_there_is_a_valid_answer(
    client: FlaskClient, step: str, digits: str, query: str, number: str
) -> None:
    status, twiml = post(client, f"/voice/{step}{query}", {"From": number, "Digits": digits})
    assert status == 200
    checked(twiml)
