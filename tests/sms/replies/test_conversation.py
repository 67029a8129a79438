"""What two or three basic phones can do with Raincheck."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
HOUR = timedelta(hours=1)


@pytest.mark.promise("One word by text brings the sentence to say, in at most two messages.", of=5)
def test_a_card_word_brings_the_sentence_to_say_in_at_most_two_segments(phones: Phones) -> None:
    reply = phones.text(ANA, "arrested")
    assert "lawyer" in reply
    assert measure(reply).segments <= 2


def test_next_goes_on_until_all_is_said(phones: Phones) -> None:
    replies = [phones.text(ANA, "ARRESTED")]
    while "NEXT" in replies[-1]:
        replies.append(phones.text(ANA, "NEXT"))
    assert len(replies) > 1
    assert "That was all" in phones.text(ANA, "NEXT")


def test_menu_numbers_lead_to_cards(phones: Phones) -> None:
    menu = phones.text(ANA, "MENU")
    line = next(line for line in menu.splitlines() if line.startswith("2 "))
    title = line.removeprefix("2 ")
    library = phones.parts.core.library
    card_id = next(id for id in library.cards if library.title(id, "en") == title)
    assert library.text(card_id, "en", "us").blocks[0][:20] in phones.text(ANA, "2")


def test_the_state_changes_the_law_in_a_card(phones: Phones) -> None:
    everywhere = _whole_card(phones, "ID")
    assert "Nevada" in phones.text(ANA, "STATE NV")
    assert "Nevada" in _whole_card(phones, "ID")
    assert "Nevada" not in everywhere


def test_the_language_stays_as_chosen(phones: Phones) -> None:
    phones.text(ANA, "LANG ES")
    assert "MENU" in phones.text(ANA, "blorp zzz qqq")
    assert "Sorry" not in phones.text(ANA, "blorp zzz qqq")


def test_an_invitation_is_sent_once_and_says_who_what_how_often_and_how_to_refuse(
    phones: Phones,
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.invite(ANA, SAM, "Sam")
    phones.wait()
    (invitation,) = phones.inbox(SAM)
    for part in ("Ana", "YES", "NO", "STOP", "Msg & data rates may apply"):
        assert part in invitation


def test_a_timer_needs_a_contact_who_said_yes(phones: Phones) -> None:
    assert "Not started" in phones.text(ANA, "IN 2H")
    phones.invite(ANA, SAM, "Sam")
    assert "Not started" in phones.text(ANA, "IN 2H")
    assert "No timer" in phones.text(ANA, "STATUS")


def test_a_timer_needs_a_live_worker(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.now += timedelta(minutes=5)
    assert "alarm service" in phones.text(ANA, "IN 2H")


def test_a_missed_timer_reminds_asks_and_then_tells_the_contact(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    assert "Sam" in phones.text(ANA, "IN 1H Hotel Rex, room 12")
    phones.wait(HOUR)
    assert any("ends at" in body for body in phones.inbox(ANA))
    assert any("timer is up" in body for body in phones.inbox(ANA))
    assert len(phones.inbox(SAM)) == 1
    phones.wait(timedelta(minutes=10))
    alert = phones.inbox(SAM)[-1]
    for part in ("Ana", "Hotel Rex, room 12", "do not call the police", "1 =", "/c/"):
        assert part in alert


def test_an_ack_stops_the_escalation_and_ok_sends_the_all_clear(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=71))
    assert "on it" in phones.text(SAM, "1")
    phones.wait(timedelta(minutes=30))
    assert len(phones.inbox(KIM)) == 1
    assert any("Sam is on it" in body for body in phones.inbox(ANA))
    assert "all-clear" in phones.text(ANA, "OK")
    phones.wait()
    assert "All clear" in phones.inbox(SAM)[-1]
    assert len(phones.inbox(KIM)) == 1, "who was not alerted hears nothing"


def test_a_contact_who_cannot_is_passed_over_at_once(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H blue door")
    phones.wait(timedelta(minutes=70))
    phones.text(SAM, "2")
    phones.wait()
    assert "blue door" in phones.inbox(KIM)[-1]


def test_it_is_over_closes_the_alert_and_tells_the_person(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    phones.prove(SAM, "3")
    phones.wait()
    assert "Sam says it is over" in phones.inbox(ANA)[-1]
    assert "No timer" in phones.text(ANA, "STATUS")


def test_plus_thirty_moves_the_end_and_withdraws_the_question(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=61))
    assert "runs until" in phones.text(ANA, "+30")
    phones.wait(timedelta(minutes=29))
    assert len(phones.inbox(SAM)) == 1


def test_sos_without_a_timer_tells_everyone_now(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "SOS behind the station")
    phones.wait()
    for contact in (SAM, KIM):
        assert "asks for help now" in phones.inbox(contact)[-1]
        assert "behind the station" in phones.inbox(contact)[-1]


@pytest.mark.parametrize("near", ["OK thanks for asking", "okk", "I'm ok I guess", "SOOS", "N 2H"])
def test_nothing_near_a_timer_word_touches_the_timer(phones: Phones, near: str) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    before = phones.text(ANA, "STATUS")
    phones.text(ANA, near)
    assert phones.text(ANA, "STATUS") == before
    phones.wait()
    assert len(phones.inbox(SAM)) == 1


def test_a_no_is_final_for_everyone(phones: Phones) -> None:
    phones.invite(ANA, SAM, "Sam")
    phones.wait()
    phones.text(SAM, "NO")
    assert "asked not to be invited" in phones.invite(KIM, SAM, "Sam")
    phones.wait()
    assert len(phones.inbox(SAM)) == 1
    assert any("does not want" in body for body in phones.inbox(ANA))


def test_a_contact_who_stops_during_an_alert_is_passed_over_and_the_person_is_told(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "IN 1H blue door")
    phones.wait(timedelta(minutes=70))
    assert phones.text(SAM, "STOP") == "", "the carrier answers that one itself"
    phones.wait()
    assert "blue door" in phones.inbox(KIM)[-1]
    assert any("Sam no longer takes our messages" in body for body in phones.inbox(ANA))


@pytest.mark.promise("FORGET ME by text deletes everything, after one question.", of=3)
def test_forget_me_asks_once_then_leaves_no_row(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "cannot be undone" in phones.text(ANA, "FORGET ME")
    assert "Deleted" in phones.prove(ANA, "FORGET ME")
    assert "no contacts" in phones.text(ANA, "CONTACTS")


def test_forget_me_is_refused_while_a_timer_runs(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    assert "a timer is running" in phones.text(ANA, "FORGET ME")
    phones.text(ANA, "YES")
    assert "Sam" in phones.text(ANA, "CONTACTS")


@pytest.mark.promise("A text that arrives twice acts once.", of=5)
def test_the_same_text_twice_acts_once_and_is_answered_the_same(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    first = phones.text(ANA, "IN 1H", id="SM-one")
    assert phones.text(ANA, "IN 1H", id="SM-one") == first
    assert "already" in phones.text(ANA, "IN 1H", id="SM-two")


def test_a_timer_out_of_bounds_is_refused_with_an_example(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "shortest timer is 5 minutes" in phones.text(ANA, "IN 1M")
    assert "longest timer is 3 days" in phones.text(ANA, "IN 9D")
    assert "IN 2H" in phones.text(ANA, "IN a while")


def test_two_contacts_never_learn_of_each_other(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(ANA, KIM, "Kim")
    phones.text(ANA, "SOS")
    phones.wait()
    phones.text(SAM, "1")
    phones.wait()
    heard = "\n".join(phones.inbox(KIM))
    assert "Another contact is on it" in heard
    assert "Sam" not in heard
    assert SAM[-4:] not in heard


def _whole_card(phones: Phones, word: str) -> str:
    replies = [phones.text(ANA, word)]
    while "NEXT" in replies[-1]:
        replies.append(phones.text(ANA, "NEXT"))
    return "\n".join(replies)


def test_with_pins_set_only_the_right_one_closes_the_timer(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    assert "first PIN" in phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 1H")
    assert "add your PIN" in phones.text(ANA, "OK")
    assert "not right" in phones.text(ANA, "OK 0000")
    assert "were not changed" in phones.text(ANA, "PIN 1111 2222")
    assert "timer is closed" in phones.text(ANA, "OK 1234")


@pytest.mark.promise(
    "By text your PIN for danger is answered like the other one, and your contacts are told.", of=3
)
def test_the_duress_pin_is_answered_like_the_real_one_and_tells_everyone(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.befriend(KIM, SAM, "Sam")
    for phone in (ANA, KIM):
        phones.text(phone, "PIN 1234 9876")
        phones.text(phone, "IN 1H blue door")
    assert phones.text(ANA, "OK 1234") == phones.text(KIM, "OK 9876")
    assert phones.text(ANA, "STATUS") == phones.text(KIM, "STATUS")
    phones.wait()
    assert "code that means danger" in phones.inbox(SAM)[-1]
    assert "0133" in phones.inbox(SAM)[-1]


@pytest.mark.parametrize("said", ["{}", "OK {}", "ok, {}"])
def test_the_check_in_code_closes_the_timer_from_any_phone(phones: Phones, said: str) -> None:
    phones.befriend(ANA, SAM, "Sam")
    code = phones.text(ANA, "CODE").split("code: ")[1].split(".")[0]
    phones.text(ANA, "IN 1H")
    assert "timer is closed" in phones.text(KIM, said.format(code.lower()))
    assert "No timer" in phones.text(ANA, "STATUS")
    assert "do not know that check-in code" in phones.text(KIM, "ACD 00000")


def test_a_test_alert_is_marked_as_one_and_its_answer_is_reported(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    assert "Sam" in phones.text(ANA, "TEST")
    phones.wait()
    assert phones.inbox(SAM)[-1].startswith("TEST, nothing is wrong")
    assert "Ana is told" in phones.text(SAM, "1")
    phones.wait()
    assert "Sam got the test" in phones.inbox(ANA)[-1]
    assert "within the last hour" in phones.text(ANA, "TEST")


def test_an_sos_can_name_an_arrest(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS arrested 5th street")
    phones.wait()
    assert "may be under arrest" in phones.inbox(SAM)[-1]
    assert '"5th street"' in phones.inbox(SAM)[-1]


def test_an_sos_is_taken_even_while_the_worker_is_away_and_says_so(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.now += timedelta(minutes=10)
    assert "may leave late" in phones.text(ANA, "SOS")
    phones.wait()
    assert "asks for help now" in phones.inbox(SAM)[-1]


def test_an_invited_contact_is_answered_in_the_language_of_the_invitation(phones: Phones) -> None:
    phones.text(ANA, "LANG ES")
    phones.text(ANA, "NAME Ana")
    phones.prove(ANA, f"AGREGA {SAM} Sam")
    phones.wait()
    assert "We will not" not in phones.text(SAM, "NO")
    assert phones.text(SAM, "MENU").startswith("Responde")
