"""How long each kind of message is worth sending, and so how long it may wait at a carrier."""

from datetime import timedelta

import pytest

from checkin.machine.events import Ack
from checkin.machine.notices import Kind
from tests.checkin.stage import KIM, SAM, Stage

DAY = timedelta(days=1)


@pytest.fixture
def useful(stage: Stage) -> dict[str, set[timedelta]]:
    """For how long after it was put each message of a whole alert was worth sending, by kind."""
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    timer = stage.missed(person)
    stage.wait(stage.core.timeline.escalate)
    stage.apply(timer, Ack(sam.id))
    stage.wait(stage.core.timeline.hold + stage.core.timeline.grace)
    stage.ok(person)
    stage.run()
    found: dict[str, set[timedelta]] = {}
    for row in stage.outbox():
        found.setdefault(row.kind, set()).add(row.useful_until - row.created_at)
    return found


def test_what_is_asked_before_an_alert_is_useless_once_it_is_overtaken(
    stage: Stage, useful: dict[str, set[timedelta]]
) -> None:
    line = stage.core.timeline
    assert useful[Kind.REMIND] == {line.reminder}
    assert useful[Kind.ASK] == {line.grace}
    assert useful[Kind.ASK_AGAIN] == {line.grace / 2}


def test_whether_someone_is_still_on_it_is_useless_once_others_are_told(
    stage: Stage, useful: dict[str, set[timedelta]]
) -> None:
    assert useful[Kind.STILL_ON_IT] == {stage.core.timeline.grace}


def test_what_people_must_know_in_the_end_is_tried_for_a_day(
    useful: dict[str, set[timedelta]],
) -> None:
    for kind in (
        Kind.ALERT,
        Kind.ALERTING,
        Kind.HELD_BY,
        Kind.COVERED,
        Kind.DROPPED,
        Kind.ALL_CLEAR,
        "invitation",
        "consent",
    ):
        assert useful[kind] == {DAY}, kind
