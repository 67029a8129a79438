"""Linking the app and a phone: one person's from then on, and nothing that either held is lost."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from checkin import store
from checkin.actions import answers, invitations, links, timers
from checkin.actions.answers import Answer
from checkin.people import codes, contacts, people, pins, plans
from checkin.people.people import Person, Police
from checkin.people.pins import Verdict
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.storage.tables import messages
from checkin.storage.tables import people as people_table
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import ANA, BOB, HOUR, KIM, SAM, Stage


def in_app(stage: Stage) -> Person:
    person = stage.person(phone=None)
    with stage.work() as work:
        people.add_device(work, person)
    return person


def join(stage: Stage, phones: Person, app: Person | None) -> Person:
    with stage.work() as work:
        return links.join(work, links.code(work, phones), app).person


def refusal(stage: Stage, phones: Person, app: Person) -> Reason:
    with pytest.raises(Refused) as refused:
        join(stage, phones, app)
    with stage.work() as work:
        assert people.get(work, phones.id) == phones
        assert people.get(work, app.id) == app
    return refused.value.reason


def test_the_code_is_easy_to_type_and_says_nothing(stage: Stage) -> None:
    phones = stage.person()
    with stage.work() as work:
        code = links.code(work, phones)
    assert len(code) == 8
    assert not set(code) & set("AEIOU0123456789BGQSZ")


def test_a_code_is_taken_as_people_type_it_and_works_once(stage: Stage) -> None:
    phones, app, other = stage.person(), in_app(stage), in_app(stage)
    with stage.work() as work:
        code = links.code(work, phones)
    with stage.work() as work:
        links.join(work, f" {code[:4].lower()}-{code[4:]} ", app)
    with stage.work() as work, pytest.raises(Refused) as refused:
        links.join(work, code, other)
    assert refused.value.reason is Reason.LINK_UNKNOWN


@pytest.mark.parametrize("late", [False, True])
def test_a_code_dies_after_a_quarter_of_an_hour_and_with_the_next(stage: Stage, late: bool) -> None:
    phones, app = stage.person(), in_app(stage)
    with stage.work() as work:
        code = links.code(work, phones)
        if not late:
            links.code(work, phones)
    stage.now += 15 * MINUTE if late else timedelta(0)
    with stage.work() as work, pytest.raises(Refused) as refused:
        links.join(work, code, app)
    assert refused.value.reason is Reason.LINK_UNKNOWN


def test_what_both_held_is_one_persons_afterwards(stage: Stage) -> None:
    phones, app = stage.person(name="Ana"), in_app(stage)
    stage.contact(phones, SAM, "Sam")
    stage.contact(app, SAM, "Sammy")
    stage.contact(app, KIM, "Kim")
    with stage.work() as work:
        app = people.change(work, app, police=Police.NEVER, zone="America/New_York")
        plans.write(work, phones, About.MISSING, "Ask at the hotel")
        plans.write(work, app, About.MISSING, "Call my sister")
        plans.write(work, app, About.ARRESTED, "Call the lawyer")
        code = codes.of(work, app)
    joined = join(stage, phones, app)
    with stage.work() as work:
        assert [each.name for each in contacts.of(work, joined)] == ["Sam", "Kim"]
        assert plans.get(work, joined, About.MISSING) == "Ask at the hotel\nCall my sister"
        assert plans.get(work, joined, About.ARRESTED) == "Call the lawyer"
        assert codes.of(work, joined) == code
        assert codes.owner(work, code).id == joined.id
        assert links.linked(work, joined)
        found = people.by_phone(work, ANA)
    assert found == joined
    assert (joined.name, joined.police, joined.zone) == ("Ana", Police.NEVER, "America/New_York")
    assert stage.count(people_table) == 1


@pytest.mark.parametrize("side", ["phone", "app", "both"])
def test_pins_survive_and_where_both_had_some_the_phones_count(stage: Stage, side: str) -> None:
    phones, app = stage.person(), in_app(stage)
    with stage.work() as work:
        if side != "app":
            pins.choose(work, phones, safe="1111", duress="2222")
        if side != "phone":
            pins.choose(work, app, safe="3333", duress="4444")
    with stage.work() as work:
        found = links.join(work, links.code(work, phones), app)
        safe, danger = ("3333", "4444") if side == "app" else ("1111", "2222")
        assert pins.check(work, found.person, safe) is Verdict.SAFE
        assert pins.check(work, found.person, danger) is Verdict.DURESS
        assert found.pins_of_phone is (side == "both")


@pytest.mark.parametrize("side", ["phone", "app"])
def test_a_running_timer_goes_on_and_its_contact_can_answer(stage: Stage, side: str) -> None:
    phones, app = stage.person(), in_app(stage)
    for each in (phones, app):
        stage.contact(each, SAM)
    stage.beat()
    with stage.work() as work:
        running = timers.start(work, phones if side == "phone" else app, HOUR, "Room 12")
    joined = join(stage, phones, app)
    with stage.work() as work:
        found = store.open_for(work, joined)
        assert found
        assert found.checkin.id == running.checkin.id
        assert found.note == "Room 12"
    stage.pass_to(running.checkin.due_at + stage.core.timeline.grace + MINUTE)
    assert "Room 12" in stage.carrier.inbox(SAM)[-1]
    with stage.work() as work:
        asked = answers.open_to(work, SAM)
        assert len(asked) == 1
        answers.give(work, asked[0][0], asked[0][1].id, Answer.ON_IT)
    assert stage.timer(running).checkin.holder == asked[0][1].id


def test_two_running_timers_are_never_made_one_persons(stage: Stage) -> None:
    phones, app = stage.person(), in_app(stage)
    stage.beat()
    for each in (phones, app):
        stage.contact(each, SAM)
        with stage.work() as work:
            timers.start(work, each, HOUR)
    assert refusal(stage, phones, app) is Reason.LINK_TWO_TIMERS


def test_another_link_does_not_end_while_a_timer_runs(stage: Stage) -> None:
    phones, other = stage.person(), stage.person(BOB)
    app = join(stage, phones, in_app(stage))
    stage.contact(app, SAM)
    stage.beat()
    with stage.work() as work:
        timers.start(work, app, HOUR)
    assert refusal(stage, other, app) is Reason.LINK_RUNNING
    assert refusal(stage, app, in_app(stage)) is Reason.LINK_RUNNING


def test_a_number_that_is_a_contact_of_the_app_is_not_linked(stage: Stage) -> None:
    phones, app = stage.person(), in_app(stage)
    with stage.work() as work:
        invitations.invite(work, app, phone=ANA, name="Me")
    assert refusal(stage, phones, app) is Reason.LINK_CONTACT


def test_both_phones_are_told_when_a_link_moves(stage: Stage) -> None:
    app = join(stage, stage.person(), in_app(stage))
    join(stage, stage.person(BOB), app)
    stage.run()
    assert ["no longer linked" in body for body in stage.carrier.inbox(ANA)] == [False, True]
    assert "UNLINK" in stage.carrier.inbox(ANA)[0]
    assert [("UNLINK" in body) for body in stage.carrier.inbox(BOB)] == [True]
    with stage.work() as work:
        assert people.by_phone(work, ANA) is None


def test_unlinking_leaves_everything_with_the_number(stage: Stage) -> None:
    phones, app = stage.person(), in_app(stage)
    stage.contact(app, KIM, "Kim")
    joined = join(stage, phones, app)
    with stage.work() as work:
        token = people.add_device(work, joined)
        links.unlink(work, joined)
        assert people.by_device(work, token) is None
        assert not links.linked(work, joined)
        assert [each.name for each in contacts.of(work, joined)] == ["Kim"]
        codes_left = work.conn.scalar(sa.select(people_table.c.pairing_hash))
    assert codes_left is None


def test_nothing_of_a_link_is_left_once_everything_is_deleted(stage: Stage) -> None:
    joined = join(stage, stage.person(), in_app(stage))
    stage.run()
    with stage.work() as work:
        people.forget(work, joined)
    assert stage.count(messages) == stage.count(people_table) == 0
