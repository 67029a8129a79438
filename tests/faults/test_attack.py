"""Ten times the traffic, a part of it hostile: clear answers, and every alert in time."""

from bench.attack import LATEST, attack


def test_alerts_leave_in_time_beside_a_flood_that_is_answered_clearly() -> None:
    found = attack("sqlite", 20, 5, 300)
    print("\n".join(found.lines()))  # noqa: T201 - shown when it fails
    for flood in (found.ten_times, found.hour):
        assert not flood.unclear
        assert len(flood.lags) == flood.missed > 0
        assert max(flood.lags) < LATEST
    assert {200, 303, 400, 403, 409, 410} <= {answer.status for answer in found.hour.answers}
