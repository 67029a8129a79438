"""STOP and its kin: final, for everyone, at once."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.parsing.grammar import parse
from sms.parsing.meanings import OptOut
from sms.parsing.optout import OPT_OUT, OPT_OUT_BY_CARRIER
from sms.parsing.vocabulary import Vocabulary

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"


OURS = sorted(set(OPT_OUT) - OPT_OUT_BY_CARRIER)
ONE_A_LANGUAGE = {OPT_OUT[word]: word for word in OURS}


@pytest.mark.parametrize("word", OURS)
def test_every_word_for_leaving_is_heard_in_either_case(words: Vocabulary, word: str) -> None:
    for written in (word, word.upper(), f" {word}!"):
        assert parse(written, words, lang="es").meaning == OptOut(by_carrier=False)


@pytest.mark.parametrize("word", ONE_A_LANGUAGE.values(), ids=ONE_A_LANGUAGE)
def test_a_word_that_carriers_do_not_know_is_honoured_and_confirmed_once(
    phones: Phones, word: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "START" in phones.text(SAM, word)
    before = phones.inbox(SAM)
    phones.text(ANA, "SOS")
    assert "asked not to be invited" in phones.invite(KIM, SAM, "Sam")
    phones.wait(timedelta(minutes=20))
    assert phones.inbox(SAM) == before


def test_a_word_of_a_language_we_do_not_speak_leaves_the_phones_own_language(
    phones: Phones,
) -> None:
    assert "no more messages" in phones.text(ANA, "Стоп")
    assert "Reply with a number" in phones.text(ANA, "MENU")


def test_the_person_whose_contact_left_is_told_with_a_timer_running_at_once(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H")
    phones.text(SAM, "BAJA")
    phones.wait()
    assert any("Sam" in body and "no" in body for body in phones.inbox(ANA)[-2:])
    phones.wait(timedelta(minutes=75))
    assert any("did not check in" in body for body in phones.inbox(KIM))


def test_who_wants_no_texts_gets_no_reminder_but_the_contacts_are_told(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    reply = phones.text(ANA, "BAJA")
    assert "sigue" in reply, "the timer goes on, and the reply says so"
    before = phones.inbox(ANA)
    phones.wait(timedelta(minutes=75))
    assert phones.inbox(ANA) == before
    assert any("did not check in" in body for body in phones.inbox(SAM))


def test_who_asks_again_is_answered_and_told_that_no_reminder_will_come(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "please stop")
    assert "no texts" in phones.text(ANA, "IN 1H")
    phones.text(ANA, "START")
    phones.wait(timedelta(minutes=51))
    assert "Your timer ends" in phones.inbox(ANA)[-1]


def test_a_no_to_an_invitation_takes_nothing_from_a_person_of_our_own(phones: Phones) -> None:
    phones.befriend(SAM, KIM, "Kim")
    phones.invite(ANA, SAM, "Sam")
    assert "not invite you again" in phones.text(SAM, "NO")
    phones.text(SAM, "IN 1H")
    phones.wait(timedelta(minutes=51))
    assert "Your timer ends" in phones.inbox(SAM)[-1]


def test_a_likely_wish_to_leave_is_asked_back_and_changes_nothing(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "reply STOP" in phones.text(SAM, "stop this now")
    phones.text(ANA, "SOS")
    phones.wait()
    assert "asks for help" in phones.inbox(SAM)[-1]
