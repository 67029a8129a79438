"""Texts in people's own words."""

import re
from datetime import timedelta

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure
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


@pytest.mark.parametrize(
    ("typed", "card"), [("serch", "search"), ("arrestd", "arrested"), ("ARRESTTED", "arrested")]
)
def test_a_mistyped_keyword_brings_its_card_at_once(phones: Phones, typed: str, card: str) -> None:
    assert phones.text(ANA, typed).startswith(first_line(phones, card))


def test_a_slip_near_the_words_of_two_cards_brings_one_and_names_the_other(phones: Phones) -> None:
    reply = phones.text(ANA, "mail")
    assert reply.startswith(first_line(phones, "jail"))
    assert "\nNot it? Text BAIL.\n" in reply


def test_where_we_are_not_sure_the_first_reply_names_the_next_two_and_both_words_work(
    phones: Phones,
) -> None:
    reply = phones.text(ANA, "something bad happened at the hotel with a cop")
    named = re.search(r"\nNot it\? Text (.+) or (.+)\.\n", reply)
    assert named, reply
    assert measure(reply).segments <= 2
    for word in named.groups():
        entry = phones.parts.gateway.words.card(word.casefold(), "en")
        assert entry
        [card] = entry.meaning
        assert phones.text(SAM, word).startswith(first_line(phones, card))
        phones.now += timedelta(minutes=5)


def test_where_we_are_sure_nothing_else_is_named(phones: Phones) -> None:
    assert "Not it?" not in phones.text(ANA, "can they look in my purse")


@pytest.mark.parametrize(
    "said",
    [
        "lol ok see you at the gym",
        "jaja nos vemos en el gimnasio",
        "https://example.com/arrested",
        "G-482913",
        "88231904",
    ],
)
def test_small_talk_links_and_codes_bring_no_card(phones: Phones, said: str) -> None:
    reply = phones.text(ANA, said)
    cards = phones.parts.core.library.cards
    assert not any(reply.startswith(first_line(phones, card)) for card in cards)


def first_line(phones: Phones, card: str) -> str:
    return phones.parts.core.library.text(card, "en", "us").blocks[0][:40]


def test_a_question_never_touches_a_timer(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    before = phones.text(ANA, "STATUS")
    phones.text(ANA, "is it ok if the cops look in my bag, am I safe in an hour")
    assert phones.text(ANA, "STATUS") == before
