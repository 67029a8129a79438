"""What holds of every long answer in every language, wherever its replies end."""

import unicodedata
from dataclasses import dataclass

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from sms.encoding.gsm7 import transliterate
from sms.encoding.segments import measure
from sms.replies.paging import paginate

WORDS = {
    "en": ["stay", "silent", "don’t", "lawyer.", "“Why?”", "I"],
    "es": ["¿Dónde", "está", "mañana.", "pidió", "¡ya!", "y"],
    "fr": ["garçon", "œuvre", "être.", "Noël", "à", "l’avocat"],
    "pt_BR": ["não", "ações", "você.", "avô", "às"],
    "ht": ["mwen", "pa", "dakò.", "lè", "Tanpri"],
    "vi": ["Tôi", "ở", "đây", "được.", "luật", "o\u0302\u0309"],
    "ru": ["молчите", "и", "адвоката.", "ёлка"],
    "ko": ["묵비권이", "있습니다.", "변호사를", "\u1112\u1161\u11ab"],
    "ar": ["لديك", "الحقّ", "الصمتِ،", "محاميًا.", "؟"],
    "zh_Hans": ["你有权保持沉默", "请律师。", "好，", "不", "好" * 150],
    "th": ["คุณมีสิทธิ", "ที่จะไม่พูด", "น้ำ", "เก็บ", "แม่", "ฯลฯ", "ก" * 150],
}
UNBROKEN = {"zh_Hans", "th"}  # no space between words
MORE = {"en": "NEXT for more", "es": "MAS para seguir", "zh_Hans": "回复“下”继续", "th": "ตอบ ต่อ"}
PHONES = ["1 (800) 799-7233", "+1 202 555 0111", "١٢٣ ٤٥٦ ٧٨٩٠"]
NUMBERS = [*PHONES, "10\u202f000", "12/03/2026"]
ADDRESSES = ["https://example.org/a-b.c?d=e,f", "help@example.org"]
EMOJI = ["😀", "👨‍👩‍👧", "🇲🇽", "❤️", "👍🏽"]
LONG = "https://example.org/" + "a" * 600
WHOLE = {*NUMBERS, *ADDRESSES, *EMOJI, LONG}


@dataclass(frozen=True)
class Answer:
    """Blocks as the words they are made of."""

    lang: str
    written: tuple[tuple[str, ...], ...]
    limit: int

    @property
    def blocks(self) -> list[str]:
        """In a language without spaces, only numbers, addresses and emoji stand between them."""
        if self.lang not in UNBROKEN:
            return [" ".join(words) for words in self.written]
        spaced = ("".join(f" {w} " if w in WHOLE else w for w in words) for words in self.written)
        return [" ".join(block.split(" ")) for block in spaced]

    @property
    def unbreakable(self) -> list[str]:
        """In order, all that must stay in one reply: in Chinese and Thai, single graphemes."""
        words = [word for words in self.written for word in words]
        if self.lang not in UNBROKEN:
            return words
        return [
            part
            for word in words
            for part in ([word] if word in WHOLE else regex.findall(r"\X", word))
        ]

    def replies(self) -> list[str]:
        more = MORE.get(self.lang, MORE["en"])
        return paginate(self.blocks, lang=self.lang, more=more, limit=self.limit)


def without_hint(answer: Answer, replies: list[str]) -> list[str]:
    """The replies without the line that every one but the last must end with."""
    hint = "\n" + plainer(MORE.get(answer.lang, MORE["en"]), answer.lang)
    said = [plainer(reply, answer.lang) for reply in replies]
    assert all(reply.endswith(hint) for reply in said[:-1])
    return [reply.removesuffix(hint) for reply in said[:-1]] + said[-1:]


def plainer(text: str, lang: str) -> str:
    """Folded as far as the language and each grapheme can be, to compare what may be folded."""
    graphemes = regex.findall(r"\X", unicodedata.normalize("NFC", text))
    folded = ((grapheme, transliterate(grapheme, lang)) for grapheme in graphemes)
    return "".join(grapheme if plain is None else plain for grapheme, plain in folded)


def answers(*also: str, most: int = 90) -> st.SearchStrategy[Answer]:
    """Answers in every language; among the words are what `also` holds."""

    def of(lang: str) -> st.SearchStrategy[Answer]:
        word = st.sampled_from([*WORDS[lang] * 4, *NUMBERS, *ADDRESSES, *EMOJI, *also])
        blocks = st.lists(st.lists(word, min_size=1, max_size=most).map(tuple), max_size=5)
        return st.builds(Answer, st.just(lang), blocks.map(tuple), st.integers(1, 3))

    return st.sampled_from(list(WORDS)).flatmap(of)


@pytest.mark.promise("No text cuts a word, a phone number or a letter in two.", of=5)
@settings(max_examples=200, deadline=None)
@given(answers(LONG))
def test_no_word_number_address_or_grapheme_is_lost_moved_or_cut(answer: Answer) -> None:
    said, at = "\0".join(without_hint(answer, answer.replies())), 0
    for part in answer.unbreakable:
        start = said.find(wanted := plainer(part, answer.lang), at)
        assert start >= 0
        assert said[at:start].strip(" \n\0") == "", "only a gap between two"
        at = start + len(wanted)
    assert at == len(said)


@pytest.mark.parametrize("first", PHONES)
@pytest.mark.parametrize("second", PHONES)
def test_of_two_numbers_side_by_side_neither_is_cut(first: str, second: str) -> None:
    for width in range(40, 60, 4):
        answer = Answer("en", (("a" * width + ".", *[first, second] * 12),), 1)
        assert sum(reply.count(first) for reply in answer.replies()) >= 12
        assert sum(reply.count(second) for reply in answer.replies()) >= 12


@settings(max_examples=200, deadline=None)
@given(answers())
def test_every_reply_keeps_to_its_limit_in_every_language(answer: Answer) -> None:
    assert all(measure(reply).segments <= answer.limit for reply in answer.replies())


@settings(max_examples=50, deadline=None)
@given(answers(LONG, most=20))
def test_only_what_cannot_be_cut_goes_over_the_limit_and_goes_alone(answer: Answer) -> None:
    replies = answer.replies()
    over = [n for n, reply in enumerate(replies) if measure(reply).segments > answer.limit]
    assert all(without_hint(answer, replies)[n] == LONG for n in over)


@pytest.mark.parametrize("lang", ["es", "pt_BR", "fr", "ht"])
def test_the_hint_is_folded_with_its_reply(lang: str) -> None:
    replies = paginate(["ó " * 200], lang=lang, more="MÁS para seguir", limit=1)
    assert {reply.splitlines()[-1] for reply in replies[:-1]} == {"MAS para seguir"}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("เก็บ" * 60, "บ"),  # never after a vowel that stands before its consonant
        ("น้ำตา" * 60, "ำา"),  # nor between a consonant and what is written over or after it
        ("๑๒๓๔๕๖๗๘๙ก" * 30, "ก"),  # nor inside a number
    ],
)
def test_thai_without_a_space_is_cut_only_where_a_line_may_break(text: str, ends: str) -> None:
    replies = paginate([text], lang="th", more="ตอบ ต่อ", limit=1)
    said = [reply.removesuffix("\nตอบ ต่อ") for reply in replies]
    assert "".join(said) == text
    assert len(said) > 1
    assert all(reply[-1] in ends for reply in said)
