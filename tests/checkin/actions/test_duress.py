"""Closed under pressure: it looks closed, and everyone is told."""

from datetime import timedelta

import pytest

from checkin import store
from checkin.actions import deletions, timers
from checkin.machine.advance import Outcome, State
from checkin.messages.channels import ChannelError, Message
from checkin.people import contacts, people, pins
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from tests.checkin.carrier import refuses
from tests.checkin.stage import ANA, KIM, SAM, Stage

SAFE, DANGER = "1234", "9876"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def ana(stage: Stage) -> Person:
    """With two contacts, both PINs and a running timer."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.beat()
    with stage.work() as work:
        pins.choose(work, person, safe=SAFE, duress=DANGER)
        timers.start(work, person, HOUR, "Room 12")
    return person


def close(stage: Stage, person: Person, pin: str | None) -> None:
    with stage.work() as work:
        timers.ok(work, person, pin)


def bodies(stage: Stage, phone: str) -> list[str]:
    return stage.carrier.inbox(phone)


def test_an_ok_without_its_pin_leaves_the_timer_running(stage: Stage, ana: Person) -> None:
    for pin, reason in ((None, Reason.PIN_NEEDED), ("0000", Reason.PIN_WRONG)):
        with pytest.raises(Refused) as refused:
            close(stage, ana, pin)
        assert refused.value.reason is reason
    with stage.work() as work:
        assert store.open_for(work, ana)


def test_the_safe_pin_closes_and_tells_nobody(stage: Stage, ana: Person) -> None:
    before = len(stage.carrier.taken)
    close(stage, ana, SAFE)
    stage.run()
    assert len(stage.carrier.taken) == before


def test_under_duress_the_person_sees_what_she_would_see_after_an_ordinary_close(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    stage.run()
    with stage.work() as work:
        assert store.open_for(work, ana) is None
        newest = store.latest_for(work, ana)
    assert newest
    assert (newest.checkin.state, newest.checkin.outcome) == (State.CLOSED, Outcome.SAFE)
    stage.now += 3 * HOUR
    stage.run()
    assert not any("told" in body for body in bodies(stage, ANA)[2:])


def test_under_duress_every_contact_is_told_so_at_once_with_the_note(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    stage.run()
    for contact in (SAM, KIM):
        alert = bodies(stage, contact)[-1]
        assert "code that means danger" in alert
        assert "Do not call or text their phone" in alert
        assert "Room 12" in alert


def test_after_duress_the_real_pin_gives_the_all_clear_and_still_shows_nothing(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    stage.run()
    with stage.work() as work:
        assert timers.ok(work, ana, SAFE) is None
    stage.run()
    assert "alert is closed" in bodies(stage, SAM)[-1]


def test_after_duress_a_new_timer_can_be_started_as_if_nothing_were(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    stage.run()
    stage.beat()
    with stage.work() as work:
        timers.start(work, ana, HOUR)


def test_after_duress_deleting_everything_seems_to_work_and_the_alert_goes_on(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    with stage.work() as work:
        deletions.forget(work, ana)
    with stage.work() as work:
        assert people.by_phone(work, ANA) is None
    stage.run()
    assert "code that means danger" in bodies(stage, SAM)[-1]


def test_after_duress_a_contact_seems_to_be_removed_and_is_still_told(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    with stage.work() as work:
        deletions.remove_contact(work, ana, contacts.of(work, ana)[0])
        assert [c.name for c in contacts.of(work, ana)] == ["Kim"]
    stage.run()
    assert "code that means danger" in bodies(stage, SAM)[-1]


def test_pins_cannot_be_changed_while_a_timer_runs(stage: Stage, ana: Person) -> None:
    with pytest.raises(Refused) as refused, stage.work() as work:
        pins.choose(work, ana, safe="1111", duress="2222")
    assert refused.value.reason is Reason.PIN_RUNNING


def test_a_copy_of_the_database_shows_no_pin(stage: Stage, ana: Person) -> None:
    with stage.work() as work:
        hashes = pins._hashes(work, ana)
    assert hashes
    assert not any(pin in hashed for pin in (SAFE, DANGER) for hashed in hashes)
    assert all(hashed.startswith("$argon2id$") for hashed in hashes)


def test_after_duress_a_contact_who_cannot_be_reached_takes_no_alert_from_the_others(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)

    def down(message: Message) -> ChannelError:
        return ChannelError("no", permanent=message.to == SAM)

    stage.carrier.trouble = down
    stage.run()
    stage.carrier.trouble = lambda _: None
    stage.wait(timedelta(minutes=1))
    assert "Room 12" in bodies(stage, KIM)[-1]


def test_after_duress_an_alert_outlasts_an_outage_longer_than_its_rounds(
    stage: Stage, ana: Person
) -> None:
    close(stage, ana, DANGER)
    stage.carrier.trouble = refuses()
    stage.wait(3 * stage.core.timeline.escalate + MINUTE)  # each round tells both at once
    stage.carrier.trouble = lambda _: None
    stage.wait(timedelta(minutes=10))
    for phone in (SAM, KIM):
        assert "Room 12" in bodies(stage, phone)[-1]
