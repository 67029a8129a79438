"""What the person does with a timer, and what is refused rather than failed later."""

from datetime import timedelta

import pytest

from checkin import store
from checkin.actions import invitations, timers
from checkin.machine.advance import Outcome, State
from checkin.messages.outbox import Status
from checkin.monitoring.health import BEAT_FRESH
from checkin.people import contacts
from checkin.refusals import Reason, Refused
from checkin.storage.tables import checkins
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import ANA, HOUR, KIM, LEE, SAM, Stage


def test_a_timer_without_a_confirmed_contact_is_refused(stage: Stage) -> None:
    person = stage.person()
    stage.beat()
    with stage.work() as work:
        invitations.invite(work, person, phone=SAM, name="Sam")
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.start(work, person, HOUR)
    assert refused.value.reason is Reason.NO_CONTACT
    assert stage.count(checkins) == 0


@pytest.mark.parametrize("silence", [None, MINUTE, HOUR])
def test_a_timer_without_a_live_worker_is_refused(stage: Stage, silence: timedelta | None) -> None:
    person = stage.person()
    stage.contact(person)
    if silence is not None:
        stage.beat()
        stage.now += silence
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.start(work, person, HOUR)
    assert refused.value.reason is Reason.NO_WORKER
    assert stage.count(checkins) == 0


def test_a_worker_that_gave_a_sign_of_life_a_moment_ago_is_alive(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.beat()
    stage.now += BEAT_FRESH - SECOND
    with stage.work() as work:
        assert timers.start(work, person, HOUR).checkin.state is State.ARMED


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (5 * MINUTE - SECOND, Reason.TOO_SHORT),
        (timedelta(0), Reason.TOO_SHORT),
        (timedelta(days=3, seconds=1), Reason.TOO_LONG),
    ],
)
def test_a_timer_out_of_bounds_is_refused(stage: Stage, length: timedelta, reason: Reason) -> None:
    person = stage.person()
    stage.contact(person)
    with pytest.raises(Refused) as refused:
        stage.start(person, length)
    assert refused.value.reason is reason


def test_a_second_timer_is_refused_while_one_runs_and_the_first_runs_on(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    first = stage.start(person)
    with pytest.raises(Refused) as refused:
        stage.start(person, 2 * HOUR)
    assert refused.value.reason is Reason.RUNNING
    with stage.work() as work:
        said = refused.value.sentence(work.translator("en"))
    assert said.startswith("You already have a timer running, until 4:00 PM. Nothing was changed.")
    assert stage.timer(first) == first


def test_only_those_who_said_yes_are_part_of_the_timer_in_the_persons_order(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        invitations.invite(work, person, phone=KIM, name="Kim")
    lee = stage.contact(person, LEE, "Lee")
    with stage.work() as work:
        contacts.reorder(work, person, lee, up=True)
        contacts.reorder(work, person, lee, up=True)
    timer = stage.start(person)
    assert [r.contact_id for r in stage.timer(timer).checkin.recipients] == [lee.id, sam.id]


def test_a_timer_comes_back_from_the_database_as_it_went_in(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person, plan="  Blue car, hotel by the river  ")
    assert timer.note == "Blue car, hotel by the river"
    assert stage.timer(timer) == timer
    with stage.work() as work:
        assert store.open_for(work, person) == timer


def test_more_time_withdraws_the_question_that_has_not_left_yet(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.carrier.trouble = refuses(ANA)
    stage.pass_to(timer.checkin.due_at)
    with stage.work() as work:
        timers.extend(work, person, 30 * MINUTE)
    assert {row.status for row in stage.outbox(kind="ask")} == {Status.WITHDRAWN}


def test_more_time_past_the_longest_timer_is_refused(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person, timedelta(days=3))
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.extend(work, person, MINUTE)
    assert refused.value.reason is Reason.TOO_LONG


def test_more_time_is_refused_once_contacts_are_told(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.extend(work, person, HOUR)
    assert refused.value.reason is Reason.ALERT_OUT


def test_cancel_after_the_due_time_counts_as_ok(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    with stage.work() as work:
        closed = timers.cancel(work, person)
    assert closed
    assert closed.checkin.outcome is Outcome.SAFE
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]
