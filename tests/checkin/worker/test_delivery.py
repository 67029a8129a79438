"""From the outbox to a carrier and back, and what its end means for the check-in."""

import threading

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import Outcome, Standing
from checkin.machine.events import Ok
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import outbox
from checkin.messages.channels import ChannelError, Message
from checkin.messages.outbox import LEASE, Outgoing, Status
from checkin.people.contacts import Consent
from checkin.storage.tables import contacts, messages
from checkin.store import Timer
from checkin.worker import delivery, due
from checkin.worker.delivery import Landed
from tests.checkin.carrier import Carrier, refuses
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import ANA, HOUR, KIM, SAM, Stage


def standing(stage: Stage, timer: Timer, contact_id: str) -> Standing:
    recipient = stage.timer(timer).checkin.recipient(contact_id)
    assert recipient
    return recipient.standing


def report(stage: Stage, id: str, status: Status, *, opted_out: bool = False) -> bool:
    with stage.work() as work:
        return delivery.report(work, id, status, opted_out=opted_out)


def put(stage: Stage) -> None:
    with stage.work() as work:
        outbox.enqueue(work, kind="test", to=SAM, lang="en", body="Hello")


def claim(stage: Stage) -> Outgoing:
    with stage.work() as work:
        (claimed,) = outbox.claim(work, 10)
    return claimed


def test_a_message_is_handed_over_once(stage: Stage) -> None:
    put(stage)
    stage.run()
    stage.wait(HOUR)
    assert stage.carrier.inbox(SAM) == ["Hello"]
    assert stage.carrier.asked == []


def test_a_refused_message_is_tried_again_until_it_is_taken(stage: Stage) -> None:
    put(stage)
    stage.carrier.trouble = refuses()
    stage.wait(10 * MINUTE)
    (row,) = stage.outbox()
    assert row.attempts > 3
    assert row.error == "30003"
    stage.carrier.trouble = lambda _: None
    stage.wait(10 * MINUTE)
    assert stage.carrier.inbox(SAM) == ["Hello"]


def test_a_message_whose_answer_was_lost_is_looked_up_and_not_sent_twice(stage: Stage) -> None:
    put(stage)
    stage.carrier.trouble = refuses(doubtful=True)
    stage.run()
    stage.carrier.trouble = lambda _: None
    stage.wait(HOUR)
    assert stage.carrier.inbox(SAM) == ["Hello"]
    assert len(stage.carrier.asked) == 1
    (row,) = stage.outbox()
    assert row.status == Status.ACCEPTED


def test_a_message_whose_sender_died_is_looked_up_and_sent_if_it_never_left(stage: Stage) -> None:
    put(stage)
    claim(stage)
    stage.now += LEASE
    stage.run()
    assert len(stage.carrier.asked) == 1
    assert stage.carrier.inbox(SAM) == ["Hello"]


def test_a_carrier_that_fails_in_a_way_it_does_not_name_keeps_the_message_as_doubtful(
    stage: Stage,
) -> None:
    put(stage)
    stage.carrier.trouble = lambda _: RuntimeError("boom")
    stage.run()
    (row,) = stage.outbox()
    assert (row.status, row.doubtful) == (Status.QUEUED, True)


def test_a_lookup_that_fails_is_tried_again_before_anything_is_sent(stage: Stage) -> None:
    class Blind(Carrier):
        def find(self, message: Message) -> None:
            raise ChannelError(f"no answer about {message.id}")

    put(stage)
    claimed = claim(stage)
    stage.now += LEASE
    claimed = claim(stage)
    blind = Blind()
    assert isinstance(delivery.attempt({ChannelKind.TEXT: blind}, claimed), ChannelError)
    assert blind.taken == []


def test_where_no_channel_can_call_an_alert_goes_by_text(stage: Stage) -> None:
    with stage.work() as work:
        outbox.enqueue(
            work, kind=Kind.ALERT, to=SAM, lang="en", body="Hello", channel=ChannelKind.CALL
        )
    assert delivery.attempt({ChannelKind.TEXT: stage.carrier}, claim(stage)) is not None
    assert stage.carrier.inbox(SAM) == ["Hello"]


def test_a_contact_who_cannot_be_reached_is_passed_over_at_once(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.carrier.trouble = refuses(SAM, permanent=True)
    timer = stage.missed(person)
    assert standing(stage, timer, sam.id) is Standing.UNREACHABLE
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    assert "We could not reach Sam. We go on with Kim." in stage.carrier.inbox(ANA)


def test_a_failure_reported_later_passes_the_contact_over_once(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    timer = stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    assert report(stage, str(alert.id), Status.FAILED)
    assert not report(stage, str(alert.id), Status.FAILED)
    assert not report(stage, str(alert.id), Status.DELIVERED)
    stage.run()
    assert standing(stage, timer, sam.id) is Standing.UNREACHABLE
    assert len(stage.outbox(kind=Kind.ALERT)) == 2


def test_an_alert_that_ran_out_of_time_at_the_carrier_moves_on_and_may_be_tried_again(
    stage: Stage,
) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    timer = stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    assert report(stage, str(alert.id), Status.EXPIRED)
    assert not report(stage, str(alert.id), Status.EXPIRED)
    stage.run()
    assert stage.outbox(id=alert.id)[0].status == Status.EXPIRED
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    stage.wait(3 * stage.core.timeline.escalate)
    assert len(stage.outbox(kind=Kind.ALERT, contact_id=sam.id)) > 1
    recipient = stage.timer(timer).checkin.recipient(sam.id)
    assert recipient
    assert recipient.askable


def test_a_reminder_that_ran_out_of_time_at_the_carrier_just_ends(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.wait(HOUR - stage.core.timeline.reminder)
    (reminder,) = stage.outbox(kind=Kind.REMIND)
    assert report(stage, str(reminder.id), Status.EXPIRED)
    assert stage.outbox(id=reminder.id)[0].status == Status.EXPIRED
    assert stage.timer(timer).checkin.next_at == timer.checkin.due_at


def test_a_failure_reported_after_the_end_changes_nothing(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    timer = stage.ok(person)
    closed = stage.timer(timer)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    assert report(stage, str(alert.id), Status.FAILED)
    assert stage.timer(timer) == closed


def test_a_failure_of_another_message_does_not_pass_the_contact_over(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    (invitation,) = stage.outbox(kind="invitation")
    timer = stage.missed(person)
    assert report(stage, str(invitation.id), Status.FAILED)
    assert standing(stage, timer, sam.id) is Standing.TOLD


def test_a_carriers_word_that_the_contact_opted_out_takes_them_off_for_good(
    stage: Stage,
) -> None:
    person = stage.person()
    sam = stage.contact(person)
    stage.carrier.trouble = refuses(SAM, permanent=True, opted_out=True)
    timer = stage.missed(person)
    assert standing(stage, timer, sam.id) is Standing.OPTED_OUT
    assert stage.consent(sam) is Consent.LEFT


def test_the_same_word_by_callback_does_the_same(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    timer = stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    assert report(stage, str(alert.id), Status.FAILED, opted_out=True)
    assert standing(stage, timer, sam.id) is Standing.OPTED_OUT
    assert stage.consent(sam) is Consent.LEFT


def test_a_failure_reported_while_an_ok_is_being_written_waits_for_it(stage: Stage) -> None:
    """It takes the check-in before the message, as the OK does. The other way round each would
    wait for the other, and the database would end one of them."""
    person = stage.person()
    stage.contact(person)
    timer = stage.missed(person)
    (alert,) = stage.outbox(kind=Kind.ALERT)
    with stage.work() as work:
        work.conn.execute(messages.update().values(status=Status.SENDING))
    news = threading.Thread(target=report, args=[stage, str(alert.id), Status.FAILED])
    with stage.work() as work:
        known = store.get(work, timer.checkin.id)
        assert known
        news.start()
        news.join(0.3)
        assert timers.apply(work, known, Ok()).checkin.outcome is Outcome.SAFE
    news.join()
    assert stage.timer(timer).checkin.outcome is Outcome.SAFE
    assert {row.status for row in stage.outbox(kind=Kind.ALERT)} == {Status.WITHDRAWN}


def test_a_result_that_cannot_be_written_down_leaves_the_rest_and_is_tried_again(
    stage: Stage,
) -> None:
    person = stage.person()
    sam = stage.contact(person)
    stage.start(person)
    stage.pass_to(stage.now + HOUR)
    stage.now += stage.core.timeline.grace
    with stage.work() as work:
        due.advance_due(work, 20)
        claimed = outbox.claim(work, 20)
    with stage.work() as work:
        work.conn.execute(
            contacts.update().where(contacts.c.id == sam.id).values(phone_sealed=b"\x01junk")
        )
    with stage.work() as work:
        for outgoing in claimed:
            delivery.settle_all(work, [Landed(outgoing, ChannelError("no", permanent=True), 0.0)])
    statuses = {row.kind: row.status for row in stage.outbox() if row.status != Status.ACCEPTED}
    assert statuses[Kind.ALERT] == Status.SENDING
    assert statuses[Kind.ALERTING] == Status.FAILED
