"""SOS in a call: by PIN, once, with the words and the effect of SOS by text."""

import logging
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from checkin.storage.tables import checkins, people, sessions, workers
from peers.phones import Phones
from tests.sms.calling import PhoneCall
from tests.sms.signed import post

ANA, SAM, KIM, BEA = "+12025550111", "+12025550122", "+12025550133", "+12025550144"
PIN, DURESS = "1234", "9876"


@pytest.fixture
def call(phones: Phones, client: FlaskClient) -> PhoneCall:
    """Ana, who has two contacts and PINs, in the middle of a call."""
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, f"PIN {PIN} {DURESS}")
    return PhoneCall(client, ANA).dial()


def alerts(phones: Phones, contact: str = SAM) -> list[str]:
    phones.wait()
    return [body for body in phones.inbox(contact) if "asks for help now" in body]


@pytest.mark.parametrize("pin", [PIN, DURESS])
def test_either_pin_tells_everyone_at_once_in_the_words_of_sos_by_text(
    phones: Phones, call: PhoneCall, pin: str
) -> None:
    assert "SOS, press 0" in call.said()
    assert "PIN" in call.press("0").said()
    said = call.press(f"{pin}#").said()
    assert [len(alerts(phones, contact)) for contact in (SAM, KIM)] == [1, 1]
    assert "Their note" not in alerts(phones)[0]
    by_text = phones.text(ANA, "SOS").replace("\n", " ")
    assert said == f"{by_text} For the menu, press any key. Or hang up."


def test_neither_the_call_nor_what_follows_tells_the_pins_apart(
    phones: Phones, client: FlaskClient
) -> None:
    seen = []
    for number, contact, pin in ((ANA, SAM, PIN), (BEA, KIM, DURESS)):
        phones.befriend(number, contact, "Alex")
        phones.text(number, f"PIN {PIN} {DURESS}")
        before = len(phones.inbox(number))
        call = PhoneCall(client, number).dial().press("0").press(f"{pin}#")
        phones.wait(timedelta(minutes=2))
        # Only the hour may differ: the second call comes later.
        status = re.sub(r"\d+:\d\d", "", phones.text(number, "STATUS"))
        seen.append((call.heard, status, phones.inbox(number)[before:]))
    assert seen[0] == seen[1]


def test_a_wrong_pin_changes_nothing_says_so_and_leaves_two_more_tries(
    phones: Phones, call: PhoneCall
) -> None:
    call.press("0")
    for _ in range(2):
        assert "not right. Nothing was sent. Enter your PIN" in call.press("0000#").said()
    assert alerts(phones) == []
    assert "We are telling" in call.press(f"{PIN}#").said()


def test_after_three_wrong_pins_the_call_ends_with_the_way_by_text(
    phones: Phones, call: PhoneCall
) -> None:
    call.press("0")
    for _ in range(3):
        call.press("0000#")
    assert call.over
    assert "text the word SOS" in call.said()
    assert alerts(phones) == []


def test_silence_instead_of_a_pin_sends_nothing_and_leads_back_to_the_menu(
    phones: Phones, call: PhoneCall
) -> None:
    assert "nothing was sent" in call.press("0").wait().said()
    assert "A search, 4" in call.said()
    assert alerts(phones) == []


def test_a_webhook_that_comes_again_acts_once_and_is_answered_the_same(
    phones: Phones, client: FlaskClient, call: PhoneCall
) -> None:
    call.press("0").press(f"{PIN}#")
    form = {"CallSid": "CA1", "From": ANA, "Digits": PIN}
    again = [post(client, call.urls[-1], form) for _ in range(3)]
    assert "We are telling Sam, Kim now" in again[0][1]
    assert again == [again[0]] * 3
    assert len(alerts(phones)) == 1


def test_asked_for_once_more_in_the_same_call_it_tells_once_more(
    phones: Phones, call: PhoneCall
) -> None:
    for told in (1, 2):
        call.press("0").press(f"{PIN}#").press("5")
        assert len(alerts(phones)) == told


def wrong_pins(client: FlaskClient, number: str, calls: int = 2) -> list[list[tuple[str, str]]]:
    """What is heard in so many calls, in each of which three PINs are wrong, or as many as are
    asked for."""
    heard = []
    for _ in range(calls):
        call = PhoneCall(client, number).dial().press("0")
        while not call.over:
            heard.append(call.heard)
            call.press("0000#")
        heard.append(call.heard)
    return heard


def test_wrong_pins_are_answered_the_same_whoever_the_number_is(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, f"PIN {PIN} {DURESS}")
    phones.text(KIM, "NAME Kim")
    heard = [wrong_pins(client, number) for number in (ANA, KIM, BEA)]
    assert heard == heard[:1] * 3
    assert "No PIN? Text the word SOS" in heard[0][0][0][1] + heard[0][0][-1][1]
    assert alerts(phones) == []


def test_after_many_wrong_pins_a_right_one_still_tells_and_nothing_shows_that_it_was_right(
    phones: Phones, client: FlaskClient, call: PhoneCall
) -> None:
    wrong = wrong_pins(client, ANA)[-1]
    right = call.press("0").press(f"{PIN}#").heard
    assert right == wrong
    assert "we do not say whether this one was right" in call.said()
    assert [len(alerts(phones, contact)) for contact in (SAM, KIM)] == [1, 1]


def test_wrong_pins_by_call_hold_up_nothing_that_is_texted(
    phones: Phones, client: FlaskClient, call: PhoneCall
) -> None:
    phones.text(ANA, "IN 2H")
    wrong_pins(client, ANA, calls=5)
    assert "closed" in phones.text(ANA, f"OK {PIN}").lower()
    assert call


def test_with_nobody_to_tell_the_refusal_is_said(phones: Phones, client: FlaskClient) -> None:
    phones.text(ANA, f"PIN {PIN} {DURESS}")
    call = PhoneCall(client, ANA).dial().press("0").press(f"{PIN}#")
    assert "none of your contacts has said YES yet" in call.said()
    with phones.parts.core.database.read() as conn:
        assert conn.execute(checkins.select()).first() is None


def test_while_no_worker_is_alive_the_caller_is_warned_and_the_alert_leaves_late(
    phones: Phones, call: PhoneCall
) -> None:
    with phones.parts.core.database.write() as conn:
        conn.execute(workers.delete())
    assert "this may leave late" in call.press("0").press(f"{PIN}#").said()
    assert len(alerts(phones)) == 1


def test_when_something_fails_half_way_the_caller_is_told_not_to_count_on_us(
    phones: Phones, call: PhoneCall
) -> None:
    call.press("0")
    with phones.parts.core.database.write() as conn:
        people.drop(conn)
    assert "do not count on us" in call.press(f"{PIN}#").said()
    assert call.over


def test_a_pin_is_in_no_address_and_no_log(
    phones: Phones, call: PhoneCall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    call.press("0").press("5555#").press(f"{PIN}#")
    with phones.parts.core.database.write() as conn:
        people.drop(conn)
        sessions.drop(conn)
    call.press("2").press("9")
    assert "could not be looked up" in caplog.text
    everything = " ".join((*call.urls, caplog.text))
    for private in ("5555", PIN, ANA, ANA.removeprefix("+1")):
        assert private not in everything
