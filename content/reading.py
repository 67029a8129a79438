"""Reading level of English, as a school grade in the US: the Flesch-Kincaid grade level (1975)."""

import re
from importlib import import_module
from types import ModuleType

from content.card import SLOT, Card, slot_alone
from content.rendering import URL, plain

_NUMBER = re.compile(r"[+(]*\d[\d() .-]{5,}\d")


def grade(card: Card) -> float:
    """The grade of a card's page, leaving out state law, web addresses and phone numbers."""
    texts = [card.front.first]
    texts += [block.text for section in card.sections for block in section.blocks]
    sentences = (_sentence(text) for text in texts if slot_alone(text) is None)
    return float(_textstat().flesch_kincaid_grade("\n".join(sentences)))


def _textstat() -> ModuleType:
    # Imported here because only content checks need it; servers run without it.
    try:
        return import_module("textstat")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Reading levels are measured by textstat, which is not installed here. Install it: "
            "pip install 'raincheck[content]'"
        ) from error


def _sentence(text: str) -> str:
    words = _NUMBER.sub("", URL.sub("", SLOT.sub("New York", plain(text)))).strip()
    return words if words.endswith((".", "?", "!")) else f"{words}."
