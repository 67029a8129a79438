"""The phrases that nobody tunes for keep their form, and ask for cards that there are."""

from collections import Counter

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
