"""Slow tasks are computed while no transaction is open, and the work runs again with what came."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from checkin.people import argon, people
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import people as table
from tests.checkin.stage import ANA, Stage
from tests.slow import SlowInTransaction, writing


@dataclass(frozen=True)
class Slow:
    """Its outcome: whether a write transaction was open meanwhile."""

    name: str

    def compute(self) -> bool:
        if self.name == "refused":
            raise Refused(Reason.PIN_BUSY)
        return writing()


def create(work: Work, *names: str) -> list[bool]:
    people.create(work, lang="en", place="us-ny", phone=ANA)
    assert work.conn.scalar(sa.select(sa.func.count()).select_from(table)) == 1
    return [work.proofs.of(Slow(name)) for name in names]


def test_what_is_slow_is_computed_outside_and_the_work_is_done_once(stage: Stage) -> None:
    assert stage.core.act(stage.now, lambda work: create(work, "one", "two")) == [False, False]
    assert stage.count(table) == 1


def test_what_cannot_be_computed_is_refused_inside_the_work(stage: Stage) -> None:
    def act(work: Work) -> Reason:
        try:
            create(work, "refused")
        except Refused as refused:
            return refused.reason
        raise AssertionError

    assert stage.core.act(stage.now, act) is Reason.PIN_BUSY
    assert stage.count(table) == 1


def test_work_that_asks_without_end_is_given_up_and_leaves_nothing(stage: Stage) -> None:
    names = [str(number) for number in range(9)]
    with pytest.raises(RuntimeError):
        stage.core.act(stage.now, lambda work: create(work, *names))
    assert stage.count(table) == 0


def test_hashing_in_a_write_transaction_fails_every_test(stage: Stage) -> None:
    with pytest.raises(SlowInTransaction), stage.core.database.write():
        argon.HASHER.hash("0000")
    with stage.core.database.read():
        assert argon.HASHER.hash("0000")


def test_one_too_many_at_a_door_is_turned_away_but_never_from_an_sos() -> None:
    gate, sos = argon._Gate(1, 0, 0.01), argon._Gate(1, 0, 0.01, refuses=False)
    for _ in range(2):
        with gate.passing(), pytest.raises(Refused) as refused, gate.passing():
            raise AssertionError
        assert refused.value.reason is Reason.PIN_BUSY
    with sos.passing(), sos.passing():
        assert argon._GATES[argon.Door.CALL]._refuses is False
