"""People without accounts: a phone, a device, or both, and nothing left when they go."""

from pathlib import Path

import pytest

from checkin.people import people
from checkin.people.people import Police
from checkin.refusals import Reason, Refused
from checkin.storage.core import Core
from checkin.storage.tables import checkins, contacts, devices, messages, metadata, opt_outs
from checkin.storage.vault import Vault, new_secret
from checkin.worker import retention
from tests.checkin.stage import ANA, BOB, KIM, SAM, Stage


def test_a_person_is_found_by_the_phone_that_texted_us(stage: Stage) -> None:
    person = stage.person(ANA)
    with stage.work() as work:
        assert people.by_phone(work, ANA) == person
        assert people.by_phone(work, BOB) is None


def test_a_person_is_found_by_phone_after_a_change_of_secret(core: Core, tmp_path: Path) -> None:
    old, new, ring = new_secret(), new_secret(), f"sqlite:///{tmp_path}/other.db"
    vaults = [Vault.unlock(ring, [old]), Vault.unlock(ring, [new, old])]
    before, after = (Stage(Core(**{**vars(core), "vault": vault})) for vault in vaults)
    person = before.person(ANA, name="Ana")
    with after.work() as work:
        assert people.by_phone(work, ANA) == person
    for vault in vaults:
        vault.keyring.close()


def test_a_device_is_known_by_its_token_and_we_keep_only_a_hash(stage: Stage) -> None:
    person = stage.person(phone=None)
    with stage.work() as work:
        token = people.add_device(work, person)
        assert people.by_device(work, token) == person
        assert people.by_device(work, token[:-1]) is None
        (row,) = work.conn.execute(devices.select())
    assert token.encode() not in row.token_hash


def test_what_is_given_changes_and_the_rest_stays(stage: Stage) -> None:
    person = stage.person(name="Ana")
    with stage.work() as work:
        changed = people.change(work, person, police=Police.AFTER, police_after_hours=6)
        assert (changed.name, changed.police, changed.police_after_hours) == (
            "Ana",
            Police.AFTER,
            6,
        )
        assert people.change(work, person, at_once=True).police is Police.AFTER
        assert people.change(work, person, name="  ").name is None


def test_forgetting_leaves_nothing_of_the_person(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM)
    stage.contact(person, KIM, "Kim")
    stage.missed(person, plan="Room 12")
    stage.ok(person)
    stage.run()
    with stage.work() as work:
        people.add_device(work, person)
        people.forget(work, person)
    left = {table.name: stage.count(table) for table in metadata.sorted_tables}
    # Tries: that a number was invited, under a keyed hash and for a day.
    mere_counts = {"daily_counters", "counters", "workers", "tries"}
    assert {name for name, rows in left.items() if rows} <= mere_counts


def test_forgetting_one_person_leaves_another_alone(stage: Stage) -> None:
    ana, bob = stage.person(ANA), stage.person(BOB)
    stage.contact(ana)
    stage.contact(bob)
    timer = stage.start(bob)
    with stage.work() as work:
        people.forget(work, ana)
    assert stage.timer(timer).person_id == bob.id
    assert (stage.count(contacts), stage.count(checkins)) == (1, 1)


def test_whoever_holds_the_phone_cannot_silence_an_alert_by_deleting_everything(
    stage: Stage,
) -> None:
    person = stage.person()
    stage.contact(person)
    for moment in (lambda: stage.start(person), lambda: stage.missed(person)):
        if not stage.count(checkins):
            moment()
        with stage.work() as work, pytest.raises(Refused) as refused:
            people.forget(work, person)
        assert refused.value.reason is Reason.FORGET_RUNNING


def test_a_refusal_is_remembered_without_the_number(stage: Stage) -> None:
    stage.leave(SAM)
    with stage.work() as work:
        (row,) = work.conn.execute(opt_outs.select())
    assert SAM[1:].encode() not in bytes(row.phone_hash)
    assert len(row.phone_hash) == 32
    assert stage.count(messages) == 0


@pytest.mark.promise(
    "The all-clear reaches your contacts even if you delete everything right after it.", of=1
)
def test_an_all_clear_still_leaves_when_everything_is_forgotten_right_after(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    stage.ok(person)
    with stage.work() as work:
        people.forget(work, person)
        assert people.by_phone(work, ANA) is None
    stage.run()
    assert "All clear" in stage.carrier.inbox(SAM)[-1]
    with stage.work() as work:
        retention.delete_expired(work)
        assert people.get(work, person.id) is None
