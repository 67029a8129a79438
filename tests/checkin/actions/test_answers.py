"""What a contact answers, and what leaving means."""

import pytest

from checkin.actions import answers
from checkin.actions.answers import Answer
from checkin.machine.advance import Outcome, Standing, State
from checkin.machine.notices import Kind
from checkin.messages.outbox import Status
from checkin.people import contacts
from checkin.people.contacts import Consent
from checkin.storage.tables import contacts as contacts_table
from checkin.store import Timer
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE, SECOND
from tests.checkin.stage import ANA, BOB, HOUR, KIM, SAM, Stage


def give(stage: Stage, phone: str, answer: Answer) -> Timer:
    """The answer to whatever alert waits for this phone."""
    with stage.work() as work:
        waiting = answers.waiting_for(work, phone)
        assert waiting
        timer, contact = waiting
        after = answers.give(work, timer, contact.id, answer)
    stage.run()
    return after


def waiting(stage: Stage, phone: str) -> str | None:
    """The check-in that a bare 1, 2 or 3 from this phone answers."""
    with stage.work() as work:
        found = answers.waiting_for(work, phone)
    return found[0].checkin.id if found else None


def test_on_it_holds_the_alert_and_the_person_hears_who(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.missed(person)
    after = give(stage, SAM, Answer.ON_IT)
    assert (after.checkin.state, after.checkin.holder) == (State.HELD, sam.id)
    assert stage.carrier.inbox(ANA)[-1] == "Sam is on it."


def test_cannot_moves_on_to_the_next_contact_at_once(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.missed(person)
    give(stage, SAM, Answer.CANNOT)
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    assert stage.carrier.inbox(ANA)[-1] == "Sam can't help right now. We go on with Kim."


def test_over_closes_the_alert_and_everyone_hears(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    timer = stage.missed(person)
    stage.wait(stage.core.timeline.escalate)
    give(stage, KIM, Answer.OVER)
    assert stage.timer(timer).checkin.outcome is Outcome.RESOLVED
    assert "Another contact says it is over" in stage.carrier.inbox(SAM)[-1]
    assert "Kim says it is over" in stage.carrier.inbox(ANA)[-1]


def test_a_holder_who_goes_silent_is_asked_and_then_others_are_told(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.missed(person)
    give(stage, SAM, Answer.ON_IT)
    stage.wait(stage.core.timeline.hold)
    assert "Are you still on it" in stage.carrier.inbox(SAM)[-1]
    stage.wait(stage.core.timeline.grace)
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    assert any("Sam has not answered again" in body for body in stage.carrier.inbox(ANA))


def test_before_any_alert_an_answer_waits_for_nothing(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.start(person)
    assert waiting(stage, SAM) is None
    assert waiting(stage, KIM) is None


def test_a_contact_not_told_yet_has_nothing_to_answer(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM)
    stage.contact(person, KIM)
    stage.missed(person)
    assert waiting(stage, KIM) is None


def test_a_bare_answer_means_the_newest_alert_that_nobody_is_on(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    for person in (ana, bob):
        stage.contact(person)
    first = stage.start(ana)
    stage.now += MINUTE
    second = stage.start(bob)
    stage.pass_to(second.checkin.due_at + stage.core.timeline.grace)
    assert waiting(stage, SAM) == second.checkin.id
    give(stage, SAM, Answer.ON_IT)
    assert waiting(stage, SAM) == first.checkin.id
    give(stage, SAM, Answer.ON_IT)
    assert waiting(stage, SAM) is not None


def test_an_alert_that_nobody_answered_can_be_answered_until_its_row_goes(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    timer = stage.missed(person, plan="Room 12")
    stage.wait(HOUR)
    assert stage.timer(timer).checkin.outcome is Outcome.UNANSWERED
    after = give(stage, SAM, Answer.ON_IT)
    assert (after.checkin.state, after.checkin.holder) == (State.HELD, sam.id)
    assert after.note == "Room 12"


def test_after_a_good_end_there_is_nothing_left_to_answer(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.ok(person)
    assert waiting(stage, SAM) is None


@pytest.mark.parametrize("when", ["armed", "alerting", "held"])
def test_a_contact_who_leaves_hears_nothing_more_and_the_person_is_told(
    stage: Stage, when: str
) -> None:
    person = stage.person()
    sam = stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    timer = stage.start(person) if when == "armed" else stage.missed(person)
    if when == "held":
        give(stage, SAM, Answer.ON_IT)
    heard = len(stage.carrier.inbox(SAM))
    stage.leave(SAM)
    stage.run()
    assert stage.consent(sam) is Consent.LEFT
    recipient = stage.timer(timer).checkin.recipient(sam.id)
    assert recipient
    assert recipient.standing is Standing.OPTED_OUT
    assert any("Sam no longer takes our messages" in body for body in stage.carrier.inbox(ANA))
    if when != "armed":
        assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    stage.wait(3 * HOUR)
    stage.ok(person)
    stage.run()
    assert len(stage.carrier.inbox(SAM)) == heard
    assert "All clear" in stage.carrier.inbox(KIM)[-1]


def test_what_has_not_left_yet_for_a_contact_who_leaves_never_does(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.carrier.trouble = refuses(SAM)
    stage.missed(person)
    stage.leave(SAM)
    stage.carrier.trouble = lambda _: None
    stage.wait(HOUR)
    assert {row.status for row in stage.outbox(kind=Kind.ALERT)} == {Status.WITHDRAWN}
    assert len(stage.carrier.inbox(SAM)) == 1


def test_a_contact_who_leaves_after_an_unanswered_alert_gets_no_all_clear(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.wait(HOUR)
    heard = len(stage.carrier.inbox(SAM))
    stage.leave(SAM)
    stage.ok(person)
    stage.run()
    assert len(stage.carrier.inbox(SAM)) == heard


def test_leaving_takes_the_number_off_every_list(stage: Stage) -> None:
    lists = [stage.contact(stage.person(phone)) for phone in (ANA, BOB)]
    stage.leave(SAM)
    assert [stage.consent(contact) for contact in lists] == [Consent.LEFT] * 2


def test_a_forgotten_number_is_passed_over_and_then_gone_from_every_list(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    for person in (ana, bob):
        stage.contact(person, SAM, "Sam")
    stage.contact(ana, KIM, "Kim")
    timer = stage.missed(ana)
    with stage.work() as work:
        answers.forget(work, SAM)
        assert contacts.by_phone(work, SAM) == []
    stage.run()
    assert len(stage.timer(timer).checkin.recipients) == 1
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]
    assert stage.count(contacts_table) == 1
    stage.now += SECOND
    stage.ok(ana)


def test_whoever_loses_a_contact_who_deletes_everything_is_told_as_after_stop(
    stage: Stage,
) -> None:
    person = stage.person()
    said = []
    for gone in (answers.leave, answers.forget):
        stage.contact(person, SAM if gone is answers.leave else BOB, "Sam")
        with stage.work() as work:
            gone(work, SAM if gone is answers.leave else BOB)
        stage.run()
        said.append(stage.carrier.inbox(ANA)[-1])
    assert said[0] == said[1]
    assert "Sam" in said[0]
