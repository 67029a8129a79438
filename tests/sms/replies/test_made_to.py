"""She is made to: to give both PINs, to hand over the phone, to change what her contacts know."""

from datetime import timedelta

import pytest

from peers.phones import Phones

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
SAFE, DANGER = "1234", "9876"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def ana(phones: Phones) -> Phones:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, f"PIN {SAFE} {DANGER}")
    return phones


def told(phones: Phones, phone: str = SAM) -> list[str]:
    return [body for body in phones.inbox(phone) if "means danger" in body]


@pytest.mark.parametrize("after", [timedelta(seconds=20), MINUTE, 3 * HOUR])
def test_the_danger_pin_after_the_safe_one_tells_all_the_same(
    ana: Phones, after: timedelta
) -> None:
    ana.text(ANA, "IN 1H")
    ana.text(ANA, f"OK {SAFE}")
    ana.wait(after)
    silent = ana.text(ANA, f"OK {DANGER}")
    ana.wait()
    assert len(told(ana)) == 1
    assert silent == ana.text(ANA, f"OK {SAFE}"), "she sees what she sees of the safe one"


def test_the_danger_pin_given_twice_tells_once(ana: Phones) -> None:
    ana.text(ANA, "IN 1H")
    for _ in range(2):
        ana.text(ANA, f"OK {DANGER}")
        ana.wait(MINUTE)
    assert len(told(ana)) == 1


def test_the_safe_pin_after_the_danger_one_closes_but_is_not_sworn_to(ana: Phones) -> None:
    ana.text(ANA, "IN 1H")
    ana.text(ANA, f"OK {DANGER}")
    ana.wait()
    ana.text(ANA, f"OK {SAFE}")
    ana.wait()
    last = ana.inbox(SAM)[-1]
    assert "code that means safe was given for Ana" in last
    assert "speak with them" in last
    assert not any("All clear" in body for body in ana.inbox(SAM))


def test_new_pins_proved_with_the_danger_one_end_no_alert(ana: Phones) -> None:
    ana.text(ANA, "IN 1H")
    ana.text(ANA, f"OK {DANGER}")
    ana.wait()
    ana.prove(ANA, "PIN 1111 2222", DANGER)
    ana.text(ANA, "OK 1111")
    ana.wait()
    assert not any("so the alert is closed" in body for body in ana.inbox(SAM))
    assert "You are on it for Ana" in ana.text(SAM, "1")


def test_the_name_stays_while_a_timer_runs(ana: Phones) -> None:
    ana.text(ANA, "IN 1H")
    assert "was not changed: a timer is running" in ana.text(ANA, "NAME Kevin")
    ana.wait(80 * MINUTE)
    assert any("Ana did not check in" in body for body in ana.inbox(SAM))
    ana.text(ANA, f"OK {SAFE}")
    assert "will see the name Kevin" in ana.text(ANA, "NAME Kevin")


def test_nobody_is_invited_again_and_again(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    for _ in range(2):
        assert "We have invited" in phones.invite(ANA, KIM, "Kim")
        phones.wait()
        phones.prove(ANA, "REMOVE 1")
    assert "invited several times" in phones.text(ANA, f"ADD {KIM} Kim")
    phones.wait()
    assert len(phones.inbox(KIM)) == 2
    phones.wait(25 * HOUR)
    assert "We have invited" in phones.invite(ANA, KIM, "Kim")


@pytest.mark.parametrize("before", [SAFE, DANGER])
@pytest.mark.parametrize("pin", [SAFE, DANGER])
def test_what_is_taken_for_repeating_does_not_show_which_pin_it_was(
    ana: Phones, before: str, pin: str
) -> None:
    ana.text(ANA, "IN 1H")
    ana.text(ANA, f"OK {before}")
    ana.text(ANA, "IN 1H")
    for _ in range(6):
        ana.text(ANA, "STATUS")
    ana.text(ANA, f"OK {pin}")
    assert ana.text(ANA, "STATUS") == ""


def test_who_says_that_they_are_on_it_has_answered_a_test(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "TEST")
    phones.wait()
    assert "the test worked" in phones.text(SAM, "on it")
    phones.wait()
    assert "Sam got the test" in phones.inbox(ANA)[-1]
