"""Messages leave at least once, alerts first, and what became of them only ever moves forwards."""

from datetime import timedelta
from itertools import permutations

import pytest

from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import outbox
from checkin.messages.outbox import LEASE, Outgoing, Status
from checkin.storage.tables import messages
from tests.checkin.scenes import SECOND
from tests.checkin.stage import HOUR, SAM, Stage


def put(stage: Stage, kind: str = "test", **more: timedelta) -> str:
    with stage.work() as work:
        until = stage.now + more["useful"] if more else None
        return outbox.enqueue(work, kind=kind, to=SAM, lang="en", body="Hello", useful_until=until)


def claim(stage: Stage, limit: int = 10) -> list[Outgoing]:
    with stage.work() as work:
        return outbox.claim(work, limit)


def status(stage: Stage, id: str) -> str:
    (row,) = stage.outbox(id=id)
    return str(row.status)


def test_a_message_is_claimed_as_it_was_put(stage: Stage) -> None:
    id = put(stage)
    (claimed,) = claim(stage)
    message = claimed.message
    assert (message.id, message.to, message.body, message.lang) == (id, SAM, "Hello", "en")
    assert (message.created_at, message.useful_until) == (stage.now, stage.now + 24 * HOUR)
    assert (claimed.attempts, claimed.doubtful, claimed.channel) == (1, False, ChannelKind.TEXT)


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(stage: Stage) -> None:
    put(stage)
    assert claim(stage)
    stage.now += LEASE - SECOND
    assert claim(stage) == []


def test_a_message_whose_lease_ran_out_is_claimed_again_as_doubtful(stage: Stage) -> None:
    put(stage)
    claim(stage)
    stage.now += LEASE
    (again,) = claim(stage)
    assert (again.attempts, again.doubtful) == (2, True)


def test_a_lease_may_be_shorter(stage: Stage) -> None:
    put(stage)
    with stage.work() as work:
        outbox.claim(work, 1, lease=SECOND)
    stage.now += SECOND
    assert len(claim(stage)) == 1


def test_alerts_are_claimed_before_anything_older(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    invitation = put(stage)
    stage.now += SECOND
    with stage.work() as work:
        asked, alert = (
            outbox.enqueue(work, kind=kind, to=SAM, lang="en", body="", checkin_id=timer.checkin.id)
            for kind in (Kind.ASK, Kind.ALERT)
        )
    assert [o.message.id for o in claim(stage)] == [alert, asked, invitation]


def test_no_more_are_claimed_than_asked_for(stage: Stage) -> None:
    for _ in range(3):
        put(stage)
    assert [len(claim(stage, limit)) for limit in (0, 2, 2)] == [0, 2, 1]


def test_what_is_useful_no_longer_is_not_sent_and_its_words_are_gone(stage: Stage) -> None:
    id = put(stage, useful=SECOND)
    stage.now += SECOND
    assert claim(stage) == []
    (row,) = stage.outbox(id=id)
    assert (row.status, row.to_sealed, row.body_sealed) == (Status.EXPIRED, None, None)


def test_waits_between_tries_double_with_jitter_up_to_five_minutes(stage: Stage) -> None:
    id = put(stage)
    waits = []
    for _ in range(12):
        (claimed,) = claim(stage)
        with stage.work() as work:
            outbox.retry(work, claimed, doubtful=False, code=None)
        (row,) = stage.outbox(id=id)
        waits.append(row.send_at - stage.now)
        stage.now = row.send_at
    for n, wait in enumerate(waits):
        middle = min(timedelta(seconds=2 * 2**n), timedelta(minutes=5))
        assert middle / 2 - SECOND <= wait <= middle * 1.5 + SECOND
    assert len({wait / (2 * 2**n) for n, wait in enumerate(waits[:8])}) > 1


def test_a_message_once_doubtful_stays_doubtful(stage: Stage) -> None:
    put(stage)
    (claimed,) = claim(stage)
    with stage.work() as work:
        outbox.retry(work, claimed, doubtful=True, code=None)
    for _ in range(2):
        stage.now += HOUR
        (claimed,) = claim(stage)
        assert claimed.doubtful
        with stage.work() as work:
            outbox.retry(work, claimed, doubtful=False, code=None)


def test_an_accepted_message_keeps_no_number_and_no_words(stage: Stage) -> None:
    id = put(stage)
    claim(stage)
    with stage.work() as work:
        outbox.mark_accepted(work, {id: "SM1"})
    (row,) = stage.outbox(id=id)
    assert (row.status, row.provider_id) == (Status.ACCEPTED, "SM1")
    assert (row.to_sealed, row.body_sealed, row.send_at) == (None, None, None)


def test_a_receipt_that_comes_before_the_providers_answer_is_not_undone_by_it(
    stage: Stage,
) -> None:
    id = put(stage)
    (claimed,) = claim(stage)
    with stage.work() as work:
        assert outbox.apply_receipt(work, id, Status.DELIVERED)
        outbox.mark_accepted(work, {id: "SM1"})
        outbox.retry(work, claimed, doubtful=True, code=None)
    (row,) = stage.outbox(id=id)
    assert (row.status, row.provider_id, row.send_at) == (Status.DELIVERED, "SM1", None)


LATER_WORDS = (Status.ACCEPTED, Status.HANDED, Status.DELIVERED, Status.FAILED)


@pytest.mark.parametrize("order", list(permutations(LATER_WORDS, 3)), ids=" ".join)
def test_callbacks_in_any_order_and_twice_never_move_a_message_back(
    stage: Stage, order: tuple[Status, ...]
) -> None:
    id = put(stage)
    claim(stage)
    ranks = list(Status)
    before, moves = Status.SENDING, 0
    for word in (*order, *order):
        with stage.work() as work:
            moved = outbox.apply_receipt(work, id, word) is not None
        after = Status(status(stage, id))
        assert ranks.index(after) >= ranks.index(before)
        assert moved == (after != before)
        assert after == word or not moved
        before, moves = after, moves + moved
    assert moves <= len(order)
    # Delivered and failed are both last words: whichever came first stands.
    last = next((w for w in order if w in (Status.DELIVERED, Status.FAILED)), None)
    assert before == (last or Status.HANDED)


def test_a_withdrawn_message_stays_withdrawn_whatever_comes(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    checkin_id = stage.start(person).checkin.id
    with stage.work() as work:
        id = outbox.enqueue(
            work, kind=Kind.ASK, to=SAM, lang="en", body="Hello", checkin_id=checkin_id
        )
    (claimed,) = claim(stage)
    with stage.work() as work:
        outbox.withdraw(work, checkin_id, (Kind.ASK,))
        outbox.mark_accepted(work, {id: "SM1"})
        outbox.retry(work, claimed, doubtful=False, code=None)
        for word in LATER_WORDS:
            assert outbox.apply_receipt(work, id, word) is None
    (row,) = stage.outbox(id=id)
    assert (row.status, row.body_sealed, row.send_at) == (Status.WITHDRAWN, None, None)


def test_withdrawing_leaves_other_kinds_and_what_has_left(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    checkin_id = stage.start(person).checkin.id
    with stage.work() as work:
        left, other = (
            outbox.enqueue(work, kind=kind, to=SAM, lang="en", body="", checkin_id=checkin_id)
            for kind in (Kind.ASK, Kind.REMIND)
        )
        outbox.claim(work, 10)
        outbox.mark_accepted(work, {left: "SM1"})
        outbox.withdraw(work, checkin_id, (Kind.ASK,))
    assert [status(stage, id) for id in (left, other)] == [Status.ACCEPTED, Status.SENDING]


def test_a_word_on_a_message_we_do_not_know_is_no_news(stage: Stage) -> None:
    with stage.work() as work:
        assert outbox.apply_receipt(work, "unknown", Status.DELIVERED) is None


def test_a_message_that_cannot_be_opened_does_not_stop_the_others(stage: Stage) -> None:
    poisoned, fine = put(stage), put(stage)
    with stage.work() as work:
        work.conn.execute(
            messages.update().where(messages.c.id == poisoned).values(body_sealed=b"\x01junk")
        )
    assert [o.message.id for o in claim(stage)] == [fine]
    assert claim(stage) == []
    stage.now += LEASE
    assert fine in [o.message.id for o in claim(stage)]


def test_two_workers_never_claim_the_same_message(stage: Stage) -> None:
    ids = {put(stage) for _ in range(4)}
    if stage.core.database.sqlite:  # one writer at a time, so there is no overlap to try
        mine, theirs = claim(stage, 2), claim(stage, 2)
    else:
        with stage.work() as one, stage.work() as other:
            mine, theirs = outbox.claim(one, 2), outbox.claim(other, 2)
    claimed = [o.message.id for o in (*mine, *theirs)]
    assert sorted(claimed) == sorted(ids)
