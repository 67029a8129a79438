"""What strangers ask about us is answered in one honest line; who comes back hears who we are."""

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"
ASKED = {
    "It is free": ["is it free", "how much is it to use this?", "do yall charge for this"],
    "we are not police": ["are you cops", "u guys feds?", "do yall work w the cops"],
    "are not kept": ["do you save my texts", "is my stuff private here",
                     "who can read what i send"],
    "ADD and their number": ["how does it work", "how do i use this thing",
                             "how does this thing work"],
    "HOTLINES": ["can i talk to a person", "i wanna talk to a real human",
                 "let me speak to a person"],
    "wrong number": ["is this walgreens pharmacy?", "is this the vet clinic on 5th",
                     "is this the bakery?"],
}  # fmt: skip
PHRASES = [(line, text) for line, texts in ASKED.items() for text in texts]


@pytest.mark.parametrize(("line", "text"), PHRASES)
@pytest.mark.parametrize("known", [False, True])
def test_what_is_asked_about_us_gets_one_line(
    phones: Phones, line: str, text: str, known: bool
) -> None:
    if known:
        phones.text(ANA, "hi")
    reply = phones.text(ANA, text)
    assert line in reply
    assert "\n" not in reply
    assert measure(reply).segments <= 2


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("free", "es gratis?"),
        ("not police", "¿son policías?"),
        ("No se guardan", "guardan lo que digo"),
        ("AGREGA y", "como funciona esto?"),
        ("ninguna persona", "quiero hablar con una persona de verdad"),
        ("equivocaste de numero", "es la farmacia del ahorro?"),
    ],
)
def test_the_same_is_heard_in_spanish(phones: Phones, line: str, text: str) -> None:
    phones.text(ANA, "hi")
    assert line in phones.text(ANA, text)


@pytest.mark.parametrize(
    "text",
    ["how does bail work", "can cops read my texts", "can i talk to a lawyer", "is he a cop"],
)
def test_a_question_for_a_card_is_none_of_these(phones: Phones, text: str) -> None:
    reply = phones.text(ANA, text)
    assert not any(line in reply for line in ASKED)


@pytest.mark.parametrize("text", ["START", "unstop"])
def test_a_stranger_who_opts_in_hears_who_we_are(phones: Phones, text: str) -> None:
    reply = phones.text(ANA, text)
    assert "Raincheck" in reply
    assert "ADD" in reply
    assert "again" not in reply


def test_who_had_left_hears_that_texts_come_again(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "STOP")
    reply = phones.text(ANA, "START")
    assert "You get our messages again." in reply
    assert "Raincheck" in reply
    assert measure(reply).segments <= 2


@pytest.mark.parametrize(
    ("text", "offered"),
    [("add 30 min", "+30"), ("add 30", "+30"), ("add 45 more please", "+45"),
     ("add 2 hours", "+2H"), ("i need 20 more minutes", "+20"), ("ADD another 15", "+15")],
)  # fmt: skip
def test_more_time_is_offered_as_asked_for_and_nobody_is_invited(
    phones: Phones, text: str, offered: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, text)
    assert reply.startswith("Nothing was changed. For ")
    assert reply.endswith(f"reply {offered}.")
    assert "now runs until" in phones.text(ANA, offered)


@pytest.mark.parametrize("text", ["agrega 30", "añade 30 minutos más"])
def test_more_time_in_spanish_invites_nobody(phones: Phones, text: str) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "LANG es")
    phones.text(ANA, "EN 1H")
    assert "+30" in phones.text(ANA, text)
