"""Texts that are almost something, and the one question they are worth."""

import pytest

from peers.phones import Phones
from sms.parsing.acts import NearCommand
from sms.parsing.commands import Command
from sms.parsing.grammar import parse
from sms.parsing.meanings import NearOptOut, OptOut, Unknown
from sms.parsing.vocabulary import Vocabulary

ANA, SAM = "+12025550111", "+12025550122"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("im 2h", Command.IN),
        ("IN2H", Command.IN),
        ("tmier 2h", Command.IN),
        ("2h", Command.IN),
        ("2 hours", Command.IN),
        ("okk 1234", Command.OK),
        ("OK1234", Command.OK),
        ("OK thanks", Command.OK),
        ("ok 12", Command.OK),
        ("OK 12 34", Command.OK),
        ("okey", Command.OK),
        ("okk", Command.OK),
        ("0k", Command.OK),
        ("k", Command.OK),
        ("ok?", Command.OK),
        ("OK 😭", Command.OK),
        ("OK 1234 😭", Command.OK),
        ("all good", Command.OK),
        ("cancel my timer", Command.OK),
        ("stop the timer", Command.OK),
        ("untill 11pm", Command.UNTIL),
        ("11:30pm", Command.UNTIL),
        ("until 2 hours", Command.IN),
        ("plus 30", Command.EXTEND),
        ("más tiempo", Command.EXTEND),
        ("I am ok now", Command.OK),
        ("sosss", Command.SOS),
        ("s0s", Command.SOS),
        ("sso they are here", Command.SOS),
        ("please sos", Command.SOS),
        ("hurry 🆘", Command.SOS),
        ("ALTO🆘", Command.SOS),
        ("ok 🆘", Command.SOS),
        ("no🆘", Command.SOS),
        ("+30 please", Command.EXTEND),
        ("+", Command.EXTEND),
        ("forget me please", Command.FORGET_ME),
        ("forgetme", Command.FORGET_ME),
        ("yess", Command.YES),
        ("REMOVE", Command.REMOVE),
        ("REMOVE Sam", Command.REMOVE),
        ("remvoe 2", Command.REMOVE),
        ("REMOVE2", Command.REMOVE),
        ("addd 2025550167 Sam", Command.ADD),
        ("ADD2025550167 Sam", Command.ADD),
        ("202-555-0167", Command.ADD),
        ("+1 202 555 0167 Sam", Command.ADD),
        ("pni 1234 9876", Command.PIN),
        ("lagn es", Command.LANG),
        ("sate NY", Command.STATE),
    ],
)
def test_a_near_miss_is_asked_back(words: Vocabulary, text: str, command: Command) -> None:
    assert parse(text, words, lang="en").meaning == NearCommand(command, text)


@pytest.mark.parametrize(
    "text",
    ["stop this", "please stop sending", "unsub", "Stop it now!", "remove my number", "ya no más",
     "no quiero más mensajes"],
)  # fmt: skip
def test_what_may_be_the_wish_to_leave_is_asked_back(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning == NearOptOut()


@pytest.mark.parametrize("text", ["stop and search", "police stop me", "they stop at my door"])
def test_a_question_with_stop_in_it_is_a_question(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning == Unknown(text)


@pytest.mark.promise("Say in any clear words that you want no more texts, and it counts.", of=5)
@pytest.mark.parametrize("text", ["stop texting me", "No me escriban más", "ARRÊT", "退订", "Стоп"])
def test_the_wish_to_leave_counts_in_any_reasonable_words(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning == OptOut(by_carrier=False)


@pytest.mark.promise("A typo never starts or closes a timer: we ask back.", of=5)
@pytest.mark.parametrize("near", ["okk", "ok?", "OK 😭", "0k", "kk", "I am ok now"])
def test_almost_ok_leaves_the_timer_and_names_the_word_that_closes_it(
    phones: Phones, near: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, near)
    assert reply == "Your timer goes on. Did you mean OK? Reply OK to close it."
    assert "1 hour left" in phones.text(ANA, "STATUS")


def test_with_a_pin_almost_ok_names_the_pin_too(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 1H")
    assert "Reply OK and your PIN" in phones.text(ANA, "okk")


def test_almost_sos_says_that_nobody_was_told(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    before = phones.inbox(SAM)
    assert "Nobody was told" in phones.text(ANA, "s0s")
    phones.wait()
    assert phones.inbox(SAM) == before


@pytest.mark.parametrize("text", ["30", "plus 30", "2h", "30 min"])
def test_more_time_in_other_words_is_asked_back_while_a_timer_runs(
    phones: Phones, text: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    assert "reply +30" in phones.text(ANA, text)
    assert "1 hour left" in phones.text(ANA, "STATUS")


def test_a_number_without_a_unit_is_asked_for_one(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "IN 2H or IN 2M" in phones.text(ANA, "IN 2")
