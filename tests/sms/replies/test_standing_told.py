"""What runs, said to who comes back, who stops the texts, and who has another phone."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEW = "+12025550177"


def test_who_comes_back_is_told_what_runs(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.text(ANA, "STOP")
    assert "Timer running until" in phones.text(ANA, "START")
    phones.wait(timedelta(minutes=61))
    assert "timer is up" in phones.text(ANA, "START")


@pytest.mark.parametrize("text", ["START", "unstop", "Start!"])
def test_who_comes_back_with_nothing_running_is_told_so(phones: Phones, text: str) -> None:
    phones.text(ANA, "STOP")
    assert "No timer is running on this number." in phones.text(ANA, text)


def test_the_start_of_a_timer_says_what_stop_does_and_teaches_no_word_of_the_carrier(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    for text in ("IN 1H Hotel Rex", "SOS"):
        reply = phones.text(ANA, text)
        assert measure(reply).segments <= 2
        assert not {"CANCEL", "END", "QUIT"} & set(reply.replace(".", " ").split())
    phones.text(ANA, "OK")
    assert "STOP ends our texts, not the timer" in phones.text(ANA, "IN 1H Hotel Rex")


@pytest.mark.parametrize("text", ["cancel it", "stop this", "please cancel", "ya no más"])
def test_who_may_mean_the_timer_is_told_what_closes_it(phones: Phones, text: str) -> None:
    phones.text(ANA, "LANG EN")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, text)
    assert "Your timer goes on" in reply
    assert "Reply OK to close it" in reply
    assert "STOP. That does not close the timer" in reply
    assert "Timer running" in phones.text(ANA, "STATUS")


def test_with_pins_what_closes_it_is_ok_and_the_pin(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 1H")
    assert "OK and your PIN to close it" in phones.text(ANA, "cancel it")


@pytest.mark.parametrize("text", ["OK", "im ok its my new phone", "ok?", "I am safe"])
def test_an_ok_from_a_phone_we_do_not_know_names_the_number_and_the_code(
    phones: Phones, text: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    code = phones.text(ANA, "CODE").split("code: ")[1].split(".")[0]
    phones.text(ANA, "IN 1H")
    reply = phones.text(NEW, text)
    assert "No timer is running on this number" in reply
    assert "check-in code" in reply
    assert measure(reply).segments <= 2
    assert "timer is closed" in phones.text(NEW, code)


def test_after_nobody_answered_she_is_told_that_it_is_still_open_and_how_to_end_it(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 5M")
    phones.wait(3 * HOUR)
    for words in ("STATUS", "im home safe", "im safe now", "cancel the timer"):
        reply = phones.text(ANA, words)
        assert "can still answer" in reply, words
        assert "text OK and they get the all-clear" in reply, words
        assert "No timer" not in reply, words
    assert "all-clear" in phones.text(ANA, "OK")
    phones.wait()
    assert "No timer is running" in phones.text(ANA, "STATUS")


def test_who_is_told_second_is_not_told_that_there_is_no_news(phones: Phones) -> None:
    for phone, name in ((SAM, "Sam"), (KIM, "Kim")):
        phones.befriend(ANA, phone, name)
    assert "Sam first, and without an answer Kim" in phones.text(ANA, "IN 30M")
    assert "no news" in phones.text(KIM, "have you heard from her")
    phones.wait(41 * MINUTE)
    reply = phones.text(KIM, "have you heard from her")
    assert "did not check in" in reply
    assert "told another contact" in reply
    phones.text(SAM, "1")
    assert "Another contact is on it" in phones.text(KIM, "have you heard from her")
