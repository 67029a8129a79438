"""Whether alerts flow is read from the database, so that every process knows the same."""

from datetime import timedelta

import pytest

from checkin.actions import timers
from checkin.machine.notices import Kind, Purpose
from checkin.messages import outbox
from checkin.messages.outbox import Status
from checkin.monitoring import counters, health
from checkin.monitoring.counters import BOUNDS, Bucket, Step
from checkin.monitoring.health import BEAT_FRESH, LATEST, STUCK_AFTER, Queue, WorkerHealth
from checkin.refusals import Reason, Refused
from checkin.storage.tables import counters as rows
from checkin.worker import retention
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import HOUR, KIM, SAM, Stage

MOMENT = timedelta(milliseconds=1)


def taken(stage: Stage) -> WorkerHealth:
    with stage.core.read(stage.now) as work:
        return health.worker(work)


def queue(stage: Stage) -> Queue:
    with stage.core.read(stage.now) as work:
        return health.queue(work)


def counted(stage: Stage) -> dict[tuple[str, str, str], int]:
    """How often, by channel, purpose and step."""
    sums: dict[tuple[str, str, str], int] = {}
    with stage.core.read(stage.now) as work:
        for tally in counters.read(work):
            key = (tally.channel, tally.purpose, tally.step.value)
            sums[key] = sums.get(key, 0) + tally.count
    return sums


def alert(stage: Stage) -> str:
    with stage.work() as work:
        return outbox.enqueue(work, kind=Kind.ALERT, to=SAM, lang="en", body="")


def test_where_no_worker_has_ever_run_nothing_is_well(stage: Stage) -> None:
    assert not taken(stage).well
    assert taken(stage).reasons == ("No worker is running.",)


def test_a_worker_is_alive_until_its_last_sign_of_life_is_old(stage: Stage) -> None:
    stage.beat()
    stage.now += BEAT_FRESH - MOMENT
    assert taken(stage).well
    assert taken(stage).reasons == ()
    stage.now += MOMENT
    assert not taken(stage).alive
    assert "20 seconds old" in " ".join(taken(stage).reasons)


def test_a_clock_that_runs_behind_the_workers_sees_it_alive(stage: Stage) -> None:
    stage.beat()
    stage.now -= MINUTE
    assert taken(stage) == WorkerHealth(timedelta(0), timedelta(0))


def test_a_due_check_in_that_waits_longer_than_ten_seconds_is_not_well(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    assert timer.checkin.next_at
    stage.now = timer.checkin.next_at + LATEST
    stage.beat()
    assert taken(stage).late == LATEST
    assert taken(stage).well
    stage.now += MOMENT
    assert taken(stage).alive
    assert not taken(stage).well
    stage.run()
    assert taken(stage) == WorkerHealth(MOMENT, timedelta(0))


@pytest.mark.promise("An SOS is taken even while new timers have to be refused.", of=1)
def test_while_alerts_are_late_a_timer_is_refused_and_an_sos_still_leaves(stage: Stage) -> None:
    ana, kim = stage.person(), stage.person(KIM)
    stage.contact(ana)
    stage.contact(kim, "+12025550166", "Pat")
    timer = stage.start(ana)
    assert timer.checkin.next_at
    stage.now = timer.checkin.next_at + MINUTE
    stage.beat()
    with stage.work() as work, pytest.raises(Refused) as refused:
        timers.start(work, kim, HOUR)
    assert refused.value.reason is Reason.NO_WORKER
    with stage.work() as work:
        timers.sos(work, kim)
    stage.run()
    assert stage.carrier.inbox("+12025550166")


def test_the_queue_is_counted_by_what_messages_are_for(stage: Stage) -> None:
    assert queue(stage) == Queue(
        {Purpose.ALERT: 0, Purpose.CHECKIN: 0, Purpose.OTHER: 0}, None, False
    )
    alert(stage)
    stage.now += MINUTE
    with stage.work() as work:
        for _ in range(2):
            outbox.enqueue(work, kind="reply", to=SAM, lang="en", body="")
    assert queue(stage).waiting == {Purpose.ALERT: 1, Purpose.CHECKIN: 0, Purpose.OTHER: 2}
    assert queue(stage).oldest == MINUTE
    stage.run()
    assert sum(queue(stage).waiting.values()) == 0


def test_alerts_are_stuck_when_they_wait_and_nothing_at_all_is_taken(stage: Stage) -> None:
    stage.carrier.trouble = refuses()
    alert(stage)
    stage.wait(STUCK_AFTER - SECOND)
    assert not queue(stage).stuck
    stage.wait(SECOND)
    assert queue(stage).stuck
    assert queue(stage).reasons
    stage.carrier.trouble = refuses(KIM)
    stage.wait(HOUR)
    assert not queue(stage).stuck


def test_one_number_that_cannot_be_reached_does_not_count_as_stuck(stage: Stage) -> None:
    stage.carrier.trouble = refuses(SAM)
    alert(stage)
    stage.wait(MINUTE)
    with stage.work() as work:
        outbox.enqueue(work, kind="reply", to=KIM, lang="en", body="")
    stage.wait(HOUR)
    assert queue(stage).waiting[Purpose.ALERT] == 1
    assert not queue(stage).stuck


def test_each_step_of_a_message_is_counted_once(stage: Stage) -> None:
    id = alert(stage)
    stage.run()
    for _ in range(2):
        with stage.work() as work:
            outbox.apply_receipt(work, id, Status.HANDED)
            outbox.apply_receipt(work, id, Status.DELIVERED)
    assert counted(stage) == {("text", "alert", "accepted"): 1, ("text", "alert", "delivered"): 1}


def test_a_callback_that_overtakes_the_carriers_answer_counts_as_both(stage: Stage) -> None:
    id = alert(stage)
    with stage.work() as work:
        outbox.claim(work, 1)
    with stage.work() as work:
        outbox.apply_receipt(work, id, Status.DELIVERED)
        outbox.mark_accepted(work, {id: "SM1"})
    assert counted(stage) == {("text", "alert", "accepted"): 1, ("text", "alert", "delivered"): 1}
    (row,) = stage.outbox(id=id)
    assert row.accepted_at == stage.now


def test_a_message_handed_on_before_the_carriers_answer_is_followed_up_like_any_other(
    stage: Stage,
) -> None:
    id = alert(stage)
    with stage.work() as work:
        outbox.claim(work, 1)
    with stage.work() as work:
        outbox.apply_receipt(work, id, Status.HANDED)
    (row,) = stage.outbox(id=id)
    assert row.accepted_at == stage.now


def test_tries_that_fail_and_messages_that_expire_are_counted(stage: Stage) -> None:
    stage.carrier.trouble = refuses()
    with stage.work() as work:
        until = stage.now + 10 * SECOND
        outbox.enqueue(work, kind="reply", to=SAM, lang="en", body="", useful_until=until)
    stage.wait(MINUTE)
    found = counted(stage)
    assert found["text", "other", "retried"] >= 2
    assert found["text", "other", "expired"] == 1
    stage.carrier.trouble = refuses(permanent=True)
    alert(stage)
    stage.run()
    assert counted(stage)["text", "alert", "failed"] == 1


def test_a_step_that_is_undone_is_not_counted(stage: Stage) -> None:
    id = alert(stage)
    with stage.work() as work:
        outbox.claim(work, 1)
    with pytest.raises(RuntimeError), stage.work() as work:
        outbox.mark_accepted(work, {id: "SM1"})
        raise RuntimeError
    assert counted(stage) == {}


def test_the_time_from_due_counts_from_when_the_check_in_was_due_not_from_when_it_was_seen(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.pass_to(timer.checkin.due_at + timer.checkin.timeline.grace - MOMENT)
    stage.now += 20 * SECOND + MOMENT
    stage.run()
    with stage.core.read(stage.now) as work:
        (told,) = [each for each in counters.read(work) if each.purpose == "alert"]
    assert told == Bucket("text", "alert", Step.ACCEPTED, 30.0, 1, 20.0)


def test_folding_keeps_every_count_and_forgets_when_each_happened(stage: Stage) -> None:
    for wait in (0, 1, 1, 7, 5000):
        id = alert(stage)
        stage.now += wait * SECOND
        with stage.work() as work:
            outbox.apply_receipt(work, id, Status.DELIVERED)
    with stage.core.read(stage.now) as work:
        before = {(t.step, t.within): (t.count, t.seconds) for t in counters.read(work)}
    assert stage.count(rows) == 10
    for _ in range(2):
        with stage.work() as work:
            retention.delete_expired(work)
        with stage.core.read(stage.now) as work:
            assert before == {(t.step, t.within): (t.count, t.seconds) for t in counters.read(work)}
        assert stage.count(rows) == len(before) == 8
    assert before[Step.DELIVERED, 1.0] == (2, 2.0)
    assert before[Step.DELIVERED, float("inf")] == (1, 5000.0)


def test_a_counter_has_no_room_for_anyone() -> None:
    assert set(rows.c.keys()) == {
        "id",
        "channel",
        "purpose",
        "step",
        "within_s",
        "count",
        "seconds",
    }
    assert list(BOUNDS) == sorted(BOUNDS)
