"""A number that has been silent for a year is asked once, and let go a month later."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from checkin.actions import court, handovers
from checkin.monitoring import daily_counters
from checkin.people import contacts, people, silence
from checkin.people.people import Person
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.tables import people as people_table
from checkin.times.zones import Zone
from tests.checkin.carrier import refuses
from tests.checkin.stage import ANA, KIM, SAM, Stage

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 21, 18, tzinfo=UTC)
YEAR = handovers.SILENT_FOR


@pytest.fixture
def ana(stage: Stage) -> Person:
    stage.now = NOON
    return stage.person(name="Ana")


def later(stage: Stage, length: timedelta) -> None:
    stage.now += length
    stage.sweep()
    stage.run()


def heard(stage: Stage, phone: str) -> None:
    with stage.work() as work:
        silence.heard(work, phone)


def questions(stage: Stage) -> list[str]:
    return [m.to for m in stage.carrier.taken if "is the number new to you" in m.body.casefold()]


def test_after_a_year_of_silence_both_are_asked_once_and_in_a_month_deleted(
    stage: Stage, ana: Person
) -> None:
    stage.contact(ana)
    later(stage, YEAR - DAY)
    assert questions(stage) == []
    for _ in range(20):
        later(stage, DAY)
    assert sorted(questions(stage)) == [ANA, SAM]
    later(stage, 11 * DAY)
    assert stage.count(people_table) == stage.count(contacts_table) == 0


def test_the_question_tells_a_new_owner_nothing(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    later(stage, YEAR)
    for said in (stage.carrier.inbox(ANA)[-1], stage.carrier.inbox(SAM)[-1]):
        assert "safety check-in" in said
        assert not any(word in said for word in ("Ana", "Sam", "contact", "court", "police"))
        assert len(said) <= 306


def test_a_contact_is_taken_off_and_the_person_told_whether_anybody_is_left(
    stage: Stage, ana: Person
) -> None:
    stage.contact(ana)
    later(stage, YEAR - DAY)
    heard(stage, ANA)
    later(stage, DAY)
    assert questions(stage) == [SAM]
    later(stage, 30 * DAY)
    assert stage.count(contacts_table) == 0
    assert "Sam is off your list" in stage.carrier.inbox(ANA)[-1]
    assert "nobody" in stage.carrier.inbox(ANA)[-1].casefold()


def test_a_sign_of_life_begins_the_year_anew(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    later(stage, 200 * DAY)
    heard(stage, SAM)
    with stage.work() as work:
        silence.visited(work, ana)
    later(stage, YEAR - DAY)
    assert questions(stage) == []


def test_nobody_is_let_go_with_a_timer_or_a_court_date_ahead(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    timer = stage.start(ana)
    stage.now += YEAR
    stage.sweep()
    assert questions(stage) == []
    stage.ok(ana)
    with stage.work() as work:
        court.add(work, ana, stage.now + 60 * DAY, Zone("America/New_York", True, ()))
    stage.run()
    later(stage, DAY)
    assert questions(stage) == [SAM]
    later(stage, 40 * DAY)
    assert stage.count(people_table) == 1
    assert timer.checkin.id


def test_so_many_are_asked_in_a_day_and_no_more_and_counted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.now = NOON
    monkeypatch.setattr(handovers, "MOST_A_DAY", 3)
    stage.carrier.segments = 2
    for n in range(6):
        stage.person(phone=f"+120255502{n:02}")
    later(stage, YEAR)
    later(stage, timedelta(hours=1))
    assert len(questions(stage)) == 3
    with stage.work() as work:
        assert daily_counters.paid(work.conn, work.today) == 6
    later(stage, DAY)
    assert len(questions(stage)) == 6
    later(stage, DAY)
    assert len(questions(stage)) == 6


def test_nobody_is_asked_by_night(stage: Stage) -> None:
    stage.now = NOON
    stage.person()
    later(stage, YEAR + timedelta(hours=12))
    assert questions(stage) == []


def test_a_number_on_two_lists_is_asked_once(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    stage.contact(stage.person(KIM))
    later(stage, YEAR)
    later(stage, timedelta(minutes=1))
    assert questions(stage).count(SAM) == 1


def test_a_number_that_the_carrier_does_not_know_is_doubted_and_a_contacts_asked(
    stage: Stage, ana: Person
) -> None:
    stage.contact(ana)
    stage.carrier.trouble = refuses(permanent=True, unknown=True)
    stage.missed(ana)
    with stage.work() as work:
        sam = work.conn.execute(sa.select(contacts_table.c.doubted_on)).scalar_one()
        assert sam == stage.now.date()
        person = people.get(work, ana.id)
        assert person
        # Her timer runs, so it was she who started it.
        assert not silence.doubted(work, person)
    stage.ok(ana)
    with stage.work() as work:
        assert silence.doubted(work, person)
    stage.carrier.trouble = lambda _: None
    later(stage, DAY)
    assert questions(stage) == [SAM]


def test_who_says_that_it_is_not_theirs_is_let_go_at_once(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    with stage.work() as work:
        handovers.deny(work, SAM)
        assert contacts.of(work, ana) == []
    stage.run()
    assert "Sam is off your list" in stage.carrier.inbox(ANA)[-1]


def test_nothing_that_names_anybody_goes_to_a_silent_number(stage: Stage, ana: Person) -> None:
    stage.contact(ana)
    stage.now += silence.DOUBTED_AFTER
    with stage.work() as work:
        handovers.deny(work, SAM)
    stage.run()
    assert "Sam" not in stage.carrier.inbox(ANA)[-1]
    assert "there is news" in stage.carrier.inbox(ANA)[-1]
