"""Court dates: kept until over, reminded of four times, on the court's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.actions import court, links
from checkin.actions.court import Hearing
from checkin.people import people
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.tables import hearings, messages
from checkin.times import zones
from checkin.times.zones import Zone
from tests.checkin.stage import ANA, BOB, Stage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_YORK = Zone(zones.EASTERN, True, (zones.EASTERN,))
GUESS = Zone(zones.EASTERN, False, zones.US)


def local(*when: int, zone: str = zones.EASTERN) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[misc,arg-type]


DEC_3 = local(2026, 12, 3, 9)


def keep(stage: Stage, person: Person, at: datetime = DEC_3, zone: Zone = NEW_YORK) -> Hearing:
    with stage.work() as work:
        return court.add(work, person, at, zone, "Room 5")


def dates(stage: Stage, person: Person) -> list[Hearing]:
    with stage.work() as work:
        return court.of(work, person)


def look(stage: Stage, moment: datetime) -> list[str]:
    """What the person hears when the worker looks at this moment."""
    stage.now = moment.astimezone(UTC)
    before = len(stage.carrier.inbox(ANA))
    with stage.work() as work:
        court.remind_due(work, 20)
    stage.run()
    return stage.carrier.inbox(ANA)[before:]


def test_reminders_come_a_week_three_days_a_day_and_two_hours_before(stage: Stage) -> None:
    keep(stage, stage.person())
    for before in court.REMIND_BEFORE:
        moment = DEC_3 - before
        assert look(stage, moment - timedelta(minutes=1)) == []
        [reminder] = look(stage, moment)
        assert "Thu, Dec 3 at 9:00 AM" in reminder
        assert look(stage, moment + timedelta(minutes=1)) == []
    assert look(stage, DEC_3) == []


def test_a_reminder_names_neither_the_note_nor_the_kind_of_appointment(stage: Stage) -> None:
    keep(stage, stage.person())
    [reminder] = look(stage, DEC_3 - 7 * DAY)
    assert "Room 5" not in reminder
    assert "your appointment" in reminder


def test_days_before_are_days_on_the_wall_across_a_change_of_the_clocks(stage: Stage) -> None:
    hearing = keep(stage, stage.person(), local(2027, 3, 16, 9))
    assert hearing.reminders == (
        datetime(2027, 3, 9, 14, tzinfo=UTC),
        datetime(2027, 3, 13, 14, tzinfo=UTC),
        datetime(2027, 3, 15, 13, tzinfo=UTC),
        datetime(2027, 3, 16, 11, tzinfo=UTC),
    )


def test_reminders_whose_time_has_passed_are_skipped(stage: Stage) -> None:
    keep(stage, stage.person(), DEC_3.replace(month=11, day=22))
    assert look(stage, stage.now) == []
    assert len(look(stage, DEC_3.replace(month=11, day=21))) == 1
    assert len(look(stage, DEC_3.replace(month=11, day=22) - 2 * HOUR)) == 1


def test_after_an_outage_one_reminder_makes_up_for_all_that_were_missed(stage: Stage) -> None:
    keep(stage, stage.person())
    assert len(look(stage, DEC_3 - HOUR)) == 1
    assert look(stage, DEC_3 - HOUR / 2) == []


def test_an_outage_past_the_date_brings_no_reminder_of_what_is_over(stage: Stage) -> None:
    keep(stage, stage.person())
    assert look(stage, DEC_3 + HOUR) == []


def test_a_reminder_is_useful_until_the_next_one_or_the_date(stage: Stage) -> None:
    keep(stage, stage.person())
    ends = [DEC_3 - 3 * DAY, DEC_3 - DAY, DEC_3 - 2 * HOUR, DEC_3]
    for before, end in zip(court.REMIND_BEFORE, ends, strict=True):
        look(stage, DEC_3 - before)
        assert stage.outbox(kind="court")[-1].useful_until == end


def test_reminder_and_row_are_kept_together_or_not_at_all(stage: Stage) -> None:
    keep(stage, stage.person())
    stage.now = (DEC_3 - 7 * DAY).astimezone(UTC)
    with pytest.raises(RuntimeError), stage.work() as work:
        court.remind_due(work, 20)
        raise RuntimeError("the machine stops here")
    assert stage.count(messages) == 0
    assert len(look(stage, stage.now)) == 1


def test_a_date_that_cannot_be_opened_does_not_hold_up_the_others(stage: Stage) -> None:
    broken = keep(stage, stage.person(BOB))
    keep(stage, stage.person(), DEC_3)
    with stage.work() as work:
        spoilt = hearings.update().where(hearings.c.id == broken.id)
        work.conn.execute(spoilt.values(note_sealed=b"nonsense"))
    assert len(look(stage, DEC_3 - 7 * DAY)) == 1


def test_without_a_phone_nothing_is_sent_and_a_phone_linked_later_gets_the_rest(
    stage: Stage,
) -> None:
    person = stage.person(phone=None)
    keep(stage, person)
    assert look(stage, DEC_3 - 7 * DAY) == []
    by_text = stage.person(ANA)
    with stage.work() as work:
        links.join(work, links.code(work, by_text), person)
    assert len(look(stage, DEC_3 - 3 * DAY)) == 1


def test_dates_kept_by_text_come_along_when_the_phone_joins_the_app(stage: Stage) -> None:
    by_text, in_app = stage.person(ANA), stage.person(phone=None)
    keep(stage, by_text)
    with stage.work() as work:
        links.join(work, links.code(work, by_text), in_app)
    assert [each.note for each in dates(stage, by_text)] == ["Room 5"]
    assert len(look(stage, DEC_3 - 7 * DAY)) == 1


def test_a_date_goes_half_a_day_after_it_is_over(stage: Stage) -> None:
    person = stage.person()
    keep(stage, person)
    look(stage, DEC_3 + 12 * HOUR - timedelta(minutes=1))
    assert len(dates(stage, person)) == 1
    look(stage, DEC_3 + 12 * HOUR)
    assert stage.count(hearings) == 0


def test_dates_go_with_the_person(stage: Stage) -> None:
    person = stage.person()
    keep(stage, person)
    with stage.work() as work:
        people.forget(work, person)
    assert stage.count(hearings) == 0


def test_the_same_moment_again_changes_only_the_note(stage: Stage) -> None:
    person = stage.person()
    keep(stage, person)
    with stage.work() as work:
        court.add(work, person, DEC_3, NEW_YORK, "Room 7")
        court.add(work, person, DEC_3, NEW_YORK)
    assert [each.note for each in dates(stage, person)] == ["Room 7"]


def test_more_dates_than_anyone_has_are_refused(stage: Stage) -> None:
    person = stage.person()
    for n in range(court.MOST):
        keep(stage, person, DEC_3 + n * DAY)
    with pytest.raises(Refused) as refused:
        keep(stage, person, DEC_3 + 20 * DAY)
    assert refused.value.reason is Reason.TOO_MANY_DATES


def test_only_the_person_can_delete_their_date(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    hearing = keep(stage, ana)
    with stage.work() as work:
        court.remove(work, bob, hearing.id)
        assert court.clear(work, bob) == 0
    assert len(dates(stage, ana)) == 1
    with stage.work() as work:
        court.remove(work, ana, hearing.id)
    assert dates(stage, ana) == []


def test_a_deleted_date_is_not_reminded_of(stage: Stage) -> None:
    person = stage.person()
    keep(stage, person)
    keep(stage, person, DEC_3 + DAY)
    with stage.work() as work:
        assert court.clear(work, person) == 2
    assert look(stage, DEC_3 - DAY) == []


def test_the_note_is_sealed_and_only_the_time_is_plain(stage: Stage) -> None:
    keep(stage, stage.person())
    with stage.work() as work:
        (row,) = work.conn.execute(hearings.select())
    assert b"Room 5" not in row.note_sealed
    assert row.at == DEC_3


def test_a_guessed_zone_gives_way_to_the_place_with_the_same_time_on_the_clock(
    stage: Stage,
) -> None:
    person = stage.person()
    with stage.work() as work:
        person = people.change(work, person, place="us-fl")
    keep(stage, person, zone=GUESS)
    with stage.work() as work:
        court.settle(work, people.change(work, person, place="us-ca"))
    [moved] = dates(stage, person)
    assert moved.at == local(2026, 12, 3, 9, zone=zones.PACIFIC)
    assert not moved.zone_guessed
    assert len(look(stage, DEC_3 - 2 * HOUR)) == 1, "the three that were missed"
    assert look(stage, moved.at - 2 * HOUR - timedelta(minutes=1)) == []
    assert len(look(stage, moved.at - 2 * HOUR)) == 1


def test_a_place_learned_anywhere_settles_the_zone_at_the_next_reminder(stage: Stage) -> None:
    person = stage.person()
    with stage.work() as work:
        person = people.change(work, person, place="us-fl")
    keep(stage, person, zone=GUESS)
    with stage.work() as work:
        people.change(work, person, place="us-ca")
    assert look(stage, DEC_3 - 7 * DAY) == []
    assert len(look(stage, DEC_3 - 7 * DAY + 3 * HOUR)) == 1


def test_a_zone_that_was_known_stays_when_the_person_moves(stage: Stage) -> None:
    person = stage.person()
    keep(stage, person)
    with stage.work() as work:
        court.settle(work, people.change(work, person, place="us-ca"))
    assert dates(stage, person)[0].at == DEC_3
    [reminder] = look(stage, DEC_3 - 7 * DAY)
    assert "9:00 AM (Eastern)" in reminder


def test_a_zone_is_guessed_from_the_place_then_the_number_and_known_from_the_person(
    stage: Stage,
) -> None:
    places = stage.core.library.places
    vegas, toll_free = "+17025550111", "+18005550111"
    assert zones.likely(places["us-ny"], vegas, None).sure
    assert zones.likely(places["us-fl"], vegas, None) == Zone(
        zones.EASTERN, False, (zones.EASTERN, zones.CENTRAL)
    )
    assert zones.likely(places["us"], vegas, None) == Zone(zones.PACIFIC, False, zones.US)
    assert zones.likely(places["us"], toll_free, None).name == zones.EASTERN
    assert zones.likely(None, None, None).name == zones.EASTERN
    assert zones.likely(places["us"], vegas, zones.HAWAII) == Zone(zones.HAWAII, True, zones.US)
    assert zones.likely(places["us-ny"], vegas, zones.HAWAII) == Zone(
        zones.HAWAII, True, (zones.HAWAII, zones.EASTERN)
    )


def test_a_zone_of_a_host_s_own_place_has_a_name_too(stage: Stage) -> None:
    with stage.work() as work:
        assert "Boise" in zones.called("America/Boise", work.translator("en"))
