"""Texts in people's own words."""

import pytest

from peers.phones import Phones
from sms.replies.limits import MOST_ALIKE

ANA, SAM = "+12025550111", "+12025550122"


def test_two_machines_do_not_talk_to_each_other_for_ever(phones: Phones) -> None:
    replies = [phones.text(ANA, f"automatic reply number {n} zzz") for n in range(20)]
    assert sum(1 for reply in replies if reply) <= MOST_ALIKE


def test_a_machine_that_says_what_a_card_answers_is_not_answered_for_ever(phones: Phones) -> None:
    replies = [phones.text(ANA, f"{n} can the cops search my purse?") for n in range(30)]
    assert sum(1 for reply in replies if reply) <= MOST_ALIKE


@pytest.mark.parametrize(
    ("asked", "card"),
    [
        ("can they look in my purse", "search"),
        ("me pueden revisar la bolsa", "search"),
    ],
)
def test_a_question_in_own_words_brings_its_card_in_its_language(
    phones: Phones, asked: str, card: str
) -> None:
    library, lang = phones.parts.core.library, "es" if "bolsa" in asked else "en"
    reply = phones.text(ANA, asked)
    assert reply.startswith(library.text(card, lang, "us").blocks[0][:40])


def test_a_question_never_touches_a_timer(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    before = phones.text(ANA, "STATUS")
    phones.text(ANA, "is it ok if the cops look in my bag, am I safe in an hour")
    assert phones.text(ANA, "STATUS") == before
