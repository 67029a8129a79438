"""Slots: `{law.offense}` in a card is filled with what the law of the reader's place says."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from content.facts import Confidence, Fact
from content.phrases import SOURCE, Phrases, Translator, UntranslatedError
from content.places import Place
from content.rendering import linked
from content.sentences import SENTENCES
from content.sentences.topics import labelled, topic
from content.sources import Source

_WEAKEST_LAST: tuple[Confidence, ...] = ("high", "medium", "low")
_CONTACTS = frozenset({"find", "legal_help"})


@dataclass(frozen=True)
class LawNote:
    """One filled slot.

    slot: its name; topic: what it is about, in words; html: the sentences with cite and first
    source, for the page; text: for a text message; lang: the language of all of these, English if
    any phrase has no translation yet; confidence: the lowest among the facts told, None if there
    are none; known: False if the note only says that we do not know, or that it differs by state.
    """

    slot: str
    topic: str
    html: str
    text: str
    lang: str
    cite: str
    sources: tuple[Source, ...]
    confidence: Confidence | None
    known: bool


def fill(slot: str, place: Place, phrases: Phrases, lang: str) -> LawNote:
    """The note for `slot`, a name in SENTENCES: all in `lang`; all in English if a phrase is
    missing."""
    translator = phrases.translator(lang)
    try:
        return _note(slot, place, translator.strict())
    except UntranslatedError:
        return _note(slot, place, phrases.translator(SOURCE))


def state_hint(translator: Translator) -> str:
    """The sentence on how to choose a state by text, for the end of a text form with slots."""
    command = translator.pgettext("command", "STATE").partition(",")[0].strip()
    return translator.gettext(
        "For your state, text %(command)s and its two letters, such as %(command)s NY.",
        command=command,
    )


def _note(slot: str, place: Place, t: Translator) -> LawNote:
    saying = SENTENCES[slot](place.law, t)
    if saying is None:
        return _unknown(slot, place, t)
    sources = tuple(dict.fromkeys(source for fact in saying.facts for source in fact.sources))
    cite = "; ".join(dict.fromkeys(fact.cite for fact in saying.facts if fact.cite))
    confidence = max((fact.confidence for fact in saying.facts), key=_WEAKEST_LAST.index)
    if slot in _CONTACTS:
        html, text = _html(saying.page, saying.items), saying.text
    else:
        label = t.gettext("Federal law") if place.is_country else place.name(t)
        page = (labelled(label, saying.page[0], t), *saying.page[1:])
        html = _html(page, saying.items) + _source(cite, sources[0], t)
        text = f"{labelled(label, saying.text, t)} {_cites(saying.facts, confidence, t)}"
    if place.is_country:
        html += _html((f"{_differs_by_state(t)} {_choose_state(t)}",))
        text = text if slot in _CONTACTS else f"{text} {_differs_by_state(t)}"
    return LawNote(slot, topic(slot, t), html, text, t.lang, cite, sources, confidence, known=True)


def _unknown(slot: str, place: Place, t: Translator) -> LawNote:
    about = topic(slot, t)
    if place.is_country:
        text = labelled(about, _differs_by_state(t), t)
        html = _html((f"{text} {_choose_state(t)}",))
    else:
        state = place.name(t)
        unconfirmed = t.gettext(
            "We could not confirm this for %(state)s. Ask a lawyer.", state=state
        )
        text = labelled(about, unconfirmed, t)
        html = _html((text,))
    return LawNote(slot, about, html, text, t.lang, "", (), None, known=False)


def _differs_by_state(t: Translator) -> str:
    return t.gettext("This differs by state.")


def _choose_state(t: Translator) -> str:
    return t.gettext("Choose your state to see what holds there.")


def _html(paragraphs: Iterable[str], items: Iterable[str] = ()) -> str:
    html = "".join(f"<p>{linked(paragraph)}</p>" for paragraph in paragraphs)
    listed = "".join(f"<li>{linked(item)}</li>" for item in items)
    return html + (f"<ul>{listed}</ul>" if listed else "")


def _source(cite: str, source: Source, t: Translator) -> str:
    link = f'<a href="{escape(source.url)}">{escape(source.title, quote=False)}</a>'
    # Translators: source is the title of a page or law, date is when it was published or read
    sentence = escape(t.gettext("Source: %(source)s, %(date)s."), quote=False)
    found = sentence % {"source": link, "date": source.date}
    return f'<p class="source">{escape(cite, quote=False)}{". " if cite else ""}{found}</p>'


def _cites(facts: tuple[Fact, ...], confidence: Confidence, t: Translator) -> str:
    """The first cite of each fact, in brackets; with the newest source's date if the confidence is
    medium, that is if it rests on a secondary source."""
    parts = [fact.cite.partition(";")[0] for fact in facts if fact.cite]
    if confidence == "medium":
        newest = max(source.date for fact in facts for source in fact.sources)
        parts.append(t.gettext("seen %(date)s", date=newest))
    return f"({'; '.join(parts)})"
