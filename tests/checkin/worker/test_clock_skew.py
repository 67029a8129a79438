"""A clock that ran ahead is put right: nothing waits for an hour that is long in coming."""

from datetime import timedelta

import pytest

from checkin.machine.notices import ChannelKind
from checkin.messages import outbox
from checkin.messages.channels import ChannelError
from checkin.monitoring import health
from checkin.storage.tables import workers
from checkin.worker import clock_skew, delivery
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import HOUR, KIM, SAM, Stage


def put_right(stage: Stage) -> None:
    with stage.work() as work:
        clock_skew.put_right(work)
    stage.run()


def test_the_next_contact_need_not_wait_for_the_wrong_hour(stage: Stage) -> None:
    ana = stage.person()
    stage.contact(ana, SAM)
    stage.contact(ana, KIM)
    stage.missed(ana, plan="Hotel Rex")
    stage.now -= HOUR
    stage.wait(10 * MINUTE)
    assert not any("Hotel Rex" in text for text in stage.carrier.inbox(KIM))
    put_right(stage)
    assert any("Hotel Rex" in text for text in stage.carrier.inbox(KIM))


def test_a_text_that_was_to_be_tried_again_is_tried_now(stage: Stage) -> None:
    ana = stage.person()
    stage.contact(ana)
    stage.carrier.trouble = refuses()
    stage.missed(ana, plan="Hotel Rex")
    stage.carrier.trouble = lambda _: None
    stage.now -= HOUR
    stage.wait(10 * MINUTE)
    assert not any("Hotel Rex" in text for text in stage.carrier.inbox(SAM))
    put_right(stage)
    assert any("Hotel Rex" in text for text in stage.carrier.inbox(SAM))


def test_a_timer_that_still_runs_keeps_its_end(stage: Stage) -> None:
    ana = stage.person()
    stage.contact(ana)
    timer = stage.start(ana, 2 * HOUR)
    stage.now -= HOUR
    put_right(stage)
    assert stage.timer(timer) == timer


def test_a_sign_of_life_from_the_future_counts_for_nothing(stage: Stage) -> None:
    with stage.work() as work:
        work.conn.execute(workers.insert().values(id="fast", beat_at=stage.now + HOUR))
        assert clock_skew.seen(work)
        assert not health.worker(work).alive
        clock_skew.put_right(work)
        assert not clock_skew.seen(work)


def test_whoever_lost_the_lease_has_no_say_in_the_next_try(stage: Stage) -> None:
    with stage.work() as work:
        outbox.enqueue(work, kind="test", to=SAM, lang="en", body="Hello")
        [first] = outbox.claim(work, 1)
    stage.now += outbox.LEASE + SECOND
    with stage.work() as work:
        [second] = outbox.claim(work, 1)
        delivery.settle(work, first, ChannelError("late", doubtful=False))
    [row] = stage.outbox(kind="test")
    assert (row.status, row.send_at) == ("sending", stage.now + outbox.LEASE)
    result = delivery.attempt({ChannelKind.TEXT: stage.carrier}, second)
    with stage.work() as work:
        delivery.settle(work, second, result)
    assert stage.carrier.inbox(SAM) == ["Hello"]


@pytest.mark.parametrize("late", [timedelta(0), SECOND])
def test_no_message_waits_longer_than_the_latest_retry(stage: Stage, late: timedelta) -> None:
    stage.carrier.trouble = refuses()
    with stage.work() as work:
        outbox.enqueue(work, kind="test", to=SAM, lang="en", body="Hello")
    for _ in range(14):
        stage.run()
        [row] = stage.outbox(kind="test")
        assert stage.now < row.send_at <= stage.now + outbox.LATEST_RETRY
        stage.now = row.send_at + late
