"""Due rows become messages, and no row stops another."""

import sqlalchemy as sa

from checkin import store
from checkin.machine.advance import State
from checkin.storage.tables import checkins, contacts
from checkin.store import Timer
from checkin.worker import due
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import HOUR, SAM, Stage


def armed(stage: Stage, count: int) -> list[Timer]:
    """That many timers, of as many people, each a second after the other."""
    timers = []
    for n in range(count):
        person = stage.person(f"+1202555{n:04}")
        stage.contact(person)
        timers.append(stage.start(person))
        stage.now += SECOND
    return timers


def turn(stage: Stage, limit: int = 20) -> int:
    with stage.work() as work:
        return due.advance_due(work, limit)


def state(stage: Stage, timer: Timer) -> State:
    return stage.timer(timer).checkin.state


def test_nothing_happens_before_its_time(stage: Stage) -> None:
    (timer,) = armed(stage, 1)
    assert turn(stage) == 0
    assert stage.timer(timer) == timer


def test_the_longest_overdue_go_first_and_the_rest_wait_their_turn(stage: Stage) -> None:
    timers = armed(stage, 3)
    stage.now += 2 * HOUR
    assert turn(stage, 2) == 2
    assert [state(stage, t) for t in timers] == [State.ALERTING, State.ALERTING, State.ARMED]
    assert turn(stage, 2) == 1
    assert turn(stage, 2) == 0


def test_a_row_that_cannot_be_advanced_stops_no_other_and_is_tried_again(stage: Stage) -> None:
    broken, fine = armed(stage, 2)
    with stage.work() as work:
        (whole,) = work.conn.execute(
            sa.select(checkins.c.note_sealed, checkins.c.holder).where(
                checkins.c.id == broken.checkin.id
            )
        )
        damage = checkins.update().where(checkins.c.id == broken.checkin.id)
        work.conn.execute(damage.values(note_sealed=b"\x01junk"))
    stage.now += 2 * HOUR
    assert turn(stage) == 2
    assert turn(stage) == 0
    assert state(stage, fine) is State.ALERTING
    stage.now += MINUTE
    assert turn(stage) == 1
    with stage.work() as work:
        repair = checkins.update().where(checkins.c.id == broken.checkin.id)
        work.conn.execute(repair.values(note_sealed=whole.note_sealed))
    stage.now += MINUTE
    assert turn(stage) == 1
    assert state(stage, broken) is State.ALERTING


def test_a_row_that_fails_half_way_leaves_nothing_half_done(stage: Stage) -> None:
    (timer,) = armed(stage, 1)
    with stage.work() as work:
        work.conn.execute(contacts.update().values(phone_sealed=b"\x01junk"))
    stage.now += 2 * HOUR
    turn(stage)
    assert state(stage, timer) is State.ARMED
    assert stage.outbox(checkin_id=timer.checkin.id) == []


def test_two_workers_share_the_due_rows_and_do_none_twice(stage: Stage) -> None:
    timers = armed(stage, 4)
    stage.now += 2 * HOUR
    if stage.core.database.sqlite:  # one writer at a time, so there is no overlap to try
        assert [turn(stage, 2), turn(stage, 2)] == [2, 2]
    else:
        with stage.work() as one, stage.work() as other:
            assert [due.advance_due(one, 2), due.advance_due(other, 20)] == [2, 2]
    stage.run()
    assert {state(stage, timer) for timer in timers} == {State.ALERTING}
    alerts = [body for body in stage.carrier.inbox(SAM) if "did not check in" in body]
    assert len(alerts) == len(timers)


def test_a_worker_back_after_a_day_tells_everyone_it_should_have(stage: Stage) -> None:
    timers = armed(stage, 3)
    stage.now += 24 * HOUR
    stage.run()
    assert {state(stage, timer) for timer in timers} == {State.ALERTING}


def test_a_timer_lasts_through_the_change_of_the_clocks(stage: Stage) -> None:
    """Moments are kept in UTC: an hour that the wall clock repeats or skips changes nothing."""
    stage.now = stage.now.replace(month=11, day=1, hour=5, minute=30)
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person, 2 * HOUR)
    stage.pass_to(stage.now + 2 * HOUR - SECOND)
    assert state(stage, timer) is State.ARMED
    stage.wait(SECOND)
    assert state(stage, timer) is State.DUE
    with stage.work() as work:
        assert store.open_for(work, person)
