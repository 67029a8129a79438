"""Thousands of texts in all our languages, counted by others too: Twilio's calculator, smsutil.

Where they count otherwise, how they do is written here as a second counter, and the difference
has a name. Nothing else may differ.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
import regex
import smsutil

from sms.encoding.gsm7 import BASIC, EXTENDED
from sms.encoding.segments import measure

TEXTS = 5000
SENTENCES = {
    "en": "You can stay silent. Say: “I want a lawyer” – don't sign.",
    "es": "¿Dónde está? Mañana pidió hablar, ¡y ya! Ñandú, pingüino.",
    "fr": "Où est-elle ? Garçon, œuvre, être, Noël, « ça », n° 5 €",
    "pt_BR": "Não, ações, você, avó e avô, às 5h; ÓRGÃO",
    "ht": "Mwen pa dakò. Tanpri, rele avoka mwen an kounye a. Lè",
    "vi": "Tôi ở đây với luật sư, được không? Giữ im lặng.",
    "ru": "Молчите и просите адвоката; ёлка, №",
    "zh_Hans": "你有权保持沉默。请律师！“好”，《法》",
    "ko": "묵비권이 있습니다. 변호사를 불러 주세요",
    "th": "คุณมีสิทธิที่จะไม่พูด น้ำ นี้ ก็",
    "ar": "لديك الحقّ في الصمتِ، اطلب محاميًا؛ ؟",
}
NEWER = ["🫱🏻‍🫲🏿", "क्षि"]
OLD_CUT = re.compile(r"(?<=[🫱🫲])(?=[🏻-🏿])|(?<=\u200d)(?=🫲)|(?<=\u094d)(?=ष)")
"""What Unicode has made one grapheme since Twilio's library was written, and where that cuts it."""

MARKS = {
    "emoji": ["😀", "👨‍👩‍👧", "👩🏽‍⚕️", "👍🏽", "🇲🇽", "🇺🇸🇲🇽", "❤️", "1️⃣", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🆘", "🧑‍🚀"],
    "newer": NEWER,
    "extended": sorted(EXTENDED),
    "apart": ["e\u0301", "n\u0303", "o\u0302\u0309", "a\u0316\u0301", "ᄒ\u1161\u11ab", "\u0301"],
    "unseen": ["\u200c", "\ufe0f", "\u200f", "\u200b", "\u00a0", "\u2066", "\x1b"],
    "lines": ["\r\n", "\n", "\r", "\t"],
}  # fmt: skip
GSM_7 = [sorted(BASIC), sorted(EXTENDED), ["a", "z", "\x1b"]]
BORDERS = [1, 67, 70, 71, 133, 134, 135, 153, 160, 161, 201, 305, 306, 307, 459, 460]


def texts() -> Iterator[str]:
    """Lengths that lie on a border and others; one to three languages; now and then worse."""
    chance = random.Random(7)
    for _ in range(TEXTS):
        spoken = chance.sample(list(SENTENCES), chance.choice([1, 1, 2, 3]))
        letters = [list(SENTENCES[lang]) for lang in spoken]
        letters += [marks for marks in MARKS.values() if chance.random() < 0.25]
        length = chance.choice([*BORDERS, chance.randrange(1, 500)])
        if chance.random() < 0.3:
            letters = GSM_7[: chance.choice([1, 2, 3])]
        yield "".join(chance.choice(chance.choice(letters)) for _ in range(length))


def graphemes(text: str) -> list[str]:
    return regex.findall(r"\r|\X", text)


def older_graphemes(text: str) -> list[str]:
    return [piece for each in graphemes(text) for piece in OLD_CUT.split(each)]


def counted(
    text: str, cut: Callable[[str], Sequence[str]], alphabet: frozenset[str]
) -> tuple[str, int]:
    """A second counter: encoding and segments of a text whose pieces must each stay whole."""
    gsm = set(text) <= alphabet | EXTENDED
    alone, each = (160, 153) if gsm else (70, 67)
    sizes = [
        sum(1 + (c in EXTENDED if gsm else c > "\uffff") for c in piece) for piece in cut(text)
    ]
    if sum(sizes) <= alone:
        return "GSM-7" if gsm else "UCS-2", 1
    segments, used = 1, 0
    for size in sizes:
        segments, used = (segments + 1, size) if used + size > each else (segments, used + size)
    return "GSM-7" if gsm else "UCS-2", segments


Kind = tuple[str, Callable[[str], tuple[str, int]]]


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def ours(text: str) -> tuple[str, int]:
    return measure(text).encoding, measure(text).segments


TWILIO: list[Kind] = [
    ("agrees", ours),
    ("does not compose letters that came apart", lambda t: counted(t, graphemes, BASIC)),
    ("cuts what newer Unicode joins", lambda t: counted(composed(t), older_graphemes, BASIC)),
    ("does both", lambda t: counted(t, older_graphemes, BASIC)),
]
SMSUTIL: list[Kind] = [
    ("agrees", ours),
    ("cuts between code points, inside graphemes", lambda t: counted(composed(t), list, BASIC)),
    ("does that, and does not compose", lambda t: counted(t, list, BASIC)),
    ("takes ESC for a letter", lambda t: counted(t, list, BASIC | {"\x1b"})),
]


def by_smsutil(text: str) -> tuple[str, int]:
    split = smsutil.split(text)
    return {"gsm0338": "GSM-7"}.get(split.encoding, "UCS-2"), len(split.parts)


def explained(text: str, counts: tuple[str, int], kinds: list[Kind]) -> str:
    """The name of the kind that counts so; the text itself if none does."""
    return next((name for name, count in kinds if count(text) == counts), repr(text))


@pytest.mark.parametrize("peer", ["twilio", "smsutil"])
def test_thousands_of_texts_are_counted_as_by_others_but_for_what_has_a_name(
    segments: Callable[[Sequence[str]], list[tuple[str, int]]], peer: str
) -> None:
    given = list(texts())
    kinds, counts = (
        (TWILIO, segments(given)) if peer == "twilio" else (SMSUTIL, list(map(by_smsutil, given)))
    )
    found = Counter(explained(text, each, kinds) for text, each in zip(given, counts, strict=True))
    assert set(found) == {name for name, _ in kinds}, "every kind is met, and there is no other"
    assert found["agrees"] > TEXTS / 2
