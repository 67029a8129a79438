"""Transliteration to GSM-7, the 7-bit alphabet of text messages. A segment holds 160 of its
letters, but only 70 in UCS-2, which any other character forces on the whole text."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Characters of one septet, that is seven bits (3GPP TS 23.038, 6.2.1). ESC is left out: it only
announces an extended character."""

EXTENDED = frozenset("\f^{}\\[~]|€")
"""Characters of two septets, ESC and one more (3GPP TS 23.038, 6.2.1.1)."""

_ALPHABET = re.compile(f"[{re.escape(''.join(BASIC | EXTENDED))}]*")

LETTERS: Mapping[str, Mapping[str, str]] = {
    # GSM-7 has all English letters; accents in borrowed words (naïve, façade) are dropped by the
    # rules for all languages below.
    "en": {},
    # é ñ ü É Ñ Ü are in GSM-7 and stay.
    "es": {"á": "a", "í": "i", "ó": "o", "ú": "u", "Á": "A", "Í": "I", "Ó": "O", "Ú": "U"},
    # à é Ç É stay; ü too, in words written before 2009.
    "pt": {
        "á": "a", "â": "a", "ã": "a", "ç": "c", "ê": "e", "í": "i", "ó": "o", "ô": "o", "õ": "o",
        "ú": "u", "À": "A", "Á": "A", "Â": "A", "Ã": "A", "Ê": "E", "Í": "I", "Ó": "O", "Ô": "O",
        "Õ": "O", "Ú": "U",
    },
    # à æ é è ù ü Æ Ç É Ü stay.
    "fr": {
        "â": "a", "ç": "c", "ê": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o", "œ": "oe", "û": "u",
        "ÿ": "y", "À": "A", "Â": "A", "È": "E", "Ê": "E", "Ë": "E", "Î": "I", "Ï": "I", "Ô": "O",
        "Œ": "OE", "Ù": "U", "Û": "U", "Ÿ": "Y",
    },
    # à è ò stay; capitals have no place in GSM-7.
    "ht": {"À": "A", "È": "E", "Ò": "O"},
}  # fmt: skip
"""By language: the letters of its alphabet that GSM-7 lacks, and what each becomes. A language that
is not here is never transliterated: Vietnamese is Latin too, but its marks carry the tone."""

_NUMERO = {"n°": "no", "N°": "No"}
_SEQUENCES: Mapping[str, Mapping[str, str]] = {
    "es": _NUMERO,
    "pt": _NUMERO,
    # The space that French sets inside its quotation marks belongs to the mark.
    "fr": {**_NUMERO, "«\u00a0": '"', "\u00a0»": '"', "«\u202f": '"', "\u202f»": '"'},
}
"""By language: sequences of several characters, and what each becomes."""

_ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327")
"""Grave, acute, circumflex, tilde, diaeresis, ring, caron, cedilla, as combining characters. One of
them on a letter is dropped, as in a foreign name. Two on one letter, a horn, a hook or a dot below
are left alone: they mark a Vietnamese word, and then the text stays as written, in UCS-2."""

_EVERYWHERE = {
    # quotes
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "‹": "'", "›": "'", "`": "'", "´": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    # dashes
    "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    # white space that Unicode does not call a kind of space
    "\t": " ", "\u2028": "\n", "\u2029": "\n",
    # invisible characters: they shape or order the letters beside them
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
    "\u2060": "", "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "",
    "\ufe0e": "", "\ufe0f": "", "\ufeff": "",
    # lists and signs
    "•": "-", "·": "-", "→": "->", "←": "<-", "×": "x", "©": "(c)", "®": "(R)",
    # letters of foreign names that Unicode does not take apart into letter and accent
    "œ": "oe", "Œ": "OE", "ı": "i", "ł": "l", "Ł": "L", "ẞ": "SS",
}  # fmt: skip
"""For every language: characters with a rule of their own, because neither LETTERS, nor dropping an
accent, nor Unicode's compatibility form NFKD (… is ..., ª is a, ﬁ is fi) covers them."""


def writable(text: str) -> bool:
    """Whether GSM-7 has every character of the text."""
    return _ALPHABET.fullmatch(text) is not None


def transliterates(lang: str) -> bool:
    """Whether texts in this language are written in GSM-7."""
    return _letters(lang) is not None


def transliterate(text: str, lang: str) -> str | None:
    """`text` (in NFC) in GSM-7; None when the language is not transliterated, or when any one
    character cannot be.

    Letters that GSM-7 has stay (é ñ ü ¿ ¡); others lose their accent (á becomes a). Nothing is
    replaced by a stand-in such as "?".
    """
    letters = _letters(lang)
    if letters is None:
        return None
    if writable(text):
        return text
    for written, plainer in _SEQUENCES.get(_language(lang), {}).items():
        text = text.replace(written, plainer)
    folded = [letters.get(character) or _transliterate_character(character) for character in text]
    return None if None in folded else "".join(filter(None, folded))


def _letters(lang: str) -> Mapping[str, str] | None:
    return LETTERS.get(_language(lang))


def _language(lang: str) -> str:
    return lang.replace("-", "_").split("_")[0]


@lru_cache(2048)
def _transliterate_character(character: str) -> str | None:
    if character in BASIC or character in EXTENDED:
        return character
    if character in _EVERYWHERE:
        return _EVERYWHERE[character]
    if character in _ACCENTS:
        return ""
    if unicodedata.category(character) == "No":
        return None  # "1½" would become "11/2"
    parts = unicodedata.normalize("NFKD", character)
    if parts == character or sum(unicodedata.combining(part) > 0 for part in parts) > 1:
        return None
    folded = [_transliterate_character(part) for part in parts]
    return None if None in folded else "".join(filter(None, folded))
