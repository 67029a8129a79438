"""Replies about content: cards, the menu, search, language and place."""

from collections.abc import Sequence
from dataclasses import replace

from checkin.people import contacts
from content import search
from content.library import Library
from content.phrases import Translator
from content.places import by_name
from sms.parsing.commands import Command
from sms.parsing.normalize import bare, plain
from sms.replies import greeting
from sms.replies import session as sessions
from sms.replies.turn import ReplyDraft, Turn

_CHOICES = 3
# Fewer are no clear question, and a guess might say more than anyone asked.
_WORDS_OF_A_QUESTION = 3
_LONGEST_QUESTION = 300  # characters searched: the point is made by then, and words cost time
_LOUISIANA = "us-la"


def card(turn: Turn, card_id: str) -> ReplyDraft:
    """The card's text form in the session's language and for its place."""
    session = turn.session
    sentences = blocks(turn.work.core.library, card_id, session.lang, session.place)
    # A number after a card is no longer a choice from the menu before it.
    return turn.say(*sentences, menu=())


def blocks(library: Library, card_id: str, lang: str, place: str) -> tuple[str, ...]:
    """The blocks of a card's text form. Where it is not translated yet they are in English, after a
    block that says so."""
    text = library.text(card_id, lang, place)
    if text.lang == lang:
        return text.blocks
    tr = library.phrases.translator(lang)
    return (tr.gettext("Not translated yet, so in English:"), *text.blocks)


def menu(turn: Turn) -> ReplyDraft:
    """Every card by number, the most urgent first."""
    library = turn.work.core.library
    ids = tuple(library.cards)
    lines = [f"{n} {library.title(id, turn.session.lang)}" for n, id in enumerate(ids, 1)]
    opening = turn.tr.gettext("Reply with a number:")
    return turn.say(opening, *lines, menu=ids)


def nearest(turn: Turn, card_ids: tuple[str, ...], text: str) -> ReplyDraft:
    """The card for a mistyped keyword, or for one that several cards have: the likeliest of these,
    and how to get the others."""
    library = turn.work.core.library
    hits = library.find(text, turn.session.lang, most=len(library.cards))
    likely = [hit.card_id for hit in hits if hit.card_id in card_ids]
    best, *others = dict.fromkeys((*likely, *card_ids))
    return _with_others(turn, best, others)


def _with_others(turn: Turn, card_id: str, others: Sequence[str]) -> ReplyDraft:
    """A card, closed by the keywords of the others that may have been meant, if there are any."""
    words = [word for word in (_keyword(turn, other) for other in others) if word]
    draft = card(turn, card_id)
    match words:
        case [one, two, *_]:
            line = turn.tr.gettext("Not it? Text %(one)s or %(two)s.", one=one, two=two)
        case [one]:
            line = turn.tr.gettext("Not it? Text %(one)s.", one=one)
        case _:
            return draft
    return replace(draft, closing=line)


def _keyword(turn: Turn, card_id: str) -> str | None:
    """A word that brings this card and no other; None if it has none of its own."""
    lang = turn.session.lang
    for word in turn.work.core.library.keywords(card_id, lang):
        entry = turn.words.card(plain(word), lang)
        if entry and entry.meaning == (card_id,) and not turn.words.command(bare(word), lang):
            return word
    return None


def chosen(turn: Turn, number: int) -> ReplyDraft | None:
    """The card behind a number of the last menu; None if the menu has no such number."""
    menu = turn.session.menu
    return card(turn, menu[number - 1]) if 1 <= number <= len(menu) else None


def next_page(turn: Turn) -> ReplyDraft:
    """The reply to NEXT: the next page of the last answer, as it was cut then."""
    pages = turn.session.pages
    if not pages:
        return turn.say(turn.tr.gettext("That was all. For the topics, text MENU."))
    return turn.say(pages[0], pages=pages[1:])


def set_language(turn: Turn, lang: str) -> ReplyDraft:
    """Choose the language, for the phone, its person, and the contact behind it."""
    contacts.set_language(turn.work, turn.session.phone, lang)
    settled = sessions.settle(turn.work, turn.session, lang=lang)
    tr = turn.work.translator(lang)
    return ReplyDraft((tr.gettext("From now on in English. For the topics, text MENU."),), settled)


def ask_language(turn: Turn) -> ReplyDraft:
    """LANG without a language we speak: how to choose one."""
    languages = turn.work.core.phrases.languages
    word = turn.words.word(Command.LANG, turn.session.lang)
    examples = ", ".join(f"{word} {language.code.upper()}" for language in languages)
    return turn.say(turn.tr.gettext("Which language? Text one of: %(examples)s", examples=examples))


def set_place(turn: Turn, place_id: str) -> ReplyDraft:
    """Choose the state whose law the cards give."""
    settled = sessions.settle(turn.work, turn.session, place=place_id)
    tr = turn.tr
    name = turn.work.core.library.places[place_id].name(tr)
    sentences = [
        tr.gettext(
            "Place: %(place)s. Cards now give its law. For the topics, text MENU.", place=name
        )
    ]
    if place_id == _LOUISIANA:
        sentences.append(tr.gettext("Did you mean Los Angeles? Then text CA."))
    return ReplyDraft(tuple(sentences), settled)


def ask_place(turn: Turn) -> ReplyDraft:
    """STATE without a state we know: how to choose one."""
    places = by_name(turn.work.core.library.places.values(), turn.tr)
    codes = [place.code for place in places if not place.is_country]
    return turn.say(
        turn.tr.gettext(
            "Which state? Text STATE and its two letters, like STATE %(example)s. We have the law "
            "of: %(codes)s. Elsewhere you get what holds in the whole country.",
            example=codes[0] if codes else "NY",
            codes=", ".join(codes),
        )
    )


def page_hint(tr: Translator) -> str:
    """The last line of a page that is not the last: how to get the next."""
    return tr.gettext("NEXT for more")


def asked(turn: Turn, text: str) -> ReplyDraft:
    """The reply to a question in own words: the card that most likely answers it, and where that is
    not sure, how to get the next two. Searched in the language of the question, unless the person
    has chosen one."""
    library, session, text = turn.work.core.library, turn.session, text[:_LONGEST_QUESTION]
    lang = session.lang if session.chosen else library.language_of(text, session.lang)
    hits = library.find(text, lang, most=_CHOICES)
    if not hits or (len(text.split()) < _WORDS_OF_A_QUESTION and not search.sure(hits)):
        return greeting.unknown(turn)
    heard = replace(turn, session=replace(session, lang=lang))
    best, *others = (hit.card_id for hit in hits)
    return _with_others(heard, best, () if search.sure(hits) else others)


def clearly_asked(turn: Turn) -> ReplyDraft | None:
    """The card that the text clearly asks for; None where none is clear."""
    text, lang = turn.text[:_LONGEST_QUESTION], turn.session.lang
    hits = turn.work.core.library.find(text, lang, most=_CHOICES)
    return card(turn, hits[0].card_id) if search.sure(hits) else None
