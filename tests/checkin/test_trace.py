"""What a host can find out of one message or check-in, and what cannot be found in it."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

import pytest

from checkin import trace
from checkin.machine.advance import State
from checkin.machine.events import Ack
from checkin.machine.notices import Kind
from checkin.messages.outbox import Status
from checkin.storage.core import new_id
from checkin.trace import CheckinTrace, Late, MessageTrace
from checkin.worker import delivery
from tests.checkin.carrier import refuses
from tests.checkin.scenes import SECOND
from tests.checkin.stage import ANA, KIM, SAM, Stage

NAME, CONTACT, NOTE = "Anastasia", "Samantha", "Hotel by the river, room 12"


def message(stage: Stage, id: str) -> MessageTrace:
    with stage.core.read(stage.now) as work:
        found = trace.find(work, id)
    assert isinstance(found, MessageTrace)
    return found


def checkin(stage: Stage, id: str) -> CheckinTrace:
    with stage.core.read(stage.now) as work:
        found = trace.find(work, id)
    assert isinstance(found, CheckinTrace)
    return found


def late(stage: Stage) -> list[Late]:
    with stage.core.read(stage.now) as work:
        return trace.late(work)


def refused(stage: Stage) -> str:
    """The id of an alert that the carrier does not take."""
    person = stage.person(ANA, NAME)
    stage.contact(person, SAM, CONTACT)
    timer = stage.start(person, plan=NOTE)
    stage.pass_to(timer.checkin.due_at)
    stage.carrier.trouble = refuses()
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    return str(alert.id)


def words(found: object) -> str:
    """Every value in it, however deep."""
    if is_dataclass(found):
        return " ".join(words(getattr(found, each.name)) for each in fields(found))
    if isinstance(found, tuple | list):
        return " ".join(map(words, found))
    return str(found)


def test_an_alert_that_is_refused_says_how_often_with_which_code_and_when_it_is_tried_again(
    stage: Stage,
) -> None:
    found = message(stage, refused(stage))
    assert (found.kind, found.channel, found.status) == ("alert", "text", Status.QUEUED)
    assert (found.tries, found.code) == (1, "30003")
    assert found.next.startswith("It is handed over at 2026-11-20 21:10:0")
    assert "UTC (in " in found.next


def test_an_alert_whose_fate_is_unknown_is_looked_up_first(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.pass_to(timer.checkin.due_at)
    stage.carrier.trouble = refuses(doubtful=True)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    found = message(stage, alert.id)
    assert found.doubtful
    assert found.next.startswith("It is looked up at the provider, then sent, at ")


def test_a_message_is_found_by_the_providers_own_id_too(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    assert alert.provider_id
    assert message(stage, alert.provider_id) == message(stage, alert.id)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.HANDED, "Without one a call follows at 2026-11-20 21:13:00 UTC (in 180 s)"),
        (Status.DELIVERED, "the provider says that it arrived"),
        (Status.FAILED, "passes to the next contact"),
        (Status.EXPIRED, "its time was over"),
    ],
)
def test_what_follows_an_accepted_alert_is_what_the_provider_said_of_it(
    stage: Stage, status: Status, says: str
) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    with stage.work() as work:
        delivery.report(work, alert.id, status)
    assert says in message(stage, alert.id).next


def test_a_check_in_tells_its_contacts_its_messages_and_what_comes_next(stage: Stage) -> None:
    person = stage.person()
    sam, kim = stage.contact(person), stage.contact(person, KIM, "Kim")
    timer = stage.start(person)
    id = timer.checkin.id
    assert checkin(stage, id).next == (
        "The person is reminded at 2026-11-20 20:50:00 UTC (in 50 min)."
    )
    stage.pass_to(timer.checkin.due_at)
    assert checkin(stage, id).next.startswith("The person is asked again at ")
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    found = checkin(stage, id)
    assert (found.state, found.round) == (State.ALERTING, 1)
    assert [(each.contact_id, each.standing) for each in found.recipients] == [
        (sam.id, "told"),
        (kim.id, "waiting"),
    ]
    # What is written at one moment has no order.
    assert [each.kind for each in found.messages[:3]] == ["remind", "ask", "ask_again"]
    assert {each.kind for each in found.messages[3:]} == {"alert", "alerting"}
    assert found.next.startswith("The next contact is told")
    stage.apply(timer, Ack(sam.id))
    assert checkin(stage, id).holder == sam.id
    assert checkin(stage, id).next.startswith("The contact who is on it is asked")
    stage.ok(person)
    assert checkin(stage, id).next.startswith("Nothing: it is over. Its row is deleted at ")


def test_nothing_is_known_of_what_is_not_there(stage: Stage) -> None:
    with stage.core.read(stage.now) as work:
        assert trace.find(work, new_id()) is None


def test_nothing_is_overdue_while_all_is_well(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    assert late(stage) == []


def test_a_check_in_that_nobody_advances_is_overdue_for_want_of_a_worker(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.now = timer.checkin.next_at + timedelta(minutes=2)
    (found,) = [each for each in late(stage) if each.id == timer.checkin.id]
    assert (found.what, found.id, found.by) == (
        "armed check-in",
        timer.checkin.id,
        timedelta(minutes=2),
    )
    assert found.why.startswith("No worker is alive: the last sign of life is ")


def test_an_alert_that_the_carrier_refuses_is_overdue_with_its_code(stage: Stage) -> None:
    id = refused(stage)
    stage.now += 30 * SECOND
    stage.run()
    stage.beat()
    (found,) = [each for each in late(stage) if each.id == id]
    assert found.what == "alert by text"
    assert found.why.startswith("Refused 2 times, last with code 30003. Tried again at ")


def test_a_text_of_which_nothing_is_heard_is_overdue_after_three_minutes(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.beat()
    (alert,) = stage.outbox(kind=Kind.ALERT)
    stage.now += timedelta(minutes=3)
    assert alert.id not in {each.id for each in late(stage)}
    stage.now += SECOND
    assert "sent no receipt" in next(each.why for each in late(stage) if each.id == alert.id)


def test_a_dead_worker_is_told_of_before_anything_is_overdue(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    stage.now += timedelta(minutes=1)
    (found,) = late(stage)
    assert (found.what, found.why[:19]) == ("worker", "No worker is alive:")


@pytest.mark.parametrize("why", ["refused for good", "nobody left"])
def test_an_alert_that_reached_nobody_is_told_of_until_its_row_goes(stage: Stage, why: str) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    if why == "nobody left":
        stage.leave(SAM)
    else:
        stage.carrier.trouble = refuses(SAM, permanent=True)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace + timedelta(hours=1))
    stage.beat()
    assert checkin(stage, timer.checkin.id).outcome == "unanswered"
    assert [each.id for each in late(stage) if each.what == "alert that reached nobody"] == [
        timer.checkin.id
    ]
    assert "late answer counts until" in checkin(stage, timer.checkin.id).next


def test_an_alert_that_nobody_answered_reached_somebody(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.missed(person)
    stage.wait(timedelta(hours=1))
    stage.beat()
    assert checkin(stage, timer.checkin.id).outcome == "unanswered"
    assert "alert that reached nobody" not in {each.what for each in late(stage)}


@pytest.mark.promise("Tracing an alert shows nobody's name, number, note or words.", of=3)
def test_no_name_number_or_word_is_in_a_trace(stage: Stage) -> None:
    id = refused(stage)
    stage.now += timedelta(minutes=4)
    of_checkin = str(message(stage, id).checkin_id)
    said = words([message(stage, id), checkin(stage, of_checkin), late(stage)])
    assert id in said
    assert [word for word in (NAME, CONTACT, NOTE, "river", ANA[2:], SAM[2:]) if word in said] == []
