"""Any text at all, read by the grammar with the words we really speak."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peers.phones import table
from sms.parsing import acts, meanings
from sms.parsing.grammar import parse
from tests.sms import scrawl

ACTS = (
    acts.AddContact,
    acts.Arm,
    acts.ArmUntil,
    acts.Extend,
    acts.ForgetMe,
    meanings.No,
    acts.Ok,
    acts.OkByCode,
    meanings.OptIn,
    meanings.OptOut,
    acts.RemoveContact,
    acts.SetPins,
    acts.Sos,
    acts.TestAlert,
    meanings.Yes,
)
languages = st.sampled_from(["en", "es"])


Read = Callable[[str, str], meanings.Understood]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """The grammar with every command, card, place and language that the gateway knows."""
    with table(tmp_path_factory.mktemp("words")) as phones:
        words = phones.parts.gateway.words
        yield lambda text, lang: parse(text, words, lang=lang)


@settings(max_examples=700, deadline=None)
@given(scrawl.texts(), languages)
def test_every_text_means_something_and_only_exact_words_mean_an_act(
    read: Read, text: str, lang: str
) -> None:
    understood = read(text, lang)
    assert isinstance(understood, meanings.Understood)
    assert scrawl.may_act(text) or not isinstance(understood.meaning, ACTS)


@settings(max_examples=200, deadline=None)
@given(scrawl.texts(), languages)
def test_a_text_means_the_same_with_space_around_it_and_unseen_marks_in_it(
    read: Read, text: str, lang: str
) -> None:
    again = read(f" \u200e\n{text}\u202c \n", lang)
    assert again.lang == read(text, lang).lang
    assert type(again.meaning) is type(read(text, lang).meaning)


@st.composite
def forgiven(draw: st.DrawFn, word: str) -> str:
    """The word as phones and hurried fingers write it, with nothing about it that counts."""
    # No question mark: "OK?" may be a question, and is asked back.
    edges = st.text("!.,…¡“”\"'()*- \n\u00a0\u200b\u200e\u202a", max_size=4)
    written = draw(st.sampled_from([str.upper, str.lower, str.title, wide, accented]))(word)
    return (
        draw(edges) + written.replace(" ", draw(st.sampled_from([" ", "  ", "\n"]))) + draw(edges)
    )


def wide(word: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def accented(word: str) -> str:
    return "".join(f"{c}\u0301" if c.isalpha() else c for c in word)


def sense(meaning: meanings.Parsed) -> meanings.Parsed:
    """The meaning, whatever it quotes and however its word was accented."""
    beside = {"text": "", "note": "", "how": "exact"}
    has = vars(meaning).keys() & beside.keys()
    return replace(meaning, **{name: beside[name] for name in has})


exact = st.sampled_from([*scrawl.COMMANDS, "ok 1234", "+30"])


@settings(max_examples=300, deadline=None)
@given(exact.flatmap(lambda word: st.tuples(st.just(word), forgiven(word))), languages)
def test_an_exact_word_stays_exact_in_any_case_width_accent_and_punctuation(
    read: Read, pair: tuple[str, str], lang: str
) -> None:
    word, written = pair
    assert sense(read(written, lang).meaning) == sense(read(word, lang).meaning)
