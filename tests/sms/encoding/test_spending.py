"""Over the host's cap courtesies are spared; what helps someone is answered and paid for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.machine.notices import ChannelKind
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from peers.phones import Phones, table

ANA, SAM, NEW = "+12025550111", "+12025550122", "+12025550199"


@pytest.fixture
def spent(tmp_path: Path) -> Iterator[Phones]:
    """Ana and her contact Sam, on a day on which the cap has been reached."""
    with table(tmp_path, daily_cap="1") as phones:
        phones.befriend(ANA, SAM, "Sam")
        with phones.parts.core.write(phones.now) as work:
            daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 1, 10_000)
        yield phones


@pytest.mark.parametrize("text", ["HELLO", "THANKS", "nice weather today"])
def test_courtesies_are_spared(spent: Phones, text: str) -> None:
    assert spent.text(NEW, text) == ""


@pytest.mark.parametrize(
    "text", ["ARRESTED", "MENU", "can they look in my purse", "LEAVE ME ALONE", "ESPAÑOL"]
)
def test_cards_questions_and_wishes_are_answered(spent: Phones, text: str) -> None:
    assert spent.text(NEW, text)


def test_a_timer_starts_closes_and_alerts(spent: Phones) -> None:
    assert "Timer running" in spent.text(ANA, "IN 2H")
    assert spent.text(ANA, "THANKS"), "a timer runs"
    assert spent.text(ANA, "OK")
    before = len(spent.inbox(SAM))
    assert spent.text(ANA, "SOS")
    spent.wait()
    assert len(spent.inbox(SAM)) == before + 1


def test_an_invitation_is_refused_in_words(spent: Phones) -> None:
    said = spent.prove(ANA, f"ADD {NEW} Kim")
    assert "Nothing was sent" in said
    assert spent.inbox(NEW) == []


def test_a_direct_reply_is_counted_once_with_its_segments(phones: Phones) -> None:
    core, today = phones.parts.core, phones.now.date()
    for _ in range(2):
        phones.text(NEW, "ARRESTED", id="SMtwice")
    with core.read(phones.now) as work:
        [count] = [
            each for each in daily_counters.since(work.conn, today) if each.step == "replied"
        ]
    assert (count.count, count.segments) == (1, 2)
