"""Segments: the pieces in which a text is sent and paid for. They are counted here, and a text is
fitted into as few as its language allows."""

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
    """The size of a text as sent. units: septets in GSM-7, UTF-16 code units in UCS-2."""

    encoding: Encoding
    segments: int
    units: int


# Units that fit when the text is one segment, and in each when it is several: each of several also
# carries a header, by which the phone joins them again.
_CAPACITY: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
# To Unicode CR LF is one grapheme; to a phone it is two characters, so a CR stands alone here.
_GRAPHEME = regex.compile(r"\r|\X")


def measure(text: str) -> Measure:
    """The size of the text's NFC form, counted as Twilio counts. An empty text is one segment.

    Neither an extended GSM-7 character (€) nor a grapheme (a flag, a family emoji) is split over
    two segments, so there may be more segments than the units alone would need.
    """
    text = unicodedata.normalize("NFC", text)
    if writable(text):
        if EXTENDED.isdisjoint(text):
            return _measure_units("GSM-7", len(text))
        return _measure_pieces("GSM-7", [1 + (character in EXTENDED) for character in text])
    if max(text) <= "\uffff" and len(_GRAPHEME.findall(text)) == len(text):
        return _measure_units("UCS-2", len(text))
    return _measure_pieces("UCS-2", list(map(_code_units, _graphemes(text))))


def split(text: str) -> list[str]:
    """The text's NFC form as its segments, in order."""
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
    """The characters that GSM-7 lacks, each once, in order. Without them the text would not be
    UCS-2."""
    text = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(c for c in text if not writable(c)))


def fit(text: str, lang: str) -> str:
    """The text in NFC, transliterated to GSM-7 where `lang` allows that and it saves segments."""
    text = unicodedata.normalize("NFC", text)
    folded = transliterate(text, lang)
    if folded is None or folded == text or measure(folded).segments >= measure(text).segments:
        return text
    return folded


def _measure_units(encoding: Encoding, units: int) -> Measure:
    """The measure of a text whose characters are one unit each, so that it may be cut anywhere."""
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
    """The indexes in `sizes` at which a new segment begins. sizes: of pieces that stay whole, in
    units; room: units in one segment."""
    left = room
    for index, size in enumerate(sizes):
        if size > left:
            yield index
            left = room
        left -= size


def _graphemes(text: str) -> Iterator[str]:
    """The graphemes of the text; one longer than a segment is cut into its characters."""
    _, each = _CAPACITY["UCS-2"]
    for grapheme in _GRAPHEME.findall(text):
        if _code_units(grapheme) <= each:
            yield grapheme
        else:
            yield from grapheme


def _code_units(text: str) -> int:
    return sum(1 + (character > "\uffff") for character in text)
