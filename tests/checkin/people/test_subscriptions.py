"""What is kept of a browser: sealed, each owner's apart, and gone with its owner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.actions import answers, timers
from checkin.people import contacts, people, pins, subscriptions
from checkin.people.subscriptions import MOST, Owner
from checkin.storage import backup, rekey
from checkin.storage.core import Core
from checkin.storage.database import Database
from checkin.storage.keyring import epoch_of
from checkin.storage.tables import messages
from checkin.storage.tables import subscriptions as table
from checkin.storage.vault import Vault, new_secret
from tests.checkin.carrier import refuses
from tests.checkin.pushing import (
    KEY,
    LAPTOP,
    PHONE,
    bodies,
    browser,
    by_link,
    pushing,
    subscribe,
    turn_on,
)
from tests.checkin.stage import ANA, KIM, SAM, Stage
from tests.checkin.test_privacy import copy

SECRETS = (PHONE, LAPTOP, "p256dh-secret", "auth-secret", "-secret")


@pytest.fixture(autouse=True)
def _pushing(stage: Stage) -> None:
    pushing(stage)


def endpoints(stage: Stage, owner_id: str) -> list[str]:
    with stage.work() as work:
        return [each.endpoint for each in subscriptions.of(work, owner_id)]


def test_a_copy_of_the_database_shows_no_address_and_no_key(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.pushed.trouble = refuses()  # what waits in the outbox is sealed as well
    stage.missed(person)
    assert stage.outbox(channel="push", status="queued")
    assert [secret for secret in SECRETS if secret.encode() in copy(stage)] == []


def test_nothing_of_a_browser_stays_with_what_was_handed_over(stage: Stage) -> None:
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.missed(person)
    pushed = stage.outbox(channel="push", status="accepted")
    assert len(pushed) > 3
    assert {(row.to_sealed, row.body_sealed) for row in pushed} == {(None, None)}


def test_what_is_logged_names_no_address(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = stage.person(ANA, name="Ana")
    subscribe(stage, person)
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.pushed.trouble = refuses(operator=True)
    stage.missed(person)
    assert "A push service refuses us (code 30003)" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []


def test_one_browser_serves_several_owners_and_each_leaves_alone(stage: Stage) -> None:
    ana, bea = stage.person(ANA), stage.person(KIM)
    subscribe(stage, ana)
    sam, kim = by_link(stage, ana), by_link(stage, bea)
    for contact in (sam, kim):
        turn_on(stage, contact, PHONE)
    with stage.work() as work:
        answers.leave_list(work, sam)
    assert endpoints(stage, sam.id) == []
    assert endpoints(stage, kim.id) == [PHONE]
    assert endpoints(stage, ana.id) == [PHONE]


def test_a_browser_that_comes_again_is_kept_once_with_its_newest_keys(stage: Stage) -> None:
    person = stage.person(ANA)
    subscribe(stage, person)
    newer = replace(browser(), auth="newer")
    with stage.work() as work:
        subscriptions.keep(work, Owner("person", person.id), newer)
        assert subscriptions.of(work, person.id) == (newer,)


def test_an_owner_keeps_the_newest_few_browsers(stage: Stage) -> None:
    person = stage.person(ANA)
    for n in range(MOST + 2):
        subscribe(stage, person, f"{PHONE}{n}")
        stage.now += timedelta(days=1)
    assert endpoints(stage, person.id) == [f"{PHONE}{n}" for n in range(2, MOST + 2)]


def test_a_browser_that_trusts_another_key_of_ours_counts_no_more(stage: Stage) -> None:
    person = stage.person(ANA)
    sam = turn_on(stage, by_link(stage, person))
    stage.core = replace(stage.core, push_key="a new key")
    assert not stage.known(sam).reachable
    stage.core = replace(stage.core, push_key=KEY)
    assert stage.known(sam).reachable


def forget_me(stage: Stage) -> None:
    with stage.work() as work:
        person = people.by_phone(work, ANA)
        assert person
        people.forget(work, person)


def forget_them(stage: Stage) -> None:
    with stage.work() as work:
        answers.forget(work, SAM)


def stop(stage: Stage) -> None:
    stage.leave(SAM)


def remove(stage: Stage) -> None:
    with stage.work() as work:
        person = people.by_phone(work, ANA)
        assert person
        contacts.remove(work, person, contacts.by_phone(work, SAM)[0])


@pytest.mark.parametrize(
    ("end", "left"), [(forget_me, []), (forget_them, [PHONE]), (stop, [PHONE]), (remove, [PHONE])]
)
def test_subscriptions_go_with_their_owner(
    stage: Stage, end: Callable[[Stage], None], left: list[str]
) -> None:
    person = stage.person(ANA)
    subscribe(stage, person)
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    stage.run()
    end(stage)
    assert endpoints(stage, person.id) == left
    assert stage.count(table) == len(left)


def test_whoever_is_forgotten_in_the_middle_of_a_hidden_alert_gets_no_push_more(
    stage: Stage,
) -> None:
    person = stage.person(ANA, name="Ana")
    turn_on(stage, stage.contact(person, SAM, "Sam"))
    subscribe(stage, person)
    with stage.work() as work:
        pins.choose(work, person, safe="1234", duress="9876")
    stage.start(person)
    with stage.work() as work:
        timers.ok(work, person, "9876")
        people.forget(work, person)
    stage.wait(timedelta(minutes=4))
    assert endpoints(stage, person.id) == []
    assert bodies(stage, LAPTOP) == ["Ana needs you. Read this before you call or text anyone."]


def test_what_is_kept_is_sealed_anew_before_its_key_is_destroyed(stage: Stage) -> None:
    person = stage.person(ANA)
    subscribe(stage, person)
    first = epoch_of(stage.now.date())
    stage.now += timedelta(days=15)
    with stage.work() as work:
        while rekey.rekey_some(work):
            pass
        assert rekey.unneeded(work) == [first]
    stage.core.vault.keyring.destroy([first])
    assert endpoints(stage, person.id) == [PHONE]


def test_a_backup_brings_browsers_back(stage: Stage, tmp_path: Path) -> None:
    secret = new_secret()
    vault = Vault.unlock(f"sqlite:///{tmp_path}/home-keys.db", [secret])
    stage.core = replace(stage.core, vault=vault)
    person = stage.person(ANA, name="Ana")
    turn_on(stage, by_link(stage, person))
    backup.save(tmp_path / "b", stage.core.database, vault.keyring, lambda *_: None)
    away = Database(f"sqlite:///{tmp_path}/away.db")
    away.migrate()
    there = Vault.unlock(f"sqlite:///{tmp_path}/away-keys.db", [secret])
    backup.restore(tmp_path / "b", away, there.keyring, lambda *_: None)
    restored = Stage(Core(**{**vars(stage.core), "database": away, "vault": there}))
    restored.now = stage.now
    restored.missed(person)
    assert "Ana did not check in" in bodies(restored, LAPTOP)[-1]
    for each in (vault, there):
        each.keyring.close()
    away.close()


def test_no_push_is_written_where_nothing_can_be_pushed(stage: Stage) -> None:
    person = stage.person(ANA)
    stage.contact(person, SAM, "Sam")
    subscribe(stage, person)
    stage.core = replace(stage.core, push_key="")
    stage.missed(person)
    assert stage.outbox(channel="push") == []
    assert stage.count(messages) > 3
