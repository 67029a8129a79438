"""Trusted contacts: one invitation, nothing more without a yes, never again after a no."""

import pytest

from checkin.actions import agreement, invitations
from checkin.people import contacts, opt_outs
from checkin.people.contacts import MOST, Consent
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.tables import contacts as table
from tests.checkin.stage import ANA, BOB, KIM, LEE, SAM, Stage


def invite(stage: Stage, person: Person, phone: str = SAM, name: str = "Sam") -> contacts.Contact:
    with stage.work() as work:
        contact = invitations.invite(work, person, phone=phone, name=name)
    stage.run()
    return contact


def invite_refused(stage: Stage, person: Person, phone: str) -> Reason:
    with stage.work() as work, pytest.raises(Refused) as refused:
        invitations.invite(work, person, phone=phone, name="Sam")
    stage.run()
    return refused.value.reason


def test_an_invitation_is_sent_once_and_then_nothing_until_there_is_a_yes(stage: Stage) -> None:
    person = stage.person(name="Ana")
    invite(stage, person)
    assert invite_refused(stage, person, SAM) is Reason.ALREADY_CONTACT
    (said,) = stage.carrier.inbox(SAM)
    assert said.startswith("Ana asks you to be a trusted contact on Raincheck")
    assert "Reply YES to agree or NO to refuse" in said
    assert "STOP to opt out" in said


def test_the_link_in_the_invitation_is_the_contacts_own(stage: Stage) -> None:
    contact = invite(stage, stage.person())
    token = stage.carrier.inbox(SAM)[0].rpartition("https://rain.example/c/")[2]
    with stage.work() as work:
        assert contacts.by_token(work, token) == contact
        assert contacts.by_token(work, "guessed") is None


def test_an_invitation_names_the_person_as_they_chose_or_by_the_end_of_their_number(
    stage: Stage,
) -> None:
    invite(stage, stage.person(ANA))
    assert "The person whose number ends in 0111 asks" in stage.carrier.inbox(SAM)[0]
    invite(stage, stage.person(phone=None), KIM)
    assert "Someone who trusts you asks" in stage.carrier.inbox(KIM)[0]


@pytest.mark.parametrize("how", ["decline", "leave"])
def test_who_has_refused_is_never_invited_again_by_anyone(stage: Stage, how: str) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    contact = invite(stage, ana)
    if how == "decline":
        with stage.work() as work:
            agreement.decline(work, contact)
    else:
        stage.leave(SAM)
    assert stage.consent(contact) is Consent.DECLINED
    assert invite_refused(stage, bob, SAM) is Reason.REFUSED_BEFORE
    with stage.work() as work:
        contacts.remove(work, ana, contact)
    assert invite_refused(stage, ana, SAM) is Reason.REFUSED_BEFORE
    assert len(stage.carrier.inbox(SAM)) == 1


def test_a_number_we_never_wrote_to_can_refuse_too(stage: Stage) -> None:
    stage.leave(SAM)
    stage.leave(SAM)
    assert invite_refused(stage, stage.person(), SAM) is Reason.REFUSED_BEFORE
    assert stage.carrier.taken == []


def test_a_number_that_opts_in_again_can_be_invited_again(stage: Stage) -> None:
    stage.leave(SAM)
    with stage.work() as work:
        opt_outs.welcome_back(work, SAM)
    invite(stage, stage.person())
    assert len(stage.carrier.inbox(SAM)) == 1


def test_ones_own_number_is_no_contact(stage: Stage) -> None:
    assert invite_refused(stage, stage.person(ANA), ANA) is Reason.OWN_NUMBER


def test_a_list_is_full_at_ten(stage: Stage) -> None:
    person = stage.person()
    for n in range(MOST):
        invite(stage, person, f"+1202555{n:04}")
    assert invite_refused(stage, person, SAM) is Reason.TOO_MANY


def test_the_person_hears_who_agreed_and_who_did_not_once(stage: Stage) -> None:
    person = stage.person(ANA)
    sam, kim = invite(stage, person, SAM, "Sam"), invite(stage, person, KIM, "Kim")
    for _ in range(2):
        with stage.work() as work:
            agreement.confirm(work, contacts.get(work, sam.id) or sam)
            agreement.decline(work, contacts.get(work, kim.id) or kim)
    stage.run()
    agreed, refused = stage.carrier.inbox(ANA)
    assert agreed.startswith("Sam said yes")
    assert refused.startswith("Kim does not want to be a contact")


def test_a_contact_of_two_people_is_on_both_lists_the_newest_invitation_first(
    stage: Stage,
) -> None:
    first = invite(stage, stage.person(ANA))
    stage.wait(stage.core.timeline.grace)
    second = invite(stage, stage.person(BOB))
    with stage.work() as work:
        assert contacts.by_phone(work, SAM) == [second, first]


def test_contacts_are_moved_one_place_at_a_time_and_not_past_the_ends(stage: Stage) -> None:
    person = stage.person()
    sam, kim, lee = (invite(stage, person, phone, phone) for phone in (SAM, KIM, LEE))

    def order() -> list[str]:
        with stage.work() as work:
            return [c.id for c in contacts.of(work, person)]

    for contact, up, after in (
        (lee, True, [sam, lee, kim]),
        (lee, True, [lee, sam, kim]),
        (lee, True, [lee, sam, kim]),
        (sam, False, [lee, kim, sam]),
        (sam, False, [lee, kim, sam]),
    ):
        with stage.work() as work:
            contacts.reorder(work, person, contact, up=up)
        assert order() == [c.id for c in after]


def test_a_contact_added_after_another_was_removed_comes_last(stage: Stage) -> None:
    person = stage.person()
    sam, _, lee = (invite(stage, person, phone, phone) for phone in (SAM, KIM, LEE))
    with stage.work() as work:
        contacts.remove(work, person, sam)
    bob = invite(stage, person, BOB, "Bob")
    assert bob.position > lee.position


def test_a_contact_who_is_part_of_a_running_timer_cannot_be_removed(stage: Stage) -> None:
    person = stage.person()
    sam = stage.contact(person)
    stage.start(person)
    with stage.work() as work, pytest.raises(Refused) as refused:
        contacts.remove(work, person, sam)
    assert refused.value.reason is Reason.BUSY_CONTACT
    stage.ok(person)
    with stage.work() as work:
        contacts.remove(work, person, sam)
    assert stage.count(table) == 0


def test_one_person_cannot_remove_a_contact_of_another(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    contact = invite(stage, ana)
    with stage.work() as work:
        contacts.remove(work, bob, contact)
    assert stage.count(table) == 1


def test_a_contact_without_a_name_is_called_by_the_end_of_their_number(stage: Stage) -> None:
    assert invite(stage, stage.person(), SAM, "  ").name == SAM[-4:]


def test_a_contact_reads_everything_in_the_language_they_chose(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    for person in (ana, bob):
        stage.contact(person)
    with stage.work() as work:
        contacts.set_language(work, SAM, "es")
        assert {c.lang for c in contacts.by_phone(work, SAM)} == {"es"}
