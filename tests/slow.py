"""A guard for every test: nothing slow runs in a thread that has a write transaction open."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import argon2
import pytest
import requests
import sqlalchemy as sa

from checkin.storage.database import Database

_OURS = ("content", "checkin", "sms", "webapp")
_QUEUE = "checkin.storage.database"  # sleeps before a transaction, to wait for its turn
_here = threading.local()


class SlowInTransaction(AssertionError):
    """Everybody's texts would wait for this."""


def writing() -> bool:
    """Whether this thread has a write transaction open."""
    return bool(getattr(_here, "open", 0))


def guard(patch: pytest.MonkeyPatch) -> None:
    """Have argon2, requests over the network and sleeping of ours raise in a write transaction."""
    patch.setattr(Database, "write", _counting(Database.write))
    for method in ("hash", "verify"):
        patch.setattr(
            argon2.PasswordHasher, method, _outside(getattr(argon2.PasswordHasher, method))
        )
    patch.setattr(requests.Session, "send", _outside(requests.Session.send))
    patch.setattr(time, "sleep", _outside(time.sleep, ours_alone=True))


def _counting(write: Any) -> Any:
    @contextmanager
    def counted(self: Database, **how: Any) -> Iterator[sa.Connection]:
        with write(self, **how) as conn:
            _here.open = getattr(_here, "open", 0) + 1
            try:
                yield conn
            finally:
                _here.open -= 1

    return counted


def _outside(slow: Callable[..., Any], *, ours_alone: bool = False) -> Any:
    def checked(*args: Any, **kwargs: Any) -> Any:
        caller = str(sys._getframe(1).f_globals.get("__name__", ""))
        counts = not ours_alone or (caller.startswith(_OURS) and caller != _QUEUE)
        if counts and writing():
            raise SlowInTransaction(f"{slow.__qualname__} in a write transaction, from {caller}.")
        return slow(*args, **kwargs)

    return checked
