"""How many segments a text costs, and the same text in as few as its language allows."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from sms.folding import BASIC, EXTENDED, fold

Encoding = Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True)
class Measure:
    """What sending a text takes; units are septets in GSM-7 and UTF-16 code units in UCS-2."""

    encoding: Encoding
    segments: int
    units: int


# Units in a text of one segment, then in each of several: those carry a header to rejoin them.
_ROOM: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
# A carriage return and a line feed are one grapheme to Unicode and two letters to a phone.
_GRAPHEME = regex.compile(r"\r|\X")


def measure(text: str) -> Measure:
    """Count the text's NFC form as Twilio would; an empty text takes one segment.

    Neither an extended GSM-7 character (€) nor a grapheme (a flag, a family emoji) is split over
    two segments, so there may be one more segment than the units alone would need.
    """
    text = unicodedata.normalize("NFC", text)
    if all(character in BASIC or character in EXTENDED for character in text):
        return _packed("GSM-7", [1 + (character in EXTENDED) for character in text])
    return _packed("UCS-2", list(_grapheme_sizes(text)))


def fit(text: str, lang: str) -> str:
    """The text in NFC, folded to GSM-7 where `lang` allows it and that saves segments."""
    text = unicodedata.normalize("NFC", text)
    folded = fold(text, lang)
    if folded is None or measure(folded).segments >= measure(text).segments:
        return text
    return folded


def _packed(encoding: Encoding, sizes: list[int]) -> Measure:
    units = sum(sizes)
    alone, each = _ROOM[encoding]
    if units <= alone:
        return Measure(encoding, 1, units)
    segments, room = 1, each
    for size in sizes:
        if size > room:
            segments, room = segments + 1, each
        room -= size
    return Measure(encoding, segments, units)


def _grapheme_sizes(text: str) -> Iterator[int]:
    _, each = _ROOM["UCS-2"]
    for grapheme in _GRAPHEME.findall(text):
        size = _code_units(grapheme)
        if size <= each:
            yield size
        else:
            yield from map(_code_units, grapheme)


def _code_units(text: str) -> int:
    return sum(1 + (character > "\uffff") for character in text)
