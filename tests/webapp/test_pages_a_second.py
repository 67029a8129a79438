"""Pages asked for by many at once are all answered, under the server we run and its rival."""

import pytest

from bench.web import SERVERS, web


@pytest.mark.usefixtures("processes")
def test_pages_asked_for_by_many_at_once_are_all_answered() -> None:
    found = web("sqlite", seconds=0.5, rounds=1, connections=8)
    assert {each.server.split()[0] for each in found} == SERVERS.keys()
    assert {each.page for each in found} == {"a card", "a running check-in"}
    for each in found:
        assert each.failed == 0, each.line()
        assert each.rate > 0, each.line()
