"""Which ways of clearing a record may fit, place by place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.facts import Span
from content.library import Library
from content.relief import SINCE, fit, relief

SOONER = {"open": 2, "maybe": 1, "later": 0}


@pytest.mark.parametrize(
    ("wait", "fits"),
    [
        (None, ["open"] * 5),
        (Span(days=60), ["maybe", "open", "open", "open", "open"]),
        (Span(years=1), ["later", "open", "open", "open", "open"]),
        (Span(months=18), ["later", "maybe", "open", "open", "open"]),
        (Span(years=3), ["later", "later", "open", "open", "open"]),
        (Span(years=10), ["later", "later", "later", "later", "open"]),
        (Span(years=15), ["later", "later", "later", "later", "maybe"]),
        ("varies", ["maybe"] * 5),
    ],
)
def test_a_wait_is_over_only_when_all_of_the_answer_is_past_it(
    wait: Span | None, fits: list[str]
) -> None:
    assert [fit(wait, since) for since in SINCE] == fits


@given(st.integers(0, 400))
def test_whoever_waits_longer_never_loses_a_way(months: int) -> None:
    wait = Span(months=months) if months else None
    ranks = [SOONER[fit(wait, since)] for since in SINCE]
    assert ranks == sorted(ranks)


def test_every_place_answers_for_every_ending_or_says_that_it_does_not_know(
    ours: Library,
) -> None:
    for place in ours.places.values():
        for lang in ("en", "es"):
            found = relief(place, ours.phrases, lang)
            told = {ending for ending, _ in found.lead} | {o.ending for o in found.options}
            assert told | set(found.unknown) == {"no_conviction", "conviction", "trafficked"}
            assert not told & set(found.unknown), place.id


def test_every_way_says_where_it_is_from(ours: Library) -> None:
    for place in ours.places.values():
        for option in relief(place, ours.phrases, "en").options:
            assert option.source.url.startswith("http")
            assert len(option.fits) == len(SINCE)
