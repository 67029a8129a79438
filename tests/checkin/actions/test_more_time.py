"""More time: with PINs set an hour past the first end is free, and no minute more."""

from datetime import timedelta

import pytest

from checkin.actions import more_time, timers
from checkin.people import pins
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import HOUR, Stage


@pytest.fixture
def ana(stage: Stage) -> Person:
    person = stage.person()
    stage.contact(person)
    with stage.work() as work:
        pins.choose(work, person, safe="1234", duress="9876")
    return person


def more(stage: Stage, person: Person, by: timedelta, *, proven: bool = False) -> Reason | None:
    try:
        with stage.work() as work:
            timers.extend(work, person, by, proven=proven)
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.promise("Whoever holds your phone can put an alert off by an hour, no more.", of=1)
def test_in_however_many_steps_only_an_hour_is_free(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana, 2 * HOUR)
    assert more(stage, ana, 40 * MINUTE) is None
    assert more(stage, ana, 21 * MINUTE) is Reason.MORE_NEEDS_PIN
    assert more(stage, ana, 20 * MINUTE) is None
    assert more(stage, ana, MINUTE) is Reason.MORE_NEEDS_PIN
    assert stage.timer(timer).checkin.due_at == timer.checkin.due_at + HOUR


def test_past_the_end_time_counts_from_now(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana)
    stage.pass_to(timer.checkin.due_at + 5 * MINUTE)
    assert more(stage, ana, 56 * MINUTE) is Reason.MORE_NEEDS_PIN
    assert more(stage, ana, 55 * MINUTE) is None


def test_with_a_pin_any_time_can_be_added(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana)
    assert more(stage, ana, 5 * HOUR, proven=True) is None
    assert more(stage, ana, MINUTE) is Reason.MORE_NEEDS_PIN
    assert stage.timer(timer).checkin.due_at == timer.checkin.due_at + 5 * HOUR


def test_without_pins_all_of_it_is_free(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    assert more(stage, person, 5 * HOUR) is None


def test_the_end_that_was_meant_at_the_start_is_the_first(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana)
    with stage.work() as work:
        timers.settle_end(work, ana, 3 * HOUR)
    assert more(stage, ana, HOUR) is None
    assert more(stage, ana, MINUTE) is Reason.MORE_NEEDS_PIN
    assert stage.timer(timer).checkin.due_at == timer.checkin.due_at + 4 * HOUR


def test_no_pin_is_asked_for_where_no_time_can_be_added(stage: Stage, ana: Person) -> None:
    with stage.work() as work:
        assert not more_time.needs_pin(work, ana, 5 * HOUR)
    assert more(stage, ana, 5 * HOUR) is Reason.NOT_RUNNING
    stage.missed(ana)
    with stage.work() as work:
        assert not more_time.needs_pin(work, ana, 5 * HOUR)
    assert more(stage, ana, 5 * HOUR) is Reason.ALERT_OUT
