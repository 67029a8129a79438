"""When a worker whose turns fail ends, so that a fresh one is started."""

from webapp.server.serve import HOPELESS_SECONDS, Turns


def test_a_worker_ends_once_every_turn_has_failed_for_a_minute() -> None:
    turns = Turns()
    assert not turns.hopeless(False, 100.0)
    assert not turns.hopeless(False, 100.0 + HOPELESS_SECONDS - 1)
    assert turns.hopeless(False, 100.0 + HOPELESS_SECONDS)
    assert turns.given_up


def test_one_turn_that_went_well_is_hope_enough() -> None:
    turns = Turns()
    almost = int(HOPELESS_SECONDS)
    assert not any(turns.hopeless(second == almost, float(second)) for second in range(2 * almost))
