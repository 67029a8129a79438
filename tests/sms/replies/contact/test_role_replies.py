"""A contact's own words: before, during and after an alert."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
MINUTE = timedelta(minutes=1)


def invited(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait(MINUTE)


def alerted(phones: Phones) -> None:
    invited(phones)
    phones.text(SAM, "YES")
    phones.text(ANA, "SOS")
    phones.wait(MINUTE)


def stands(phones: Phones) -> str:
    return phones.text(ANA, "STATUS")


@pytest.mark.parametrize("text", ["yes of course", "Sure!", "claro", "sí, por supuesto"])
def test_a_plain_yes_to_an_invitation_is_a_yes(phones: Phones, text: str) -> None:
    invited(phones)
    assert "If Ana misses a check-in" in phones.text(SAM, text)
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")


@pytest.mark.parametrize("text", ["who is this", "is this a scam?", "quién es"])
def test_who_is_asked_by_whom_hears_who_what_and_how(phones: Phones, text: str) -> None:
    invited(phones)
    reply = phones.text(SAM, text)
    for part in ("Raincheck", "Ana asks you", "Reply YES", "NO", "WRONG NUMBER"):
        assert part in reply
    assert "police" not in reply


def test_a_plain_no_to_an_invitation_is_asked_once_more(phones: Phones) -> None:
    invited(phones)
    assert "Reply YES" in phones.text(SAM, "no thanks")
    assert "not invite you again" in phones.text(SAM, "NO")


def test_a_wrong_number_that_was_invited_is_off_at_once_and_can_be_asked_again(
    phones: Phones,
) -> None:
    invited(phones)
    assert "off the list" in phones.text(SAM, "wrong number")
    phones.wait(MINUTE)
    assert "wrong number" in phones.inbox(ANA)[-1]
    assert "invited" in phones.invite(KIM, SAM, "Sam")


@pytest.mark.parametrize("text", ["on my way", "I'm on it", "ya voy", "ok omw"])
def test_a_plain_acceptance_is_a_one(phones: Phones, text: str) -> None:
    alerted(phones)
    assert "You are on it for Ana" in phones.text(SAM, text)
    assert "Sam is on it" in stands(phones)


@pytest.mark.parametrize(
    "text", ["yes", "sure", "ok", "ok will do", "on my way?", "I can't believe it", "hello", "👍"]
)
def test_what_may_be_an_acceptance_is_asked_and_the_alert_goes_on(
    phones: Phones, text: str
) -> None:
    alerted(phones)
    assert "Reply 1" in phones.text(SAM, text)
    assert "being told" in stands(phones)


@pytest.mark.parametrize("text", ["i can't", "sorry i cant go", "no puedo"])
def test_a_plain_cannot_passes_to_the_next_contact_at_once(phones: Phones, text: str) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H")
    phones.wait(71 * MINUTE)
    assert len(phones.inbox(KIM)) == 1
    assert "someone else" in phones.text(SAM, text)
    phones.wait()
    assert "did not check in" in phones.inbox(KIM)[-1]


@pytest.mark.parametrize(
    "text", ["she's home", "false alarm", "ya está en casa", "it's over", "i found her she is fine"]
)
def test_only_the_number_closes_an_alert(phones: Phones, text: str) -> None:
    alerted(phones)
    assert "reply 3" in phones.text(SAM, text)
    assert "being told" in stands(phones)


@pytest.mark.parametrize("text", ["who is this", "is she ok", "what do i do", "¿qué pasó?"])
def test_an_alerted_contact_hears_about_the_person_the_wish_and_the_numbers(
    phones: Phones, text: str
) -> None:
    alerted(phones)
    phones.text(SAM, "LANG EN")
    reply = phones.text(SAM, text)
    assert "Ana asks for help now" in reply
    assert "Reply 1 = I'm on it" in reply
    assert measure(reply).segments <= 2
    assert "NEXT" not in reply
    assert "do not call the police unless" in reply


def test_a_contact_is_sent_no_card_unasked(phones: Phones) -> None:
    alerted(phones)
    reply = phones.text(SAM, "did they take her to the hospital or to jail")
    assert reply.startswith("Reply 1 if you are on it for Ana")


def test_after_the_alert_a_contact_hears_that_it_is_over(phones: Phones) -> None:
    alerted(phones)
    phones.text(ANA, "OK")
    phones.wait(MINUTE)
    for text in ("is she ok", "on my way", "who is this"):
        assert "The alert for Ana is over" in phones.text(SAM, text)


@pytest.mark.parametrize("text", ["who is this", "is she ok", "on my way", "hi", "qqq zzz"])
def test_before_any_alert_a_contact_hears_whose_they_are(phones: Phones, text: str) -> None:
    invited(phones)
    phones.text(SAM, "YES")
    reply = phones.text(SAM, text)
    assert "trusted contact of Ana" in reply
    assert "Raincheck" in reply


def test_a_person_who_is_also_a_contact_asks_as_everybody_does(phones: Phones) -> None:
    phones.befriend(SAM, KIM, "Kim")
    phones.befriend(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    assert "search" in phones.text(SAM, "can they look in my purse")


def test_a_wrong_number_during_an_alert_speeds_it_up_and_takes_nobody_off(
    phones: Phones,
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H")
    phones.wait(71 * MINUTE)
    reply = phones.text(SAM, "wrong number")
    assert "trusted contact of Ana" in reply
    assert "Reply 1" in reply
    phones.wait()
    assert "did not check in" in phones.inbox(KIM)[-1]
    assert any("wrong number" in body for body in phones.inbox(ANA))
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")
    assert "You are on it" in phones.text(SAM, "1"), "it was a misunderstanding"


def test_a_sole_contact_who_says_wrong_number_is_rung_within_a_minute(phones: Phones) -> None:
    alerted(phones)
    heard = len(phones.inbox(SAM))
    phones.text(SAM, "wrong number")
    phones.wait(MINUTE)
    assert len(phones.inbox(SAM)) == heard + 1
    assert "Press 1" in phones.inbox(SAM)[-1]


def test_once_the_sole_contact_is_off_during_an_alert_she_hears_that_nobody_is_left(
    phones: Phones,
) -> None:
    alerted(phones)
    phones.text(SAM, "wrong number")
    phones.text(SAM, "YES")
    phones.wait(MINUTE)
    told = " ".join(phones.inbox(ANA))
    assert "Sam is off your list" in told
    assert "nobody" in told.casefold()


@pytest.mark.parametrize("again", ["YES", "wrong number"])
def test_a_second_word_takes_a_wrong_number_off_and_the_person_is_told(
    phones: Phones, again: str
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    assert "Wrong number?" in phones.text(SAM, "this isn't Sam")
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")
    assert "off the list" in phones.text(SAM, again)
    phones.wait(MINUTE)
    assert any("Sam is off your list" in body for body in phones.inbox(ANA))
    assert "Not started" in phones.text(ANA, "IN 1H")


def test_who_knows_the_person_after_all_stays(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    phones.text(SAM, "wrong number")
    assert "Nothing was changed" in phones.text(SAM, "NO")
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")
