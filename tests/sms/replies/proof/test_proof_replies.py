"""Who is texting: what changes or shows what we hold is asked for a PIN, or for two digits."""

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
import sqlalchemy as sa

from checkin.storage.tables import contacts, people
from peers.phones import Phones, table
from sms.encoding.segments import measure
from sms.parsing import acts
from sms.parsing.acts import Act, Proof

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
SAFE, DANGER, WRONG = "1234", "9876", "0000"
FORCED = "gave us the code that means danger"
DIGITS = re.compile(r"(?<!\d)\d\d(?!\d)")
ASKED = [f"ADD {KIM} Kim", "REMOVE 1", "PIN 2222 3333", "CODE", "FORGET ME"]
ECHOED = [f"ADD {KIM} Kim", f"ADD {KIM}", f"ADD {KIM} Kim 44", "REMOVE 1", "FORGET ME"]


def with_pins(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, f"PIN {SAFE} {DANGER}")


def held(phones: Phones) -> list[object]:
    """All that is held on anybody, without how many PINs were wrong."""
    with phones.parts.core.read(phones.now) as work:
        mine = people.c.id, people.c.pin_hash, people.c.code_hash
        rows = [*work.conn.execute(sa.select(*mine)), *work.conn.execute(sa.select(contacts))]
    return [tuple(row) for row in rows]


def test_no_act_is_added_without_saying_what_it_asks_for() -> None:
    assert set(acts.PROOF) == set(get_args(Act))
    asking = {each.__name__ for each, proof in acts.PROOF.items() if proof}
    assert asking >= {"AddContact", "RemoveContact", "SetPins", "ShowCode", "ForgetMe"}
    echoed = {each.__name__ for each, proof in acts.PROOF.items() if proof is Proof.ECHO}
    assert echoed >= {"AddContact", "RemoveContact", "ForgetMe"}


@pytest.mark.parametrize("text", ASKED)
def test_with_pins_set_nothing_is_changed_or_shown_before_one_is_given(
    phones: Phones, text: str
) -> None:
    with_pins(phones)
    before = held(phones)
    reply = phones.text(ANA, text)
    assert "with your PIN alone" in reply
    assert measure(reply).segments <= 2
    assert held(phones) == before
    assert "that PIN is not right" in phones.text(ANA, WRONG)
    assert held(phones) == before
    phones.text(ANA, WRONG)
    phones.text(ANA, SAFE)
    assert held(phones) == before, "asked twice, and no more"
    phones.prove(ANA, text, SAFE)
    assert held(phones) != before


@pytest.mark.parametrize("text", ASKED)
def test_the_danger_pin_does_all_that_can_be_seen_and_those_she_had_are_told(
    tmp_path: Path, text: str
) -> None:
    looks = []
    for pin in (SAFE, DANGER):
        with table(tmp_path / pin) as phones:
            with_pins(phones)
            heard = len(phones.inbox(SAM))
            seen = [phones.prove(ANA, text, pin)]
            phones.wait(timedelta(minutes=20))
            seen += [phones.text(ANA, each) for each in ("STATUS", "CONTACTS", "IN 2H", "STATUS")]
            seen += phones.inbox(ANA)
            looks.append([re.sub(r"[A-Z]{3}\d{5}", "CODE", each) for each in seen])
            told = [body for body in phones.inbox(SAM)[heard:] if FORCED in body]
            assert bool(told) is (pin == DANGER)
            assert not any(FORCED in body for body in phones.inbox(KIM))
    assert looks[0] == looks[1]


def test_a_running_timer_goes_on_beside_the_alert_that_nobody_sees(phones: Phones) -> None:
    with_pins(phones)
    phones.text(ANA, "IN 2H Hotel Rex")
    phones.prove(ANA, f"ADD {KIM} Kim", DANGER)
    phones.wait()
    assert FORCED in phones.inbox(SAM)[-1]
    assert "5:00 PM" in phones.text(ANA, "STATUS")
    assert "closed" in phones.text(ANA, f"OK {SAFE}")
    phones.wait()
    assert "alert is closed" in phones.inbox(SAM)[-1]


def test_pins_chosen_under_danger_do_not_end_the_alert(phones: Phones) -> None:
    with_pins(phones)
    phones.prove(ANA, "PIN 2222 3333", DANGER)
    phones.wait()
    assert FORCED in phones.inbox(SAM)[-1]
    phones.text(ANA, "IN 1H")
    assert "closed" in phones.text(ANA, "OK 2222"), "the new ones do work"
    phones.wait()
    assert FORCED in phones.inbox(SAM)[-1]
    phones.wait(timedelta(minutes=10))
    assert not any("All clear" in body for body in phones.inbox(SAM))


def test_wrong_pins_count_together_with_those_that_are_to_close_a_timer(phones: Phones) -> None:
    with_pins(phones)
    for n in range(3):
        phones.prove(ANA, "CODE", f"555{n}")
        phones.text(ANA, f"777{n}")
    assert "too many PINs were wrong" in phones.prove(ANA, "CODE", SAFE)
    phones.text(ANA, "IN 1H")
    assert "too many PINs were wrong" in phones.text(ANA, f"OK {SAFE}")
    phones.text(ANA, "SOS")
    phones.wait()
    assert "asks for help now" in phones.inbox(SAM)[-1]


@pytest.mark.parametrize("text", ECHOED)
def test_without_pins_two_digits_are_asked_for_and_no_other_stand_there(
    phones: Phones, text: str
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    before = held(phones)
    reply = phones.text(ANA, text)
    digits = DIGITS.findall(reply)
    assert len(digits) == 1
    assert measure(reply).segments <= 2
    other = "11" if digits[0] != "11" else "12"
    again = phones.text(ANA, other)
    assert "not the digits we sent" in again
    assert held(phones) == before
    assert len(DIGITS.findall(again)) == 1
    phones.text(ANA, DIGITS.findall(again)[0])
    assert held(phones) != before


def test_wrong_digits_are_asked_for_once_more_and_then_dropped(phones: Phones) -> None:
    asked = phones.text(ANA, f"ADD {SAM} Sam")
    for _ in range(2):
        right = DIGITS.findall(asked)[0]
        asked = phones.text(ANA, "11" if right != "11" else "12")
    assert asked == "Nothing was changed: those are not the digits we sent."
    phones.text(ANA, right)
    phones.wait()
    assert phones.inbox(SAM) == []


def test_whoever_fakes_a_number_cannot_try_all_digits(phones: Phones) -> None:
    tries = 0
    for n in range(10):
        asked = phones.text(ANA, f"ADD +1202555{1000 + n} Sam")
        while digits := DIGITS.findall(asked):
            tries += 1
            asked = phones.text(ANA, "11" if digits[0] != "11" else "12")
    assert tries == 5
    assert "too many answers were wrong" in phones.text(ANA, "FORGET ME")
    phones.now += timedelta(days=1, minutes=1)
    assert "invite" in phones.invite(ANA, SAM, "Sam")


@pytest.mark.parametrize("text", ["NO", "BAIL", "SOS"])
def test_another_text_drops_the_question_and_is_answered_itself(phones: Phones, text: str) -> None:
    phones.befriend(ANA, KIM, "Kim")
    right = DIGITS.findall(phones.text(ANA, f"ADD {SAM} Sam"))[0]
    phones.text(ANA, text)
    phones.text(ANA, right)
    phones.wait()
    assert phones.inbox(SAM) == []
    assert ("asks for help now" in phones.inbox(KIM)[-1]) is (text == "SOS")


def test_the_question_is_open_for_ten_minutes(phones: Phones) -> None:
    right = DIGITS.findall(phones.text(ANA, f"ADD {SAM} Sam"))[0]
    phones.now += timedelta(minutes=11)
    phones.text(ANA, right)
    phones.wait()
    assert phones.inbox(SAM) == []


@pytest.mark.parametrize("pin", [SAFE, DANGER])
def test_past_an_hour_more_a_pin_is_asked_for_and_nothing_is_added_before(
    phones: Phones, pin: str
) -> None:
    with_pins(phones)
    phones.text(ANA, "IN 1H")
    assert "until 5:00 PM" in phones.text(ANA, "+1H")
    asked = phones.text(ANA, "+30")
    assert "No time was added" in asked
    assert "with your PIN alone" in asked
    assert measure(asked).segments <= 2
    assert "5:00 PM" in phones.text(ANA, "STATUS")
    assert "until 5:30 PM" in phones.prove(ANA, "+30", pin)
    phones.wait()
    assert any(FORCED in body for body in phones.inbox(SAM)) is (pin == DANGER)


def test_a_pin_after_the_timer_has_spoken_closes_it_and_adds_nothing(phones: Phones) -> None:
    with_pins(phones)
    phones.text(ANA, "IN 12M")
    phones.text(ANA, "+2H")
    phones.wait(timedelta(minutes=3))
    assert "closed" in phones.text(ANA, SAFE)
