"""Two plans: one for an arrest, one for going missing, each with contacts of its own if wished."""

from datetime import timedelta

from checkin.actions import timers
from checkin.people import contacts, plans
from checkin.people.plans import About
from tests.checkin.stage import ANA, KIM, SAM, Stage

HOUR = timedelta(hours=1)


def test_what_was_written_for_a_case_travels_with_its_alert(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    stage.beat()
    with stage.work() as work:
        plans.write(work, person, About.ARRESTED, "Booked as Ann Lee. Dog Bo is at home.")
        plans.write(work, person, About.MISSING, "Usual hotel: Rex")
        timers.sos(work, person, "at 5th street", About.ARRESTED)
    stage.run()
    alert = stage.carrier.inbox(SAM)[-1]
    for part in ("may be under arrest", "at 5th street", "Booked as Ann Lee", "Dog Bo"):
        assert part in alert
    assert "Rex" not in alert


def test_a_contact_for_arrests_only_is_not_told_of_a_missed_timer(stage: Stage) -> None:
    person = stage.person(ANA)
    stage.contact(person, SAM, "Sam")
    lawyer = stage.contact(person, KIM, "Kim")
    stage.beat()
    with stage.work() as work:
        contacts.set_about(work, lawyer, About.ARRESTED)
        timers.start(work, person, HOUR)
        timers.sos(work, person)
    stage.run()
    assert len(stage.carrier.inbox(KIM)) == 1
    assert len(stage.carrier.inbox(SAM)) == 2


def test_an_sos_about_an_arrest_reaches_that_cases_contacts_even_from_a_running_timer(
    stage: Stage,
) -> None:
    person = stage.person(ANA)
    stage.contact(person, SAM, "Sam")
    lawyer = stage.contact(person, KIM, "Kim")
    stage.beat()
    with stage.work() as work:
        contacts.set_about(work, lawyer, About.ARRESTED)
        timers.start(work, person, HOUR, "Room 12")
        timers.sos(work, person, "", About.ARRESTED)
    stage.run()
    assert "Room 12" in stage.carrier.inbox(KIM)[-1]


def test_without_a_contact_for_the_case_everyone_who_agreed_is_told(stage: Stage) -> None:
    person = stage.person(ANA)
    only = stage.contact(person, KIM, "Kim")
    stage.beat()
    with stage.work() as work:
        contacts.set_about(work, only, About.ARRESTED)
        timers.sos(work, person, "")
    stage.run()
    assert len(stage.carrier.inbox(KIM)) == 2


def test_an_emptied_plan_leaves_nothing(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        plans.write(work, person, About.MISSING, "Rex")
        plans.write(work, person, About.MISSING, "  ")
        assert plans.get(work, person, About.MISSING) == ""
