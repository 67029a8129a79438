"""Proofs: the outcomes of slow tasks, computed while no transaction is open.

SQLite has one writer, so whatever is slow inside a transaction makes everybody wait. A unit of work
that needs such an outcome asks for it (`Proofs.of`). Where it is missing the unit is rolled back,
the task is computed beside all transactions, and the unit runs again from its beginning.
"""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar, cast
from uuid import uuid4

from checkin.refusals import Refused

# One for what a person typed, one more where the row it is compared with was changed meanwhile.
_MOST_ROUNDS = 4

Begun = TypeVar("Begun")
Outcome = TypeVar("Outcome")
Made = TypeVar("Made", covariant=True)


class Task(Hashable, Protocol[Made]):
    """Something slow to compute. It holds all that its outcome depends on, and equal tasks have the
    same outcome: so an outcome is of no use once a row that it was computed from has changed."""

    def compute(self) -> Made:
        """Raises Refused where it cannot be computed now."""


class Wanted(Exception):
    """A unit of work needs the outcome of this task. Only `settled` should catch it."""

    def __init__(self, task: Task[Any]) -> None:
        super().__init__(type(task).__name__)
        self.task = task


class Proofs:
    """What has been computed for one unit of work."""

    def __init__(self) -> None:
        self._outcomes: dict[Task[Any], object] = {}
        self._ids: list[str] = []
        self._given = 0

    def new_id(self) -> str:
        """A random row id (UUID 4, 32 hex digits), the same in each run of the unit: for rows on
        whose id a task depends."""
        if self._given == len(self._ids):
            self._ids.append(uuid4().hex)
        self._given += 1
        return self._ids[self._given - 1]

    def again(self) -> None:
        """The unit begins once more."""
        self._given = 0

    def of(self, task: Task[Outcome]) -> Outcome:
        """The outcome of the task. Raises Wanted where it is not there yet, and Refused where it
        could not be computed."""
        if task not in self._outcomes:
            raise Wanted(task)
        outcome = self._outcomes[task]
        if isinstance(outcome, Refused):
            raise outcome
        return cast(Outcome, outcome)

    def compute(self, task: Task[Any]) -> None:
        """Compute it and keep the outcome. Never call this while a transaction is open."""
        try:
            self._outcomes[task] = task.compute()
        except Refused as refused:
            self._outcomes[task] = refused


def settled(
    begin: Callable[[Proofs], AbstractContextManager[Begun]], do: Callable[[Begun], Outcome]
) -> Outcome:
    """What `do` returns for a unit of work from `begin`, which is begun again after each task that
    it turns out to need. `do` may touch nothing but the database: it may run several times."""
    proofs = Proofs()
    for _ in range(_MOST_ROUNDS):
        try:
            with begin(proofs) as work:
                return do(work)
        except Wanted as wanted:
            proofs.compute(wanted.task)
            proofs.again()
    raise RuntimeError("A unit of work asked for one slow task after another, so it was given up.")
