"""Argon2: PINs hashed and compared, beside all transactions and few at a time.

Each takes some 20 to 60 ms of a core and 19 MiB, so whoever makes us compute many could take every
thread from everybody else. Each way in has places of its own, so that none holds up another.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from checkin.refusals import Reason, Refused

# Argon2id with 19 MiB and two passes, one of the settings that OWASP's Password Storage Cheat
# Sheet gives. No stronger one, because somebody waits for the answer.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$P+AnteYBFjrw7tXJGQ+n7w"
    "$8McXK6enRYKazyWqbqnjPZoy5ViHGePa8KPN9COjnSs",
    "$argon2id$v=19$m=19456,t=2,p=1$r5jyoVZVC8+xgGmHoL/T3w"
    "$Ah/wBHKCc0X9gLcsuiXC9IAcnqhlNthWG/ZlR7WHeyg",
)
"""Hashes that no PIN has, for whoever has none: so that comparing takes as long."""


class Door(StrEnum):
    """The way by which a PIN comes in: from the person's own phone or device, from anywhere with
    her check-in code, or by a call that may be an SOS."""

    OWN = "own"
    CODE = "code"
    CALL = "call"


class _Gate:
    """Lets `at_once` through, lets `more` wait for `seconds`, and turns away the rest."""

    def __init__(self, at_once: int, more: int, seconds: float, *, refuses: bool = True) -> None:
        self._inside = threading.BoundedSemaphore(at_once)
        self._near = threading.BoundedSemaphore(at_once + more)
        self._seconds = seconds
        self._refuses = refuses

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Raises Refused for whoever is turned away."""
        near = self._near.acquire(blocking=False)
        inside = (near or not self._refuses) and self._inside.acquire(timeout=self._seconds)
        try:
            if self._refuses and not inside:
                raise Refused(Reason.PIN_BUSY)
            yield
        finally:
            if inside:
                self._inside.release()
            if near:
                self._near.release()


# In each process, which has eight threads (webapp/server/serve.py): attackers at the first two take
# six at most. A call may be an SOS, so it waits its turn and then goes ahead all the same.
_GATES = {
    Door.OWN: _Gate(1, 3, 2.0),
    Door.CODE: _Gate(1, 1, 0.5),
    Door.CALL: _Gate(2, 6, 1.0, refuses=False),
}
_took = 0.05
"""Seconds that the last comparison took."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a PIN, peppered, is the one behind each of two hashes. Always compared with both, so
    that the time taken does not tell which one it was."""

    peppered: str
    hashes: tuple[str, str]
    door: Door = Door.OWN

    def compute(self) -> tuple[bool, bool]:
        global _took
        with _GATES[self.door].passing():
            began = time.monotonic()
            first, second = (_matches(hashed, self.peppered) for hashed in self.hashes)
            _took = time.monotonic() - began
        return first, second


@dataclass(frozen=True, slots=True)
class Hashes:
    """Two new PINs, peppered, to be kept as hashes."""

    peppered: tuple[str, str]

    def compute(self) -> tuple[str, str]:
        with _GATES[Door.OWN].passing():
            first, second = (HASHER.hash(each) for each in self.peppered)
        return first, second


@dataclass(frozen=True, slots=True)
class Pretence:
    """What takes as long as a comparison, and costs no work."""

    def compute(self) -> None:
        with _GATES[Door.OWN].passing():
            time.sleep(_took)


def _matches(hashed: str, peppered: str) -> bool:
    try:
        return HASHER.verify(hashed, peppered)
    except VerificationError:
        return False
