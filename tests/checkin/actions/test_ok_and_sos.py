"""OK and SOS: the two words that change everything."""

import threading
from contextlib import suppress

import pytest

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import Outcome, State
from checkin.machine.events import Ack, Resolve, Tick
from checkin.messages.outbox import Status
from checkin.refusals import Reason, Refused
from checkin.storage.tables import checkins
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import HOUR, KIM, SAM, Stage


def test_an_ok_in_time_tells_nobody(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    stage.wait(30 * MINUTE)
    assert stage.ok(person).checkin.outcome is Outcome.SAFE
    stage.wait(3 * HOUR)
    assert stage.carrier.inbox(SAM)[1:] == []


def test_ok_without_a_timer_closes_nothing(stage: Stage) -> None:
    person = stage.person()
    with stage.work() as work:
        assert timers.ok(work, person) is None


def test_a_second_ok_closes_nothing_and_sends_no_second_all_clear(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.ok(person)
    with stage.work() as work:
        assert timers.ok(work, person) is None
    stage.run()
    assert len([body for body in stage.carrier.inbox(SAM) if "All clear" in body]) == 1


@pytest.mark.parametrize("how", ["ok", "cancel", "resolve"])
def test_the_plan_is_destroyed_when_the_timer_closes(stage: Stage, how: str) -> None:
    person = stage.person()
    sam = stage.contact(person)
    timer = (
        stage.start(person, plan="Room 12") if how == "cancel" else stage.missed(person, "Room 12")
    )
    with stage.work() as work:
        if how == "resolve":
            closed = timers.apply(work, timer, Resolve(sam.id))
        else:
            closed = getattr(timers, how)(work, person)
    assert closed.checkin.state is State.CLOSED
    assert closed.note is None
    assert stage.timer(timer).note is None
    with stage.work() as work:
        row = work.conn.execute(checkins.select()).one()
    assert row.note_sealed is None


def test_an_ok_withdraws_what_has_not_left_yet(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.carrier.trouble = refuses()
    timer = stage.missed(person)
    assert timer.checkin.state is State.ALERTING
    stage.ok(person)
    stage.carrier.trouble = lambda _: None
    stage.wait(HOUR)
    kinds = {row.kind for row in stage.outbox() if row.status == Status.WITHDRAWN}
    assert kinds == {"ask", "ask_again", "alerting", "alert", "remind"} - {
        row.kind for row in stage.outbox(status=Status.EXPIRED)
    }
    assert all("check in by" not in body for body in stage.carrier.inbox(SAM))


def test_an_alert_that_nobody_answered_is_still_delivered_when_the_carrier_comes_back(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person)
    stage.carrier.trouble = refuses()
    timer = stage.missed(person, plan="Room 12")
    stage.wait(3 * stage.core.timeline.escalate + MINUTE)
    assert stage.timer(timer).checkin.outcome is Outcome.UNANSWERED
    stage.carrier.trouble = lambda _: None
    stage.wait(10 * MINUTE)
    assert any("Room 12" in body for body in stage.carrier.inbox(SAM))


def test_an_ok_reaches_an_unanswered_alert_behind_a_newer_timer(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    unanswered = stage.missed(person)
    stage.wait(HOUR)
    newer = stage.start(person)
    stage.apply(unanswered, Ack(sam.id))
    assert stage.timer(unanswered).checkin.state is State.HELD
    stage.ok(person)
    for timer in (unanswered, newer):
        assert stage.timer(timer).checkin.outcome is Outcome.SAFE
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]


def test_an_ok_does_not_clear_again_what_a_contact_had_ended_before_a_newer_timer(
    stage: Stage,
) -> None:
    person = stage.person()
    sam = stage.contact(person)
    ended = stage.apply(stage.missed(person), Resolve(sam.id))
    stage.start(person)
    stage.ok(person)
    stage.run()
    assert stage.timer(ended).checkin.outcome is Outcome.RESOLVED
    assert all("All clear" not in body for body in stage.carrier.inbox(SAM))


def test_an_ok_while_the_alert_is_being_written_waits_and_clears_whoever_is_told(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.now = timer.checkin.due_at + stage.core.timeline.grace
    safe = threading.Thread(target=stage.ok, args=[person])
    with stage.work() as work:
        known = store.get(work, timer.checkin.id)
        assert known
        timers.apply(work, known, Tick())
        safe.start()
        safe.join(0.3)
        assert safe.is_alive()
    safe.join()
    stage.run()
    left = stage.outbox(status=Status.ACCEPTED)
    assert [row.kind for row in left if row.contact_id] == ["invitation", "all_clear"]


def test_sos_tells_everyone_at_once_with_the_note(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.beat()
    with stage.work() as work:
        timers.sos(work, person, "Third floor")
    stage.run()
    for phone in (SAM, KIM):
        alert = stage.carrier.inbox(phone)[-1]
        assert "asks for help now" in alert
        assert 'Their note: "Third floor"' in alert


def test_nothing_that_is_no_longer_true_follows_the_all_clear(stage: Stage) -> None:
    person = stage.person()
    sam, kim = stage.contact(person), stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        timer = timers.sos(work, person)
    stage.run()
    stage.carrier.trouble = refuses()
    stage.apply(timer, Ack(sam.id))
    stage.run()
    stage.ok(person)
    stage.carrier.trouble = lambda _: None
    stage.wait(10 * MINUTE)
    assert "All clear" in stage.carrier.inbox(KIM)[-1]
    assert not any("Another contact is on it" in text for text in stage.carrier.inbox(kim.phone))


def test_sos_during_a_timer_keeps_its_plan_and_adds_the_note(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person, plan="Blue car")
    with stage.work() as work:
        assert timers.sos(work, person, " Third floor ").note == "Blue car\nThird floor"
        running = store.open_for(work, person)
    assert running
    assert running.note == "Blue car\nThird floor"


def test_notes_never_outgrow_what_one_text_can_carry_and_the_newest_is_kept(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person, plan="x" * 5000)
    for note in ("y" * 700, "z" * 700):
        with stage.work() as work:
            plan = timers.sos(work, person, note).note
        assert plan
        assert len(plan) <= 1000
        assert plan.endswith(note)


def test_an_sos_that_could_reach_nobody_is_refused(stage: Stage) -> None:
    person = stage.person()
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.sos(work, person)
    assert refused.value.reason is Reason.NO_CONTACT
    assert stage.count(checkins) == 0


@pytest.mark.parametrize("running", [True, False])
def test_an_sos_is_taken_even_when_no_worker_is_seen(stage: Stage, running: bool) -> None:
    person = stage.person()
    stage.contact(person)
    if running:
        stage.start(person, 2 * HOUR)
    stage.now += HOUR
    with stage.work() as work:
        assert timers.sos(work, person).checkin.state is State.ALERTING


@pytest.mark.parametrize("action", ["start", "sos"])
def test_two_presses_at_the_same_moment_make_one_timer(stage: Stage, action: str) -> None:
    person = stage.person()
    stage.contact(person)
    stage.beat()

    def press() -> None:
        with suppress(Refused), stage.work() as work:
            if action == "sos":
                timers.sos(work, person)
            else:
                timers.start(work, person, HOUR)
            with suppress(threading.BrokenBarrierError):
                both.wait(0.3)

    # Whoever comes second must wait for the first to end, so the barrier never fills.
    both = threading.Barrier(2)
    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert stage.count(checkins) == 1
    assert both.broken
