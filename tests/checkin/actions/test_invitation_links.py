"""Contacts who came by a link: no number, and none of the promises until a push reaches them."""

from datetime import timedelta

import pytest

from checkin.actions import answers, invitation_links, test_alert, timers
from checkin.people import contacts
from checkin.people.contacts import MOST, Consent
from checkin.refusals import Reason, Refused
from checkin.storage.tables import messages, opt_outs, subscriptions
from tests.checkin.pushing import LAPTOP, bodies, by_link, pushing, shown, subscribe, turn_on
from tests.checkin.stage import ANA, KIM, Stage

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _pushing(stage: Stage) -> None:
    pushing(stage)


def test_nothing_is_sent_to_whoever_is_to_come_by_a_link(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        contact, token = invitation_links.invite(work, person, "Sam")
        assert contacts.by_token(work, token) == contact
    assert (contact.phone, contact.consent) == ("", Consent.INVITED)
    assert stage.count(messages) == 0


def test_a_yes_alone_does_not_count(stage: Stage) -> None:
    person = stage.person(ANA)
    by_link(stage, person)
    assert "Sam said yes, but cannot be reached yet" in stage.carrier.inbox(ANA)[-1]
    for act in (stage.start, lambda who: stage.missed(who)):
        with pytest.raises(Refused) as refused:
            act(person)
        assert refused.value.reason is Reason.NOT_REACHED
    with stage.work() as work:
        assert contacts.confirmed(work, person) == []
        for ask in (timers.sos, test_alert.start):
            with pytest.raises(Refused) as refused:
                ask(work, person)
            assert "Sam said yes, but cannot be reached yet" in refused.value.sentence(
                work.translator("en")
            )


def test_once_a_push_reaches_them_they_count_and_the_person_hears_it(stage: Stage) -> None:
    person = stage.person(ANA)
    sam = turn_on(stage, by_link(stage, person))
    assert stage.carrier.inbox(ANA)[-1] == "Sam said yes and is now your trusted contact."
    with stage.work() as work:
        assert contacts.confirmed(work, person) == [sam]
    stage.start(person)


def test_a_second_browser_is_no_news(stage: Stage) -> None:
    person = stage.person(ANA)
    sam = turn_on(stage, by_link(stage, person))
    heard = stage.carrier.inbox(ANA)
    turn_on(stage, sam, LAPTOP + "2")
    assert stage.carrier.inbox(ANA) == heard


def test_a_new_link_takes_the_place_of_the_one_before(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        contact, first = invitation_links.invite(work, person, "Sam")
        again, second = invitation_links.invite(work, person, "Sam")
        assert again.id == contact.id
        assert contacts.by_token(work, first) is None
        assert contacts.by_token(work, second) == contact
        assert contacts.of(work, person) == [contact]


def test_a_link_ends_after_two_weeks(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        _, token = invitation_links.invite(work, person, "Sam")
    stage.now += timedelta(days=13)
    stage.sweep()
    with stage.work() as work:
        assert contacts.by_token(work, token)
    stage.now += timedelta(days=2)
    stage.sweep()
    with stage.work() as work:
        assert contacts.by_token(work, token) is None


def test_whoever_leaves_is_out_of_a_running_timer_and_hears_nothing_more(stage: Stage) -> None:
    person = stage.person(ANA)
    sam = turn_on(stage, by_link(stage, person))
    stage.contact(person, KIM, "Kim")
    stage.start(person)
    with stage.work() as work:
        answers.leave_list(work, sam)
    stage.run()
    assert stage.consent(sam) is Consent.LEFT
    assert stage.count(subscriptions) == 0
    assert stage.count(opt_outs) == 0  # there is no number to remember
    assert "Sam no longer takes our messages" in stage.carrier.inbox(ANA)[-1]
    stage.pass_to(stage.now + HOUR + stage.core.timeline.grace)
    assert bodies(stage, LAPTOP) == []
    assert "did not check in" in stage.carrier.inbox(KIM)[-1]


def test_a_test_reaches_them_and_is_answered_on_their_page(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    sam = turn_on(stage, by_link(stage, person))
    with stage.work() as work:
        assert test_alert.start(work, person) == [sam]
    stage.run()
    assert bodies(stage, LAPTOP)[-1].startswith("TEST, nothing is wrong.")
    assert shown(stage, LAPTOP)[-1].path.startswith(f"/c/contact.{sam.id}.")
    for waited in (True, False):
        sam = stage.known(sam)
        with stage.work() as work:
            assert test_alert.answer_as(work, sam) is waited
    stage.run()
    assert bodies(stage)[-1] == "Sam got the test and has answered it."


def test_a_list_has_an_end_for_links_too(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        for n in range(MOST):
            invitation_links.invite(work, person, f"Friend {n}")
        with pytest.raises(Refused) as refused:
            invitation_links.invite(work, person, "One more")
    assert refused.value.reason is Reason.TOO_MANY


def test_a_link_needs_a_name(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work, pytest.raises(Refused) as refused:
        invitation_links.invite(work, person, "  ")
    assert refused.value.reason is Reason.NO_NAME
