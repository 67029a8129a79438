"""Replies to danger: whom to call, whom SOS would tell by name, and no more than was asked."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"


def test_whom_sos_would_tell_is_said_by_name(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    reply = phones.text(ANA, "this guy pulled a knife on me")
    assert "911" in reply
    assert "Text SOS and we tell Sam at once." in reply
    assert measure(reply).segments <= 2


@pytest.mark.parametrize("text", ["he wont let me leave", "my client locked the door im scared"])
def test_who_is_held_gets_no_card_of_law(phones: Phones, text: str) -> None:
    reply = phones.text(ANA, text)
    assert "911" in reply
    assert not any(word in reply.lower() for word in ("warrant", "lawyer", "consent", "traffick"))


def test_with_police_there_what_to_say_comes_first(phones: Phones) -> None:
    reply = phones.text(ANA, "cops are banging on my door right now")
    assert "warrant" in reply.splitlines()[0]


def test_an_sos_that_tells_nobody_names_whom_to_call(phones: Phones) -> None:
    reply = phones.text(ANA, "SOS")
    assert "911" in reply
    assert "nobody would be told" in reply


def test_an_alerted_contact_is_told_of_no_danger_she_did_not_write(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    assert "911" not in phones.text(SAM, "where was she")
    reply = phones.text(SAM, "shes unconscious and bleeding from her head")
    assert "911" in reply
    assert "Reply 1" in reply


def test_a_pin_alone_counts_while_a_timer_runs_and_the_danger_pin_tells(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "PIN 4821 9137")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=5))
    said = phones.text(ANA, "9137")
    phones.wait()
    assert "closed" in said
    assert any("danger" in body for body in phones.inbox(SAM))
    phones.wait(timedelta(hours=3))


def test_a_word_that_means_cancel_is_about_the_timer_first(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, "cancelar")
    assert "OK" in reply
    assert "STOP" in reply
    assert "4:00" in phones.text(ANA, "STATUS")


def test_the_name_asked_for_is_not_lost_over_another_word(phones: Phones) -> None:
    phones.prove(ANA, f"ADD {SAM} Sam")
    phones.text(ANA, "did sam answer")
    assert phones.inbox(SAM) == []
    phones.text(ANA, "Ana")
    phones.wait()
    assert "Ana asks you" in phones.inbox(SAM)[0]
