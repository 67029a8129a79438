"""Early signs of danger: of a drug in a drink, and of words that somebody else dictates."""

import pytest

from peers.phones import Phones

ANA, SAM = "+12025550111", "+12025550122"


@pytest.fixture
def phones_of_ana(phones: Phones) -> Phones:
    phones.befriend(ANA, SAM, "Sam")
    return phones


SIGNS = [
    "i feel dizzy", "so sleepy all of a sudden", "my drink tasted funny",
    "i feel dizy n my legs are jelly", "cant keep my eyes open after that drink",
    "he says i have to tell you im ok",
    "he wants me to tell yall im safe", "shes makin me text that im fine",
]  # fmt: skip


@pytest.mark.parametrize("text", SIGNS)
@pytest.mark.parametrize("timer", [False, True])
def test_an_early_sign_brings_911_and_whom_sos_tells(
    phones_of_ana: Phones, text: str, timer: bool
) -> None:
    if timer:
        phones_of_ana.text(ANA, "IN 2H")
    reply = phones_of_ana.text(ANA, text)
    assert "911" in reply
    assert "Text SOS and we tell Sam at once." in reply


@pytest.mark.parametrize(
    "text",
    ["me siento mareada de repente", "la copa me supo raro", "me hizo decir que estoy bien",
     "dice que tengo que decirles q estoy bien"],
)  # fmt: skip
def test_the_same_in_spanish(phones_of_ana: Phones, text: str) -> None:
    phones_of_ana.text(ANA, "LANG es")
    reply = phones_of_ana.text(ANA, text)
    assert "911" in reply
    assert "SOS y avisamos enseguida a Sam" in reply


@pytest.mark.parametrize("text", ["ya me voy", "me voy ya", "bueno ya me voy"])
def test_whoever_leaves_is_not_taken_for_somebody_who_wants_to_die(
    phones_of_ana: Phones, text: str
) -> None:
    phones_of_ana.text(ANA, "LANG es")
    assert "988" not in phones_of_ana.text(ANA, text)


@pytest.mark.parametrize(
    "text", ["ya no quiero vivir", "me quiero ir de este mundo", "me voy a matar"]
)
def test_the_wish_to_die_still_is(phones_of_ana: Phones, text: str) -> None:
    phones_of_ana.text(ANA, "LANG es")
    assert "988" in phones_of_ana.text(ANA, text)


def test_what_may_be_danger_names_whom_sos_tells_too(phones_of_ana: Phones) -> None:
    reply = phones_of_ana.text(ANA, "im scared of my client")
    assert "911" in reply
    assert "we tell Sam" in reply
