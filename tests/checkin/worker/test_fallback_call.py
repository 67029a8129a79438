"""A text that may not be arriving is followed by a call."""

from dataclasses import replace
from datetime import timedelta

from checkin.machine.events import Ack
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.outbox import Status
from checkin.storage.tables import contacts
from checkin.worker import delivery, fallback_call
from checkin.worker.fallback_call import NO_RECEIPT_FOR, TROUBLE_FOR
from tests.checkin.carrier import refuses
from tests.checkin.scenes import SECOND
from tests.checkin.stage import KIM, SAM, Stage


def turn(stage: Stage) -> int:
    with stage.work() as work:
        return fallback_call.call_unheard(work)


def wait_in_the_round(stage: Stage, length: timedelta) -> None:
    """Less than the time until the next contact."""
    assert length < stage.core.timeline.escalate
    stage.wait(length)


def calls(stage: Stage) -> int:
    return len(stage.outbox(kind=Kind.ALERT, channel=ChannelKind.CALL))


def test_an_alert_without_a_receipt_after_three_minutes_is_followed_by_one_call(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person, plan="Room 12")
    wait_in_the_round(stage, NO_RECEIPT_FOR - SECOND)
    assert turn(stage) == 0
    wait_in_the_round(stage, SECOND)
    assert turn(stage) == 1
    assert turn(stage) == 0
    stage.run()
    assert calls(stage) == 1
    assert "Press 1 if you are on it" in stage.carrier.inbox(SAM)[-1]
    assert "Room 12" in stage.carrier.inbox(SAM)[-1]


def test_a_delivered_alert_is_not_followed(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    with stage.work() as work:
        delivery.report(work, alert.id, Status.DELIVERED)
    wait_in_the_round(stage, NO_RECEIPT_FOR + SECOND)
    assert turn(stage) == 0


def test_an_alert_the_carrier_keeps_refusing_is_followed_after_half_a_minute(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.carrier.trouble = refuses()
    stage.missed(person)
    wait_in_the_round(stage, TROUBLE_FOR)
    assert turn(stage) == 1
    stage.carrier.trouble = lambda _: None
    wait_in_the_round(stage, 3 * TROUBLE_FOR)
    assert calls(stage) == 1
    assert len(stage.carrier.inbox(SAM)) == 3  # the invitation, the call and the text all the same


def test_nobody_is_called_once_a_contact_is_on_it_or_the_person_is_safe(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    timer = stage.missed(person)
    stage.apply(timer, Ack(sam.id))
    stage.wait(NO_RECEIPT_FOR)
    assert turn(stage) == 0
    stage.ok(person)
    stage.wait(NO_RECEIPT_FOR)
    assert turn(stage) == 0


def test_one_alert_that_cannot_be_followed_does_not_stop_the_others(stage: Stage) -> None:
    broken, fine = stage.person("+12025550001"), stage.person("+12025550002")
    sam = stage.contact(broken, SAM, "Sam")
    stage.contact(fine, KIM, "Kim")
    for person in (broken, fine):
        stage.start(person)
    stage.wait(timedelta(hours=1) + stage.core.timeline.grace)
    wait_in_the_round(stage, NO_RECEIPT_FOR)
    with stage.work() as work:
        damage = contacts.update().where(contacts.c.id == sam.id)
        work.conn.execute(damage.values(phone_sealed=b"\x02junk"))
    assert turn(stage) == 2
    assert calls(stage) == 1


def test_without_a_channel_that_can_call_nothing_is_followed(stage: Stage) -> None:
    stage.core = replace(stage.core, calls=False)
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    wait_in_the_round(stage, NO_RECEIPT_FOR)
    assert turn(stage) == 0
