"""The buttons of a notification: each does its one thing, once, to its one check-in."""

from datetime import timedelta

import pytest

from checkin import store
from checkin.actions import push_buttons, timers
from checkin.machine.advance import Outcome, State
from checkin.messages import capabilities
from checkin.messages.capabilities import May
from checkin.messages.notification import Notification
from checkin.people import people, pins
from checkin.storage.vault import Vault, new_secret
from checkin.store import Timer
from tests.checkin.pushing import pushing, shown, subscribe
from tests.checkin.stage import ANA, SAM, Stage

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _pushing(stage: Stage) -> None:
    pushing(stage)


def reminded(stage: Stage, *, phone: str | None = ANA, with_pins: bool = False) -> Notification:
    """Ten minutes before her timer ends: what Ana's phone shows."""
    person = stage.person(phone, name="Ana")
    stage.contact(person, SAM, "Sam")
    if with_pins:
        with stage.work() as work:
            pins.choose(work, person, safe="1234", duress="9876")
    subscribe(stage, person)
    stage.start(person, HOUR)
    stage.wait(50 * MINUTE)
    return shown(stage)[-1]


def press(stage: Stage, note: Notification, name: str) -> str:
    """What the phone shows after this button was pressed."""
    [button] = [each for each in note.buttons if each.name == name]
    stage.beat()
    with stage.work() as work:
        said = push_buttons.press(work, button.capability)
    return said.body if said else ""


def only(stage: Stage) -> Timer:
    with stage.work() as work:
        person = people.by_phone(work, ANA)
        assert person
        return store.of(work, person)[-1]


def test_ok_closes_the_timer_however_often_it_arrives(stage: Stage) -> None:
    note = reminded(stage)
    for _ in range(2):
        assert press(stage, note, "ok") == "Closed. Good that you are safe."
    assert only(stage).checkin.outcome is Outcome.SAFE
    stage.wait(2 * HOUR)
    assert "did not check in" not in " ".join(stage.carrier.inbox(SAM))


def test_more_time_is_added_once_however_often_it_arrives(stage: Stage) -> None:
    note = reminded(stage)
    due = only(stage).checkin.due_at
    for _ in range(3):
        assert press(stage, note, "more") == "Timer now runs until 4:30 PM."
    assert only(stage).checkin.due_at == due + 30 * MINUTE
    stage.wait(31 * MINUTE)
    assert press(stage, shown(stage)[-1], "more") == "Timer now runs until 5:00 PM."


def test_past_an_hour_more_a_press_leads_to_the_field_for_the_pin(stage: Stage) -> None:
    press(stage, reminded(stage, with_pins=True), "more")
    for _ in range(2):
        stage.pass_to(only(stage).checkin.due_at - 10 * MINUTE)
        note = shown(stage)[-1]
        [button] = [each for each in note.buttons if each.name == "more"]
        with stage.work() as work:
            said = push_buttons.press(work, button.capability)
    assert said
    assert "needs your PIN" in said.body
    assert said.path.endswith("#pin")


def test_a_press_never_touches_a_later_timer(stage: Stage) -> None:
    note = reminded(stage)
    person = only(stage).person_id
    press(stage, note, "ok")
    with stage.work() as work:
        ana = people.get(work, person)
    assert ana
    later = stage.start(ana, 3 * HOUR)
    assert press(stage, note, "ok") == "Closed. Good that you are safe."
    assert press(stage, note, "more") == "That timer is over. Nothing was changed."
    assert stage.timer(later).checkin == later.checkin


def test_ok_after_the_alert_sends_the_all_clear(stage: Stage) -> None:
    note = reminded(stage)
    stage.wait(21 * MINUTE)
    assert only(stage).checkin.state is State.ALERTING
    assert "all-clear" in press(stage, note, "ok")
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]


def test_more_time_after_the_alert_is_refused_in_words(stage: Stage) -> None:
    note = reminded(stage)
    stage.wait(21 * MINUTE)
    assert "more time cannot be added" in press(stage, note, "more")
    assert only(stage).checkin.state is State.ALERTING


def test_with_pins_ok_opens_the_page_and_more_time_still_works(stage: Stage) -> None:
    note = reminded(stage, with_pins=True)
    ok, _ = note.buttons
    assert (ok.capability, ok.path) == ("", "/en/checkin#pin")
    assert press(stage, note, "more") == "Timer now runs until 4:30 PM."


def test_a_capability_from_before_the_pins_closes_nothing(stage: Stage) -> None:
    reminded(stage, with_pins=True)
    timer = only(stage)
    stale = capabilities.sign(stage.core.vault, May.OK, timer.checkin.id)
    with stage.work() as work:
        said = push_buttons.press(work, stale)
    assert said
    assert "it needs your PIN" in said.body
    assert said.path == "/en/checkin#pin"
    assert stage.timer(timer).checkin == timer.checkin


def test_after_a_close_under_pressure_a_press_shows_it_closed_and_the_alert_goes_on(
    stage: Stage,
) -> None:
    note = reminded(stage, with_pins=True)
    timer = only(stage)
    with stage.work() as work:
        ana = people.get(work, timer.person_id)
        assert ana
        timers.ok(work, ana, "9876")
    stale = capabilities.sign(stage.core.vault, May.OK, timer.checkin.id)
    with stage.work() as work:
        said = push_buttons.press(work, stale)
    assert said
    assert said.body == "Closed. Good that you are safe."
    assert press(stage, note, "more") == "That timer is over. Nothing was changed."
    stage.run()
    assert "danger" in stage.carrier.inbox(SAM)[-1]
    assert shown(stage)[-1] == note


def test_a_capability_ends_with_its_check_in(stage: Stage) -> None:
    note = reminded(stage)
    press(stage, note, "ok")
    stage.wait(24 * HOUR)
    stage.sweep()
    assert press(stage, note, "ok") == ""


def test_a_capability_of_another_making_does_nothing(stage: Stage) -> None:
    reminded(stage)
    timer = only(stage)
    other = Vault(stage.core.vault.keyring, [new_secret()])
    forged = capabilities.sign(other, May.OK, timer.checkin.id)
    good = capabilities.sign(stage.core.vault, May.OK, timer.checkin.id)
    more = good.replace("ok.", "more.", 1)
    with stage.work() as work:
        for each in (forged, more, good[:-1], good + "x", good.upper(), "", ".", "ok..", "ök.x.y"):
            assert push_buttons.press(work, each) is None, each
        assert (
            push_buttons.press(work, capabilities.sign(work.core.vault, May.BE_CONTACT, "x"))
            is None
        )
    assert stage.timer(timer).checkin == timer.checkin


def test_a_capability_outlives_a_change_of_the_secret_while_the_old_one_is_kept(
    stage: Stage,
) -> None:
    old, new = new_secret(), new_secret()
    given = capabilities.sign(Vault(stage.core.vault.keyring, [old]), May.OK, "id")
    rotated = Vault(stage.core.vault.keyring, [new, old])
    assert capabilities.verify(rotated, given) == (May.OK, ("id",))
    assert capabilities.verify(Vault(stage.core.vault.keyring, [new]), given) is None


def test_without_a_connection_the_phone_says_what_to_text(stage: Stage) -> None:
    ok, more = reminded(stage).buttons
    assert ok.unsent.endswith("To be sure, text OK to +12025550100.")
    assert more.unsent.endswith("To be sure, text +30 to +12025550100.")


def test_whoever_has_no_number_is_told_no_text_that_would_not_count(stage: Stage) -> None:
    ok, _ = reminded(stage, phone=None).buttons
    assert "text" not in ok.unsent
    assert "nothing is closed until then" in ok.unsent
