"""Who texts from a number that has been silent for long reads nothing of whoever had it before."""

from datetime import timedelta

import pytest

from checkin.actions import handovers
from checkin.people import silence
from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"
TELLING = ("Ana", "Sam", "12/03", "Dec", "Fri", "Room", "0122")
HALF_A_YEAR = silence.DOUBTED_AFTER
MINUTE = timedelta(minutes=1)


def lived(phones: Phones, *, name: str = "Ana", pins: bool = False) -> None:
    if name:
        phones.text(ANA, f"NAME {name}")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "COURT 12/03/2027 9AM")
    if pins:
        phones.text(ANA, "PIN 1234 9876")
    phones.now += HALF_A_YEAR


def closed(said: str) -> bool:
    return bool(said) and not any(word in said for word in TELLING)


@pytest.mark.parametrize(
    "text",
    [
        *("CONTACTS", "COURT", "STATUS", "CODE", "REMOVE 1", "TEST", "IN 2H", "NAME", "OK", "+30"),
        *("ADD +12025550133 Kim", "PIN 1111 2222", "NAME Eve", "COURT OFF", "hello"),
        "help me he has a gun",
    ],
)
def test_a_silent_number_is_shown_nothing(phones: Phones, text: str) -> None:
    lived(phones)
    said = phones.text(ANA, text)
    assert closed(said)
    assert measure(said).segments <= 2
    assert closed(phones.text(ANA, "CONTACTS"))


def test_before_half_a_year_nothing_is_asked(phones: Phones) -> None:
    lived(phones)
    phones.now -= timedelta(days=1)
    assert "Sam" in phones.text(ANA, "CONTACTS")


@pytest.mark.parametrize("proof", ["ana", "Ana", "SAM"])
def test_a_name_she_knows_opens_it_where_she_has_no_pin(phones: Phones, proof: str) -> None:
    lived(phones)
    assert "the name you use" in phones.text(ANA, "CONTACTS")
    assert "all is as it was" in phones.text(ANA, proof)
    assert "Sam" in phones.text(ANA, "CONTACTS")


@pytest.mark.parametrize("pin", ["1234", "9876"])
def test_with_pins_set_only_a_pin_opens_it(phones: Phones, pin: str) -> None:
    lived(phones, pins=True)
    assert "your PIN" in phones.text(ANA, "CONTACTS")
    assert closed(phones.text(ANA, "Sam"))
    assert closed(phones.text(ANA, "4321"))
    assert "all is as it was" in phones.text(ANA, pin)
    assert "Sam" in phones.text(ANA, "CONTACTS")


def test_guessing_names_ends_soon(phones: Phones) -> None:
    lived(phones)
    phones.text(ANA, "CONTACTS")
    for name in ("Eve", "Kim", "Lee", "Bob", "Joe", "Ana", "Sam"):
        assert closed(phones.text(ANA, name))
    assert closed(phones.text(ANA, "CONTACTS"))


def test_starting_anew_deletes_what_was_there(phones: Phones) -> None:
    lived(phones)
    assert "Deleted" in phones.prove(ANA, "FORGET ME")
    assert "no contacts yet" in phones.text(ANA, "CONTACTS")


def test_sos_is_taken_all_the_same_and_names_nobody(phones: Phones) -> None:
    lived(phones)
    assert closed(phones.text(ANA, "SOS"))
    phones.wait(MINUTE)
    assert "Ana asks for help" in phones.inbox(SAM)[-1]
    phones.text(SAM, "1")
    phones.wait(MINUTE)
    assert closed(phones.inbox(ANA)[-1])
    assert closed(phones.text(ANA, "STATUS"))
    assert "all is as it was" in phones.text(ANA, "Ana")
    assert "Sam is on it" in phones.text(ANA, "STATUS")


def test_a_court_reminder_to_a_silent_number_names_no_day(phones: Phones) -> None:
    lived(phones)
    phones.wait(timedelta(days=376) - HALF_A_YEAR, step=timedelta(hours=12))
    reminders = [said for said in phones.inbox(ANA) if said.startswith("Reminder")]
    assert len(reminders) >= 3
    assert all(closed(said) and "a date that you saved" in said for said in reminders)
    assert not any("court" in said.casefold() for said in reminders)


def asked(phones: Phones, phone: str) -> None:
    phones.now = (phones.now + handovers.SILENT_FOR).replace(hour=18)
    phones.wait(2 * MINUTE)
    assert "new to you? Reply NO" in phones.inbox(phone)[-1]


def test_a_contact_who_says_yes_stays_and_hears_no_name_before(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    asked(phones, SAM)
    assert closed(phones.text(SAM, "who is this"))
    assert closed(phones.text(SAM, "YES"))
    assert "Ana" in phones.text(SAM, "who is this")


def test_a_new_owner_who_says_no_is_rid_of_it(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    asked(phones, SAM)
    assert closed(phones.text(SAM, "NO"))
    assert closed(phones.text(SAM, "who is this"))
    asked_ana = phones.inbox(ANA)
    assert any("new to you" in said for said in asked_ana)
    assert closed(phones.text(ANA, "YES"))
    assert "hold nothing" in phones.text(ANA, "NO")
    assert "no contacts yet" in phones.text(ANA, "CONTACTS")
