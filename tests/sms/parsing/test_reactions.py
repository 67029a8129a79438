"""Tapbacks: the sentences that phones send for an emoji put on a text of ours."""

from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.parsing.acts import NearCommand, Sos
from sms.parsing.commands import Command
from sms.parsing.grammar import parse
from sms.parsing.meanings import Reaction
from sms.parsing.vocabulary import Vocabulary

ANA, SAM = "+12025550111", "+12025550122"
GOOGLES = (
    "\u200a\u200b👍\u200b to “\u200aTimer running until 9:00 PM. Text OK before then.\u200a”\u200a"
)


@pytest.mark.parametrize(
    "text",
    [
        GOOGLES, "👍🏽 to “Timer running", '❤️ to "Timer running"', '❤️ a "Temporizador en marcha"',
        "👍 a «Temporizador»", "👨‍👩‍👧 to “Hi”", 'Reacted 👍 to "Timer running"',
        "Reacted ❤️ to “Timer", "Reaccionó con 👍 a «Temporizador»", "Removed 👍 from “Timer”",
        "Removed a heart from “Timer”",
        "Liked “Timer running”", "Laughed at “OK”", "Le gusta “Temporizador”", "Le encantó “OK”",
        "Le dio risa “OK”", "Exclamó por “OK”", "No le gustó “OK”", "Liked an image",
    ],
)  # fmt: skip
def test_a_reaction_says_too_little_to_act_on(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning == Reaction()


@pytest.mark.parametrize(
    "text",
    [
        "👍 to go",
        "👍",
        "I liked “the hotel”",
        "they questioned my friend",
        "no le gusto",
        "liked him",
    ],
)
def test_what_only_sounds_like_one_is_read_as_a_text(words: Vocabulary, text: str) -> None:
    assert parse(text, words, lang="en").meaning != Reaction()


def test_a_cry_for_help_put_on_a_text_is_no_reaction(words: Vocabulary) -> None:
    assert isinstance(parse("🆘 to “Timer running”", words, lang="en").meaning, Sos)
    asked = parse("Reacted 🆘 to “Timer running”", words, lang="en").meaning
    assert isinstance(asked, NearCommand)
    assert asked.command is Command.SOS


def test_a_thumb_on_the_question_whether_you_are_ok_closes_nothing(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(minutes=61))
    assert "Text OK if you are safe" in phones.text(ANA, GOOGLES)
