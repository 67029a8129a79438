"""What stands, as the person and their contacts hear it: true to the rows, to the last contact."""

from datetime import timedelta

import pytest

from checkin import store
from checkin.actions import answers, browsers, timers
from checkin.actions.answers import Answer
from checkin.machine.advance import Outcome, State
from checkin.messages import standing
from checkin.people import contacts, people
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.refusals import Refused
from checkin.situation import for_contacts, pages, replies
from checkin.situation.situation import Situation
from tests.checkin.carrier import refuses
from tests.checkin.pushing import LAPTOP, by_link, pushing, turn_on
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import ANA, HOUR, KIM, LEE, SAM, Stage

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def now(stage: Stage, person: Person) -> Situation:
    with stage.work() as work:
        return standing.of(work, person)


def status(stage: Stage, person: Person) -> str:
    """The reply to STATUS."""
    with stage.work() as work:
        return replies.status(standing.of(work, person), work.translator("en"))


def on_page(stage: Stage, person: Person) -> str:
    """What the page says of the check-in that is open, or of the last one."""
    with stage.work() as work:
        tr = work.translator("en")
        found = standing.of(work, person)
        if found.checkin and found.state is not State.CLOSED:
            return " ".join((pages.headline(found, tr, near=False), *pages.sentences(found, tr)))
        mine = store.latest_for(work, person)
        return " ".join(pages.ended(standing.of_timer(work, person, mine), tr)) if mine else ""


def give(stage: Stage, phone: str, answer: Answer) -> str:
    """A contact answers by text; our reply to "I can't"."""
    with stage.work() as work:
        waiting = answers.waiting_for(work, phone)
        assert waiting
        timer = answers.give(work, waiting[0], waiting[1].id, answer)
        person = people.get(work, timer.person_id)
        assert person
        after = standing.of_timer(work, person, timer)
        said = for_contacts.cannot(after, waiting[1].id, "Ana", work.translator("en"))
    stage.run()
    return said


@pytest.mark.promise("If your last contact leaves while a timer runs, you hear it at once.", of=1)
@pytest.mark.parametrize("how", ["no", "stop", "forgets"])
def test_when_the_last_contact_leaves_the_person_hears_at_once_that_nobody_would_be_told(
    stage: Stage, how: str
) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.start(person)
    with stage.work() as work:
        if how == "forgets":
            answers.forget(work, SAM)
        else:
            answers.leave(work, SAM)
    stage.run()
    assert stage.carrier.inbox(ANA)[-1] == (
        "Sam no longer takes our messages. Nobody would be told now. Add someone: "
        "ADD +1 555 123 4567 Sam"
    )
    assert "Nobody would be told now." in status(stage, person)
    assert "Nobody would be told now." in on_page(stage, person)


def test_when_another_contact_is_left_nothing_says_that_nobody_is(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.start(person)
    stage.leave(SAM)
    stage.run()
    assert "Nobody" not in stage.carrier.inbox(ANA)[-1]
    assert now(stage, person).would_tell == ("Kim",)


def test_a_last_contact_whose_browser_is_gone_counts_as_nobody(stage: Stage) -> None:
    person = pushing(stage).person()
    sam = turn_on(stage, by_link(stage, person))
    stage.start(person)
    assert now(stage, person).would_tell == ("Sam",)
    with stage.work() as work:
        browsers.turn_off(work, sam, LAPTOP)
    stage.run()
    assert stage.carrier.inbox(ANA)[-1].endswith("Nobody would be told now.")
    assert "Nobody would be told now." in status(stage, person)


def test_whoever_says_yes_when_nobody_is_left_is_told_when_the_timer_is_missed(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    timer = stage.start(person)
    stage.leave(SAM)
    stage.contact(person, KIM, "Kim")
    assert "we tell: Kim" in stage.carrier.inbox(ANA)[-1]
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]


def test_a_timer_that_ends_with_nobody_left_says_so_and_never_that_contacts_are_told(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    timer = stage.start(person)
    stage.leave(SAM)
    stage.pass_to(timer.checkin.due_at + stage.core.timeline.grace)
    said = stage.carrier.inbox(ANA)
    assert not any("tell your contacts" in each or "being told" in each for each in said)
    assert said[-1].startswith("Nobody was told: none of your contacts is left")
    assert on_page(stage, person).startswith("Nobody was told")


def test_a_sole_contact_who_cannot_leaves_nobody_and_nothing_else_is_claimed(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    timer = stage.missed(person)
    reply = give(stage, SAM, Answer.CANNOT)
    assert reply.startswith("Thank you for saying so. Nobody else is left for Ana.")
    assert stage.carrier.inbox(ANA)[-1] == (
        "Sam can't help right now. Nobody else is left. For other help text HOTLINES."
    )
    assert stage.timer(timer).checkin.outcome is Outcome.UNANSWERED
    page = on_page(stage, person)
    assert page.startswith("Nobody else is left")
    assert "three times" not in page
    heard = len(stage.carrier.inbox(ANA)), len(stage.carrier.inbox(SAM))
    stage.wait(HOUR)
    assert (len(stage.carrier.inbox(ANA)), len(stage.carrier.inbox(SAM))) == heard
    give(stage, SAM, Answer.ON_IT)
    assert stage.timer(timer).checkin.state is State.HELD


def test_a_holder_who_is_the_only_one_and_gives_up_leaves_nobody(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.missed(person)
    give(stage, SAM, Answer.ON_IT)
    assert "Nobody else is left" in give(stage, SAM, Answer.CANNOT)
    assert "Nobody else is left." in stage.carrier.inbox(ANA)[-1]


def test_three_rounds_of_silence_are_still_called_three(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.missed(person)
    stage.wait(HOUR)
    assert on_page(stage, person) == (
        "Nobody has answered We tried all your contacts three times. They can still answer for a "
        "day."
    )


def test_a_contact_who_cannot_while_another_holds_hears_that_one_is_on_it(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.missed(person)
    stage.wait(stage.core.timeline.escalate)
    give(stage, KIM, Answer.ON_IT)
    assert "Another contact is on it for Ana" in give(stage, SAM, Answer.CANNOT)


def test_the_status_names_who_was_told_and_who_is_next_and_when(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.contact(person, KIM, "Kim")
    stage.missed(person)
    stage.beat()
    assert status(stage, person) == (
        "Your contacts are being told. Told so far: Sam. Without an answer Kim is next, at "
        "4:15 PM. If you are safe, text OK."
    )


def test_an_alert_that_no_provider_has_taken_was_told_to_nobody_yet(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    stage.carrier.trouble = refuses(SAM)
    stage.missed(person)
    stage.beat()
    assert "Told so far" not in status(stage, person)
    assert "On its way to: Sam." in on_page(stage, person)


def test_with_no_worker_alive_the_status_counts_no_seconds_and_promises_nothing(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    timer = stage.start(person)
    stage.now += 30 * MINUTE
    running = status(stage, person)
    assert running.startswith("Timer running until 4:00 PM, 30 minutes left.")
    assert "our alarm service is not running" in running
    for late in (MINUTE, HOUR):
        stage.now = timer.checkin.due_at + late
        said = status(stage, person)
        assert said.startswith("Your timer is up, but our alarm service is not running")
        assert "seconds" not in said
        assert "we tell your contacts" not in said


def test_sos_with_no_worker_alive_does_not_say_that_anyone_is_being_told(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        timer = timers.sos(work, person)
        said = replies.sos(standing.of_timer(work, person, timer), work.translator("en"))
    assert "not running" in said[0]
    assert said[1].startswith("As soon as it runs we tell Sam.")


def test_an_sos_about_an_arrest_stays_one_when_sos_is_sent_again(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        timers.sos(work, person, "", About.ARRESTED)
    stage.run()
    with stage.work() as work:
        assert timers.sos(work, person).about is About.ARRESTED
    stage.run()
    assert "They may be under arrest." in stage.carrier.inbox(SAM)[-1]


def test_an_sos_can_still_become_one_about_an_arrest(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        timers.sos(work, person)
        assert timers.sos(work, person, "", About.ARRESTED).about is About.ARRESTED


def test_sos_would_tell_whom_it_then_tells(stage: Stage) -> None:
    person = pushing(stage).person()
    stage.contact(person, SAM, "Sam")
    by_link(stage, person, "Out of reach")
    lawyer = stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        contacts.set_about(work, lawyer, About.ARRESTED)
        assert standing.would_tell(work, person) == ("Sam",)
        assert standing.would_tell(work, person, About.ARRESTED) == ("Sam", "Kim")
    stage.contact(person, LEE, "Lee")
    stage.start(person)
    stage.leave(SAM)
    with stage.work() as work:
        assert standing.would_tell(work, person) == ("Lee",)
        told = standing.of_timer(work, person, timers.sos(work, person))
    assert [part.name for part in (*told.told, *told.being_told)] == ["Lee"]


def test_sos_with_nobody_left_is_refused_and_the_timer_goes_on(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    timer = stage.start(person)
    stage.leave(SAM)
    with pytest.raises(Refused, match="no_contact"), stage.work() as work:
        timers.sos(work, person)
    assert stage.timer(timer).checkin.state is State.ARMED


def test_a_new_timer_names_only_those_it_will_tell(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM, "Sam")
    lawyer = stage.contact(person, KIM, "Kim")
    with stage.work() as work:
        contacts.set_about(work, lawyer, About.ARRESTED)
    stage.beat()
    with stage.work() as work:
        timer = timers.start(work, person, timedelta(hours=1))
        said = replies.started(standing.of_timer(work, person, timer), work.translator("en"))
    assert said.endswith("10 minutes later we tell: Sam.")
