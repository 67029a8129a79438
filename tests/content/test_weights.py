"""The weights that search has learned, and that a phone does the same sums with them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.library import phrases
from content import learning
from content.files import ROOT
from content.library import Library
from content.questions import SMALLTALK
from content.tokens import asks_nothing, bare
from content.weights import Weights
from peers import Ranking

LANGUAGES = ("en", "es")


def kept(lang: str) -> Weights:
    return Weights.unpacked(learning.kept(ROOT, lang).read_bytes())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_weights_beside_the_questions_were_learned_from_them(ours: Library, lang: str) -> None:
    """When they were not: raincheck content learn."""
    assert kept(lang).made_from == learning.fingerprint(ours.examples(lang))


@pytest.mark.usefixtures("thorough")
def test_the_same_questions_give_the_same_weights(ours: Library) -> None:
    learned, before = learning.learn(ours.examples("en")), kept("en")
    assert learned.cards == before.cards
    assert learned.rarity == before.rarity
    # The last bit of a logarithm or a power differs from one machine to another.
    differing = sum(one != two for one, two in zip(learned.levels, before.levels, strict=True))
    assert differing < len(before.levels) / 100


def test_packed_weights_are_what_they_were() -> None:
    learned = learning.learn([("bail", "get me out"), ("car", "open the trunk")])
    assert Weights.unpacked(learned.packed()) == learned


@pytest.mark.usefixtures("thorough")
def test_a_card_of_a_hosts_own_is_learned_beside_what_is_known(ours: Library) -> None:
    own = ["VAN", "Night van", "NIGHT VAN", "when does the van come", "where is the van tonight"]
    examples = [*ours.examples("en"), *(("van", text) for text in own)]
    learned = learning.weights(examples, learning.kept(ROOT, "en"))
    for text, card in {
        "is the van out tonight": "van",
        "when is the night van": "van",
        "can they look in my purse": "search",
        "how are you": SMALLTALK,
    }.items():
        chances = learned.chances(bare(text))
        assert max(chances, key=chances.__getitem__) == card


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_sums(text: str) -> None:
    for lang in LANGUAGES:
        assert sum(kept(lang).chances(bare(text)).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/arrested",
        "www.example.com/a",
        "bit.ly/help",
        "123456",
        "5-0",
        "G-482913",
        "",
        "?!",
    ],
)
def test_a_link_digits_or_a_code_ask_for_nothing(text: str) -> None:
    assert asks_nothing(text)
    assert not asks_nothing(f"{text} police")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_without_a_connection_ranks_as_the_server_does(
    phone_ranking: Callable[[Path], AbstractContextManager[Ranking]], lang: str
) -> None:
    weights = kept(lang)
    asked = [phrase.text for phrase in phrases() if phrase.lang == lang]
    odd = [
        "",
        "5-0",
        "can't they look?",
        "¿QUÉ DIGO, señor?",
        "www.example.com/arrested",
        "日本語 ok",
        "x" * 300,
    ]
    with phone_ranking(learning.kept(ROOT, lang)) as rank:
        for text in [*asked, *odd]:
            chances = {} if asks_nothing(text) else weights.chances(bare(text))
            likely = sorted(chances.items(), key=lambda each: -each[1])
            small = bool(likely) and likely[0][0] == SMALLTALK
            ours = [] if small else [each for each in likely if each[0] != SMALLTALK]
            theirs = rank(text)
            assert [card for card, _ in theirs] == [card for card, _ in ours], text
            assert [chance for _, chance in theirs] == pytest.approx([chance for _, chance in ours])
