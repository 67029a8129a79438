"""How much we answer, and what is never limited."""

from datetime import timedelta
from pathlib import Path

import pytest

from peers.phones import Phones, table
from sms.replies import limits
from sms.replies.greeting import MOST_MISSES

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
MINUTE = timedelta(minutes=1)


def test_an_unknown_number_gets_one_passive_reply_a_minute(phones: Phones) -> None:
    replies = [phones.text(ANA, word) for word in ("qqq", "zzz", "xyzzy")]
    assert [bool(reply) for reply in replies] == [True, False, False]
    phones.now += MINUTE
    assert phones.text(ANA, "qqq")


def test_a_word_that_we_know_is_answered_at_once_all_the_same(phones: Phones) -> None:
    assert phones.text(ANA, "qqq")
    assert phones.text(ANA, "STOPPED")
    assert phones.text(ANA, "NEXT")
    assert phones.text(ANA, "MENU")


def test_an_sos_is_answered_even_to_a_number_that_has_nobody_to_tell(phones: Phones) -> None:
    assert phones.text(ANA, "SOS")
    assert phones.text(ANA, "SOS")


def test_the_same_answer_leaves_five_times_in_a_row_at_most(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    replies = [phones.text(ANA, "OK") for _ in range(20)]
    assert [bool(reply) for reply in replies] == [True] * limits.MOST_ALIKE + [False] * 15
    assert phones.text(ANA, "STATUS") == ""
    assert phones.text(ANA, "MENU")
    assert phones.text(ANA, "OK")


def test_an_hour_later_the_row_is_over(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    for _ in range(10):
        phones.text(ANA, "OK")
    phones.now += timedelta(hours=1)
    assert phones.text(ANA, "OK")


def test_five_passive_replies_whatever_the_words(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    replies = []
    for n in range(20):
        phones.now += 2 * MINUTE
        replies.append(phones.text(ANA, f"automatic {'zq' * n}"))
    assert sum(map(bool, replies)) == MOST_MISSES


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
        phones.text(ANA, "REMOVE 1")
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
