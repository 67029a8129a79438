"""The vocabulary: every command, keyword, state and language name, in every language, with fuzzy
matching for typing mistakes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import regex
from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import OSA

from content import tongues
from content.languages import choose
from content.phrases import SOURCE, Language, Phrases, Translator
from sms.parsing.commands import Command
from sms.parsing.normalize import bare, plain
from sms.parsing.tongues import Tongues

Meaning = TypeVar("Meaning")
Table = dict[str, dict[str, Meaning]]
"""phrase → language code → what the phrase means in that language."""

_ALSO_IN_ENGLISH = {
    Command.NEXT: ["MORE"],
    Command.LANG: ["LANGUAGE"],
    Command.STATE: ["PLACE"],
    Command.IN: ["TIMER"],
    Command.UNTIL: ["TILL", "TIL", "TIMER UNTIL"],
    Command.OK: ["OKAY", "SAFE", "IM OK", "I AM OK", "IM SAFE", "I AM SAFE"],
    Command.SOS: ["S O S"],
    Command.YES: ["Y"],
    Command.NO: ["N"],
    # "HI" is Hawaii only after STATE: more people greet us than live there.
    Command.HELLO: ["HI", "HEY", "HELLO THERE", "HI THERE"],
    Command.THANKS: ["THANK YOU", "THX", "TY", "THANK U"],
}
_COMMA = regex.compile(r"\s*[,،，、]\s*")
_TAG = regex.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True)
class Entry(Generic[Meaning]):
    """A phrase found. lang: the language it was read in; reveals: the same where it shows which
    language the person writes, that is where no other language has the phrase; None for English,
    whose words everybody uses."""

    meaning: Meaning
    lang: str
    reveals: str | None


@dataclass(frozen=True)
class Vocabulary:
    """Built once at start. A phrase that several languages have is read in the person's language,
    else in English.

    Look-ups take phrases in `bare` form unless their docstring says `plain`. Fields:
    spoken: the languages we answer in, English first; shown: by language, the word to show for each
    command; commands, cards, cards_folded: tables from phrases, where `cards` has `plain` keywords
    and `cards_folded` `bare` ones, to card ids; places: id by `bare` code or name; languages: code
    by `bare` name; tongues: the languages that we do not speak.
    """

    spoken: Sequence[Language]
    shown: Mapping[str, Mapping[Command, str]]
    commands: Table[Command]
    cards: Table[tuple[str, ...]]
    cards_folded: Table[tuple[str, ...]]
    places: Mapping[str, str]
    languages: Mapping[str, str]
    tongues: Tongues

    @classmethod
    def build(
        cls,
        phrases: Phrases,
        card_keywords: Mapping[str, Mapping[str, Sequence[str]]],
        places: Mapping[str, str],
    ) -> "Vocabulary":
        """card_keywords: language code → card id → keywords. places: a code or name → place id."""
        shown: dict[str, dict[Command, str]] = {}
        commands: Table[Command] = {}
        for language in phrases.languages:
            shown[language.code] = {Command.EXTEND: Command.EXTEND}
            for command, written in _translations(phrases.translator(language.code)).items():
                words = _COMMA.split(written.strip())
                shown[language.code][command] = words[0]
                also = _ALSO_IN_ENGLISH.get(command, []) if language.code == SOURCE else []
                for phrase in filter(None, map(bare, words + also)):
                    commands.setdefault(phrase, {}).setdefault(language.code, command)
        return cls(
            spoken=phrases.languages,
            shown=shown,
            commands=commands,
            cards=_keyword_table(card_keywords, plain),
            cards_folded=_keyword_table(card_keywords, bare),
            places={bare(word): place_id for word, place_id in places.items()},
            languages=dict(_language_names(phrases.languages)),
            tongues=Tongues.build(tongues.read(), phrases.languages),
        )

    def word(self, command: Command, lang: str) -> str:
        """The word to show for a command, as in "text NEXT for more"."""
        return self.shown.get(lang, self.shown[SOURCE])[command]

    def command(self, phrase: str, lang: str) -> Entry[Command] | None:
        return _entry(self.commands, phrase, lang)

    def leading_command(
        self, words: Sequence[str], lang: str
    ) -> tuple[Entry[Command], int] | tuple[None, int]:
        """The longest command that the words begin with, and how many words it has; (None, 0) when
        they begin with none."""
        longest = max(phrase.count(" ") + 1 for phrase in self.commands)
        for count in range(min(longest, len(words)), 0, -1):
            entry = self.command(" ".join(words[:count]), lang)
            if entry:
                return entry, count
        return None, 0

    def card(self, keyword: str, lang: str) -> Entry[tuple[str, ...]] | None:
        """The ids of the cards with this `plain` keyword: accents must match."""
        return _entry(self.cards, keyword, lang)

    def card_folded(self, keyword: str, lang: str) -> Entry[tuple[str, ...]] | None:
        """The ids of the cards with this `bare` keyword: accents are ignored."""
        return _entry(self.cards_folded, keyword, lang)

    def language(self, phrase: str) -> str | None:
        """The code of the language with this name (in any language we speak) or language tag."""
        if phrase in self.languages or not _TAG.fullmatch(phrase):
            return self.languages.get(phrase)
        chosen = choose([phrase], self.spoken)
        return chosen.code if chosen else None

    def near_commands(self, phrase: str, lang: str, *, short: bool = False) -> list[Command]:
        """Fuzzy match: commands in `lang` and English within one edit of the phrase (two for
        a command of 8 letters or more), nearest first. The edit distance is OSA, which counts two
        letters swapped as one edit.

        short: also commands of two letters, which half the dictionary is near to.
        """
        return list(dict.fromkeys(_near(self.commands, phrase, lang, shortest=2 if short else 3)))

    def near_cards(self, phrase: str, lang: str) -> list[str]:
        """Fuzzy match, likewise: ids of cards whose keyword is a typing mistake away."""
        found = _near(self.cards_folded, phrase, lang, shortest=3)
        return list(dict.fromkeys(card_id for card_ids in found for card_id in card_ids))


def _entry(table: Table[Meaning], phrase: str, lang: str) -> Entry[Meaning] | None:
    found = table.get(phrase)
    if not found:
        return None
    read_in = next((own for own in (lang, SOURCE) if own in found), next(iter(found)))
    meaning = found[read_in]
    having = [each for each, other in found.items() if other == meaning]
    if read_in not in (lang, SOURCE) and len(having) < len(found):
        return None
    return Entry(meaning, read_in, read_in if having == [read_in] != [SOURCE] else None)


def _near(table: Table[Meaning], phrase: str, lang: str, *, shortest: int) -> Iterator[Meaning]:
    if len(phrase) < shortest:
        return
    known = [each for each, found in table.items() if lang in found or SOURCE in found]
    for match, mistakes, _ in process.extract(
        phrase, known, scorer=OSA.distance, score_cutoff=2, limit=None
    ):
        if len(match) >= shortest and mistakes <= (1 if len(match) < 8 else 2):
            yield from (table[match][own] for own in (lang, SOURCE) if own in table[match])


def _keyword_table(
    card_keywords: Mapping[str, Mapping[str, Sequence[str]]], spelled: Callable[[str], str]
) -> Table[tuple[str, ...]]:
    table: Table[tuple[str, ...]] = {}
    for lang, cards in card_keywords.items():
        for card_id, keywords in cards.items():
            for keyword in dict.fromkeys(map(spelled, keywords)):
                found = table.setdefault(keyword, {})
                found[lang] = (*found.get(lang, ()), card_id)
    return table


def _language_names(spoken: Sequence[Language]) -> Iterator[tuple[str, str]]:
    for language in reversed(spoken):
        locale = Locale.parse(language.code)
        for reader in spoken:
            for name in (
                locale.get_display_name(reader.code),
                locale.get_language_name(reader.code),
            ):
                yield bare(name or language.name), language.code


def _translations(translator: Translator) -> dict[Command, str]:
    pgettext = translator.pgettext
    return {
        # Translators: Shows the topics. In each of these, commas part words that mean the same;
        # the first is the one we show, so write it without accents; no word may stand in two.
        Command.MENU: pgettext("command", "MENU"),
        # Translators: Asks for the next part of an answer.
        Command.NEXT: pgettext("command", "NEXT"),
        # Translators: Before a language's name: LANG SPANISH.
        Command.LANG: pgettext("command", "LANG"),
        # Translators: Before a state's name: STATE NEW YORK.
        Command.STATE: pgettext("command", "STATE"),
        # Translators: Before a trusted contact's number and name: ADD 555 123 4567 SAM.
        Command.ADD: pgettext("command", "ADD"),
        # Translators: Lists the trusted contacts.
        Command.CONTACTS: pgettext("command", "CONTACTS"),
        # Translators: Before a contact's number on that list: REMOVE 2.
        Command.REMOVE: pgettext("command", "REMOVE"),
        # Translators: Before a time; starts the safety timer: IN 2H.
        Command.IN: pgettext("command", "IN"),
        # Translators: Before a time of day; starts the safety timer: UNTIL 11PM.
        Command.UNTIL: pgettext("command", "UNTIL"),
        # Translators: Asks how much time the timer has left.
        Command.STATUS: pgettext("command", "STATUS"),
        # Translators: "I am safe": closes the timer. Only words nobody sends for another reason.
        Command.OK: pgettext("command", "OK"),
        # Translators: Alerts all contacts at once, whatever follows it.
        Command.SOS: pgettext("command", "SOS"),
        # Translators: Before two secret numbers: PIN 1234 9876.
        Command.PIN: pgettext("command", "PIN"),
        # Translators: Before a court date: COURT 12/03 9AM.
        Command.COURT: pgettext("command", "COURT"),
        # Translators: Deletes everything about the person.
        Command.FORGET_ME: pgettext("command", "FORGET ME"),
        Command.YES: pgettext("command", "YES"),
        Command.NO: pgettext("command", "NO"),
        # Translators: Before the name contacts are to see: NAME ALEX.
        Command.NAME: pgettext("command", "NAME"),
        # Translators: Asks for the code that closes the timer from another phone.
        Command.CODE: pgettext("command", "CODE"),
        # Translators: Asks for the code that links the web app to this number; and takes it off.
        Command.LINK: pgettext("command", "LINK"),
        Command.UNLINK: pgettext("command", "UNLINK"),
        # Translators: Sends all contacts a test alert.
        Command.TEST: pgettext("command", "TEST"),
        # Translators: A greeting, as people begin a conversation with it; we say who we are.
        Command.HELLO: pgettext("command", "HELLO"),
        # Translators: Thanks, and nothing else.
        Command.THANKS: pgettext("command", "THANKS"),
    }
