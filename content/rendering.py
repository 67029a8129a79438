"""Rendering: blocks to HTML or plain text. No images and no raw HTML, so nothing is fetched."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import phonenumbers
from markdown_it import MarkdownIt
from markdown_it.token import Token

REGION = "US"
_REST = r"[^\s<>]*[^\s<>.,;:!?)\]”\"']"
URL = re.compile(
    rf"https?://{_REST}"
    rf"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|edu|gov|net|org)(?![\w-])(?:/{_REST})?"
)
_DIGITS = re.compile(r"(?:\d\D{0,3}){7}")


def inline(markdown: str) -> str:
    """One block's Markdown as HTML, with phone numbers and web addresses made links."""
    return str(_MARKDOWN.renderInline(markdown))


def linked(text: str) -> str:
    """Plain text as HTML, with phone numbers and web addresses made links."""
    html, at = "", 0
    for start, end, address in sorted(_addresses(text)):
        if start >= at:
            words = text[start:end].removeprefix("https://").removeprefix("www.").rstrip("/")
            html += f'{_text(text[at:start])}<a href="{escape(address)}">{_text(words)}</a>'
            at = end
    return html + _text(text[at:])


def plain(markdown: str) -> str:
    """One block's Markdown as plain text; a link to a web address keeps it in brackets."""
    (block,) = _MARKDOWN.parseInline(markdown)
    return "".join(_plain(block.children or []))


def targets(markdown: str) -> tuple[str, ...]:
    """The targets of a block's links, in order: web addresses, or ids of cards."""
    (block,) = _MARKDOWN.parseInline(markdown)
    return tuple(
        str(token.attrs["href"]) for token in block.children or [] if token.type == "link_open"
    )


def phones(text: str) -> tuple[str, ...]:
    """The phone numbers in a text, in E.164, in order."""
    return tuple(number for _, _, number in _numbers(text))


def urls(text: str) -> tuple[str, ...]:
    """The web addresses in a text, in order."""
    return tuple(URL.findall(text))


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    for match in URL.finditer(text):
        address = match[0] if "://" in match[0] else f"https://{match[0]}"
        yield match.start(), match.end(), address
    for start, end, number in _numbers(text):
        yield start, end, f"tel:{number}"


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    if _DIGITS.search(text):
        for match in phonenumbers.PhoneNumberMatcher(text, REGION):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            yield match.start, match.end, number


def _plain(tokens: Sequence[Token]) -> Iterator[str]:
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrs["href"])
        elif token.type == "link_close":
            yield f" ({address})" if "://" in address else ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        else:
            yield token.content


def _text(text: str) -> str:
    return escape(text, quote=False)


def _words(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    in_link = sum(token.nesting for token in tokens[:at] if token.type.startswith("link_"))
    return _text(tokens[at].content) if in_link else linked(tokens[at].content)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_MARKDOWN.add_render_rule("text", _words)
