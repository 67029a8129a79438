"""Babel extractors: the messages of cards and places, for translators.

They are configured in `locales/*.toml` and run by `make catalogues`.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

from content import card, documents
from content.law import SLOTS

Message = tuple[int, str, tuple[str, str], list[str]]
"""As Babel wants it: line, function name, (context, text), comments to the translator."""


def cards(
    fileobj: IO[bytes], keywords: object, comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Message]:
    """Every block of a card as a message in the card's context; its keywords together as one."""
    del keywords, comment_tags, options
    parsed = card.parse(fileobj.read().decode(), _file(fileobj), SLOTS)
    for unit in parsed.units():
        yield unit.line, "pgettext", (unit.context, unit.text), _hints(parsed, unit)


def places(
    fileobj: IO[bytes], keywords: object, comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Message]:
    """The name of a place, as a message in the context "place"."""
    del keywords, comment_tags, options
    document = documents.read(fileobj.read().decode(), _file(fileobj))
    name = str(document.values["name"])
    yield document.line(("name",)), "pgettext", ("place", name), []


def _file(fileobj: IO[bytes]) -> Path:
    return Path(str(getattr(fileobj, "name", "card.md")))


def _hints(parsed: card.Card, unit: card.Unit) -> list[str]:
    if unit.context == parsed.asks_unit.context:
        return ["What people may ask when they need this card, one question a line, for search."]
    if unit.context != parsed.context:
        return ["Words people text us. Comma separated; as many or as few as you need."]
    if unit.text in parsed.front.say:
        return ["The English is said to an officer; yours stands below it, to explain it."]
    if unit.text in parsed.front.text and parsed.quoted(unit.text):
        return ["Keep what is quoted in English, since it is said to an officer."]
    return []
