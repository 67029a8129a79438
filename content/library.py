"""The whole content in memory: cards, places and what each says in every language."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import get_args

from content import card as cards
from content import places
from content.card import Card, Topic, slot_alone
from content.findings import ContentError, Finding
from content.law import SLOTS
from content.markdown import Block
from content.pages import CardPage, CardText, PageSection, Say
from content.phrases import SOURCE, Phrases, Translator, UntranslatedError
from content.places import Place
from content.rendering import inline
from content.review import Reviews
from content.slots import LawNote, fill, state_hint

ROOT = Path(__file__).parent
TOPICS: tuple[Topic, ...] = get_args(Topic)
_CACHED_PAGES = 1024
_LIST = {"bullet": "ul", "number": "ol"}


class Library:
    """Cards by id in reading order, places by id. Unknown ids raise KeyError."""

    topics = TOPICS

    def __init__(
        self,
        phrases: Phrases,
        cards: Mapping[str, Card],
        places: Mapping[str, Place],
        reviews: Reviews,
    ) -> None:
        self.phrases = phrases
        self.cards = cards
        self.places = places
        self._reviews = reviews
        self._translated = frozenset(
            (card.id, language.code)
            for language in phrases.languages
            for card in cards.values()
            if _complete(card, phrases.cards_translator(language.code))
        )
        self.page = lru_cache(_CACHED_PAGES)(self._page)
        self.text = lru_cache(_CACHED_PAGES)(self._text)

    @classmethod
    def load(cls, phrases: Phrases, *, root: Path = ROOT, overlay: Path | None = None) -> "Library":
        """Read `root/cards/*.md` and `root/us/*.yaml`, the host's `overlay` laid over them.

        A card of the overlay replaces ours of the same id, a place file of the overlay replaces
        ours fact by fact. Raises ContentError with every fault found.
        """
        findings: list[Finding] = []
        known: dict[str, Place] = {}
        try:
            known.update(places.load(root / "us", overlay / "us" if overlay else None))
        except ContentError as refused:
            findings.extend(refused.findings)
        found = _read(_files(root, overlay), findings)
        if findings:
            raise ContentError(findings)
        return cls(phrases, found, known, Reviews.load(phrases.locales))

    def shown_in(self, card_id: str, lang: str) -> str:
        """The language the card shows in: `lang` when all of it is translated, else English."""
        return lang if (self.cards[card_id].id, lang) in self._translated else SOURCE

    def title(self, card_id: str, lang: str) -> str:
        """The title in the language the card shows in."""
        card, translator = self._shown(card_id, lang)
        return translator.pgettext(card.context, card.front.title)

    def keywords(self, card_id: str, lang: str) -> tuple[str, ...]:
        """Words that bring the card by text, in this language where it has its own; the id too."""
        card = self.cards[card_id]
        words = card.front.keywords
        if words:
            unit = card.keywords_unit
            translated = self.phrases.cards_translator(lang).pgettext(unit.context, unit.text)
            words = tuple(word.strip() for word in translated.split(",") if word.strip())
        return tuple(dict.fromkeys((*words, card.id.upper())))

    def asks(self, card_id: str, lang: str) -> tuple[str, ...]:
        """Questions the card answers, in this language where it has its own."""
        card = self.cards[card_id]
        if not card.front.asks:
            return ()
        unit = card.asks_unit
        translated = self.phrases.cards_translator(lang).pgettext(unit.context, unit.text)
        return tuple(line.strip() for line in translated.splitlines() if line.strip())

    def _shown(self, card_id: str, lang: str) -> tuple[Card, Translator]:
        shown = self.shown_in(card_id, lang)
        return self.cards[card_id], self.phrases.cards_translator(shown)

    def _page(self, card_id: str, lang: str, place: str, marked: bool = True) -> CardPage:
        card, t = self._shown(card_id, lang)
        language = self.phrases.language(t.lang)
        front, where = card.front, self.places[place]
        notes: list[LawNote] = []
        sections = tuple(
            PageSection(
                self._said(card, section.heading, where, t),
                self._html(card, section.blocks, where, t, notes, marked=marked),
            )
            for section in card.sections
        )
        foreign = t.lang != SOURCE
        return CardPage(
            id=card.id,
            topic=front.topic,
            title=t.pgettext(card.context, front.title),
            lang=language.code,
            direction=language.direction,
            translated=t.lang == lang,
            draft=foreign and not self._reviews.current(card, t),
            first=self._said(card, front.first, where, t),
            say=tuple(
                Say(say, t.pgettext(card.context, say) if foreign else None) for say in front.say
            ),
            sections=sections,
            law=tuple(notes),
            sources=front.sources,
            reviewed_by=front.reviewed_by,
            reviewed_on=front.reviewed_on,
            review_by=front.review_by,
            links=tuple(link for link in front.links if link in self.cards),
        )

    def _text(self, card_id: str, lang: str, place: str) -> CardText:
        card, t = self._shown(card_id, lang)
        where = self.places[place]
        blocks: list[str] = []
        for block in card.front.text:
            note = self._note(block, where, t)
            blocks.append(note.text if note else self._said(card, block, where, t))
        if where.is_country and any(slot_alone(block) for block in card.front.text):
            blocks.append(state_hint(self.phrases.translator(t.lang)))
        return CardText(card.id, t.lang, tuple(blocks))

    def _said(self, card: Card, english: str, place: Place, t: Translator) -> str:
        """A block in the shown language, with the place's name put in."""
        said = t.pgettext(card.context, english)
        if "{place}" not in said:
            return said
        messages = self.phrases.translator(t.lang)
        name = messages.gettext("your state") if place.is_country else place.name(messages)
        return said.replace("{place}", name)

    def _note(self, block: str, place: Place, t: Translator) -> LawNote | None:
        slot = slot_alone(block)
        if slot is None or not slot.startswith("law."):
            return None
        return fill(slot.removeprefix("law."), place, self.phrases, t.lang)

    def _html(
        self,
        card: Card,
        blocks: Iterable[Block],
        place: Place,
        t: Translator,
        notes: list[LawNote],
        *,
        marked: bool,
    ) -> str:
        html, list_open = "", ""
        for block in blocks:
            tag = _LIST.get(block.kind, "")
            if tag != list_open:
                html += (f"</{list_open}>" if list_open else "") + (f"<{tag}>" if tag else "")
                list_open = tag
            note = self._note(block.text, place, t)
            if note:
                notes.append(note)
                html += self._law(note, t)
            else:
                said = inline(self._said(card, block.text, place, t))
                said += self._marks(card, block, t) if marked else ""
                html += f"<li>{said}</li>" if tag else f"<p>{said}</p>"
        return html + (f"</{list_open}>" if list_open else "")

    def _marks(self, card: Card, block: Block, t: Translator) -> str:
        """Small numbers that lead to the sources below, numbered as they stand there."""
        numbers = [
            number
            for number, source in enumerate(card.front.sources, start=1)
            if source.id in block.marks
        ]
        if not numbers:
            return ""
        label = self.phrases.translator(t.lang).gettext("Source")
        marks = " ".join(
            f'<a href="#source-{number}" aria-label="{label} {number}">{number}</a>'
            for number in numbers
        )
        return f"<sup>{marks}</sup>"

    def _law(self, note: LawNote, t: Translator) -> str:
        kind = "law" if note.known else "law unknown"
        language = self.phrases.language(note.lang)
        own = "" if note.lang == t.lang else f' lang="{language.tag}" dir="{language.direction}"'
        return f'<div class="{kind}"{own}>{note.html}</div>'


def _files(root: Path, overlay: Path | None) -> Iterable[Path]:
    files = {file.name: file for file in sorted((root / "cards").glob("*.md"))}
    if overlay:
        files.update({file.name: file for file in sorted((overlay / "cards").glob("*.md"))})
    return files.values()


def _read(files: Iterable[Path], findings: list[Finding]) -> Mapping[str, Card]:
    found: list[Card] = []
    for file in files:
        try:
            found.append(cards.parse(file.read_text("utf-8"), file, SLOTS))
        except ContentError as refused:
            findings.extend(refused.findings)
    found.sort(key=lambda card: (TOPICS.index(card.front.topic), card.front.order, card.id))
    return {card.id: card for card in found}


def _complete(card: Card, translator: Translator) -> bool:
    strict = translator.strict()
    try:
        for unit in card.units():
            strict.pgettext(unit.context, unit.text)
    except UntranslatedError:
        return False
    return True
