"""What the person can read about each alert."""

from checkin.messages import receipts
from checkin.messages.outbox import Status
from checkin.worker import delivery
from tests.checkin.stage import ANA, SAM, Stage


def test_a_receipt_says_how_far_the_alert_has_come_and_since_when(stage: Stage) -> None:
    person = stage.person(ANA)
    sam = stage.contact(person, SAM, "Sam")
    timer = stage.missed(person)
    with stage.work() as work:
        found = receipts.of(work, timer.checkin.id)[sam.id]
    assert found.status is Status.ACCEPTED
    (alert,) = [m for m in stage.carrier.taken if "did not check in" in m.body]
    with stage.work() as work:
        delivery.report(work, alert.id, Status.DELIVERED)
        found = receipts.of(work, timer.checkin.id)[sam.id]
    assert found.status is Status.DELIVERED
    assert found.at == stage.now
