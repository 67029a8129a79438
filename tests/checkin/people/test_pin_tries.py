"""Who guesses PINs soon has to wait; whoever needs help never does."""

import threading
from datetime import timedelta

import pytest

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import State
from checkin.people import pins
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from tests.checkin.stage import ANA, SAM, Stage

SAFE, DANGER, WRONG = "1234", "9876", "0000"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(stage: Stage) -> Person:
    """With a contact, both PINs and a running timer."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        pins.choose(work, person, safe=SAFE, duress=DANGER)
    start(stage, person)
    return person


def start(stage: Stage, person: Person) -> None:
    stage.run()
    stage.beat()
    with stage.work() as work:
        timers.start(work, person, timedelta(hours=1), "Room 12")


def answer(stage: Stage, person: Person, pin: str) -> Reason | None:
    """Why the PIN did not close; None when it did."""
    try:
        with stage.work() as work:
            timers.ok(work, person, pin)
    except Refused as refused:
        return refused.reason
    return None


def guess(stage: Stage, person: Person) -> list[Reason | None]:
    return [answer(stage, person, WRONG) for _ in range(pins.MOST_MISSES)]


def state(stage: Stage, person: Person) -> State | None:
    with stage.work() as work:
        timer = store.open_for(work, person)
    return timer.checkin.state if timer else None


def test_after_five_wrong_pins_neither_of_the_two_is_looked_at_for_a_while(
    stage: Stage, ana: Person
) -> None:
    assert guess(stage, ana) == [Reason.PIN_WRONG] * 5
    assert [answer(stage, ana, pin) for pin in (SAFE, DANGER, WRONG)] == [Reason.PIN_PAUSED] * 3
    assert state(stage, ana) is State.ARMED
    stage.run()
    assert "means danger" not in "".join(stage.carrier.inbox(SAM))


def test_after_the_pause_there_is_one_more_try_and_the_right_pin_ends_the_row(
    stage: Stage, ana: Person
) -> None:
    guess(stage, ana)
    stage.now += pins.PAUSE
    assert answer(stage, ana, WRONG) is Reason.PIN_WRONG
    assert answer(stage, ana, SAFE) is Reason.PIN_PAUSED
    stage.now += pins.PAUSE
    assert answer(stage, ana, SAFE) is None
    start(stage, ana)
    assert guess(stage, ana) == [Reason.PIN_WRONG] * 5


@pytest.mark.promise("Nothing that we answer shows which of your PINs is the one for danger.", of=3)
def test_the_pin_for_danger_ends_the_row_just_as_the_safe_one_does(
    stage: Stage, ana: Person
) -> None:
    said = []
    for pin in (SAFE, DANGER):
        tries = [answer(stage, ana, each) for each in (*[WRONG] * 4, pin, *[WRONG] * 5, pin)]
        said.append(tries)
        stage.now += pins.PAUSE
        assert answer(stage, ana, pin) is None
        start(stage, ana)
        assert answer(stage, ana, SAFE) is None  # with a timer to close, which ends every row
        start(stage, ana)
    assert said[0] == said[1]


@pytest.mark.promise("Whoever guesses your PIN wrong again and again holds up no alert.", of=1)
def test_a_pause_holds_up_no_alert(stage: Stage, ana: Person) -> None:
    stage.now += 59 * MINUTE
    stage.run()
    guess(stage, ana)
    for _ in range(15):
        stage.now += MINUTE
        stage.run()
        answer(stage, ana, WRONG)
    assert state(stage, ana) is State.ALERTING
    assert "Room 12" in stage.carrier.inbox(SAM)[-1]


@pytest.mark.promise("No number of wrong PINs stands between you and SOS.", of=1)
def test_a_pause_holds_up_no_sos_and_no_more_time(stage: Stage, ana: Person) -> None:
    guess(stage, ana)
    with stage.work() as work:
        timers.extend(work, ana, 30 * MINUTE)
        timers.sos(work, ana)
    stage.run()
    assert "Room 12" in stage.carrier.inbox(SAM)[-1]
    with stage.work() as work:
        assert pins.meaning(work, ana, SAFE) is pins.Verdict.SAFE


def test_many_guesses_at_once_are_counted_one_by_one(stage: Stage, ana: Person) -> None:
    reasons: list[Reason | None] = []
    at_once = [
        threading.Thread(target=lambda: reasons.append(answer(stage, ana, WRONG)))
        for _ in range(2 * pins.MOST_MISSES)
    ]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert reasons.count(Reason.PIN_WRONG) == pins.MOST_MISSES
    assert reasons.count(Reason.PIN_PAUSED) == pins.MOST_MISSES


def test_the_wait_is_said_in_words_with_the_way_that_stays_open(stage: Stage, ana: Person) -> None:
    guess(stage, ana)
    with pytest.raises(Refused) as refused, stage.work() as work:
        timers.cancel(work, ana, SAFE)
    said = refused.value.sentence(stage.core.phrases.translator("en"))
    assert "Wait 15 minutes" in said
    assert "SOS works" in said
