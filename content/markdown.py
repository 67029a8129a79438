"""The Markdown of a card: `##` sections of short paragraphs and lists, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.findings import Finding, shown

Kind = Literal["paragraph", "bullet", "number"]
_LISTS: dict[str, Kind] = {"bullet_list_open": "bullet", "ordered_list_open": "number"}
_PARSER = MarkdownIt("commonmark", {"html": False})
_MARKS = re.compile(r"(?:\s*\[\^[\w-]+\])+$")
_MARK = re.compile(r"\[\^([\w-]+)\]")

NO_LAW: Final = "-"
"""The mark of a block that states no law, written `[^-]`."""


@dataclass(frozen=True)
class Block:
    """A block: one paragraph or list item, which is one message to a translator.

    text: its Markdown without the marks; line: its line in the file; marks: the ids of its sources,
    from the `[^id]` at its end, or NO_LAW.
    """

    kind: Kind
    text: str
    line: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A `##` heading, its line in the file, and the blocks below it."""

    heading: str
    line: int
    blocks: tuple[Block, ...]


def sections(
    body: str, file: Path, *, first_line: int
) -> tuple[tuple[Section, ...], list[Finding]]:
    """Parse a body that starts at `first_line` of `file`. Returns its sections and its faults."""
    found: list[Section] = []
    findings: list[Finding] = []
    heading, heading_line, blocks = "", 0, list[Block]()

    def close() -> None:
        if heading_line:
            found.append(Section(heading, heading_line, tuple(blocks)))
            if not blocks:
                findings.append(Finding(shown(file), heading_line, "this section is empty"))
            blocks.clear()

    for kind, text, line in _parts(body, first_line):
        if kind == "heading":
            close()
            heading, heading_line = text, line
        elif kind == "other":
            findings.append(Finding(shown(file), line, text))
        elif not heading_line:
            findings.append(Finding(shown(file), line, "text before the first ## heading"))
        else:
            blocks.append(Block(kind, _MARKS.sub("", text), line, _marks(text)))
    close()
    if not found and not findings:
        findings.append(Finding(shown(file), first_line, "the card has no ## section"))
    return tuple(found), findings


def _marks(text: str) -> tuple[str, ...]:
    at_end = _MARKS.search(text)
    return tuple(_MARK.findall(at_end[0])) if at_end else ()


def _parts(
    body: str, first_line: int
) -> Iterator[tuple[Kind | Literal["heading", "other"], str, int]]:
    lists: list[Kind] = []
    in_heading = False
    for token in _PARSER.parse(body):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type in _LISTS:
            if lists:
                yield "other", "a list inside a list cannot be translated block by block", line
            lists.append(_LISTS[token.type])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "heading_open":
            in_heading = True
            if token.tag != "h2":
                yield "other", "headings are ## only", line
        elif token.type == "heading_close":
            in_heading = False
        elif token.type == "inline":
            kind = "heading" if in_heading else lists[-1] if lists else "paragraph"
            yield kind, " ".join(token.content.split()), line
        elif token.nesting >= 0 and not _expected(token):
            yield "other", f"only headings, paragraphs and lists: {_construct(token)}", line


def _expected(token: Token) -> bool:
    return token.type.removesuffix("_open").removesuffix("_close") in {"paragraph", "list_item"}


def _construct(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close").replace("_", " ")
