"""Keys grow old and are destroyed; what still lives is sealed anew first."""

from datetime import timedelta

from checkin.actions import invitations
from checkin.people import contacts, people
from checkin.storage import rekey
from checkin.storage.keyring import epoch_of
from tests.checkin.stage import ANA, SAM, Stage

DAY = timedelta(days=1)


def test_what_lives_is_sealed_anew_after_a_week_and_still_opens(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    with stage.work() as work:
        invitations.invite(work, person, phone=SAM, name="Sam")
    stage.now += 8 * DAY
    with stage.work() as work:
        while rekey.rekey_some(work):
            pass
        assert people.by_phone(work, ANA) == person
        assert [c.name for c in contacts.of(work, person)] == ["Sam"]


def test_a_key_is_destroyed_only_when_nothing_needs_it_any_more(stage: Stage) -> None:
    stage.person(ANA, name="Ana")
    first = epoch_of(stage.now.date())
    stage.now += 15 * DAY
    with stage.work() as work:
        assert rekey.unneeded(work) == []
        while rekey.rekey_some(work):
            pass
        assert rekey.unneeded(work) == [first]


def test_a_fresh_value_is_left_alone(stage: Stage) -> None:
    stage.person(ANA, name="Ana")
    stage.now += 2 * DAY
    with stage.work() as work:
        assert rekey.rekey_some(work) == 0
