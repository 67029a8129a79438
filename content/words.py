"""Card keywords: reserved words, which none may use, and clashes, where two cards share one."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from content.card import Card
from content.findings import Finding, shown
from content.library import Library

# Carriers act on these words themselves, before us or as well as us. Source: Twilio's default
# opt-out keywords.
CARRIER_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
    | {"START", "UNSTOP", "HELP", "INFO"}
)


def plain(word: str) -> str:
    """The form in which keywords are compared: capitals, without accents or extra spaces."""
    spread = unicodedata.normalize("NFD", word.upper())
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())


def reserved(card: Card) -> Iterator[Finding]:
    """Faults: keywords that are reserved by carriers."""
    for number, word in enumerate(card.front.keywords):
        if plain(word) in CARRIER_WORDS:
            reason = f"carriers act on “{word}” themselves, so it cannot be a keyword"
            yield card.document.finding(("keywords", number), reason)


def clashes(library: Library) -> Iterator[Finding]:
    """Faults: keywords that lead to two cards, in one language or across languages."""
    owners: dict[str, set[str]] = defaultdict(set)
    for card_id in library.cards:
        for language in library.phrases.languages:
            for word in library.keywords(card_id, language.code):
                owners[plain(word)].add(card_id)
    for word, cards in sorted(owners.items()):
        if len(cards) > 1:
            for card_id in sorted(cards):
                card = library.cards[card_id]
                others = ", ".join(sorted(cards - {card_id}))
                line = card.document.line(("keywords",))
                yield Finding(shown(card.file), line, f"keyword “{word}” belongs to {others} too")
