"""Contacts are told by SOS alone; whoever asks for it in own words hears that, and how."""

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure
from sms.parsing import telling
from sms.parsing.normalize import Text

ANA, SAM = "+12025550111", "+12025550122"
OFFER = "Nobody was told yet. Text SOS and we tell Sam at once."


@pytest.fixture
def phones_of_ana(phones: Phones) -> Phones:
    phones.befriend(ANA, SAM, "Sam")
    return phones


ASKED = [
    "emergency", "its an emergancy", "send sam now", "text sam", "alert my contacts",
    "can u call Sam for me", "aleert my contacts", "tell sam i need help", "let sam know im hurt",
    "please notify everyone",
]  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("timer", [False, True])
def test_who_asks_that_contacts_are_told_hears_that_sos_does_it(
    phones_of_ana: Phones, text: str, timer: bool
) -> None:
    if timer:
        phones_of_ana.text(ANA, "IN 2H")
    before = phones_of_ana.inbox(SAM)
    reply = phones_of_ana.text(ANA, text)
    assert OFFER in reply
    assert reply.count("911") <= 1
    assert measure(reply).segments <= 2
    phones_of_ana.wait()
    assert phones_of_ana.inbox(SAM) == before


@pytest.mark.parametrize("text", ["emergencia", "avisa a sam", "dile a sam que me ayude ya"])
def test_the_same_in_spanish(phones_of_ana: Phones, text: str) -> None:
    phones_of_ana.text(ANA, "LANG es")
    assert "SOS y avisamos enseguida a Sam" in phones_of_ana.text(ANA, text)


@pytest.mark.parametrize("text", ["emergency", "tell sam i need help", "es una emergencia"])
def test_an_emergency_names_911_first(phones_of_ana: Phones, text: str) -> None:
    assert "911" in phones_of_ana.text(ANA, text).splitlines()[0]


def test_without_a_contact_it_names_911_and_how_to_add_one(phones: Phones) -> None:
    reply = phones.text(ANA, "emergency")
    assert "911" in reply
    assert "ADD" in reply


@pytest.mark.parametrize("yes", ["yes", "YES please", "yeah", "yess", "sí", "yes of course"])
@pytest.mark.parametrize("first", ["sso", "alert my contacts", "he has a knife on me"])
def test_a_yes_to_the_offer_of_sos_hears_what_to_text_and_tells_nobody(
    phones_of_ana: Phones, first: str, yes: str
) -> None:
    phones_of_ana.text(ANA, first)
    before = phones_of_ana.inbox(SAM)
    reply = phones_of_ana.text(ANA, yes)
    assert "SOS" in reply
    assert "Sam" in reply
    assert "understand" not in reply
    phones_of_ana.wait()
    assert phones_of_ana.inbox(SAM) == before


def test_an_ok_to_the_offer_of_sos_does_not_close_the_timer_at_once(phones_of_ana: Phones) -> None:
    phones_of_ana.text(ANA, "IN 1H")
    phones_of_ana.wait()
    phones_of_ana.text(ANA, "alert my contacts")
    assert "goes on" in phones_of_ana.text(ANA, "ok")
    assert "safe" in phones_of_ana.text(ANA, "OK")


@pytest.mark.parametrize(
    "text",
    ["tell sam im home safe", "did you tell sam", "text my lawyer", "call me", "let me go",
     "can you text my mom in spanish", "tell me a joke", "emergency contacts", "who do you tell",
     "call 911", "dile a sam que ya llegue a casa", "text sam im ok"],
)  # fmt: skip
def test_another_wish_is_none(text: str) -> None:
    assert not telling.wants(Text.of(text), ["Sam"])


def test_a_contact_who_writes_emergency_is_answered_about_the_person(phones_of_ana: Phones) -> None:
    phones_of_ana.text(ANA, "SOS")
    phones_of_ana.wait()
    reply = phones_of_ana.text(SAM, "this is an emergency")
    assert "911" in reply
    assert "Reply 1" in reply
