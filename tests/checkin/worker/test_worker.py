"""The worker as it runs: threads, a real clock, and a database that may go away."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.actions import agreement, invitations, timers
from checkin.clock import system_clock
from checkin.machine.advance import Timeline
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import outbox
from checkin.messages.channels import Message
from checkin.messages.outbox import Status
from checkin.monitoring import health
from checkin.people import people
from checkin.storage.core import Bounds, Core
from checkin.storage.database import Database
from checkin.storage.tables import workers
from checkin.worker.schedule import Chore
from checkin.worker.worker import Worker
from peers import Postgres
from tests.checkin.carrier import Carrier
from tests.checkin.scenes import SECOND
from tests.checkin.stage import ANA, KIM, SAM, Stage

PATIENCE_SECONDS = 20.0
HURRIED = Timeline(reminder=SECOND, grace=SECOND / 2, escalate=60 * SECOND, hold=60 * SECOND)


def hurried(core: Core) -> Core:
    """The same domain where a timer may be short and its grace ends soon."""
    return replace(core, timeline=HURRIED, bounds=Bounds(shortest=timedelta(0)))


@contextmanager
def running(core: Core, carrier: Carrier, **options: object) -> Iterator[Worker]:
    """A worker at work in a thread of its own until the block ends."""
    channels = {ChannelKind.TEXT: carrier, ChannelKind.CALL: carrier}
    worker, stop = Worker(core, channels, system_clock, **options), threading.Event()  # type: ignore[arg-type]
    thread = threading.Thread(target=worker.run, args=[stop])
    thread.start()
    try:
        yield worker
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


def soon(true: Callable[[], object]) -> None:
    """Fails if it does not become true in reasonable time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def put(core: Core, phone: str = SAM, body: str = "Hello") -> str:
    with core.write(system_clock()) as work:
        return outbox.enqueue(work, kind="test", to=phone, lang="en", body=body)


def start(core: Core, length: timedelta = timedelta(0)) -> people.Person:
    """A person whose timer is due after `length`."""
    with core.write(system_clock()) as work:
        person = people.create(work, lang="en", place="us-ny", phone=ANA)
        agreement.confirm(work, invitations.invite(work, person, phone=SAM, name="Sam"))
    soon(lambda: alive(core))
    with core.write(system_clock()) as work:
        timers.start(work, person, length)
    return person


def alive(core: Core) -> bool:
    with core.write(system_clock()) as work:
        return health.worker(work).alive


def alerted(carrier: Carrier) -> bool:
    return any("did not check in" in body for body in carrier.inbox(SAM))


def test_a_worker_gives_a_sign_of_life_while_it_runs_and_none_after(core: Core) -> None:
    assert not alive(core)
    with running(core, Carrier()):
        soon(lambda: alive(core))
    assert Stage(core).count(workers) == 0
    assert not alive(core)


def test_a_missed_timer_reaches_the_contact(core: Core) -> None:
    core, carrier = hurried(core), Carrier()
    with running(core, carrier):
        start(core)
        soon(lambda: alerted(carrier))


def test_one_slow_message_holds_up_no_other(core: Core) -> None:
    carrier, release = Carrier(), threading.Event()

    def slow(message: Message) -> None:
        if message.to == SAM:
            release.wait(PATIENCE_SECONDS)

    carrier.trouble = slow
    put(core, SAM)
    for _ in range(20):
        put(core, KIM)
    with running(core, carrier, senders=4):
        soon(lambda: len(carrier.inbox(KIM)) == 20)
        assert carrier.inbox(SAM) == []
        release.set()
        soon(lambda: carrier.inbox(SAM))


def test_a_worker_told_to_stop_lets_what_is_in_flight_land_and_takes_nothing_new(
    core: Core,
) -> None:
    carrier, begun, release = Carrier(), threading.Event(), threading.Event()

    def slow(_: Message) -> None:
        begun.set()
        release.wait(PATIENCE_SECONDS)

    carrier.trouble = slow
    first = put(core)
    with running(core, carrier, senders=1):
        begun.wait(PATIENCE_SECONDS)
        second = put(core)
        threading.Timer(0.3, release.set).start()
    statuses = {row.id: row.status for row in Stage(core).outbox()}
    assert statuses == {first: Status.ACCEPTED, second: Status.QUEUED}


def test_two_workers_send_each_message_once(core: Core) -> None:
    carrier = Carrier()
    ids = {put(core) for _ in range(40)}
    with running(core, carrier, senders=4), running(core, carrier, senders=4):
        soon(lambda: len(carrier.taken) >= len(ids))
    assert Counter(message.id for message in carrier.taken) == Counter(ids)


def test_an_ok_while_the_alert_is_with_the_carrier_is_followed_by_the_all_clear(
    core: Core,
) -> None:
    core, carrier = hurried(core), Carrier()
    begun, release = threading.Event(), threading.Event()

    def slow(message: Message) -> None:
        if "did not check in" in message.body:
            begun.set()
            release.wait(PATIENCE_SECONDS)

    carrier.trouble = slow
    with running(core, carrier):
        person = start(core)
        assert begun.wait(PATIENCE_SECONDS)
        with core.write(system_clock()) as work:
            timers.ok(work, person)
        release.set()
        soon(lambda: any("All clear" in body for body in carrier.inbox(SAM)))
    (alert,) = Stage(core).outbox(kind=Kind.ALERT)
    assert alert.status == Status.WITHDRAWN


def test_chores_run_beside_the_alerts_and_one_that_fails_is_tried_again(core: Core) -> None:
    ran = Counter[str]()

    def chore(name: str, trouble: Exception | None = None) -> Chore:
        def run() -> None:
            ran[name] += 1
            if trouble:
                raise trouble

        return Chore(name, SECOND / 2, run)

    chores = (chore("fine"), chore("failing", RuntimeError("boom")))
    with running(core, Carrier(), chores=chores):
        soon(lambda: min(ran["fine"], ran["failing"]) >= 2)


@pytest.fixture
def own_core(core: Core, postgres: Postgres) -> Iterator[Core]:
    """The domain on a PostgreSQL database of its own, hurried."""
    database = Database(postgres.new_database())
    database.migrate()
    yield hurried(replace(core, database=database))
    database.close()


@contextmanager
def away(postgres: Postgres) -> Iterator[None]:
    """The database server is down until the block ends."""
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


only_once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@only_once
def test_an_alert_that_falls_due_while_the_database_is_away_goes_out_when_it_is_back(
    own_core: Core, postgres: Postgres
) -> None:
    carrier = Carrier()
    with running(own_core, carrier):
        start(own_core, SECOND)
        with away(postgres):
            time.sleep(2.0)
            assert not alerted(carrier)
        soon(lambda: alerted(carrier))
        soon(lambda: alive(own_core))


@only_once
def test_a_message_in_flight_while_the_database_goes_away_is_sent_once(
    own_core: Core, postgres: Postgres
) -> None:
    carrier, begun, release = Carrier(), threading.Event(), threading.Event()

    def slow(_: Message) -> None:
        begun.set()
        release.wait(PATIENCE_SECONDS)

    carrier.trouble = slow
    id = put(own_core)
    with running(own_core, carrier):
        begun.wait(PATIENCE_SECONDS)
        with away(postgres):
            release.set()
            time.sleep(0.5)
        soon(lambda: Stage(own_core).outbox(id=id)[0].status == Status.ACCEPTED)
    assert carrier.inbox(SAM) == ["Hello"]


@only_once
def test_a_worker_stops_when_told_to_even_while_the_database_is_away(
    own_core: Core, postgres: Postgres
) -> None:
    with ExitStack() as down, running(own_core, Carrier()):
        soon(lambda: alive(own_core))
        down.enter_context(away(postgres))


@only_once
def test_a_locked_sqlite_file_is_waited_for(core: Core) -> None:
    carrier = Carrier()
    put(core)
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        with core.database.write():
            locked.set()
            release.wait(PATIENCE_SECONDS)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(PATIENCE_SECONDS)
    with running(core, carrier):
        time.sleep(0.3)
        assert carrier.taken == []
        release.set()
        holder.join()
        soon(lambda: carrier.inbox(SAM) == ["Hello"])
