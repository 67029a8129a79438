"""What a provider still keeps waits in a queue that outlives what it came from."""

import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from checkin.machine.notices import Kind
from checkin.messages import erasures, outbox
from checkin.messages.channels import Acceptance, Message
from checkin.messages.erasures import LEASE, OVERDUE_AFTER, SETTLES_IN, TRIES, UNHEARD_FOR, Backlog
from checkin.people import people
from checkin.storage.tables import erasures as table
from tests.checkin.carrier import Carrier
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import HOUR, SAM, Stage

DAY = timedelta(days=1)


class Keeping(Carrier):
    """A carrier that keeps the words of what it takes."""

    def send(self, message: Message) -> Acceptance:
        return Acceptance(super().send(message).provider_id, kept=True)


def put(stage: Stage, *ids: str) -> None:
    with stage.work() as work:
        erasures.enqueue(work, ids, stage.now)


def hasten(stage: Stage, id: str) -> None:
    with stage.work() as work:
        erasures.hasten(work, id)


def claim(stage: Stage, limit: int = 10) -> list[str]:
    with stage.work() as work:
        return [erasure.provider_id for erasure in erasures.claim(work, limit)]


def try_in_vain(stage: Stage) -> None:
    with stage.work() as work:
        erasures.retry(work, erasures.claim(work, 10))


def backlog(stage: Stage) -> Backlog:
    with stage.work() as work:
        return erasures.backlog(work)


def test_what_is_erased_leaves_the_queue(stage: Stage) -> None:
    put(stage, "SM1", "SM2")
    with stage.work() as work:
        first, _ = erasures.claim(work, 10)
        erasures.done(work, [first])
    assert backlog(stage) == Backlog(waiting=1, overdue=0, given_up=0)


def test_what_is_claimed_is_nobody_elses_until_its_lease_ends(stage: Stage) -> None:
    put(stage, "SM1")
    assert claim(stage) == ["SM1"]
    stage.now += LEASE - SECOND
    assert claim(stage) == []
    stage.now += SECOND
    assert claim(stage) == ["SM1"]


def test_in_a_rush_of_alerts_nothing_is_erased(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    put(stage, "SM1")
    stage.wait(HOUR)
    assert claim(stage) == ["SM1"]
    put(stage, "SM2")
    stage.now += stage.core.timeline.grace / 2 + 2 * SECOND
    assert claim(stage) == []
    stage.run()
    assert "SM2" in claim(stage)
    with stage.work() as work:
        outbox.enqueue(work, kind=Kind.ALERT, to=SAM, lang="en", body="Hello")
    stage.now += LEASE
    assert claim(stage) == []
    stage.run()
    assert claim(stage) != []


def test_a_batch_is_no_longer_than_asked_for_and_the_longest_due_come_first(stage: Stage) -> None:
    put(stage, "SM9")
    stage.now += SECOND
    put(stage, "SM1", "SM2")
    assert claim(stage, 1) == ["SM9"]


def test_queued_twice_it_waits_once_and_keeps_its_turn(stage: Stage) -> None:
    put(stage, "SM1")
    try_in_vain(stage)
    put(stage, "SM1")
    assert claim(stage) == []
    assert backlog(stage).waiting == 1


@pytest.mark.parametrize("waits", [True, False])
def test_what_has_ended_is_erased_within_seconds(stage: Stage, waits: bool) -> None:
    if waits:
        with stage.work() as work:
            erasures.enqueue(work, ["SM1"], stage.now + HOUR)
    hasten(stage, "SM1")
    stage.now += SETTLES_IN
    assert claim(stage) == ["SM1"]


def test_tried_in_vain_it_is_tried_again_after_longer_and_longer(stage: Stage) -> None:
    put(stage, "SM1")
    tried = []
    for _ in range(6 * 60):
        found = claim(stage)
        if found:
            tried.append(stage.now)
            with stage.work() as work:
                erasures.retry(work, [erasures.Erasure("SM1", len(tried))])
        stage.now += MINUTE
    gaps = [(after - before) / MINUTE for before, after in pairwise(tried)]
    assert gaps == [1, 2, 4, 8, 16, 32, 64, 128]


def test_after_days_of_tries_it_is_given_up_out_loud_and_still_counted(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    put(stage, "SM1")
    began = stage.now
    while backlog(stage).waiting:
        try_in_vain(stage)
        stage.now += HOUR
    assert 3 * DAY < stage.now - began < 5 * DAY
    said = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert len(said) == 1
    assert "keeps 1 texts" in said[0].getMessage()
    assert backlog(stage) == Backlog(waiting=0, overdue=0, given_up=1)
    hasten(stage, "SM1")
    stage.now += 31 * DAY
    assert claim(stage) == []
    assert backlog(stage).given_up == 0


def test_what_nobody_tries_is_overdue(stage: Stage) -> None:
    put(stage, "SM1", "SM2")
    stage.now += OVERDUE_AFTER
    assert backlog(stage) == Backlog(waiting=2, overdue=2, given_up=0)


def test_what_was_no_fault_of_the_text_is_no_try(stage: Stage) -> None:
    put(stage, "SM1")
    for _ in range(2 * TRIES):
        with stage.work() as work:
            erasures.release(work, erasures.claim(work, 10), stage.now)
    assert backlog(stage) == Backlog(waiting=1, overdue=0, given_up=0)


def test_what_a_clock_far_ahead_put_off_is_not_waited_for(stage: Stage) -> None:
    with stage.work() as work:
        erasures.enqueue(work, ["SM1"], stage.now + 300 * DAY)
    assert claim(stage) == ["SM1"]


def test_a_text_whose_words_are_kept_is_queued_with_its_acceptance(stage: Stage) -> None:
    stage.carrier = Keeping()
    with stage.work() as work:
        outbox.enqueue(work, kind="test", to=SAM, lang="en", body="Hello")
    stage.run()
    assert claim(stage) == []
    stage.now += UNHEARD_FOR
    (row,) = stage.outbox()
    assert claim(stage) == [row.provider_id]


def test_a_carrier_that_keeps_nothing_is_asked_for_nothing(stage: Stage) -> None:
    stage.contact(stage.person())
    assert stage.count(table) == 0


def test_who_leaves_takes_their_rows_along_but_not_what_is_still_to_be_erased(
    stage: Stage,
) -> None:
    stage.carrier = Keeping()
    person = stage.person()
    stage.contact(person)
    queued = stage.count(table)
    with stage.work() as work:
        people.forget(work, person)
    stage.run()
    stage.sweep()
    assert stage.outbox(person_id=person.id) == []
    assert stage.count(table) >= queued > 0
