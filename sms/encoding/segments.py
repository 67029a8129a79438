"""How many segments a text costs, and the same text in as few as its language allows."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal

import regex

from sms.encoding.gsm7 import EXTENDED, transliterate, writable

Encoding = Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True)
class Measure:
    """What sending a text takes; units are septets in GSM-7 and UTF-16 code units in UCS-2."""

    encoding: Encoding
    segments: int
    units: int


# Units in a text of one segment, then in each of several: those carry a header to rejoin them.
_CAPACITY: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
# A carriage return and a line feed are one grapheme to Unicode and two letters to a phone.
_GRAPHEME = regex.compile(r"\r|\X")


def measure(text: str) -> Measure:
    """Count the text's NFC form as Twilio would; an empty text takes one segment.

    Neither an extended GSM-7 character (€) nor a grapheme (a flag, a family emoji) is split over
    two segments, so there may be one more segment than the units alone would need.
    """
    text = unicodedata.normalize("NFC", text)
    if writable(text):
        if EXTENDED.isdisjoint(text):
            return _measure_units("GSM-7", len(text))
        return _measure_pieces("GSM-7", [1 + (character in EXTENDED) for character in text])
    graphemes = list(_graphemes(text))
    if len(graphemes) == len(text) and max(text) <= "\uffff":
        return _measure_units("UCS-2", len(text))
    return _measure_pieces("UCS-2", list(map(_code_units, graphemes)))


def split(text: str) -> list[str]:
    """The text's NFC form, cut where one segment ends and the next begins."""
    text = unicodedata.normalize("NFC", text)
    measured = measure(text)
    if measured.segments == 1:
        return [text]
    gsm = measured.encoding == "GSM-7"
    _, each = _CAPACITY[measured.encoding]
    pieces = list(text) if gsm else list(_graphemes(text))
    sizes = [1 + (piece in EXTENDED) if gsm else _code_units(piece) for piece in pieces]
    cuts = [0, *_segment_starts(sizes, each), len(pieces)]
    return ["".join(pieces[start:end]) for start, end in pairwise(cuts)]


def outsiders(text: str) -> list[str]:
    """The characters that GSM-7 lacks, each once: they alone make a text UCS-2."""
    text = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(c for c in text if not writable(c)))


def fit(text: str, lang: str) -> str:
    """The text in NFC, folded to GSM-7 where `lang` allows it and that saves segments."""
    text = unicodedata.normalize("NFC", text)
    folded = transliterate(text, lang)
    if folded is None or folded == text or measure(folded).segments >= measure(text).segments:
        return text
    return folded


def _measure_units(encoding: Encoding, units: int) -> Measure:
    """The measure of characters that take one unit each: nothing needs to be kept whole."""
    alone, each = _CAPACITY[encoding]
    return Measure(encoding, 1 if units <= alone else ceil(units / each), units)


def _measure_pieces(encoding: Encoding, sizes: list[int]) -> Measure:
    units = sum(sizes)
    alone, each = _CAPACITY[encoding]
    if units <= alone:
        return Measure(encoding, 1, units)
    segments = 1 + sum(1 for _ in _segment_starts(sizes, each))
    return Measure(encoding, segments, units)


def _segment_starts(sizes: list[int], room: int) -> Iterator[int]:
    """Before which pieces of these sizes a new segment begins, where each has this room."""
    left = room
    for index, size in enumerate(sizes):
        if size > left:
            yield index
            left = room
        left -= size


def _graphemes(text: str) -> Iterator[str]:
    """What stays whole: graphemes, but for one that is longer than a segment."""
    _, each = _CAPACITY["UCS-2"]
    for grapheme in _GRAPHEME.findall(text):
        if _code_units(grapheme) <= each:
            yield grapheme
        else:
            yield from grapheme


def _code_units(text: str) -> int:
    return sum(1 + (character > "\uffff") for character in text)
