"""Whoever goes in without a timer is told so, and what would start one."""

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"


@pytest.fixture
def phones_of_ana(phones: Phones) -> Phones:
    phones.befriend(ANA, SAM, "Sam")
    return phones


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("checkin 30m room 12", "IN 30M room 12"),
        ("checkin 1h meeting john", "IN 1H meeting john"),
        ("chekin 45 min motel 6", "IN 45M motel 6"),
        ("check-in two hours Rex hotel", "IN 2H Rex hotel"),
        ("going in for 45 minutes room 214", "IN 45M room 214"),
        ("meeting a guy, room 8, give me 2 hours", "IN 2H"),
        ("walking in room 8 back by 9pm", "UNTIL 9PM"),
        ("voy a entrar al cuarto 12, 40 minutos", "EN 40M"),
    ],
)
def test_a_check_in_with_a_length_is_offered_as_a_timer(
    phones_of_ana: Phones, text: str, offered: str
) -> None:
    reply = phones_of_ana.text(ANA, text)
    assert f" {offered}." in reply
    status = phones_of_ana.text(ANA, "STATUS")
    assert "No timer" in status or "ningun temporizador" in status


def test_a_long_note_is_kept_in_the_offered_text(phones_of_ana: Phones) -> None:
    note = "with a new client at the rex hotel downtown room 5 white shirt blue honda"
    reply = phones_of_ana.text(ANA, f"check-in 2h {note}")
    assert reply == f"No timer was started. For 2 hours text IN 2H {note}."
    assert measure(phones_of_ana.text(ANA, f"check-in 2h {note * 4}")).segments <= 2


GOES = [
    "im going in, room 12", "heading to the hotel now", "going in room 214", "meeting him now",
    "just got to room 40 gonna knock", "gonig in to his place now", "walkin in the motel rn",
    "about to meet this guy at the inn", "ya voy a entrar", "voy llegando al hotel",
    "voy entrando al cuarto 5", "ya me voy con el cliente", "ya estoy entrando al motel",
]  # fmt: skip


@pytest.mark.parametrize("text", GOES)
def test_whoever_goes_in_hears_that_no_timer_was_started(phones_of_ana: Phones, text: str) -> None:
    reply = phones_of_ana.text(ANA, text)
    assert "No timer was started" in reply or "ningun temporizador" in reply
    assert "IN 2H" in reply or "EN 2H" in reply
    assert "warrant" not in reply


@pytest.mark.parametrize("text", [*GOES[:6], "checkin 30m room 12"])
def test_whoever_goes_in_with_a_timer_hears_how_it_stands(phones_of_ana: Phones, text: str) -> None:
    phones_of_ana.text(ANA, "IN 2H")
    assert "Timer running until" in phones_of_ana.text(ANA, text)


def test_without_a_contact_who_agreed_going_in_brings_how_to_add_one(phones: Phones) -> None:
    assert "ADD" in phones.text(ANA, "im going in, room 12")


@pytest.mark.parametrize(
    "text", ["police are going in now", "he wont let me leave the room", "cops coming in the room"]
)
def test_danger_is_no_going_in(phones_of_ana: Phones, text: str) -> None:
    assert "911" in phones_of_ana.text(ANA, text)
