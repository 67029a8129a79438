"""Long answers as a series of replies, each asked for with the word for "next"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from sms.encoding.segments import fit, measure

# From the kindest place to cut to the last resort: after a sentence; after a word; where a
# language sets no spaces, between two of its letters that a line may break between.
_CUT_PLACES = (
    regex.compile(r"(?<=[.!?…؟])\s+|(?<=[.!?…؟][\"'”’»)])\s+|(?<=[。！？])|\s*\n\s*"),
    regex.compile(r"[^\S\u00a0\u202f]+|(?<=[，、；：])"),
    regex.compile(
        r"(?<=\p{Han})(?=\p{Han})"
        # Not after a vowel that is written before its consonant, nor before one that follows it;
        # not in a number.
        r"|(?<=[\p{Thai}--[เ-ไ]])(?!(?<=\d)\d)(?=[\p{Thai}--[ะาำๅๆฯ\p{M}]])",
        regex.VERSION1,
    ),
)
_PHONE_NUMBER = regex.compile(r"[+(]{0,2}\d(?:[ \u00a0().-]{0,2}\d){6,14}")


@dataclass(frozen=True)
class _Piece:
    """Text that stays in one reply, after the `gap` that parts it from what precedes it there."""

    gap: str
    text: str


def paginate(blocks: Sequence[str], *, lang: str, more: str, limit: int) -> list[str]:
    """The blocks as replies of at most `limit` segments each, fitted for `lang`.

    Whole blocks are packed in order, one a line; every reply but the last ends with the line
    `more`. A block too long for one reply is cut after a sentence, else after a word, and in
    Chinese and Thai, where no space ends a word, between two letters. Only a word, phone number
    or address that alone is longer than a reply makes one over the limit.
    """

    def fits(text: str) -> bool:
        return measure(fit(text, lang)).segments <= limit

    def fits_with_more(text: str) -> bool:
        return fits(f"{text}\n{more}")

    pieces = [
        piece
        for block in blocks
        if block.strip()
        for piece in _cut(_Piece("\n", block.strip()), fits_with_more, _CUT_PLACES)
    ]
    replies = []
    while pieces:
        count = len(pieces) if fits(_joined(pieces)) else _how_many_fit(pieces, fits_with_more)
        text = _joined(pieces[:count])
        del pieces[:count]
        replies.append(fit(f"{text}\n{more}" if pieces else text, lang))
    return replies


def _how_many_fit(pieces: Sequence[_Piece], fits: Callable[[str], bool]) -> int:
    """How many of the pieces one reply holds; at least one, however long."""
    count = 1
    while count < len(pieces) and fits(_joined(pieces[: count + 1])):
        count += 1
    return count


def _cut(
    piece: _Piece, fits: Callable[[str], bool], ends: Sequence[regex.Pattern[str]]
) -> Iterator[_Piece]:
    if not ends or fits(piece.text):
        yield piece
        return
    for part in _parts(piece, ends[0]):
        yield from _cut(part, fits, ends[1:])


def _parts(piece: _Piece, end: regex.Pattern[str]) -> Iterator[_Piece]:
    numbers = [number.span() for number in _PHONE_NUMBER.finditer(piece.text)]
    gap, start = piece.gap, 0
    for match in end.finditer(piece.text):
        if any(first < match.start() < last for first, last in numbers):
            continue
        yield _Piece(gap, piece.text[start : match.start()])
        gap, start = match[0], match.end()
    if start < len(piece.text):
        yield _Piece(gap, piece.text[start:])


def _joined(pieces: Sequence[_Piece]) -> str:
    first, *others = pieces
    return first.text + "".join(piece.gap + piece.text for piece in others)
