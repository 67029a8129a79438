"""What is no longer needed goes, and nothing that still is."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from checkin.actions import invitations, links
from checkin.machine.advance import Outcome, State
from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.people import contacts
from checkin.people.contacts import Consent
from checkin.storage.tables import (
    checkins,
    inbound,
    messages,
    opt_outs,
    recipients,
    sessions,
    workers,
)
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.tables import people as people_table
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import HOUR, KIM, SAM, Stage

DAY = timedelta(days=1)


@pytest.mark.promise("A closed check-in is gone within a day.", of=3)
def test_a_closed_check_in_is_gone_within_a_day_with_all_that_hangs_on_it(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.ok(person)
    stage.run()
    stage.sweep()
    assert stage.count(checkins) == 1
    stage.now += DAY - MINUTE
    stage.sweep()
    assert stage.count(checkins) == stage.count(recipients) == 0
    assert stage.outbox(kind=Kind.ALERT) == []


def test_an_unanswered_alert_keeps_its_plan_for_less_than_a_day(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.missed(person, plan="Room 12")
    stage.wait(HOUR)
    ended = stage.timer(timer)
    assert (ended.checkin.outcome, ended.note) == (Outcome.UNANSWERED, "Room 12")
    assert ended.checkin.closed_at
    stage.now = ended.checkin.closed_at + DAY - MINUTE
    stage.sweep()
    assert stage.count(checkins) == 0


def test_a_running_timer_is_never_swept_however_old(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person, 3 * DAY)
    stage.now += 100 * DAY
    stage.sweep()
    assert stage.timer(timer).checkin.state is State.ARMED
    stage.run()
    assert stage.timer(timer).checkin.state is State.ALERTING


def test_messages_go_after_two_days_but_never_before_they_had_their_end(stage: Stage) -> None:
    with stage.work() as work:
        outbox.enqueue(work, kind="test", to=SAM, lang="en", body="Hello")
    stage.now += 3 * DAY
    stage.sweep()
    assert stage.count(messages) == 1
    stage.run()
    stage.now += 2 * DAY - SECOND
    stage.sweep()
    assert stage.count(messages) == 1
    stage.now += SECOND
    stage.sweep()
    assert stage.count(messages) == 0


def test_an_invitation_without_an_answer_is_forgotten_after_two_weeks(stage: Stage) -> None:
    person = stage.person()
    with stage.work() as work:
        invitations.invite(work, person, phone=KIM, name="Kim")
    confirmed = stage.contact(person)
    stage.now += 14 * DAY
    stage.sweep()
    with stage.work() as work:
        assert contacts.of(work, person) == [confirmed]


def test_a_contact_who_said_no_goes_from_the_list_but_the_refusal_stays(stage: Stage) -> None:
    contact = stage.contact(stage.person())
    stage.leave(SAM)
    assert stage.consent(contact) is Consent.LEFT
    stage.now += 14 * DAY
    stage.sweep()
    assert (stage.count(contacts_table), stage.count(opt_outs)) == (0, 1)


@pytest.mark.parametrize(
    ("table", "column", "values", "kept"),
    [
        (inbound, "received_at", {"provider_id": "SM1", "phone_hash": b"1"}, 7 * DAY),
        (
            sessions,
            "changed_at",
            {"phone_hash": b"1", "lang": "en", "place": "us"},
            30 * DAY,
        ),
        (workers, "beat_at", {"id": "dead"}, DAY),
    ],
    ids=["texts in", "threads", "workers"],
)
def test_what_we_remember_of_texts_and_workers_has_its_end(
    stage: Stage, table: sa.Table, column: str, values: dict[str, object], kept: timedelta
) -> None:
    with stage.work() as work:
        work.conn.execute(table.insert().values(**values, **{column: stage.now}))
    stage.now += kept - SECOND
    stage.sweep()
    assert stage.count(table) == 1
    stage.now += SECOND
    stage.sweep()
    assert stage.count(table) == 0


def test_a_code_that_was_never_used_leaves_no_trace(stage: Stage) -> None:
    person = stage.person()
    with stage.work() as work:
        links.code(work, person)
    stage.now += HOUR
    stage.sweep()
    with stage.work() as work:
        (row,) = work.conn.execute(sa.select(people_table))
    assert (row.pairing_hash, row.pairing_until) == (None, None)
