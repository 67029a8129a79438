from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import rendering

ALLOWED = {"a", "strong", "em", "code", "br"}


class Read(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href", "title"}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Stay *calm*.", "Stay <em>calm</em>."),
        ('Say "no".', 'Say "no".'),
        ("Read [bail](bail).", 'Read <a href="bail">bail</a>.'),
        ("Call 1-888-373-7888 now", 'Call <a href="tel:+18883737888">1-888-373-7888</a> now'),
        ("See https://x.org/a.", 'See <a href="https://x.org/a">x.org/a</a>.'),
        (
            "Try bop.gov/inmateloc.",
            'Try <a href="https://bop.gov/inmateloc">bop.gov/inmateloc</a>.',
        ),
        ("Write to a@b.org", "Write to a@b.org"),
        ("[1-888-373-7888](tel:988)", '<a href="tel:988">1-888-373-7888</a>'),
        ("542 U.S. 177 (2004)", "542 U.S. 177 (2004)"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
    ],
)
def test_a_block_becomes_safe_html(markdown: str, html: str) -> None:
    assert rendering.inline(markdown) == html


@given(st.text(max_size=80) | st.from_regex(r"[<>!\[\]()a-z\"'&/:. ]{0,40}", fullmatch=True))
def test_nothing_a_writer_types_becomes_markup_of_its_own(markdown: str) -> None:
    assert Read(rendering.inline(markdown)).tags <= ALLOWED


@given(st.text(st.characters(codec="utf-8", exclude_characters=".:/\r\x00"), max_size=80))
def test_plain_text_keeps_every_character(text: str) -> None:
    assert Read(rendering.linked(text)).text == text


def test_plain_text_of_a_link_keeps_its_address() -> None:
    assert rendering.plain("**Read** [this](https://x.org) and [bail](bail)") == (
        "Read this (https://x.org) and bail"
    )
