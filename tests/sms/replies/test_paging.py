import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms.encoding.segments import measure
from sms.replies.paging import paginate

MORE = "NEXT for more"
HOTLINE = "1 (800) 799-7233"

WORDS = st.one_of(
    st.text("abcdefgñé’-", min_size=1, max_size=12),
    st.sampled_from(["jail.", "“Why?”", "你好。", "😀", HOTLINE, "https://example.org/a-b.c?d=e"]),
)
BLOCKS = st.lists(st.lists(WORDS, min_size=1, max_size=120).map(" ".join), max_size=6)


def pages(*blocks: str, limit: int = 1, lang: str = "en") -> list[str]:
    return paginate(blocks, lang=lang, more=MORE, limit=limit)


def without_more(replies: list[str]) -> list[str]:
    """The replies without their hint, which each but the last must have."""
    assert all(reply.endswith(f"\n{MORE}") for reply in replies[:-1])
    return [reply.removesuffix(f"\n{MORE}") for reply in replies[:-1]] + replies[-1:]


def test_nothing_to_say_is_no_reply() -> None:
    assert pages() == pages("", " \n") == []


def test_what_fits_one_reply_is_one_reply_without_a_hint() -> None:
    assert pages("Say nothing.", "Ask for a lawyer.") == ["Say nothing.\nAsk for a lawyer."]


def test_blocks_stay_whole_where_a_reply_can_hold_them() -> None:
    first, second, third = "a " * 35, "b " * 35, "c " * 20
    assert pages(first, second, third) == [
        f"{first.strip()}\n{second.strip()}\n{MORE}",
        third.strip(),
    ]


def test_the_last_block_needs_no_room_for_a_hint() -> None:
    block = "a" * 160
    assert pages("b " * 30, block) == [f"{('b ' * 30).strip()}\n{MORE}", block]


def test_a_long_block_is_cut_after_a_sentence() -> None:
    sentences = ["You can stay silent. " * 4, "Ask “Am I free to go?” " * 4]
    replies = without_more(pages("".join(sentences)))
    assert len(replies) > 1
    assert all(reply.endswith((".", '?"', "?”")) for reply in replies)


def test_a_long_sentence_is_cut_after_a_word() -> None:
    sentence = " ".join(["silence"] * 60)
    replies = without_more(pages(sentence))
    assert " ".join(replies) == sentence


def test_chinese_is_cut_after_its_own_full_stop() -> None:
    replies = without_more(pages("你有权保持沉默。" * 20, lang="zh_Hans"))
    assert len(replies) > 1
    assert all(reply.endswith("。") for reply in replies)


@pytest.mark.parametrize("words_before", range(20, 30))
def test_a_phone_number_is_never_cut(words_before: int) -> None:
    replies = pages("call " * words_before + f"{HOTLINE} now " + "or later " * 20)
    assert sum(HOTLINE in reply for reply in replies) == 1


def test_a_word_longer_than_a_reply_goes_alone() -> None:
    address = "https://example.org/" + "a" * 200
    assert pages("Read", address, "today") == [f"Read\n{MORE}", f"{address}\n{MORE}", "today"]


def test_accents_are_folded_only_in_a_reply_that_needs_it() -> None:
    replies = pages("Pidió hablar con alguien. " * 5, "Sí.", lang="es")
    assert [measure(reply).segments for reply in replies] == [1] * len(replies)
    assert "Pidio" in replies[0]


def test_an_emoji_in_one_reply_leaves_the_others_in_gsm_7() -> None:
    replies = pages("a " * 60, "😀 " * 20)
    assert [measure(reply).encoding for reply in replies] == ["GSM-7", "UCS-2"]


@settings(deadline=None)
@given(BLOCKS, st.integers(1, 3))
def test_no_word_is_lost_or_cut(blocks: list[str], limit: int) -> None:
    replies = paginate(blocks, lang="zh_Hans", more=MORE, limit=limit)
    words = [word for reply in without_more(replies) for word in reply.split()]
    assert words == " ".join(blocks).split()


@settings(deadline=None)
@given(BLOCKS, st.integers(1, 3), st.sampled_from(["en", "es", "zh_Hans"]))
def test_every_reply_keeps_to_its_limit(blocks: list[str], limit: int, lang: str) -> None:
    replies = paginate(blocks, lang=lang, more=MORE, limit=limit)
    assert all(measure(reply).segments <= limit for reply in replies)
