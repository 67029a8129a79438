"""By which ways people are told: push first, text where none, both where it matters most."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.actions import browsers, timers
from checkin.machine.checkin import Standing
from checkin.machine.events import Ack, Cannot
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.channels import ChannelError
from checkin.people import locations
from tests.checkin.carrier import refuses
from tests.checkin.pushing import LAPTOP, PHONE, bodies, by_link, pushing, shown, subscribe, turn_on
from tests.checkin.stage import ANA, KIM, SAM, Stage

HOUR = timedelta(hours=1)
WAITING, TOLD, UNREACHABLE = Standing.WAITING, Standing.TOLD, Standing.UNREACHABLE
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _pushing(stage: Stage) -> None:
    pushing(stage)


def gone() -> ChannelError:
    return ChannelError("gone", permanent=True, code="410")


def armed(stage: Stage) -> None:
    """Ana, with her phone and a browser, an hour before her timer ends; Sam would be told."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    subscribe(stage, person)
    stage.start(person, HOUR, plan="Room 12")


def test_a_reminder_is_pushed_and_not_texted(stage: Stage) -> None:
    armed(stage)
    stage.wait(51 * MINUTE)
    assert bodies(stage) == ["Your timer ends at 4:00 PM."]
    assert stage.carrier.inbox(ANA) == [
        "Sam said yes and is now your trusted contact. To start a timer, text IN 2H and a note."
    ]


def test_whoever_has_no_browser_is_texted(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.start(person, HOUR)
    stage.wait(51 * MINUTE)
    assert "Your timer ends at" in stage.carrier.inbox(ANA)[-1]
    assert stage.pushed.taken == []


def test_whether_all_is_well_is_asked_both_ways(stage: Stage) -> None:
    armed(stage)
    stage.wait(66 * MINUTE)
    asked = [text for text in stage.carrier.inbox(ANA) if "Are you OK?" in text]
    assert len(asked) == 2
    assert [body for body in bodies(stage) if "Are you OK?" in body] == [
        "Your timer is up. Are you OK? In 10 minutes we tell your contacts.",
        "Your timer is up. Are you OK? In 5 minutes we tell your contacts.",
    ]


@pytest.mark.parametrize("trouble", [gone(), ChannelError("busy", code="503")])
def test_where_no_push_is_taken_the_text_follows_at_once_and_only_once(
    stage: Stage, trouble: ChannelError
) -> None:
    armed(stage)
    stage.pushed.trouble = lambda _: trouble
    stage.pass_to(stage.now + 50 * MINUTE)
    stage.wait(5 * MINUTE)
    reminded = [text for text in stage.carrier.inbox(ANA) if "Reply OK if you are safe" in text]
    assert len(reminded) == 1


def test_an_ask_that_could_not_be_pushed_is_not_texted_twice(stage: Stage) -> None:
    armed(stage)
    stage.wait(55 * MINUTE)
    stage.pushed.trouble = lambda _: gone()
    stage.wait(6 * MINUTE)
    asked = [text for text in stage.carrier.inbox(ANA) if "Are you OK?" in text]
    assert len(asked) == 1


def test_a_browser_that_is_gone_is_written_to_no_more(stage: Stage) -> None:
    armed(stage)
    stage.pushed.trouble = lambda _: gone()
    stage.wait(51 * MINUTE)
    stage.pushed.trouble = lambda _: None
    stage.wait(10 * MINUTE)
    assert stage.pushed.taken == []
    assert "Are you OK?" in stage.carrier.inbox(ANA)[-1]


def test_a_contact_with_a_browser_gets_text_and_push(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.missed(person, plan="Room 12")
    assert "Room 12" in stage.carrier.inbox(SAM)[-1]
    assert bodies(stage, LAPTOP) == [
        "Ana did not check in by 4:00 PM. Open to see what you can do."
    ]
    stage.ok(person)
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]
    assert "All clear" in bodies(stage, LAPTOP)[-1]


def test_no_notification_shows_the_note_the_wish_or_the_case(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    sam = turn_on(stage, stage.contact(person, SAM, "Sam"))
    timer = stage.missed(person, plan="Room 12, Hotel Rex")
    stage.apply(timer, Ack(sam.id))
    stage.wait(timedelta(hours=3))
    said = [*bodies(stage), *bodies(stage, LAPTOP)]
    assert len(said) > 5
    for body in said:
        for word in ("Room 12", "Rex", "police", "arrest", "http"):
            assert word not in body, body


def test_a_contact_by_push_alone_hears_everything_and_is_never_called(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    sam = turn_on(stage, by_link(stage, person))
    assert sam.reachable
    stage.missed(person)
    stage.wait(timedelta(hours=1))
    alerts = [body for body in bodies(stage, LAPTOP) if "did not check in" in body]
    assert len(alerts) == 3  # one a round
    assert stage.outbox(channel=ChannelKind.CALL) == []
    assert [row.channel for row in stage.outbox(contact_id=sam.id)] == ["push"] * 3


def test_a_contact_whose_only_browser_is_gone_is_passed_over_at_once(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, by_link(stage, person))
    stage.contact(person, KIM, "Kim")
    stage.start(person)
    stage.pushed.trouble = lambda m: gone() if LAPTOP in m.to else None
    stage.pass_to(stage.now + HOUR + stage.core.timeline.grace)
    assert "We could not reach Sam" in stage.carrier.inbox(ANA)[-1]
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]


def test_a_contact_who_turned_the_last_browser_off_is_passed_over_at_once(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    sam = turn_on(stage, by_link(stage, person))
    stage.contact(person, KIM, "Kim")
    stage.start(person)
    with stage.work() as work:
        browsers.turn_off(work, sam, LAPTOP)
    stage.run()
    assert "Sam said yes, but cannot be reached yet" in stage.carrier.inbox(ANA)[-1]
    stage.pass_to(stage.now + HOUR + stage.core.timeline.grace)
    assert "We could not reach Sam" in stage.carrier.inbox(ANA)[-1]
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]


def test_one_of_two_browsers_that_is_gone_passes_nobody_over(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    sam = turn_on(stage, by_link(stage, person))
    turn_on(stage, sam, PHONE)
    stage.pushed.trouble = lambda m: gone() if LAPTOP in m.to else None
    stage.missed(person)
    assert bodies(stage, PHONE) == ["Ana did not check in by 4:00 PM. Open to see what you can do."]
    assert stage.outbox(kind=Kind.UNREACHED) == []


def test_with_a_number_a_gone_browser_changes_nothing(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    sam = turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.pushed.trouble = lambda _: gone()
    stage.missed(person)
    assert stage.outbox(kind=Kind.UNREACHED) == []
    assert stage.known(sam).pushes == ()
    assert "did not check in" in stage.carrier.inbox(SAM)[-1]


def test_a_push_service_that_is_down_holds_up_no_text(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.pushed.trouble = refuses()
    stage.missed(person)
    assert "did not check in" in stage.carrier.inbox(SAM)[-1]
    stage.pushed.trouble = lambda _: None
    stage.wait(4 * MINUTE)
    assert "did not check in" in bodies(stage, LAPTOP)[0]


def test_a_service_that_wants_a_rest_is_left_alone_that_long(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.pushed.trouble = lambda _: ChannelError("rest", not_before=2 * MINUTE, code="429")
    stage.missed(person)
    [alert] = stage.outbox(channel=ChannelKind.PUSH, kind=Kind.ALERT)
    assert alert.send_at <= stage.now + timedelta(seconds=15), "an alert never waits longer"


def test_answers_move_on_by_push_as_by_text(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    sam = turn_on(stage, by_link(stage, person))
    stage.contact(person, KIM, "Kim")
    timer = stage.missed(person)
    stage.apply(timer, Ack(sam.id))
    stage.run()
    assert bodies(stage)[-1] == "Sam is on it."
    stage.apply(timer, Cannot(sam.id))
    stage.run()
    assert bodies(stage)[-1] == "Sam can't help right now. We go on with Kim."


def test_a_place_shared_during_an_alert_reaches_whoever_has_a_browser_too(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.missed(person)
    spot = locations.from_degrees("40.7128", "-74.0060", "20", stage.now)
    assert spot
    with stage.work() as work:
        timers.share_location(work, person, spot)
    stage.run()
    assert "40.7128,-74.0060" in stage.carrier.inbox(SAM)[-1]
    assert bodies(stage, LAPTOP)[-1] == "News of Ana. Open to read it."


def test_once_pushes_cannot_be_sent_the_text_goes_alone(stage: Stage) -> None:
    armed(stage)
    stage.core = replace(stage.core, push_key="")
    stage.wait(51 * MINUTE)
    assert "Your timer ends at" in stage.carrier.inbox(ANA)[-1]


def test_a_notification_opens_the_page_that_answers_it(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.missed(person)
    link = stage.carrier.inbox(SAM)[-1].rpartition("https://rain.example")[2]
    [alert] = shown(stage, LAPTOP)
    assert (alert.path, alert.buttons, alert.urgent) == (link, (), True)
    assert shown(stage)[-1].path == "/en/checkin"


def dropping(stage: Stage) -> None:
    """Someone of whose contacts one can't, and the other does not answer an hour later."""
    person = stage.person("+12025553000", name="Bea")
    kim = stage.contact(person, "+12025553001", "Kim")
    lee = stage.contact(person, "+12025553002", "Lee")
    timer = stage.missed(person)
    stage.apply(timer, Cannot(kim.id))
    stage.apply(timer, Ack(lee.id))


def test_of_many_missed_at_once_each_passes_over_whom_nothing_reaches(stage: Stage) -> None:
    # First in the batch a timer whose recipients change in another order than those of the rest.
    dropping(stage)
    stage.now += timedelta(milliseconds=1)
    timers = []
    for n in range(3):
        person = stage.person(f"+1202555100{n}", name=f"Person {n}")
        sam = turn_on(stage, by_link(stage, person), f"{LAPTOP}{n}")
        stage.contact(person, f"+1202555200{n}", "Kim")
        timers.append(stage.start(person))
        if n:
            with stage.work() as work:
                browsers.turn_off(work, sam, f"{LAPTOP}{n}")
    stage.wait(66 * MINUTE)
    stage.now += 4 * MINUTE
    stage.run()
    assert "did not check in" in stage.carrier.inbox("+12025553002")[-1]
    for n, timer in enumerate(timers):
        first, second = stage.timer(timer).checkin.recipients
        told = "did not check in" in stage.carrier.inbox(f"+1202555200{n}")[-1]
        assert (first.standing, told) == ((UNREACHABLE, True) if n else (TOLD, False)), n
        assert second.standing is (TOLD if n else WAITING)
