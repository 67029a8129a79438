"""Whatever somebody calls herself, who has not agreed reads nothing that she wrote."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from peers.phones import Phones
from sms.encoding.segments import measure
from tests.sms.signed import whole_app

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
MINUTE = timedelta(minutes=1)
LURES = ("evil.example/win", "Your bank urges you call 900 555 1234", "\u202eAna @evil", "Аna Bank")
OPENINGS = ("evil", "900", "bank", "@", "Аna", "\u202e")
WORDS = ("who is this", "is this a scam?", "ok", "hm", "1", "no thanks", "NO", "STOP", "START")


def clean(said: str) -> bool:
    return not any(each.casefold() in said.casefold() for each in OPENINGS)


@pytest.mark.parametrize("name", LURES)
def test_nothing_of_a_lure_reaches_a_stranger(phones: Phones, name: str) -> None:
    phones.text(ANA, f"NAME {name}")
    phones.invite(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    client: FlaskClient = whole_app(phones).test_client()
    (invitation,) = phones.inbox(SAM)
    link = invitation[invitation.index("/c/") :].split()[0]
    assert clean(invitation)
    assert clean(client.get(link).text)
    for word in ("who is this", "is this a scam?", "hm", "no thanks", "NO"):
        assert clean(phones.text(SAM, word)), word
    assert clean(client.get(link).text)
    # Who has said no is a stranger still, also where somebody else asks too.
    phones.invite(KIM, SAM, "Sam")
    for word in WORDS:
        assert clean(phones.text(SAM, word)), word


def test_she_is_told_once_that_strangers_read_another_word(phones: Phones) -> None:
    told = phones.text(ANA, "NAME Ana 2000")
    assert "see the name Ana 2000." in told
    assert 'Until they agree, they read "Someone"' in told
    phones.prove(ANA, f"ADD {SAM} Sam")
    phones.wait(MINUTE)
    assert phones.inbox(SAM)[0].startswith("Someone asks you")
    phones.text(SAM, "YES")
    assert "Until" not in phones.text(ANA, "NAME Ana")
    phones.text(ANA, "NAME Ana 2000")
    phones.text(ANA, "SOS")
    phones.wait(MINUTE)
    assert "Ana 2000 asks for help" in phones.inbox(SAM)[-1]


def test_who_is_asked_for_her_name_is_told_as_well(phones: Phones) -> None:
    phones.prove(ANA, f"ADD {SAM} Sam")
    reply = phones.text(ANA, "Ana Urgent")
    assert 'they read "Someone"' in reply
    assert measure(reply).segments <= 2


def test_no_link_comes_back_from_a_name(phones: Phones) -> None:
    assert clean(phones.text(ANA, "NAME evil.example"))
    phones.invite(ANA, SAM, "evil.example")
    assert clean(phones.text(ANA, "CONTACTS"))
