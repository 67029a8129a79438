"""Whoever reads `docs/use.md` and does what it says gets what it says."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from peers.phones import Phones, table
from sms.parsing import acts, meanings
from sms.parsing.grammar import parse
from sms.parsing.vocabulary import Vocabulary
from tests import ROOT

USE = (ROOT / "docs" / "use.md").read_text("utf-8")
[PAPER] = re.findall(r"^```\n(.*?)^```$", USE, re.M | re.S)
ANA, SAM, BORROWED = "+12025550111", "+12025550122", "+12025550144"
STEP = timedelta(minutes=5)
OWN_WORDS = "can they look in my purse"
ASKED_BACK = (
    meanings.Unknown,
    meanings.NearCard,
    meanings.NearOptOut,
    meanings.AskLanguage,
    meanings.AskPlace,
    acts.NearCommand,
    acts.BadContact,
    acts.BadDuration,
    acts.BadPins,
)


def named() -> list[str]:
    """Every text that the page has somebody send, in the order of the page."""
    spans = re.findall(r"`([^`]+)`", USE.replace(f"```\n{PAPER}```", ""))
    lines = re.findall(r"^(\S+(?: \S+)*) {2,}\S", PAPER, re.M)
    no_command = ("like this", OWN_WORDS)
    return [text for text in dict.fromkeys([*spans, *lines]) if text not in no_command]


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    """The words of what we publish."""
    with table(tmp_path_factory.mktemp("words")) as made:
        yield made.parts.gateway.words


@pytest.mark.parametrize("text", named())
def test_every_text_the_page_names_is_understood_and_not_asked_back(
    text: str, words: Vocabulary
) -> None:
    for written in (text, text.lower()):
        assert not isinstance(parse(written, words, lang="en").meaning, ASKED_BACK)


def test_the_card_for_paper_holds_what_starts_closes_and_deletes() -> None:
    for word in ("STOPPED", "ADD", "IN 2H", "OK", "SOS", "STOP", "FORGET ME"):
        assert re.search(rf"^{word}\b", PAPER, re.M), word
    assert max(map(len, PAPER.splitlines())) <= 64


def test_a_question_in_her_own_words_brings_a_card(phones: Phones) -> None:
    assert "I do not consent to a search" in phones.text(ANA, OWN_WORDS)


def test_before_the_yes_no_timer_starts_and_after_it_one_runs_as_the_page_says(
    phones: Phones,
) -> None:
    assert "NO NAME" in phones.prove(ANA, "ADD 202 555 0122 Sam")
    phones.text(ANA, "NO NAME")
    assert "Not started" in phones.text(ANA, "IN 2H Hotel Rex, room 12")
    phones.wait()
    assert "ends in 0111" in phones.inbox(SAM)[0]
    phones.text(SAM, "YES")
    phones.text(ANA, "TEST")
    phones.wait()
    assert "the test worked" in phones.text(SAM, "1")
    assert "Sam" in phones.text(ANA, "IN 2H Hotel Rex, room 12")
    phones.wait()
    before = len(phones.inbox(ANA))
    phones.wait(timedelta(hours=1, minutes=50), step=STEP)
    assert "Your timer ends at" in phones.inbox(ANA)[before]
    phones.wait(timedelta(minutes=15), step=STEP)
    assert "Are you OK?" in phones.inbox(ANA)[before + 1]
    assert "Are you OK?" in phones.inbox(ANA)[before + 2]
    assert not any("Hotel Rex" in text for text in phones.inbox(SAM))
    phones.wait(timedelta(minutes=5), step=STEP)
    alert = phones.inbox(SAM)[-1]
    assert "Hotel Rex" in alert
    [wish] = re.findall(r'"(Ask me.+?)"', " ".join(USE.split()))
    assert wish in alert
    phones.text(ANA, "OK")
    phones.wait()
    assert "All clear" in phones.inbox(SAM)[-1]


def test_the_danger_pin_looks_the_same_and_tells_and_a_bare_ok_closes_nothing(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 2H")
    assert "Nothing was closed" in phones.text(ANA, "OK")
    closed = phones.text(ANA, "OK 9876")
    phones.wait()
    assert "means danger" in phones.inbox(SAM)[-1]
    phones.prove(SAM, "3")
    phones.text(ANA, "IN 2H")
    assert phones.text(ANA, "OK 1234") == closed


def test_the_code_closes_from_another_phone_and_deleting_waits_for_the_timer(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    [code] = re.findall(r"\b[A-Z]{3}\d{5}\b", phones.text(ANA, "CODE"))[:1]
    phones.text(ANA, "IN 2H")
    assert "because a timer is running" in phones.text(ANA, "FORGET ME")
    assert "closed" in phones.text(BORROWED, code)
    assert "Deleted" in phones.prove(ANA, "FORGET ME")


def test_after_stop_the_timer_goes_on_without_reminders_and_the_contact_is_told(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 2H Hotel Rex")
    phones.text(ANA, "STOP")
    before = len(phones.inbox(ANA))
    phones.wait(timedelta(hours=2, minutes=11), step=STEP)
    assert len(phones.inbox(ANA)) == before
    assert "Hotel Rex" in phones.inbox(SAM)[-1]
    assert "Good that you are safe" in phones.text(ANA, "OK")
