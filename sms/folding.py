"""Text rewritten in GSM-7, the alphabet that fits the most letters into a text message."""

import re
import unicodedata
from functools import lru_cache

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each (3GPP TS 23.038, 6.2.1). ESC opens an extension and is no character itself."""

EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two septets each (3GPP TS 23.038, 6.2.1.1)."""

_ALPHABET = re.compile(f"[{re.escape(''.join(BASIC | EXTENDED))}]*")

FOLDABLE_LANGUAGES = frozenset({"en", "es", "fr", "ht", "pt"})
"""Easily read without the accents GSM-7 lacks. Vietnamese is not: its marks carry the tone."""

_ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327")
"""Grave, acute, circumflex, tilde, diaeresis, ring, caron, cedilla: one on a letter is dropped.
Two on one letter, a horn, a hook or a dot below mark a Vietnamese word, which stays whole."""

_FOLDS = {
    # quotes
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "‹": "'", "›": "'", "`": "'", "´": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    # dashes
    "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    # white space that Unicode does not call a kind of space
    "\t": " ", "\u2028": "\n", "\u2029": "\n",
    # marks without a shape: they shape or order the letters beside them
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
    "\u2060": "", "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "",
    "\ufe0e": "", "\ufe0f": "", "\ufeff": "",
    # lists and signs
    "•": "-", "·": "-", "→": "->", "←": "<-", "×": "x", "©": "(c)", "®": "(R)",
    # letters that are not a letter and an accent
    "œ": "oe", "Œ": "OE", "ı": "i", "ł": "l", "Ł": "L", "ẞ": "SS",
}  # fmt: skip
"""What neither an accent nor Unicode's compatibility form (… is ..., ª is a, ﬁ is fi) explains."""


def writable(text: str) -> bool:
    """Whether GSM-7 has every character of the text."""
    return _ALPHABET.fullmatch(text) is not None


def fold(text: str, lang: str) -> str | None:
    """`text` (in NFC) in GSM-7, or None when its language or any character of it cannot be.

    Letters GSM-7 has stay (é ñ ü ¿ ¡), the others lose their accent (á becomes a). Nothing is
    replaced by a stand-in such as "?".
    """
    if lang.replace("-", "_").split("_")[0] not in FOLDABLE_LANGUAGES:
        return None
    if writable(text):
        return text
    folded = [_fold_character(character) for character in text]
    return None if None in folded else "".join(filter(None, folded))


@lru_cache(2048)
def _fold_character(character: str) -> str | None:
    if character in BASIC or character in EXTENDED:
        return character
    if character in _FOLDS:
        return _FOLDS[character]
    if character in _ACCENTS:
        return ""
    if unicodedata.category(character) == "No":
        return None  # "1½" would become "11/2"
    parts = unicodedata.normalize("NFKD", character)
    if parts == character or sum(unicodedata.combining(part) > 0 for part in parts) > 1:
        return None
    folded = [_fold_character(part) for part in parts]
    return None if None in folded else "".join(filter(None, folded))
