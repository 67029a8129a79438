"""Pagination: a long answer as a series of replies, each asked for with NEXT."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from sms.encoding.segments import fit, measure

# Where a block may be cut, from best to last resort: after a sentence; after a word; and in Chinese
# and Thai, which set no spaces, between two characters that a line may break between.
_ENDS = (
    regex.compile(r"(?<=[.!?…؟])\s+|(?<=[.!?…؟][\"'”’»)])\s+|(?<=[。！？])|\s*\n\s*"),
    regex.compile(r"[^\S\u00a0\u202f]+|(?<=[，、；：])"),
    regex.compile(
        r"(?<=\p{Han})(?=\p{Han})"
        # Thai: not after a vowel that is written before its consonant, not before a vowel or mark
        # that belongs to the consonant before it, and not within a number.
        r"|(?<=[\p{Thai}--[เ-ไ]])(?!(?<=\d)\d)(?=[\p{Thai}--[ะาำๅๆฯ\p{M}]])",
        regex.VERSION1,
    ),
)
_GAP = r"[ \u00a0().-]"
# As North America writes it: its end is known, so that a second number after it is another.
_TEN_DIGITS = rf"(?:\+?\d{{1,3}}{_GAP})?\(?\d{{3}}\)?{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)"
_PHONE_NUMBER = regex.compile(
    rf"{_TEN_DIGITS}|[+(]{{0,2}}\d(?:(?!{_GAP}{{1,2}}{_TEN_DIGITS}){_GAP}{{0,2}}\d){{6,14}}"
)


@dataclass(frozen=True)
class _Piece:
    """Text that stays in one reply. gap: what stands between it and the piece before it, where both
    are in the same reply."""

    gap: str
    text: str


def paginate(
    blocks: Sequence[str], *, lang: str, more: str, limit: int, closing: str = ""
) -> list[str]:
    """The blocks as replies of at most `limit` segments each, fitted for `lang`.

    Whole blocks are packed in order, one a line; every reply but the last ends with the line
    `more`, the first with the line `closing` before it, if there is one. A block too long for one
    reply is cut after a sentence, else after a word, and in Chinese and Thai between two
    characters. A reply exceeds the limit only where a single word, phone number or address does.
    """

    end = f"\n{closing}" if closing else ""

    def fits(text: str) -> bool:
        return measure(fit(text + end, lang)).segments <= limit

    def fits_with_more(text: str) -> bool:
        return fits(f"{text}\n{more}")

    pieces = [
        piece
        for block in blocks
        if block.strip()
        for piece in _cut(_Piece("\n", block.strip()), fits_with_more, _ENDS)
    ]
    replies = []
    while pieces:
        count = len(pieces) if fits(_joined(pieces)) else _how_many_fit(pieces, fits_with_more)
        text = _joined(pieces[:count])
        del pieces[:count]
        replies.append(fit(f"{text}{end}\n{more}" if pieces else text + end, lang))
        end = ""
    return replies


def _how_many_fit(pieces: Sequence[_Piece], fits: Callable[[str], bool]) -> int:
    """How many of the pieces fit into one reply; at least one, however long."""
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
