"""A person's own contacts: their name is asked for before anybody is invited."""

import pytest

from checkin.people import contacts
from peers.phones import Phones

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"


def invitation(phones: Phones) -> str:
    phones.wait()
    return next(iter(phones.inbox(SAM)), "")


def test_a_person_without_a_name_is_asked_for_one_before_the_invitation_leaves(
    phones: Phones,
) -> None:
    reply = phones.prove(ANA, f"ADD {SAM} Sam")
    assert "Nobody was asked yet" in reply
    assert "NO NAME" in reply
    assert invitation(phones) == ""
    assert "(+1 202 555 0122)" in phones.text(ANA, "Ana")
    assert invitation(phones).startswith("Ana asks you")
    assert "Nobody was asked" not in phones.prove(ANA, f"ADD {KIM} Kim")


@pytest.mark.parametrize("text", ["NO NAME", "no name", "No name."])
def test_an_invitation_can_go_without_a_name(phones: Phones, text: str) -> None:
    phones.prove(ANA, f"ADD {SAM} Sam")
    assert "We have invited Sam" in phones.text(ANA, text)
    assert invitation(phones).startswith("The person whose number ends in 0111 asks you")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NAME Ana", "Ana"),
        ("my name is Ana", "Ana"),
        ("Georgia", "Georgia"),
        ("me llamo Eva", "Eva"),
    ],
)
def test_a_name_is_taken_however_it_is_given(phones: Phones, text: str, name: str) -> None:
    phones.text(ANA, "LANG EN")
    phones.prove(ANA, f"ADD {SAM} Sam")
    phones.text(ANA, text)
    assert invitation(phones).startswith(f"{name} asks you")


@pytest.mark.parametrize("text", ["why do you need my name", "who is this", "IN 2H", "SOS", "?"])
def test_what_is_no_name_invites_nobody(phones: Phones, text: str) -> None:
    phones.prove(ANA, f"ADD {SAM} Sam")
    phones.text(ANA, text)
    assert invitation(phones) == ""


def test_who_asks_why_is_asked_for_the_name_once_more(phones: Phones) -> None:
    first = phones.prove(ANA, f"ADD {SAM} Sam")
    assert phones.text(ANA, "what for") == first
    phones.text(ANA, "Ana")
    assert invitation(phones).startswith("Ana asks you")


def test_a_number_that_cannot_be_asked_is_refused_before_the_name_is_asked_for(
    phones: Phones,
) -> None:
    assert "your own number" in phones.prove(ANA, f"ADD {ANA} Me")


@pytest.mark.parametrize("text", ["can police search my bag", "STATUS", "MENU"])
def test_another_text_is_answered_and_then_she_is_asked_for_her_name_again(
    phones: Phones, text: str
) -> None:
    asked = phones.prove(ANA, f"ADD {SAM} Sam")
    answered = phones.text(ANA, text)
    assert asked in answered
    assert len(answered) > len(asked)
    phones.text(ANA, "Ana")
    assert invitation(phones).startswith("Ana asks you")


def test_after_danger_she_is_not_asked_for_her_name_and_no_word_is_taken_for_it(
    phones: Phones,
) -> None:
    asked = phones.prove(ANA, f"ADD {SAM} Sam")
    assert asked not in phones.text(ANA, "he has a knife")
    phones.text(ANA, "hm")
    assert invitation(phones) == ""


def test_pins_that_would_tell_nobody_of_danger_say_so(phones: Phones) -> None:
    warning = "Your danger PIN would tell nobody now"
    assert warning in phones.text(ANA, "PIN 1234 9876")
    phones.prove(ANA, f"ADD {SAM} Sam", "1234")
    phones.text(ANA, "NO NAME")
    phones.text(SAM, "YES")
    assert warning not in phones.prove(ANA, "PIN 1234 9876", "1234")
    with phones.parts.core.write(phones.now) as work:
        [sam] = contacts.by_phone(work, SAM)
        contacts.tell_of_danger(work, sam, False)
    assert warning in phones.prove(ANA, "PIN 1234 9876", "1234")
    assert "not told if you are made to close" in phones.text(ANA, "CONTACTS")
