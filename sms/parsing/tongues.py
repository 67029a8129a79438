"""Tongues: which language that we do not speak a text is in, or names.

By its script where that says so, in Latin script by two of the language's most frequent words.
Rather none than a wrong one: what speakers of English and Spanish text, slang and typos too, is in
none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex
from babel import Locale, UnknownLocaleError

from content import languages
from content.phrases import Language
from content.tongues import LATIN, Tongue
from sms.parsing.normalize import Text, bare

UNKNOWN = ""
"""The code of a script that none of our tongues is written in."""

_LETTER = regex.compile(r"\p{L}")
_LATIN_LETTER = regex.compile(r"\p{Latin}")
_SHARE = 0.6  # of the letters that are not Latin: Japanese has Chinese ones among its own
_HITS = 2
_WORDS_A_HIT = 4


@dataclass(frozen=True)
class Tongues:
    """Built once at start."""

    known: Sequence[Tongue]

    @classmethod
    def build(cls, every: Iterable[Tongue], spoken: Sequence[Language]) -> "Tongues":
        """`every` tongue but those of languages that we `spoken`."""
        ours = {language.code for language in spoken}
        return cls([tongue for tongue in every if tongue.code not in ours])

    def get(self, code: str) -> Tongue | None:
        return next((tongue for tongue in self.known if tongue.code == code), None)

    def of(self, text: Text) -> str | None:
        """The code of the language that the text is in, UNKNOWN for another script; None for a text
        that may be English or Spanish."""
        letters = _LETTER.findall(text.plain)
        foreign = [letter for letter in letters if not _LATIN_LETTER.match(letter)]
        if not foreign:
            return self._latin(text)
        # Two side by side, since kaomoji borrow single letters; a Chinese word may be one alone.
        is_word = regex.search(r"(?:(?!\p{Latin})[\p{L}\p{M}]){2}", text.plain) or (
            len(letters) == 1 and regex.match(r"\p{Han}|\p{Hangul}", letters[0])
        )
        if not is_word or 2 * len(foreign) < len(letters) - len(foreign):
            return None
        return self._by_script(text, "".join(foreign))

    def named(self, phrase: str) -> str | None:
        """The code of the language with this `bare` name."""
        return self._names.get(phrase)

    def tagged(self, phrase: str) -> str | None:
        """The same, by its name or language tag."""
        found = self.named(phrase)
        if found or not regex.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]+)*", phrase):
            return found
        chosen = languages.choose([phrase], self._languages)
        return chosen.code if chosen else phrase if self.get(phrase) else None

    @cached_property
    def _names(self) -> dict[str, str]:
        by_cldr = {bare(name): t.code for t in reversed(self.known) for name in _cldr_names(t)}
        return by_cldr | {bare(name): t.code for t in self.known for name in t.names}

    @cached_property
    def _languages(self) -> list[Language]:
        return [Language.of(tongue.code) for tongue in self.known if _locale(tongue.code)]

    def _by_script(self, text: Text, foreign: str) -> str:
        written = [
            tongue
            for tongue in self.known
            if len(_written_in(tongue).findall(foreign)) >= _SHARE * len(foreign)
        ]
        shown = next((tongue for tongue in written if _hits(tongue, text)), None)
        others = (tongue for tongue in written if not tongue.letters and not tongue.words)
        found = shown or next(others, None)
        return found.code if found else UNKNOWN

    def _latin(self, text: Text) -> str | None:
        latin = [tongue for tongue in self.known if LATIN in tongue.script]
        for tongue in latin:
            if text.bare in tongue.alone:
                return tongue.code
        hits = {tongue.code: _hits(tongue, text) for tongue in latin}
        code = max(hits, key=lambda code: hits[code], default=None)
        if code is None or hits[code] < max(_HITS, len(text.words) / _WORDS_A_HIT):
            return None
        return code


def _written_in(tongue: Tongue) -> regex.Pattern[str]:
    return regex.compile("[" + "".join(rf"\p{{{script}}}" for script in tongue.script) + "]")


def _hits(tongue: Tongue, text: Text) -> int:
    """How many of its words the text has; letters of its own count as two."""
    letters = bool(tongue.letters) and regex.search(f"[{tongue.letters}]", text.plain)
    return len({word.bare for word in text.words}.intersection(tongue.words)) + 2 * bool(letters)


def _cldr_names(tongue: Tongue) -> Iterator[str]:
    locale = _locale(tongue.code)
    if locale:
        for reader in ("en", "es", tongue.code):
            names = locale.get_display_name(reader), locale.get_language_name(reader)
            yield from filter(None, names)


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except UnknownLocaleError:  # Hmong: CLDR has no data for it
        return None
