"""A worker that is killed at the worst moment loses no alert."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.actions import agreement, browsers, invitation_links, invitations, timers
from checkin.clock import system_clock
from checkin.monitoring import health
from checkin.people import people
from checkin.people.people import Person
from checkin.people.subscriptions import Subscription
from checkin.storage.core import Core
from checkin.storage.vault import new_secret
from tests import ROOT
from tests.e2e import worker_process

PATIENCE_SECONDS = 30.0
SAM = "+12025550122"
PHONE = Subscription("https://fcm.googleapis.com/fcm/send/a", "p", "a", "Raincheck")


def soon(true: Callable[[], object]) -> None:
    """Fails if it does not become true in reasonable time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@dataclass
class Host:
    """One SQLite file, one carrier folder, and workers that come and go."""

    core: Core
    arguments: list[str]
    carrier: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "tests.e2e.worker_process", *self.arguments]
        process = subprocess.Popen(program, cwd=ROOT)
        self.processes.append(process)
        return process

    def wait_for_worker(self) -> None:
        def beats() -> bool:
            with self.core.read(system_clock()) as work:
                return health.worker(work).alive

        soon(beats)

    def person(self, contact: str = SAM) -> Person:
        """Someone with a contact who said yes."""
        with self.core.write(system_clock()) as work:
            person = people.create(work, lang="en", place="us")
            agreement.confirm(work, invitations.invite(work, person, phone=contact, name="Sam"))
        return person

    def pushed(self) -> Person:
        """Someone whose contact came by a link and is reached by push alone."""
        with self.core.write(system_clock()) as work:
            person = people.create(work, lang="en", place="us")
            contact, _ = invitation_links.invite(work, person, "Sam")
            invitation_links.agree(work, contact, "en")
            browsers.turn_on(work, contact, PHONE)
        return person

    def miss(self, person: Person, *, after: timedelta = timedelta(0)) -> None:
        """A timer that nobody answers, due in a moment."""
        with self.core.write(system_clock()) as work:
            timers.start(work, person, after, "Room 12")

    def seen(self, what: str, phone: str = SAM) -> list[str]:
        """Alerts to the phone that the carrier has `begun`, `taken` or been `asked` about."""
        found = [json.loads(file.read_text()) for file in self.carrier.glob(f"{what}-*")]
        return [m["body"] for m in found if m["to"] == phone and "did not check in" in m["body"]]

    def slow(self, when: str, *, on: bool = True) -> None:
        flag = self.carrier / when
        flag.touch() if on else flag.unlink()


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("RAINCHECK_SECRET_KEYS", new_secret())
    carrier = tmp_path / "carrier"
    carrier.mkdir()
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("raincheck", "keyring")]
    core = worker_process.domain(*urls)
    made = Host(core, [*urls, str(carrier)], carrier)
    yield made
    for flag in carrier.glob("slow-*"):
        flag.unlink()
    for process in made.processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)
    core.vault.keyring.close()
    core.database.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_an_alert_whose_worker_was_killed_before_it_left_still_goes_out(host: Host) -> None:
    person, first = host.person(), host.worker()
    host.wait_for_worker()
    soon(lambda: list(host.carrier.glob("taken-*")))
    host.slow("slow-before")
    host.miss(person)
    soon(lambda: host.seen("begun"))
    kill(first)
    assert host.seen("taken") == []
    host.slow("slow-before", on=False)
    host.worker()
    soon(lambda: host.seen("taken"))
    (alert,) = host.seen("taken")
    assert "Room 12" in alert


def test_an_alert_that_had_left_when_its_worker_was_killed_is_looked_up_and_not_sent_twice(
    host: Host,
) -> None:
    person, first = host.person(), host.worker()
    host.wait_for_worker()
    soon(lambda: list(host.carrier.glob("taken-*")))
    host.slow("slow-after")
    host.miss(person)
    soon(lambda: host.seen("taken"))
    kill(first)
    host.slow("slow-after", on=False)
    host.worker()
    soon(lambda: host.seen("asked"))
    second_thoughts = time.monotonic() + 2 * worker_process.LEASE.total_seconds()
    while time.monotonic() < second_thoughts:
        assert len(host.seen("taken")) == 1
        time.sleep(0.1)


def test_a_push_that_had_left_when_its_worker_was_killed_is_sent_once_more(host: Host) -> None:
    person, first = host.pushed(), host.worker()
    host.wait_for_worker()
    host.slow("slow-after")
    host.miss(person)
    soon(lambda: host.seen("taken", PHONE.serialize()))
    kill(first)
    host.slow("slow-after", on=False)
    host.worker()
    soon(lambda: len(host.seen("taken", PHONE.serialize())) == 2)


@pytest.mark.promise("Your alert goes out even if what sends it is killed over and over.", of=1)
def test_no_alert_is_lost_however_often_the_worker_is_killed(host: Host) -> None:
    phones = [f"+1202555{n:04}" for n in range(30)]
    missing = [host.person(phone) for phone in phones]
    worker = host.worker()
    host.wait_for_worker()
    for person in missing:
        host.miss(person, after=timedelta(seconds=2))
    time.sleep(1.5)
    for _ in range(5):
        time.sleep(random.uniform(0.2, 1.0))
        kill(worker)
        worker = host.worker()
    soon(lambda: all(host.seen("taken", phone) for phone in phones))
