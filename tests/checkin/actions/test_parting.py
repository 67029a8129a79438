"""After a danger close the alert goes on in rows of its own; hers are those of a safe close."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from checkin import store
from checkin.actions import answers, deletions, test_alert, timers
from checkin.actions.answers import Answer
from checkin.machine.advance import Outcome, State
from checkin.messages.channels import ChannelError, Message
from checkin.people import contacts, opt_outs, people, pins
from checkin.people.contacts import Consent
from checkin.people.people import Person
from checkin.storage.tables import checkins, messages, metadata
from checkin.store import Timer
from tests.checkin.stage import ANA, HOUR, KIM, SAM, Stage

SAFE, DANGER = "1234", "9876"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(stage: Stage) -> Person:
    """With two contacts and both PINs."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        pins.choose(work, person, safe=SAFE, duress=DANGER)
    return person


def close(stage: Stage, person: Person, pin: str) -> Timer | None:
    with stage.work() as work:
        return timers.ok(work, person, pin)


def choose(stage: Stage, person: Person, name: str, told: bool) -> None:
    with stage.work() as work:
        [contact] = [each for each in contacts.of(work, person) if each.name == name]
        contacts.tell_of_danger(work, contact, told)


def dangers(stage: Stage, phone: str) -> list[str]:
    return [body for body in stage.carrier.inbox(phone) if "means danger" in body]


def hidden(stage: Stage) -> Timer:
    """The alert that she does not see."""
    with stage.work() as work:
        id = work.conn.scalar(sa.select(checkins.c.id).where(checkins.c.hidden_at.is_not(None)))
        found = store.get(work, id or "")
    assert found
    return found


def rows(stage: Stage) -> dict[str, int]:
    return {table.name: stage.count(table) for table in metadata.sorted_tables}


def her_row(stage: Stage, person: Person) -> dict[str, Any]:
    with stage.work() as work:
        row = work.conn.execute(sa.select(checkins).where(checkins.c.person_id == person.id)).one()
    return {**row._mapping, "id": "", "note_sealed": row.note_sealed is not None}


def test_once_the_worker_was_there_her_row_is_that_of_a_safe_close(stage: Stage) -> None:
    found = []
    for pin, phone in ((SAFE, "+12025550161"), (DANGER, "+12025550162")):
        person = stage.person(phone, name="Ana")
        stage.contact(person, SAM, "Sam")
        with stage.work() as work:
            pins.choose(work, person, safe=SAFE, duress=DANGER)
        began = stage.now
        stage.missed(person, plan="Room 12")
        close(stage, person, pin)
        stage.run()
        row = her_row(stage, person)
        # One after another, so each from its own beginning.
        moments = {
            name: value - began for name, value in row.items() if name.endswith("_at") and value
        }
        found.append({**row, **moments, "person_id": ""})
    assert found[0] == found[1]


@pytest.mark.parametrize("end", ["over", "safe"])
def test_once_the_alert_is_over_the_database_holds_nothing_that_tells_of_it(
    stage: Stage, ana: Person, end: str
) -> None:
    stage.start(ana, plan="Room 12")
    close(stage, ana, SAFE)
    stage.run()
    stage.sweep()
    calm = rows(stage)
    stage.start(ana, plan="Room 12")
    close(stage, ana, DANGER)
    stage.run()
    alert = hidden(stage)
    if end == "over":
        with stage.work() as work:
            answers.give(work, alert, alert.checkin.recipients[0].contact_id, Answer.OVER)
    else:
        close(stage, ana, SAFE)
    with stage.work() as work:
        told = sa.select(checkins.c.id).where(checkins.c.hidden_at.is_not(None))
        assert work.conn.execute(told).first() is None
    stage.run()
    stage.sweep()
    # One more check-in of hers, closed like the one before, and no message about either. An OK with
    # nothing to close is counted, whatever there was.
    assert rows(stage) == {
        **calm,
        # An OK with nothing to close is written down whichever PIN it has.
        "checkins": calm["checkins"] + 1 + (end == "safe"),
        "recipients": calm["recipients"] + 2 + 2 * (end == "safe"),
        "tries": calm["tries"] + (end == "safe"),
        "erasures": rows(stage)["erasures"],
        "daily_counters": rows(stage)["daily_counters"],
        "counters": rows(stage)["counters"],
    }


def test_an_alert_that_nobody_answered_can_be_answered_for_a_day_though_she_deleted_all(
    stage: Stage, ana: Person
) -> None:
    stage.start(ana, plan="Room 12")
    close(stage, ana, DANGER)
    with stage.work() as work:
        deletions.forget(work, ana)
    stage.wait(2 * HOUR)
    stage.sweep()
    alert = hidden(stage)
    assert (alert.checkin.outcome, alert.note) == (Outcome.UNANSWERED, "Room 12")
    with stage.work() as work:
        assert people.by_phone(work, ANA) is None
        [(timer, contact)] = answers.open_to(work, SAM)
        assert answers.give(work, timer, contact.id, Answer.ON_IT).checkin.state is State.HELD


def test_a_link_from_before_the_danger_close_leads_to_the_alert_after_it(
    stage: Stage, ana: Person
) -> None:
    stage.missed(ana)
    [before] = re.findall(r"/c/([\w-]+)", stage.carrier.inbox(SAM)[-1])
    close(stage, ana, DANGER)
    stage.run()
    with stage.work() as work:
        found = store.by_link(work, before)
    assert found
    assert found[0].checkin.id == hidden(stage).checkin.id


def test_a_contact_taken_off_after_a_danger_close_is_asked_anew_as_after_a_safe_one(
    stage: Stage, ana: Person
) -> None:
    stage.start(ana)
    close(stage, ana, DANGER)
    with stage.work() as work:
        deletions.remove_contact(work, ana, contacts.of(work, ana)[0])
    sam = stage.contact(ana, SAM, "Sam")
    assert (sam.position, sam.consent) == (3, Consent.CONFIRMED)
    assert stage.carrier.inbox(SAM)[-1].startswith("Ana asks you to be a trusted contact")
    assert dangers(stage, SAM)


def test_who_is_found_to_have_stopped_texts_by_a_hidden_alert_stays_on_her_list(
    stage: Stage, ana: Person
) -> None:
    stage.start(ana)
    close(stage, ana, DANGER)
    before = stage.carrier.inbox(ANA)

    def stopped(message: Message) -> ChannelError | None:
        return ChannelError("21610", permanent=True, opted_out=True) if message.to == SAM else None

    stage.carrier.trouble = stopped
    stage.run()
    with stage.work() as work:
        assert [each.consent for each in contacts.of(work, ana)] == [Consent.CONFIRMED] * 2
        assert not opt_outs.refused(work, SAM)
    assert stage.carrier.inbox(ANA) == before
    assert dangers(stage, KIM)


def test_a_test_in_the_middle_of_a_hidden_alert_does_not_say_that_nothing_is_wrong(
    stage: Stage, ana: Person
) -> None:
    stage.start(ana)
    close(stage, ana, DANGER)
    stage.run()
    with stage.work() as work:
        test_alert.start(work, ana)
    stage.run()
    said = stage.carrier.inbox(SAM)[-1]
    assert "TEST" in said
    assert "nothing is wrong" not in said
    assert "is real and goes on" in said


def test_who_is_left_out_of_a_danger_close_hears_nothing_of_it_and_the_others_do(
    stage: Stage, ana: Person
) -> None:
    choose(stage, ana, "Sam", told=False)
    before = stage.carrier.inbox(SAM)
    stage.start(ana, plan="Room 12")
    close(stage, ana, DANGER)
    stage.wait(3 * HOUR)
    assert stage.carrier.inbox(SAM) == before
    assert dangers(stage, KIM)


def test_who_is_left_out_hears_the_all_clear_of_what_they_had_been_told(
    stage: Stage, ana: Person
) -> None:
    choose(stage, ana, "Sam", told=False)
    stage.missed(ana)
    close(stage, ana, DANGER)
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]
    assert dangers(stage, KIM)
    assert dangers(stage, SAM) == []


def test_an_sos_and_a_missed_timer_go_to_those_who_are_left_out_of_a_danger_close(
    stage: Stage, ana: Person
) -> None:
    choose(stage, ana, "Sam", told=False)
    stage.missed(ana)
    assert "did not check in" in stage.carrier.inbox(SAM)[-1]
    close(stage, ana, SAFE)
    stage.run()
    with stage.work() as work:
        timers.sos(work, ana)
    stage.run()
    assert "asks for help now" in stage.carrier.inbox(SAM)[-1]


def test_with_everyone_left_out_a_danger_close_leaves_nothing(stage: Stage, ana: Person) -> None:
    for name in ("Sam", "Kim"):
        choose(stage, ana, name, told=False)
    stage.start(ana)
    seen = close(stage, ana, DANGER)
    assert seen
    assert seen.checkin.outcome is Outcome.SAFE
    before = rows(stage)
    stage.run()
    assert rows(stage) == before
    assert her_row(stage, ana)["hidden_at"] is None


def test_one_answer_is_for_the_alert_she_sees_and_the_one_she_does_not(
    stage: Stage, ana: Person
) -> None:
    stage.start(ana)
    close(stage, ana, DANGER)
    stage.run()
    seen = stage.missed(ana)
    with stage.work() as work:
        asked = answers.open_to(work, SAM)
        assert len({answers.whose(work, each) for each in asked}) == 1
        assert {answers.hidden(each) for each in asked} == {False, True}
        assert seen.checkin.id in {timer.checkin.id for timer, _ in asked}


def test_what_stands_for_a_person_is_never_sent_anything(stage: Stage, ana: Person) -> None:
    stage.start(ana)
    close(stage, ana, DANGER)
    stage.wait(3 * HOUR)
    alert = hidden(stage)
    with stage.work() as work:
        person = people.get(work, alert.person_id)
        assert person == replace(ana, id=alert.person_id, phone=ANA[-4:], stands_for=ana.id)
        to_her = messages.c.contact_id.is_(None)
        mine = sa.select(messages.c.id).where(messages.c.person_id == alert.person_id, to_her)
        assert work.conn.execute(mine).first() is None
