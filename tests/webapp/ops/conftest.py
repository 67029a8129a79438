"""What the tests of the operator's commands share."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

import pytest

from webapp.ops import doctor
from webapp.settings import Settings
from webapp.symptom import Symptom

_examine_content = doctor._content


@cache
def _of_our_own(day: date) -> tuple[Symptom, ...]:
    return tuple(_examine_content(Settings(), datetime(day.year, day.month, day.day)))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def own_content_is_examined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor takes seconds to check every card, and our own cards do not change meanwhile."""

    def content(settings: Settings, now: datetime) -> Iterator[Symptom]:
        if settings.content_dir:
            yield from _examine_content(settings, now)
        else:
            yield from _of_our_own(now.date())

    monkeypatch.setattr(doctor, "_content", content)
