"""Texts at a steady pace beside a busy worker are all answered, and each acts once."""

import pytest

from bench.texts import texts
from peers import Postgres


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_texts_at_a_steady_pace_are_all_answered(database: str, postgres: Postgres) -> None:
    found = texts(database, 20, 5, server=postgres)
    print("\n".join(found.lines()))  # noqa: T201 - shown when it fails
    assert len(found.sent) >= 100
    assert found.alerts > 0
    assert not found.failed
    # A stranger's second text of the same kind within a minute has no answer due.
    assert sum(found.silent.values()) <= len(found.sent) / 10
    assert found.differing == 0
    assert found.acted == found.distinct
