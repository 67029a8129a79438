"""Web and workers are killed at random instants, with kill -9: no promise is broken."""

import pytest

from bench.crashes import crashes
from peers import Postgres


@pytest.mark.promise("Killing any of our processes, again and again, loses no alert.", of=1)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kill_9_at_random_instants_breaks_no_promise(database: str, postgres: Postgres) -> None:
    campaign = crashes(database, 40, seed=1, seconds=6, pause=1, lease=2.5, server=postgres)
    print("\n".join(campaign.lines()))  # noqa: T201 - shown when it fails
    assert campaign.kills.total() >= 3
    assert campaign.verdict.missed >= 20
    assert campaign.verdict.lost == ()
    assert campaign.verdict.unmoved == ()
    assert campaign.verdict.uncleared == ()
