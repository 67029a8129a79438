"""The wish to be forgotten in own words: how to, and why not while a timer runs."""

import pytest

from peers.phones import Phones
from sms.parsing import deleting
from sms.parsing.normalize import Text

ANA, SAM = "+12025550111", "+12025550122"
WISHES = [
    "delete my data", "delete my account", "delete me", "erase everything", "delte my acount",
    "how do i delete my account", "please wipe all my info", "delete everything you have on me",
]  # fmt: skip


@pytest.mark.parametrize("text", WISHES)
def test_the_wish_to_be_forgotten_brings_how_to(phones: Phones, text: str) -> None:
    assert phones.text(ANA, text) == (
        "Nothing was deleted. To delete all we hold on you, text FORGET ME."
    )


@pytest.mark.parametrize(
    "text", ["borra mis datos", "quiero borrar mi cuenta", "eliminen mis datos"]
)
def test_the_same_in_spanish(phones: Phones, text: str) -> None:
    phones.text(ANA, "LANG es")
    assert "OLVIDAME" in phones.text(ANA, text)


@pytest.mark.parametrize("text", [*WISHES[:4], "FORGET ME"])
def test_while_a_timer_runs_nothing_is_deleted_and_the_reply_says_why(
    phones: Phones, text: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, text)
    assert "Nothing was deleted, because a timer is running." in reply
    assert "Timer running until" in reply


@pytest.mark.parametrize(
    "text",
    ["should i delete my texts", "can police delete my videos", "how do i clear my record",
     "delete everything on my phone", "forget it", "delete the timer", "erase my record",
     "debo borrar mis fotos"],
)  # fmt: skip
def test_what_they_hold_themselves_is_another_question(text: str) -> None:
    assert not deleting.wants(Text.of(text))
