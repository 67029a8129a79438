"""What a contact says by halves: half a yes, a yes after a no, the wish to leave, a phone's own
answer, and good news without a number."""

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"


def invited(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait()


def confirmed(phones: Phones) -> None:
    invited(phones)
    phones.text(SAM, "YES")


@pytest.mark.parametrize(
    "text", ["sure i guess", "ok", "ya", "yeah", "K", "maybe", "supongo que sí"]
)
def test_half_a_yes_hears_that_only_yes_counts(phones: Phones, text: str) -> None:
    invited(phones)
    reply = phones.text(SAM, text)
    assert "only YES counts" in reply or "solo cuenta SI" in reply
    assert measure(reply).segments <= 2
    assert "no answer yet" in phones.text(ANA, "CONTACTS")


@pytest.mark.parametrize(
    "text",
    ["i changed my mind", "wait yes i will", "actually yes", "can i still say yes?", "yeah ok"],
)
def test_a_yes_in_other_words_after_a_no_hears_what_agrees(phones: Phones, text: str) -> None:
    invited(phones)
    phones.text(SAM, "NO")
    reply = phones.text(SAM, text)
    assert reply.startswith("Nothing was changed. Ana asked you")
    assert "reply YES" in reply
    assert "Thank you" in phones.text(SAM, "YES")


LEAVES = [
    "im out", "i dont want to do this anymore", "I don't want to be her contact any more",
    "take me off this list", "im done with this", "ya no quiero hacer esto",
]  # fmt: skip


@pytest.mark.parametrize("text", LEAVES)
def test_a_contact_who_wants_to_leave_hears_how_and_of_no_danger(phones: Phones, text: str) -> None:
    confirmed(phones)
    reply = phones.text(SAM, text)
    assert "STOP" in reply
    assert "Ana" in reply
    assert "911" not in reply
    assert "988" not in reply
    assert "said yes" in phones.text(ANA, "CONTACTS")


@pytest.mark.parametrize("text", LEAVES[:4])
def test_during_an_alert_the_wish_to_leave_is_told_of_both(phones: Phones, text: str) -> None:
    confirmed(phones)
    phones.text(ANA, "SOS")
    phones.wait()
    reply = phones.text(SAM, text)
    assert "2 if you can't" in reply
    assert "STOP" in reply
    assert "911" not in reply


BUSY = [
    "Sorry, I can't talk right now.", "I'm in a meeting, can I call you later?",
    "I'm driving with Driving Focus turned on. I'll see your message when I get where I'm going.",
    "No puedo hablar ahora, te llamo más tarde",
]  # fmt: skip


@pytest.mark.parametrize("text", BUSY)
@pytest.mark.parametrize("alert", [False, True])
def test_a_phones_own_answer_is_no_danger(phones: Phones, text: str, alert: bool) -> None:
    confirmed(phones)
    if alert:
        phones.text(ANA, "SOS")
        phones.wait()
    assert "911" not in phones.text(SAM, text)


def test_the_same_words_of_somebody_with_a_timer_are_heard_for_danger(phones: Phones) -> None:
    confirmed(phones)
    assert "988" in phones.text(ANA, "i dont want to do this anymore")


@pytest.mark.parametrize(
    "text",
    ["i called her and she is fine", "she is home safe", "i talked to her", "Ana says shes ok",
     "just saw her, shes asleep at home", "spoke to Ana and shes good", "la llamé y está bien",
     "llegó bien a su casa"],
)  # fmt: skip
def test_good_news_during_an_alert_closes_nothing_and_says_what_does(
    phones: Phones, text: str
) -> None:
    confirmed(phones)
    phones.text(ANA, "SOS")
    phones.wait()
    reply = phones.text(SAM, text)
    assert reply.startswith(("Nothing was closed.", "No se cerro nada."))
    assert "3" in reply
    assert "Your contacts are being told" in phones.text(ANA, "STATUS")


@pytest.mark.parametrize(
    "text", ["i called her no answer", "she is not home", "she says shes hurt", "shes not ok"]
)
def test_bad_news_is_no_good_news(phones: Phones, text: str) -> None:
    confirmed(phones)
    phones.text(ANA, "SOS")
    phones.wait()
    assert "Nothing was closed" not in phones.text(SAM, text)
