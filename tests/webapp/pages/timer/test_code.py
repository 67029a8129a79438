"""The check-in code: closing a timer from somebody else's device."""

import re
from datetime import timedelta

import pytest

from tests.webapp.conftest import MINE, SAM, Site
from tests.webapp.reader import Reader

MINUTE = timedelta(minutes=1)
AT = "/en/checkin/code"


def code_of(me: Reader) -> str:
    """What Settings shows when asked."""
    found = re.findall(
        r'class="code"><b>([A-Z]{3}\d{5})<', me.open("/en/settings").press("code").html
    )
    return str(found[0])


def visible(me: Reader) -> tuple[int, str]:
    without_token = re.sub(r'name="csrf_token" value="[^"]+"', "", me.html)
    return me.answer.status_code, without_token


def test_the_code_is_shown_only_when_asked_for_and_stays_the_same(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    code = code_of(me)
    assert code_of(me) == code
    assert code not in me.open("/en/settings").html


def test_a_new_code_makes_the_old_one_worthless(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    old = code_of(me)
    me.press("new_code")
    assert old not in me.html
    new = code_of(me)
    me.open("/en/checkin").press("start")
    friend = site.reader().open(AT).press("ok", code=old)
    assert "Nothing was closed" in friend.text
    assert "Closed: you are safe" in friend.press("ok", code=new).text


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_any_device_closes_the_timer_and_is_not_remembered(site: Site, between: str) -> None:
    me = site.with_contacts(Sam=SAM)
    code = code_of(me)
    me.open("/en/checkin").press("start", plan="Room 12")
    before = site.texts(SAM)
    friend = site.reader().open("/en/checkin").follow("Close a timer with a check-in code")
    friend.press("ok", code=f" {code[:3].lower()}{between}{code[3:]} ")
    assert "Closed: you are safe" in friend.text
    assert friend.client.get_cookie("rc") is None
    assert "Closed: you are safe" in me.open("/en/checkin").text
    site.wait(180 * MINUTE)
    assert site.texts(SAM) == before


def test_after_an_alert_the_code_sends_the_all_clear(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    code = code_of(me)
    me.open("/en/checkin").press("sos")
    site.wait(MINUTE)
    site.reader().open(AT).press("ok", code=code)
    assert "All clear" in site.texts(SAM)[-1]


def test_whoever_guesses_learns_nothing_from_the_answer(site: Site) -> None:
    idle, guarded = site.with_contacts(Sam=SAM), site.with_contacts(Sam=MINE)
    idle_code, guarded_code = code_of(idle), code_of(guarded)
    guarded.open("/en/settings").press("pins", safe="1234", danger="9876")
    guarded.open("/en/checkin").press("start")
    guess = site.reader().open(AT)
    answers = [
        visible(guess.press("ok", code="AAA00000")),
        visible(guess.press("ok", code="nonsense", pin="1234")),
        visible(guess.press("ok", code=idle_code)),
        visible(guess.press("ok", code=guarded_code)),
        visible(guess.press("ok", code=guarded_code, pin="5555")),
    ]
    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 409
    assert "Ends at" in guarded.open("/en/checkin").text


def test_with_pins_the_code_needs_the_pin_and_duress_looks_the_same(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    code = code_of(me)
    me.press("pins", safe="1234", danger="9876")
    looks = []
    for pin in ("1234", "9876"):
        me.open("/en/checkin").press("start", plan="Room 12")
        friend = site.reader().open(AT).press("ok", code=code, pin=pin)
        looks.append([visible(friend), visible(friend.open(AT).press("ok", code=code, pin=pin))])
        site.wait(MINUTE)
    assert looks[0] == looks[1]
    assert looks[0][0][0] == 200
    assert "means danger" in "\n".join(site.texts(SAM))
