"""Words that carriers and the law keep for leaving are nothing else, in any of our languages."""

from collections.abc import Iterator

import pytest

from content.words import CARRIER_WORDS
from peers.phones import table
from sms.parsing import optout
from sms.parsing.grammar import parse
from sms.parsing.meanings import CarrierHelp, OptIn, OptOut
from sms.parsing.normalize import bare
from sms.parsing.vocabulary import Vocabulary

CARRIERS = [
    "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START",
    "UNSTOP", "HELP", "INFO",
]  # fmt: skip
RESERVED = sorted({*optout.OPT_OUT, *optout.OPT_IN, *optout.HELP})


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    """All that the gateway knows, from the catalogues and the library as they are."""
    with table(tmp_path_factory.mktemp("words")) as phones:
        yield phones.parts.gateway.words


def test_every_place_that_lists_the_carriers_words_lists_the_same() -> None:
    ours_too = optout.OPT_OUT_BY_CARRIER | optout.OPT_IN | optout.HELP_BY_CARRIER
    assert set(CARRIERS) == CARRIER_WORDS == {word.upper() for word in ours_too}


@pytest.mark.parametrize("word", RESERVED)
def test_a_reserved_word_is_no_word_of_ours_in_any_language(ours: Vocabulary, word: str) -> None:
    tables = (ours.commands, ours.cards, ours.cards_folded, ours.languages, ours.places)
    assert word == bare(word), "compared as texts are"
    assert not any(word in phrases for phrases in tables)


@pytest.mark.parametrize("word", RESERVED)
def test_a_reserved_word_means_what_it_is_reserved_for_whoever_texts_it(
    ours: Vocabulary, word: str
) -> None:
    for language in ours.spoken:
        for written in (word, word.upper(), f"“{word.title()}!”"):
            meaning = parse(written, ours, lang=language.code).meaning
            assert isinstance(meaning, OptIn | OptOut | CarrierHelp)


def test_every_language_of_ours_has_its_own_word_for_leaving(ours: Vocabulary) -> None:
    assert {language.code for language in ours.spoken} <= set(optout.OPT_OUT.values())
