"""A place shared once: rounded, sealed with the check-in, told with the alert, then gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from checkin.actions import timers
from checkin.machine.events import Resolve
from checkin.people import locations
from checkin.people.locations import WORTH_A_TEXT, Location
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage import rekey
from checkin.storage.tables import checkins
from checkin.store import Timer
from sms.encoding.segments import fit, measure
from tests.checkin.scenes import MINUTE, SECOND, START
from tests.checkin.stage import ANA, HOUR, KIM, SAM, Stage
from tests.checkin.test_privacy import copy

LINE = "Last place, 3:00 PM: 40.7128,-74.0060 (within 20 m)"


def here(stage: Stage, latitude: str = "40.71281", within: str = "20") -> Location:
    found = locations.from_degrees(latitude, "-74.00602", within, stage.now)
    assert found
    return found


def share(stage: Stage, person: Person, spot: Location | None = None) -> Timer:
    with stage.work() as work:
        return timers.share_location(work, person, spot or here(stage))


@pytest.fixture
def ana(stage: Stage) -> Person:
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    return person


@pytest.mark.parametrize(
    ("within", "place", "radius"),
    [
        ("0", "40.7128,-74.0060", "1 m"),
        ("18.2", "40.7128,-74.0060", "19 m"),
        ("100", "40.713,-74.006", "100 m"),
        ("1000", "40.71,-74.01", "1 km"),
        ("1449", "40.71,-74.01", "1.4 km"),
        ("40000", "40.7,-74.0", "40 km"),
    ],
)
def test_a_place_is_never_more_exact_than_it_is_worth(within: str, place: str, radius: str) -> None:
    spot = locations.from_degrees("40.71281", "-74.00602", within, START)
    assert spot
    assert (spot.place, spot.radius) == (place, radius)


@pytest.mark.parametrize(
    "typed",
    [
        ("91", "0", "5"),
        ("0", "-181", "5"),
        ("nan", "0", "5"),
        ("0", "inf", "5"),
        ("0", "0", "-1"),
        ("0", "0", "inf"),
        ("40,7", "0", "5"),
        ("", "", ""),
    ],
)
def test_what_is_no_place_is_not_read(typed: tuple[str, str, str]) -> None:
    assert locations.from_degrees(*typed, START) is None


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 10**7))
def test_what_is_written_is_read_again_as_it_was(north: float, east: float, within: float) -> None:
    spot = locations.from_degrees(str(north), str(east), str(within), START)
    assert spot
    assert locations.parse(locations.serialize(spot), START) == spot


def test_the_place_travels_with_the_alert_in_one_line(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana, plan="Room 12")
    share(stage, ana)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    lines = stage.carrier.inbox(SAM)[-1].splitlines()
    assert lines.count(LINE) == 1
    assert lines.index('Their note: "Room 12"') < lines.index(LINE)


def test_the_place_costs_an_alert_at_most_one_segment_and_leaves_it_its_alphabet(
    stage: Stage, ana: Person
) -> None:
    timer = stage.start(ana, plan="Hotel by the river, room 12. Car: blue.")
    share(stage, ana)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    alert = stage.carrier.inbox(SAM)[-1]
    without = alert.replace(f"{LINE}\n", "")
    measured = measure(fit(alert, "en"))
    assert measured.encoding == "GSM-7"
    assert measured.segments - measure(fit(without, "en")).segments <= 1


def test_a_call_does_not_read_out_numbers_that_nobody_could_note_down(
    stage: Stage, ana: Person
) -> None:
    timer = stage.start(ana)
    share(stage, ana)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    stage.wait(2 * stage.core.timeline.escalate)
    call = stage.carrier.inbox(SAM)[-1]
    assert "Nobody has answered yet." in call
    assert "40.7" not in call


def test_a_newer_place_takes_the_place_of_the_one_before(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana)
    share(stage, ana)
    stage.now += MINUTE
    share(stage, ana, here(stage, "41.5"))
    assert stage.timer(timer).location == here(stage, "41.5")


def test_a_place_that_was_taken_back_is_gone_and_told_to_nobody(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana)
    share(stage, ana)
    with stage.work() as work:
        assert timers.forget_location(work, ana).location is None
    assert kept(stage) == [(None, None)]
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    assert "Last place" not in stage.carrier.inbox(SAM)[-1]


def test_whoever_was_told_already_gets_a_place_that_is_shared_later(
    stage: Stage, ana: Person
) -> None:
    stage.missed(ana)
    share(stage, ana)
    stage.run()
    news, line, link = stage.carrier.inbox(SAM)[-1].splitlines()
    assert news == "News of Ana."
    assert line.startswith("Last place, 4:10 PM: 40.7128,-74.0060")
    assert "https://rain.example/c/" in link
    assert len(stage.carrier.inbox(KIM)) == 1


def test_places_shared_one_after_another_are_texted_only_every_few_minutes(
    stage: Stage, ana: Person
) -> None:
    timer = stage.missed(ana)
    for _ in range(3):
        share(stage, ana)
        stage.now += SECOND
    stage.run()
    assert [("News of" in body) for body in stage.carrier.inbox(SAM)].count(True) == 1
    stage.now += WORTH_A_TEXT
    share(stage, ana)
    stage.run()
    assert [("News of" in body) for body in stage.carrier.inbox(SAM)].count(True) == 2
    assert stage.timer(timer).location


def test_without_a_timer_there_is_nothing_to_keep_a_place_with(stage: Stage, ana: Person) -> None:
    with pytest.raises(Refused) as refused:
        share(stage, ana)
    assert refused.value.reason is Reason.NOT_RUNNING
    with pytest.raises(Refused), stage.work() as work:
        timers.forget_location(work, ana)


def kept(stage: Stage) -> list[tuple[bytes | None, object]]:
    with stage.core.read(stage.now) as work:
        rows = work.conn.execute(sa.select(checkins.c.location_sealed, checkins.c.location_at))
        return [(row.location_sealed, row.location_at) for row in rows]


@pytest.mark.parametrize("end", ["ok", "cancel", "resolve"])
def test_the_place_is_destroyed_when_the_check_in_closes(
    stage: Stage, ana: Person, end: str
) -> None:
    timer = stage.start(ana)
    share(stage, ana)
    if end == "cancel":
        with stage.work() as work:
            timers.cancel(work, ana)
    elif end == "ok":
        stage.ok(ana)
    else:
        stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
        stage.apply(timer, Resolve(timer.checkin.recipients[0].contact_id))
    assert kept(stage) == [(None, None)]


def test_a_copy_of_the_database_shows_no_place(stage: Stage, ana: Person) -> None:
    stage.start(ana)
    share(stage, ana)
    found = copy(stage)
    for part in (b"40.71", b"74.00", b"74.006"):
        assert part not in found


def test_a_place_is_sealed_anew_before_its_key_is_destroyed(stage: Stage, ana: Person) -> None:
    timer = stage.start(ana, HOUR)
    spot = here(stage)
    share(stage, ana, spot)
    stage.now += timedelta(days=8)
    with stage.work() as work:
        while rekey.rekey_some(work):
            pass
    assert stage.timer(timer).location == spot


def test_sharing_a_place_is_logged_without_the_place(
    stage: Stage, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    stage.missed(ana)
    share(stage, ana)
    stage.run()
    assert "40.7" not in caplog.text
