"""The first text of all, greetings, and questions of ours that wait for an answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from checkin.people import people, plans
from checkin.people.plans import About
from peers.phones import Phones, table
from sms.encoding.segments import measure

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"


@pytest.mark.parametrize("text", ["hi", "HI", "Hola", "?", "qqq zzz", "👋"])
def test_a_first_text_gets_a_welcome_of_two_segments_with_three_words(
    phones: Phones, text: str
) -> None:
    reply = phones.text(ANA, text)
    assert "Raincheck" in reply
    assert "MENU" in reply
    assert measure(reply).segments <= 2


def test_the_words_of_the_welcome_do_what_it_says(phones: Phones) -> None:
    phones.text(ANA, "hi")
    assert "silent" in phones.text(ANA, "RIGHTS").lower()
    assert "number" in phones.text(ANA, "MENU")
    assert "ADD +1" in phones.text(ANA, "ADD")


def test_a_first_text_that_names_a_card_gets_the_card(phones: Phones) -> None:
    library = phones.parts.core.library
    first = library.text("stopped", "en", "us").blocks[0]
    assert phones.text(ANA, "STOPPED").startswith(first[:40])


def test_a_later_text_that_nobody_understands_is_told_so(phones: Phones) -> None:
    phones.text(ANA, "MENU")
    assert "did not understand" in phones.text(ANA, "http://example.com/x7")


def test_the_language_of_the_word_wins_and_the_choice_comes_back(phones: Phones) -> None:
    phones.text(ANA, "LANG EN")
    library = phones.parts.core.library
    assert phones.text(ANA, "DERECHOS")[:30] == library.text("silent", "es", "us").blocks[0][:30]
    assert "Reply with a number" in phones.text(ANA, "MENU")


def test_the_hosts_language_and_place_are_those_of_who_has_chosen_none(tmp_path: Path) -> None:
    with table(tmp_path, language="es", place="us-ny") as phones:
        library = phones.parts.core.library
        expected = library.text("stopped", "es", "us-ny").blocks[0]
        assert phones.text(ANA, "STOPPED")[:30] == expected[:30]


def test_a_contact_who_answers_an_invitation_in_own_words_is_asked_yes_or_no(
    phones: Phones,
) -> None:
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait()
    assert "Reply YES" in phones.text(SAM, "qqq who is this")
    assert "Thank you" in phones.text(SAM, "YES")


def test_a_contact_who_answers_an_alert_in_own_words_is_asked_for_a_number(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    assert "Reply 1 if you are on it" in phones.text(SAM, "can they search her purse")


@pytest.mark.parametrize(
    "text", ["ok", "OK!", "ok who is this", "yess", "Liked “Ana asks for help now.”"]
)
def test_a_contacts_ok_is_no_answer_and_is_asked_back(phones: Phones, text: str) -> None:
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait()
    assert "Reply YES" in phones.text(SAM, text)
    phones.text(SAM, "YES")
    phones.text(ANA, "SOS")
    phones.wait()
    assert "Reply 1 " in phones.text(SAM, text)


def test_a_sign_given_to_the_question_is_no_ok(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=62))
    assert "Your timer is up" in phones.text(ANA, "Liked “Your timer is up. Are you OK? Reply OK”")
    assert "Your timer is up" in phones.text(ANA, "STATUS")


def test_someone_whose_time_is_up_is_told_so_whatever_they_text(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=62))
    assert "Your timer is up" in phones.text(ANA, "qqq zzz")


def test_a_contact_without_a_name_is_asked_for_one_even_after_a_restart(tmp_path: Path) -> None:
    with table(tmp_path) as phones:
        assert "What do you call them?" in phones.invite(ANA, SAM, "")
    with table(tmp_path) as phones:
        assert "Georgia" in phones.text(ANA, "Georgia", id="SM-later")
        assert "1 Georgia" in phones.text(ANA, "CONTACTS", id="SM-last")


def test_the_question_for_a_name_is_forgotten_after_ten_minutes(phones: Phones) -> None:
    phones.invite(ANA, SAM, "")
    phones.now += timedelta(minutes=11)
    phones.text(ANA, "Georgia")
    assert "1 0122" in phones.text(ANA, "CONTACTS")


def test_a_command_is_no_name(phones: Phones) -> None:
    phones.invite(ANA, SAM, "")
    assert "1 0122" in phones.text(ANA, "CONTACTS")


def test_sos_tells_first_and_then_asks_whether_it_is_an_arrest(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    core = phones.parts.core
    with core.write(phones.now) as work:
        person = people.by_phone(work, ANA)
        assert person
        plans.write(work, person, About.ARRESTED, "Lawyer: 212 555 0100")
    assert "Is it an arrest?" in phones.text(ANA, "SOS")
    phones.wait()
    assert "asks for help now" in phones.inbox(SAM)[-1]
    phones.text(ANA, "1")
    phones.wait()
    assert "may be under arrest" in phones.inbox(SAM)[-1]
    assert "212 555 0100" in phones.inbox(SAM)[-1]
