"""The library: all content in memory, cards and places, in every language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from content import compiled, files, learning, places
from content.card import Card, slot_alone
from content.files import ROOT, TOPICS, Written
from content.markdown import Block
from content.pages import CardPage, CardText, PageSection, Say
from content.phrases import SOURCE, Phrases, Translator, UntranslatedError
from content.places import Place
from content.questions import SMALLTALK
from content.rendering import inline, plain
from content.review import Reviews
from content.search import Hit, Search
from content.search import write as write_search
from content.slots import LawNote, fill, state_hint
from content.weights import Weights

_CACHED_PAGES = 1024
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_LIST = {"bullet": "ul", "number": "ol"}


class Library:
    """Cards and guides by id, in reading order; places by id. Unknown ids raise KeyError.

    A guide is written like a card but is a page only: it has no text form and no keywords.
    """

    topics = TOPICS

    def __init__(self, phrases: Phrases, written: Written, *, search: Search | None = None) -> None:
        self.phrases = phrases
        self.cards: Mapping[str, Card] = {card.id: card for card in written.cards}
        self.guides: Mapping[str, Card] = {guide.id: guide for guide in written.guides}
        self.places = places.arranged(written.laws)
        self.host, self.logo = written.host, written.logo
        self.questions = written.questions
        self._search = search
        self._all = {**self.guides, **self.cards}
        self._reviews = Reviews.load(phrases.locales)
        self._translated = frozenset(
            (card.id, language.code)
            for language in phrases.languages
            for card in self._all.values()
            if _fully_translated(card, phrases.cards_translator(language.code))
        )
        # page(card_id, lang, place, sources) and text(card_id, lang, place), cached. `sources`: the
        # address of the page with the list of sources, empty if it is the same page.
        self.page = lru_cache(_CACHED_PAGES)(self._page)
        self.text = lru_cache(_CACHED_PAGES)(self._text)

    @classmethod
    def load(cls, phrases: Phrases, *, root: Path = ROOT, overlay: Path | None = None) -> "Library":
        """Load from the source files, with line numbers, for content checks; cannot search.

        `overlay`: the folder of a host's own content. Raises ContentError with every fault.
        """
        return cls(phrases, files.read(root, overlay))

    @classmethod
    def open(
        cls, phrases: Phrases, file: Path, *, root: Path = ROOT, overlay: Path | None = None
    ) -> "Library":
        """Load from the compiled `file`, which is compiled again first if a source has changed.

        Raises ContentError if a source is then at fault.
        """
        sources = compiled.fingerprint([*files.listed(root, overlay), *phrases.files()])
        if compiled.made_from(file) != sources:
            written = files.read(root, overlay)
            library = cls(phrases, written)
            with compiled.writing(file) as database:
                compiled.write(database, written, sources)
                for lang in (language.code for language in phrases.languages):
                    examples = library.examples(lang)
                    learned = learning.weights(examples, learning.kept(root, lang))
                    texts = [*examples, *library.sentences(lang)]
                    write_search(database, lang, texts, learned)
        return cls(phrases, compiled.read(file), search=Search(file))

    def find(self, text: str, lang: str, *, most: int = 5) -> tuple[Hit, ...]:
        """Search: the cards that answer `text`, best first, at most `most`. Raises LookupError if
        the library was not opened from a compiled file."""
        return self._searching().find(text, lang, most=most)

    def language_of(self, text: str, preferred: str) -> str:
        """The language of ours that `text` is most likely in; `preferred` when in doubt."""
        spoken = (language.code for language in self.phrases.languages)
        return self._searching().language(text, preferred, spoken)

    def _searching(self) -> Search:
        if self._search is None:
            raise LookupError("only a compiled library can search: Library.open")
        return self._search

    def weights(self, lang: str) -> Weights:
        """What the search has learned, for the phone's own. Raises LookupError like `find`."""
        return self._searching().weights(lang)

    def examples(self, lang: str) -> list[learning.Example]:
        """All that the search learns from in a language; cards that are not there left out."""
        told = [
            (id, text)
            for id in self.cards
            for text in (self.title(id, lang), *self.keywords(id, lang), *self.asks(id, lang))
        ]
        asked = [(each.card, each.text) for each in self.questions.get(lang, ())]
        known = [each for each in asked if each[0] in self.cards or each[0] == SMALLTALK]
        return told + known

    def sentences(self, lang: str) -> Iterator[tuple[str, str]]:
        """Every sentence of every card, after its id, in the language the card shows in."""
        for card in self.cards.values():
            t = self._shown(card.id, lang)[1]
            blocks = [card.front.first, *card.front.say, *card.front.text]
            for section in card.sections:
                blocks += [section.heading, *(block.text for block in section.blocks)]
            for block in blocks:
                if slot_alone(block) is None:
                    said = plain(t.pgettext(card.context, block))
                    yield from ((card.id, sentence) for sentence in _SENTENCE_END.split(said))

    def shown_in(self, card_id: str, lang: str) -> str:
        """The language the card shows in: `lang` when all of it is translated, else English."""
        return lang if (self._all[card_id].id, lang) in self._translated else SOURCE

    def title(self, card_id: str, lang: str) -> str:
        """The title in the language the card shows in."""
        card, translator = self._shown(card_id, lang)
        return translator.pgettext(card.context, card.front.title)

    def keywords(self, card_id: str, lang: str) -> tuple[str, ...]:
        """The words that bring the card by text: in `lang` if translated, else in English; and its
        id, in capitals."""
        card = self._all[card_id]
        words = card.front.keywords
        if words:
            unit = card.keywords_unit
            translated = self.phrases.cards_translator(lang).pgettext(unit.context, unit.text)
            words = tuple(word.strip() for word in translated.split(",") if word.strip())
        return tuple(dict.fromkeys((*words, card.id.upper())))

    def asks(self, card_id: str, lang: str) -> tuple[str, ...]:
        """The questions that the card answers: in `lang` if translated, else in English."""
        card = self._all[card_id]
        if not card.front.asks:
            return ()
        unit = card.asks_unit
        translated = self.phrases.cards_translator(lang).pgettext(unit.context, unit.text)
        return tuple(line.strip() for line in translated.splitlines() if line.strip())

    def _shown(self, card_id: str, lang: str) -> tuple[Card, Translator]:
        shown = self.shown_in(card_id, lang)
        return self._all[card_id], self.phrases.cards_translator(shown)

    def _page(self, card_id: str, lang: str, place: str, sources: str = "") -> CardPage:
        card, t = self._shown(card_id, lang)
        language = self.phrases.language(t.lang)
        front, where = card.front, self.places[place]
        notes: list[LawNote] = []
        sections = tuple(
            PageSection(
                self._translated_text(card, section.heading, where, t),
                self._blocks_html(card, section.blocks, where, t, notes, sources),
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
            first=self._translated_text(card, front.first, where, t),
            say=tuple(
                Say(say, t.pgettext(card.context, say) if foreign else None) for say in front.say
            ),
            sections=sections,
            law=tuple(notes),
            sources=front.sources,
            reviewed_by=front.reviewed_by,
            reviewed_on=front.reviewed_on,
            review_by=_earliest(front.review_by, where.law.review_by if notes else None),
            links=tuple(link for link in front.links if link in self.cards),
        )

    def _text(self, card_id: str, lang: str, place: str) -> CardText:
        card, t = self._shown(card_id, lang)
        where = self.places[place]
        blocks: list[str] = []
        for block in card.front.text:
            note = self._law_note(block, where, t)
            blocks.append(note.text if note else self._translated_text(card, block, where, t))
        if where.is_country and any(slot_alone(block) for block in card.front.text):
            blocks.append(state_hint(self.phrases.translator(t.lang)))
        return CardText(card.id, t.lang, tuple(blocks))

    def _translated_text(self, card: Card, english: str, place: Place, t: Translator) -> str:
        """An English text of the card, translated, with `{place}` replaced by the place's name."""
        said = t.pgettext(card.context, english)
        if "{place}" not in said:
            return said
        messages = self.phrases.translator(t.lang)
        name = messages.gettext("your state") if place.is_country else place.name(messages)
        return said.replace("{place}", name)

    def _law_note(self, block: str, place: Place, t: Translator) -> LawNote | None:
        slot = slot_alone(block)
        if slot is None or not slot.startswith("law."):
            return None
        return fill(slot.removeprefix("law."), place, self.phrases, t.lang)

    def _blocks_html(
        self,
        card: Card,
        blocks: Iterable[Block],
        place: Place,
        t: Translator,
        notes: list[LawNote],
        sources: str,
    ) -> str:
        html, list_open = "", ""
        for block in blocks:
            tag = _LIST.get(block.kind, "")
            if tag != list_open:
                html += (f"</{list_open}>" if list_open else "") + (f"<{tag}>" if tag else "")
                list_open = tag
            note = self._law_note(block.text, place, t)
            if note:
                notes.append(note)
                html += self._law_html(note, t)
            else:
                said = inline(self._translated_text(card, block.text, place, t))
                said += self._source_marks(card, block, t, sources)
                html += f"<li>{said}</li>" if tag else f"<p>{said}</p>"
        return html + (f"</{list_open}>" if list_open else "")

    def _source_marks(self, card: Card, block: Block, t: Translator, sources: str) -> str:
        """Superscript links to the block's sources, numbered as in the list of sources."""
        numbers = [
            number
            for number, source in enumerate(card.front.sources, start=1)
            if source.id in block.marks
        ]
        if not numbers:
            return ""
        label = self.phrases.translator(t.lang).gettext("Source")
        marks = " ".join(
            f'<a href="{sources}#source-{number}" aria-label="{label} {number}">{number}</a>'
            for number in numbers
        )
        return f"<sup>{marks}</sup>"

    def _law_html(self, note: LawNote, t: Translator) -> str:
        kind = "law" if note.known else "law unknown"
        language = self.phrases.language(note.lang)
        own = "" if note.lang == t.lang else f' lang="{language.tag}" dir="{language.direction}"'
        return f'<div class="{kind}"{own}>{note.html}</div>'


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _fully_translated(card: Card, translator: Translator) -> bool:
    strict = translator.strict()
    try:
        for unit in card.units():
            strict.pgettext(unit.context, unit.text)
    except UntranslatedError:
        return False
    return True
