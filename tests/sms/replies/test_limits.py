"""How much we answer, and what is never limited."""

from datetime import timedelta
from pathlib import Path

import pytest

from peers.phones import Phones, table
from sms.replies import limits
from sms.replies.greeting import MOST_CHATS

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
MINUTE = timedelta(minutes=1)


def test_whoever_writes_something_new_is_answered_however_often(phones: Phones) -> None:
    said = (
        "hi",
        "qqq",
        "zzz",
        "xyzzy",
        "who runs this",
        "blue door",
        "is it raining",
        "what is the news",
    )
    for words in said:
        assert phones.text(ANA, words), words


@pytest.mark.promise("Whoever texts of danger is told whom to call, at once and every time.", of=5)
def test_danger_is_answered_at_once_after_a_greeting_and_every_time(phones: Phones) -> None:
    phones.text(ANA, "hi")
    for _ in range(12):
        assert "911" in phones.text(ANA, "hi police are at my door")
    assert "911" in phones.text(ANA, "he wont let me leave")


def test_whoever_has_a_timer_is_answered_whatever_she_writes(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    for n in range(12):
        assert phones.text(ANA, "hm"), n
        assert phones.text(ANA, f"loose words {'zq' * n}"), n


def test_an_alerted_contact_is_answered_however_often_she_asks(phones: Phones) -> None:
    phones.text(ANA, "NAME Ana")
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    for _ in range(12):
        assert "Ana" in phones.text(SAM, "what is going on")


def test_a_word_that_we_know_is_answered_at_once_all_the_same(phones: Phones) -> None:
    assert phones.text(ANA, "qqq")
    assert phones.text(ANA, "STOPPED")
    assert phones.text(ANA, "NEXT")
    assert phones.text(ANA, "MENU")


def test_an_sos_is_answered_even_to_a_number_that_has_nobody_to_tell(phones: Phones) -> None:
    assert phones.text(ANA, "SOS")
    assert phones.text(ANA, "SOS")


@pytest.mark.parametrize(
    "turns", [("OK",), ("qqq zzz",), ("ping", "pong"), ("this is automatic reply no {n}",)]
)
def test_who_repeats_is_answered_five_times_in_a_row_at_most(
    phones: Phones, turns: tuple[str, ...]
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    said = [turns[n % len(turns)].format(n=n) for n in range(20)]
    replies = [phones.text(ANA, words) for words in said]
    assert 4 <= sum(map(bool, replies)) <= limits.MOST_ALIKE + len(turns)
    assert not any(replies[10:])
    assert phones.text(ANA, "MENU")
    assert phones.text(ANA, "STATUS")


def test_an_hour_later_the_row_is_over(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    for _ in range(10):
        phones.text(ANA, "MENU")
    assert not phones.text(ANA, "MENU")
    phones.now += timedelta(hours=1)
    assert phones.text(ANA, "MENU")


def test_small_talk_is_answered_only_once_in_a_while(phones: Phones) -> None:
    said = ["hi", "hello", "hey", "hi there", "hello there", "thx", "ty", "thank you", "thanks"]
    replies = [phones.text(ANA, f"{words} {'!' * n}") for n, words in enumerate(said * 2)]
    assert [bool(reply) for reply in replies] == [True] * MOST_CHATS + [False] * 6
    phones.now += timedelta(hours=1, minutes=1)
    assert phones.text(ANA, "hello")


def test_a_flood_from_one_number_is_answered_only_where_a_timer_is_touched(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    for n in range(limits.MOST_TEXTS):
        phones.text(ANA, str(n % 40 + 1) if n % 2 else "MENU")
    assert phones.text(ANA, "MENU") == ""
    assert "Timer running" in phones.text(ANA, "IN 1H")
    assert "once more" in phones.text(ANA, "OK")
    assert "closed" in phones.text(ANA, "OK")
    phones.now += timedelta(minutes=11)
    assert phones.text(ANA, "MENU")


def test_what_was_not_answered_was_done_all_the_same(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    for _ in range(8):
        phones.text(ANA, "SOS")
    phones.wait()
    assert sum("asks for help now" in body for body in phones.inbox(SAM)) >= 1
    assert "all-clear" in phones.text(ANA, "OK")


def test_unknown_numbers_together_are_answered_so_often_an_hour_and_no_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with table(tmp_path, strangers_an_hour=3) as phones:
        phones.befriend(ANA, SAM, "Sam")
        strangers = [f"+1212555{n:04}" for n in range(10)]
        replies = [bool(phones.text(phone, "STOPPED")) for phone in strangers]
        assert sum(replies) == 3
        assert "unknown numbers" in caplog.text
        assert strangers[0] not in caplog.text
        assert phones.text(ANA, "STOPPED"), "people we know are answered"
        phones.text(ANA, "SOS")
        phones.wait()
        assert "asks for help now" in phones.inbox(SAM)[-1], "alerts know no limit"
        phones.now += timedelta(hours=1, seconds=1)
        assert phones.text("+12125559999", "STOPPED")


def test_one_person_cannot_invite_without_end(phones: Phones) -> None:
    for n in range(20):
        phones.invite(ANA, f"+1212555{n:04}", "Sam")
        phones.prove(ANA, "REMOVE 1")
        phones.now += timedelta(minutes=1)
    assert "many people today" in phones.invite(ANA, "+12125559999", "Sam")
    phones.wait()
    assert phones.inbox("+12125559999") == []
    phones.now += timedelta(days=1, minutes=1)
    assert "invited" in phones.invite(ANA, "+12125559999", "Sam")


def test_all_together_cannot_invite_without_end(tmp_path: Path) -> None:
    with table(tmp_path, invitations_an_hour=2) as phones:
        phones.invite(ANA, KIM, "Kim")
        phones.invite(ANA, SAM, "Sam")
        assert "in an hour" in phones.invite(KIM, SAM, "Sam")
