"""What a basic phone that texts in a language we do not speak is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from peers.phones import Phones, table
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"


@pytest.mark.promise(
    "Text in one of some thirty languages that we do not speak, and you are told of 911 in it.",
    of=5,
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我被抓了怎么办", "西班牙语"),
        ("inaresto ako ano gagawin ko", "impormasyon"),
        ("помогите", "таймер"),
    ],
)
def test_a_text_in_another_language_is_answered_in_it_with_911(
    phones: Phones, text: str, said: str
) -> None:
    reply = phones.text(ANA, text)
    assert "911" in reply
    assert said in reply
    assert measure(reply).segments <= 3


def test_a_second_one_is_answered_with_911_as_well(phones: Phones) -> None:
    phones.text(ANA, "MENU")
    for text in ("警察在门口", "我很害怕", "他打我"):
        phones.now += timedelta(minutes=2)
        assert "911" in phones.text(ANA, text)


def test_a_language_asked_for_by_its_name_gets_its_sentence(phones: Phones) -> None:
    assert "911" in phones.text(ANA, "LANG TL")
    assert "anglais" in phones.text(ANA, "Français")


def test_a_script_that_we_have_no_sentence_in_gets_911_in_english(phones: Phones) -> None:
    reply = phones.text(ANA, "βοήθεια")
    assert "call 911" in reply
    assert "English, Español" in reply


def test_menu_then_comes_in_english_as_the_sentence_says(tmp_path: Path) -> None:
    with table(tmp_path, language="es") as phones:
        phones.text(ANA, "помогите")
        assert "Reply with a number" in phones.text(ANA, "MENU")


def test_an_overdue_timer_is_still_spoken_of(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=61))
    reply = phones.text(ANA, "我没事")
    assert "911" in reply
    assert "timer is up" in reply
    assert measure(reply).segments <= 3


def test_an_alert_that_waits_for_an_answer_is_still_asked_about(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    reply = phones.text(SAM, "сейчас приеду")
    assert "911" in reply
    assert "1" in reply.replace("911", "")
    assert measure(reply).segments <= 3


def test_a_name_in_another_script_is_a_name_where_we_asked_for_one(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.prove(ANA, f"ADD {SAM}")
    reply = phones.text(ANA, "小明")
    assert "小明" in reply
    assert "911" in reply, "who asks for help in the meantime is told of it as well"
