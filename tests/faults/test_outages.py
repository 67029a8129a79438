"""What we stand on breaks, one thing at a time, while timers are missed: no alert is lost."""

import gc
from collections.abc import Callable

import pytest

from bench import outages
from bench.outages import Outcome
from peers import Postgres

_TIMERS = 12


def _holds(outcome: Outcome) -> Outcome:
    print(outcome.line())  # noqa: T201 - shown when it fails
    assert outcome.verdict.missed == _TIMERS
    assert outcome.verdict.lost == ()
    return outcome


@pytest.mark.parametrize(
    "outage",
    [outages.unavailable, outages.throttled, outages.unreached],
    ids=lambda outage: outage.__name__,
)
def test_a_provider_that_takes_nothing_for_a_while_gets_everything_once_in_the_end(
    outage: Callable[[int], Outcome],
) -> None:
    assert _holds(outage(_TIMERS)).verdict.texts_doubled == 0


@pytest.mark.promise(
    "After an outage of the carrier, with 300 alerts waiting, all are told within 20 s.", of=1
)
@pytest.mark.parametrize("minutes", [2, 10])
@pytest.mark.parametrize("timers", [30, pytest.param(300, marks=pytest.mark.alone)])
def test_the_last_contact_is_told_within_twenty_seconds_of_the_carriers_return(
    timers: int, minutes: int
) -> None:
    outcome = outages.away(timers, minutes=minutes)
    print(outcome.line())  # noqa: T201 - shown when it fails
    assert outcome.verdict.missed == timers
    assert outcome.verdict.lost == ()
    assert outcome.verdict.texts_doubled == 0
    assert outcome.latest is not None
    assert 0 < outcome.latest < 20


def test_a_text_whose_answer_was_lost_is_looked_up_and_not_sent_again() -> None:
    outcome = _holds(outages.unanswered(_TIMERS))
    assert outcome.struck > 0
    assert outcome.verdict.texts_doubled == 0


def test_slow_answers_hold_nothing_back() -> None:
    assert _holds(outages.slow(_TIMERS)).verdict.texts_doubled == 0


# A connection that breaks while it is thrown away is reported by its driver as never closed.
@pytest.mark.promise("When the database breaks down and comes back, every timer goes on.", of=1)
@pytest.mark.filterwarnings("ignore:Exception ignored in.*BaseConnection")
@pytest.mark.filterwarnings("ignore:.*deleted while still open:ResourceWarning")
def test_a_database_that_crashes_and_comes_back_loses_nothing(postgres: Postgres) -> None:
    _holds(outages.database_restarted(_TIMERS, postgres))
    gc.collect()


@pytest.mark.promise("When a standby takes over from the database, alerts go on at once.", of=1)
@pytest.mark.parametrize("crash", [False, True], ids=["reads only", "crashed"])
@pytest.mark.usefixtures("processes")
@pytest.mark.filterwarnings("ignore:Exception ignored in.*BaseConnection")
@pytest.mark.filterwarnings("ignore:.*deleted while still open:ResourceWarning")
def test_a_failover_loses_nothing_and_the_workers_go_on_within_twenty_seconds(crash: bool) -> None:
    outcome = _holds(outages.failed_over(_TIMERS, crash=crash))
    assert outcome.latest is not None
    assert 0 < outcome.latest < 20
    gc.collect()


def test_a_full_disk_loses_nothing_once_there_is_room_again() -> None:
    _holds(outages.disk_full(_TIMERS))


@pytest.mark.parametrize(
    "outage",
    [outages.clock_forward, outages.clock_back, outages.clock_wrong],
    ids=lambda outage: outage.__name__,
)
def test_a_clock_that_is_set_loses_nothing(outage: Callable[[int], Outcome]) -> None:
    _holds(outage(_TIMERS))


def test_a_worker_that_freezes_past_its_lease_loses_nothing() -> None:
    assert _holds(outages.separated(_TIMERS)).verdict.texts_doubled == 0
