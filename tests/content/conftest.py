"""Content of a test's own, in real files: cards, places and compiled catalogues."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from content.library import Library
from content.phrases import Phrases
from tests import ROOT

FRONT = {
    "topic": "now",
    "order": "1",
    "title": "Police stop you",
    "first": "Ask if you are free to leave.",
    "keywords": "[COPS]",
    "say": "[Am I free to leave?]",
    "text": "['Say: Am I free to leave? Then stay silent.']",
    "sources": (
        "[{id: terry, title: Terry v. Ohio,"
        " url: 'https://supreme.justia.com/392/1/', date: '1968'}]"
    ),
    "review_by": "2027-05-31",
}
BODY = "## What to do\n\nStay calm in {place}. [^terry]\n\n- Do not run.\n"
Translations = Iterable[tuple[str, str, str]]


class Content:
    """Writes what a test needs and loads it; `root` and `locales` hold the files."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "content"
        self.locales = folder / "locales"
        self.overlay = folder / "host"
        for each in ("cards", "us"):
            (self.root / each).mkdir(parents=True)
            (self.overlay / each).mkdir(parents=True)
        self.locales.mkdir()
        self.place("US", "code: US\nname: United States\n")

    def card(
        self, card_id: str = "stopped", *, body: str = BODY, into: Path | None = None, **front: str
    ) -> Path:
        """A card that has nothing wrong with it but what the test changes."""
        lines = {"id": card_id, **FRONT, **front}
        text = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
        file = (into or self.root) / "cards" / f"{card_id}.md"
        file.write_text(f"---\n{text}---\n{body}", "utf-8")
        return file

    def place(self, code: str, yaml: str, *, into: Path | None = None) -> Path:
        file = (into or self.root) / "us" / f"{code}.yaml"
        file.write_text(dedent(yaml), "utf-8")
        return file

    def language(
        self,
        code: str,
        *,
        cards: Translations = (),
        messages: Translations = (),
        plurals: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
        fuzzy: frozenset[str] = frozenset(),
    ) -> Path:
        """Catalogues of (context, English, translation), written and compiled as we do."""
        folder = self.locales / code / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        for domain, found in {"cards": cards, "messages": messages}.items():
            catalog = Catalog(locale=code)
            for context, english, translated in found:
                flags = ["fuzzy"] if english in fuzzy else []
                catalog.add(english, translated, context=context or None, flags=flags)
            for pair, forms in ((plurals or {}) if domain == "messages" else {}).items():
                catalog.add(pair, forms)
            with (folder / f"{domain}.po").open("wb") as opened:
                write_po(opened, catalog)
            with (folder / f"{domain}.mo").open("wb") as opened:
                write_mo(opened, catalog)
        return folder

    def phrases(self) -> Phrases:
        return Phrases.load(self.locales)

    def library(self) -> Library:
        return Library.load(self.phrases(), root=self.root, overlay=self.overlay)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


SPANISH_CARD = (
    ("card:stopped", "Police stop you", "La policía te para"),
    ("card:stopped", "Ask if you are free to leave.", "Pregunta si puedes irte."),
    ("card:stopped", "Am I free to leave?", "¿Puedo irme?"),
    (
        "card:stopped",
        "Say: Am I free to leave? Then stay silent.",
        "Di: Am I free to leave? Luego calla.",
    ),
    ("card:stopped", "What to do", "Qué hacer"),
    ("card:stopped", "Stay calm in {place}.", "Mantén la calma en {place}."),
    ("card:stopped", "Do not run.", "No corras."),
    ("card:stopped:keywords", "COPS", "POLICÍA, PARADA"),
)


@pytest.fixture
def spanish_card() -> Translations:
    """Every block of the default card in Spanish."""
    return SPANISH_CARD


@pytest.fixture(scope="session")
def ours() -> Library:
    """The content we publish."""
    here = ROOT
    return Library.load(Phrases.load(here / "locales"), root=here / "content")
