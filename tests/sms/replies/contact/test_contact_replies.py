"""An answer belongs to what was asked: NO, YES, OK, 1, 2 and 3, also where two things are open."""

import re
from datetime import timedelta

import pytest

from peers.phones import Phones

ANA, SAM, KIM, LEE = "+12025550111", "+12025550122", "+12025550133", "+12025550144"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def ask_for_help(phones: Phones, *people: str) -> None:
    """SOS from each of them, a minute apart, told by now."""
    for phone in people:
        phones.text(phone, "SOS")
        phones.wait(MINUTE)


def of_two(phones: Phones) -> None:
    """Sam is a contact of Ana's and of Kim's."""
    for phone, name in ((ANA, "Ana"), (KIM, "Kim")):
        phones.text(phone, f"NAME {name}")
        phones.befriend(phone, SAM, "Sam")
    phones.wait(MINUTE)


def stands(phones: Phones, phone: str) -> str:
    return phones.text(phone, "STATUS")


@pytest.mark.parametrize("word", ["NO", "no", "N", "No."])
def test_a_no_out_of_the_blue_takes_no_contact_away(phones: Phones, word: str) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    reply = phones.text(SAM, word)
    assert "still a trusted contact of Ana" in reply
    assert "STOP" in reply
    assert "Timer running" in phones.text(ANA, "IN 1H")
    phones.wait(75 * MINUTE)
    assert any("did not check in" in body for body in phones.inbox(SAM))


def test_a_no_to_a_second_invitation_leaves_the_first_list_alone(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    phones.invite(KIM, SAM, "Sam")
    phones.wait(MINUTE)
    reply = phones.text(SAM, "NO")
    assert "not invite you again" in reply
    assert "You are still a trusted contact of Ana" in reply
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")
    assert "does not want" in phones.text(KIM, "CONTACTS")


def test_a_no_right_after_an_invitation_is_about_it_once_no_alert_is_out(phones: Phones) -> None:
    of_two(phones)
    phones.text(ANA, "IN 5M")
    phones.wait(3 * HOUR)
    assert "None of your contacts is on it" in " ".join(phones.inbox(ANA))
    phones.invite(LEE, SAM, "Sam")
    phones.wait(MINUTE)
    assert "not invite you again" in phones.text(SAM, "NO")
    assert "1 Sam: said yes" in phones.text(ANA, "CONTACTS")


def test_who_cannot_after_all_had_an_end_is_told_that_nobody_is_asked_any_more(
    phones: Phones,
) -> None:
    phones.text(ANA, "NAME Ana")
    for contact, name in ((SAM, "Sam"), (KIM, "Kim")):
        phones.befriend(ANA, contact, name)
    phones.text(ANA, "IN 5M")
    phones.wait(3 * HOUR)
    assert "we have stopped asking" in phones.text(SAM, "2")
    phones.text(SAM, "1")
    assert "Sam is on it" in stands(phones, ANA)


@pytest.mark.parametrize("left_for", [MINUTE, 2 * HOUR])
def test_who_stops_and_comes_back_while_a_timer_runs_is_told_when_it_is_missed(
    phones: Phones, left_for: timedelta
) -> None:
    for contact, name in ((SAM, "Sam"), (KIM, "Kim")):
        phones.befriend(ANA, contact, name)
    phones.text(ANA, "IN 3H")
    phones.text(KIM, "STOP")
    phones.wait(left_for)
    phones.text(KIM, "START")
    assert "we text you" in phones.text(KIM, "YES")
    phones.wait(5 * HOUR)
    for contact in (SAM, KIM):
        assert any("did not check in" in body for body in phones.inbox(contact))


def test_a_no_after_other_talk_is_asked_back_before_it_refuses(phones: Phones) -> None:
    phones.befriend(SAM, LEE, "Lee")
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    phones.text(SAM, "IN 1H")
    assert "Ana asks you" in phones.text(SAM, "NO")
    assert "no answer yet" in phones.text(ANA, "CONTACTS")
    assert "not invite you again" in phones.text(SAM, "NO")


def test_with_two_open_alerts_a_number_is_asked_for_whom(phones: Phones) -> None:
    of_two(phones)
    ask_for_help(phones, ANA, KIM)
    reply = phones.text(SAM, "1")
    assert "Nothing was done yet" in reply
    assert "A Kim" in reply
    assert "B Ana" in reply
    assert "being told" in stands(phones, ANA)
    assert "You are on it for Ana" in phones.text(SAM, "b")
    assert "Sam is on it" in stands(phones, ANA)
    assert "being told" in stands(phones, KIM)
    assert "You are on it for Kim" in phones.text(SAM, "1"), "only one is left for it"


@pytest.mark.parametrize("text", ["3 Ana", "ana 3"])
def test_a_number_and_a_name_answer_for_that_person_alone(phones: Phones, text: str) -> None:
    of_two(phones)
    ask_for_help(phones, ANA, KIM)
    assert "The alert for Ana is closed" in phones.prove(SAM, text)
    assert "No timer" in stands(phones, ANA)
    assert "being told" in stands(phones, KIM)


def test_all_can_be_taken_at_once_but_not_closed(phones: Phones) -> None:
    of_two(phones)
    ask_for_help(phones, ANA, KIM)
    assert "ALL" in phones.text(SAM, "1")
    phones.text(SAM, "all")
    assert "Sam is on it" in stands(phones, ANA)
    assert "Sam is on it" in stands(phones, KIM)
    assert "ALL" not in phones.text(SAM, "3")
    phones.text(SAM, "all")
    assert "Sam is on it" in stands(phones, ANA)


def test_two_people_without_a_name_are_told_apart_by_their_numbers(phones: Phones) -> None:
    for phone in (ANA, KIM):
        phones.befriend(phone, SAM, "Sam")
    ask_for_help(phones, ANA, KIM)
    reply = phones.text(SAM, "1")
    assert "0111" in reply
    assert "0133" in reply
    phones.text(SAM, "0111")
    assert "Sam is on it" in stands(phones, ANA)


def test_a_number_after_a_menu_is_asked_once_more_before_it_answers_an_alert(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    phones.text(SAM, "MENU")
    assert "once more" in phones.text(SAM, "1")
    assert "being told" in stands(phones, ANA)
    assert "You are on it" in phones.text(SAM, "1")


def test_a_three_closes_nothing_before_two_digits_come_back(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    asked = phones.text(SAM, "3")
    digits = re.fullmatch(r"To close the alert for Ana for everyone, reply (\d\d)\.", asked)
    assert digits
    wrong = "11" if digits[1] != "11" else "12"
    assert "Nothing was closed" in phones.text(SAM, wrong)
    phones.text(SAM, digits[1])
    assert "being told" in stands(phones, ANA)
    assert "The alert for Ana is closed" in phones.prove(SAM, "3")
    assert "No timer" in stands(phones, ANA)


def test_a_three_that_is_wrong_twice_is_dropped_and_a_one_still_counts(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    asked = phones.text(SAM, "3")
    for _ in range(2):
        asked = phones.text(SAM, "11" if "11." not in asked else "12")
    assert asked == "Nothing was closed: those are not the digits we sent."
    assert "You are on it" in phones.text(SAM, "1")


def test_a_number_after_an_alert_is_its_answer_whatever_menu_came_before(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(SAM, "MENU")
    phones.wait(MINUTE)
    ask_for_help(phones, ANA)
    assert "You are on it" in phones.text(SAM, "1")


def test_an_ok_right_after_the_start_asks_first(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    assert "only just started" in phones.text(ANA, "OK")
    assert "59 minutes left" in stands_in(phones, MINUTE)
    phones.text(ANA, "OK")
    assert "timer is closed" in phones.text(ANA, "OK")


def stands_in(phones: Phones, length: timedelta) -> str:
    phones.wait(length)
    return stands(phones, ANA)


@pytest.mark.parametrize(("length", "later"), [("1H", 3), ("9M", 0)])
def test_a_later_ok_or_one_to_a_short_timer_closes_at_once(
    phones: Phones, length: str, later: int
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, f"IN {length}")
    phones.wait(later * MINUTE)
    assert "timer is closed" in phones.text(ANA, "OK")


def test_an_ok_with_its_pin_is_clear_from_the_start(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 1H")
    assert "timer is closed" in phones.text(ANA, "OK 1234")


def test_an_ok_after_a_friends_alert_leaves_the_own_timer_open_and_names_both(
    phones: Phones,
) -> None:
    phones.befriend(SAM, LEE, "Lee")
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(SAM, "IN 2H")
    phones.wait(10 * MINUTE)
    ask_for_help(phones, ANA)
    reply = phones.text(SAM, "OK")
    assert "Your own timer" in reply
    assert "for Ana" in reply
    assert "left" in stands(phones, SAM)
    phones.text(SAM, "OK")
    assert "timer is closed" in phones.text(SAM, "OK")


def test_a_question_of_ours_is_none_any_more_once_an_alert_has_come(phones: Phones) -> None:
    phones.befriend(SAM, LEE, "Lee")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(SAM, "IN 2H")
    assert "once more" in phones.text(SAM, "OK")
    phones.wait(2 * MINUTE)
    ask_for_help(phones, ANA)
    assert "Your own timer" in phones.text(SAM, "OK")
    assert "left" in stands(phones, SAM)


def test_an_ok_to_ones_own_question_is_for_that_though_a_friends_alert_is_open(
    phones: Phones,
) -> None:
    phones.befriend(SAM, LEE, "Lee")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(SAM, "IN 30M")
    phones.wait(5 * MINUTE)
    ask_for_help(phones, ANA)
    phones.wait(25 * MINUTE)
    assert any("timer is up" in body for body in phones.inbox(SAM))
    assert "timer is closed" in phones.text(SAM, "OK")


def test_an_ok_without_a_timer_is_no_answer_to_a_friends_alert(phones: Phones) -> None:
    phones.befriend(SAM, LEE, "Lee")
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    assert "Reply 1" in phones.text(SAM, "OK")


@pytest.mark.parametrize(("word", "needle"), [("NO", "SOS"), ("YES", "Reply OK")])
def test_yes_and_no_to_are_you_ok_touch_nothing_and_say_what_does(
    phones: Phones, word: str, needle: str
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(61 * MINUTE)
    assert needle in phones.text(ANA, word)
    assert "timer is up" in stands(phones, ANA)


def test_a_yes_while_an_alert_waits_names_alert_and_invitation(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    phones.text(KIM, "NAME Kim")
    phones.invite(KIM, SAM, "Sam")
    phones.wait(MINUTE)
    reply = phones.text(SAM, "YES")
    assert "Reply 1 if you are on it for Ana" in reply
    assert "Kim asks you" in reply
    assert "no answer yet" in phones.text(KIM, "CONTACTS")
    assert "If Kim misses" in phones.text(SAM, "YES")


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_an_answer_to_an_alert_that_is_over_says_what_became_of_it(
    phones: Phones, number: str
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    phones.text(ANA, "OK")
    phones.wait(MINUTE)
    assert "The alert for Ana is over" in phones.text(SAM, number)


def test_the_last_contact_who_cannot_is_told_that_nobody_else_is_left(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    ask_for_help(phones, ANA)
    assert "ask someone else" in phones.text(SAM, "2")
    assert "Nobody else is left" in phones.text(KIM, "2")


def test_a_wish_to_call_an_sos_back_hears_that_contacts_are_told(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    ask_for_help(phones, ANA)
    reply = phones.text(ANA, "cancel sos")
    assert "Your contacts are being told" in reply
    assert "Nobody was told" not in reply
    assert "all-clear" in phones.text(ANA, "OK")


def test_our_own_number_is_no_contact(phones: Phones) -> None:
    assert "our number" in phones.text(ANA, f"ADD {phones.parts.core.number} Sam")
