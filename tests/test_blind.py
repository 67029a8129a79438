"""The phrases that nobody tunes for keep their form, and ask for cards that there are."""

from collections import Counter
from pathlib import Path

import pytest

from bench import times
from bench.questions import questions
from content.library import Library
from content.phrases import LOCALES, Phrases


def test_every_blind_question_names_cards_that_there_are() -> None:
    cards = set(Library.load(Phrases.load(LOCALES)).cards)
    assert {card for each in questions() for card in each.cards} == cards


def test_every_hand_wrote_a_hundred_or_so_in_one_language_each_once() -> None:
    hands = Counter((each.hand, each.lang) for each in questions())
    assert len(hands) == 4
    assert min(hands.values()) >= 100
    texts = [(each.hand, each.text) for each in questions()]
    assert len(texts) == len(set(texts))


def test_the_battery_of_times_has_three_hundred_in_two_languages_each_once() -> None:
    battery = times.lines()
    assert len(battery) >= 300
    assert {each.lang for each in battery} == {"en", "es"}
    assert len({(each.lang, each.now, str(each.now.tzinfo), each.text) for each in battery}) == len(
        battery
    )
    assert all(each.end is None or each.end > each.now for each in battery)


@pytest.mark.parametrize("commanded", [False, True])
@pytest.mark.usefixtures("thorough")
def test_no_time_of_the_battery_ends_a_timer_at_another_moment(
    tmp_path: Path, commanded: bool
) -> None:
    found = list(times.outcomes(tmp_path, commanded=commanded))
    wrong = (times.Fate.MOMENT, times.Fate.STARTED, times.Fate.NOTE)
    assert [each.text for each in found if each.fate in wrong] == []
