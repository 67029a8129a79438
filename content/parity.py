"""Parity: a translation must hold the same slots, phone numbers and addresses as the English."""

from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from content.card import SLOT
from content.findings import Finding, shown
from content.library import Library
from content.phrases import DOMAINS, SOURCE
from content.rendering import phones, targets, urls
from content.words import CARRIER_WORDS, plain


def translations(library: Library) -> Iterator[Finding]:
    """Faults in the `.po` files. A missing or fuzzy translation (gettext's word for outdated) is no
    fault, because English is shown instead."""
    for language in library.phrases.languages:
        if language.code == SOURCE:
            continue
        for domain in DOMAINS:
            file = library.phrases.locales / language.code / "LC_MESSAGES" / f"{domain}.po"
            with file.open("rb") as opened:
                catalog = read_po(opened, locale=language.code, domain=domain)
            for message in catalog:
                if message.id and message.string and not message.fuzzy:
                    for reason in _faults(message, catalog, library):
                        yield Finding(shown(file), message.lineno or 0, reason)


def _faults(message: Message, catalog: Catalog, library: Library) -> Iterator[str]:
    yield from (str(error) for error in message.check(catalog))
    if isinstance(message.id, str) and isinstance(message.string, str):
        yield from _differences(message.id, message.string)
        card_id, _, part = (message.context or "").removeprefix("card:").partition(":")
        if part == "keywords":
            yield from _carrier_words(message.string)
        elif message.context and card_id in library.cards:
            card = library.cards[card_id]
            if message.id in card.front.text:
                for said in card.quoted(message.id):
                    if said not in message.string:
                        yield f"“{said}” is said to an officer, so it stays in English here"


def _differences(english: str, translated: str) -> Iterator[str]:
    for what, found in (
        ("slot", SLOT.findall),
        ("phone number", phones),
        ("address", urls),
        ("link", targets),
    ):
        ours, theirs = Counter(found(english)), Counter(found(translated))
        for lost in ours - theirs:
            yield f"the translation loses the {what} {lost}"
        for added in theirs - ours:
            yield f"the translation adds the {what} {added}"


def _carrier_words(keywords: str) -> Iterator[str]:
    for word in keywords.split(","):
        if plain(word) in CARRIER_WORDS:
            yield f"carriers act on “{word.strip()}” themselves, so it cannot be a keyword"
