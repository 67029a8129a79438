"""The host's way in: a link works once and soon ends, a session ends by itself."""

from datetime import timedelta

from checkin.people import host_sessions
from checkin.people.host_sessions import Kind
from checkin.storage.tables import host_sessions as table
from tests.checkin.stage import Stage

MOMENT = timedelta(seconds=1)


def link(stage: Stage) -> str:
    with stage.work() as work:
        return host_sessions.link(work)


def enter(stage: Stage, token: str) -> str | None:
    with stage.work() as work:
        return host_sessions.enter(work, token)


def inside(stage: Stage, token: str) -> bool:
    with stage.work() as work:
        return host_sessions.valid(work, token, Kind.SESSION)


def test_a_link_works_once(stage: Stage) -> None:
    token = link(stage)
    session = enter(stage, token)
    assert session is not None
    assert inside(stage, session)
    assert enter(stage, token) is None


def test_a_link_works_for_ten_minutes(stage: Stage) -> None:
    token = link(stage)
    stage.now += timedelta(minutes=10) - MOMENT
    assert enter(stage, token)
    late = link(stage)
    stage.now += timedelta(minutes=10)
    assert enter(stage, late) is None


def test_a_new_link_ends_the_one_before(stage: Stage) -> None:
    first, second = link(stage), link(stage)
    assert enter(stage, first) is None
    assert enter(stage, second)


def test_a_session_ends_after_twelve_hours_or_when_it_is_left(stage: Stage) -> None:
    kept, left = enter(stage, link(stage)), enter(stage, link(stage))
    assert kept
    assert left
    with stage.work() as work:
        host_sessions.leave(work, left)
    assert not inside(stage, left)
    stage.now += timedelta(hours=12) - MOMENT
    assert inside(stage, kept)
    stage.now += MOMENT
    assert not inside(stage, kept)


def test_a_link_is_no_session_and_a_session_no_link(stage: Stage) -> None:
    token = link(stage)
    assert not inside(stage, token)
    session = enter(stage, token)
    assert session
    assert enter(stage, session) is None


def test_nothing_that_is_kept_opens_anything(stage: Stage) -> None:
    token = link(stage)
    session = enter(stage, token) or ""
    with stage.work() as work:
        kept = [bytes(row.token_hash) for row in work.conn.execute(table.select())]
    for hashed in kept:
        assert hashed not in (token.encode(), session.encode())
        assert enter(stage, hashed.hex()) is None
        assert not inside(stage, hashed.hex())


def test_what_has_ended_is_deleted(stage: Stage) -> None:
    enter(stage, link(stage))
    link(stage)
    stage.now += timedelta(hours=13)
    stage.sweep()
    assert stage.count(table) == 0
