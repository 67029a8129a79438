"""Names that people chose, as others may read them.

Whoever has not agreed yet could be anyone, and whoever chose the name could be anyone too: what we
send them for her must open nothing and say nothing but a name. Pure.
"""

from unicodedata import normalize

import regex

MOST_WORDS = 3
MOST_LETTERS = 20

_SCRIPTS = (
    *("Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek"),
    *("Gujarati", "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Latin", "Malayalam", "Myanmar"),
    *("Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan"),
)
"""Scripts in everyday use, each of which a name may be written in: Unicode Standard Annex 31, table
5. Chinese, Japanese and Korean names may mix theirs with Han, as Unicode Technical Standard 39
allows."""

_WRITINGS = (
    *(rf"\p{{Script={script}}}" for script in _SCRIPTS),
    r"\p{Script=Han}\p{Script=Bopomofo}",
    r"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー",
    r"\p{Script=Han}\p{Script=Hangul}",
)
# Latin letters without case are clicks, such as "ǃ" and "ǀ", which look like signs. The others are
# wide forms, ligatures and letters of phonetics that look like common ones.
_NEVER = (
    r"(?![\p{DI}\uFB00-\uFFFF\u1D00-\u1DBF\u2C60-\u2C7F\uA720-\uA7FF\uAB30-\uAB6F]"
    r"|[\p{Script=Latin}--[\p{Ll}\p{Lu}\p{Lt}]])"
)
# Marks of no script of their own, but none that strike a letter through, as a slash would.
_MARK = r"[\p{Script=Inherited}&&\p{M}--\p{ccc=1}]"
_BETWEEN = "['’ʻʼ]"  # one in a word: O'Neil

# In the order of the scripts. A word, at least one letter, each perhaps with its marks.
_NAMES = tuple(
    regex.compile(
        rf"(?P<word>(?P<letter>{_NEVER}[[{script}]&&\p{{L}}]"
        rf"(?:{_NEVER}(?:{_MARK}|[[{script}]&&\p{{M}}])){{0,4}})+"
        rf"(?:{_BETWEEN}(?&letter)+)?)(?:[ -](?&word))*",
        regex.V1,
    )
    for script in _WRITINGS
)
_PARTS = regex.compile("[ -]")
_PILED_UP = regex.compile(r"\p{Script=Inherited}{3,}")
_JOINERS = regex.compile("[\u200c\u200d]")  # Persian and Indic names have them, unseen
_INITIAL = regex.compile(r"(?<!\S)(\p{L}\p{M}*)\.(?!\S)")

_NO_NAMES = frozenset(
    {"account", "alert", "attorney", "bank", "call", "click", "code", "contact", "court", "doctor"}
    | {"emergency", "fbi", "hospital", "ice", "irs", "jail", "lawyer", "link", "message", "now"}
    | {"pay", "police", "prize", "raincheck", "reply", "security", "send", "stop", "support"}
    | {"text", "urgent", "urgently", "urges", "verify", "visa", "warning", "winner", "your"}
    | {"abogado", "alerta", "aviso", "ayuda", "banco", "carcel", "codigo", "corte", "cuenta"}
    | {"emergencia", "envia", "llama", "llame", "llamame", "mensaje", "paga", "policia", "premio"}
    | {"responde", "urgente", "verifica"}
)
"""Words that make a message of a name, in English and Spanish, as `_bare` writes them. The
commonest only: what bounds a name is its length."""

_UNSEEN = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")
# Emoji and Persian names hold these; they carry nothing by themselves.
_CARRIERS = regex.compile(r"[[\p{DI}\p{Cf}\p{Co}\p{Cs}\p{Cn}]--[\u200c\u200d\ufe0f]]", regex.V1)
# With every sign that an address takes for its dot.
_LINK = regex.compile(r"\S*(?:://|(?i:\bwww)\b|[.\u2024\u3002\uff0e\uff61](?=[\p{L}\p{N}]{2}))\S*")


def for_strangers(name: str) -> str | None:
    """The name as whoever has not agreed yet may read it: at most `MOST_WORDS` words of
    `MOST_LETTERS` letters, all of one script, with one apostrophe inside a word. None if it is
    anything else: a link, a number, a message.

    Whatever is returned holds only letters, their marks, single spaces, apostrophes and hyphens
    between letters.
    """
    plain = _INITIAL.sub(r"\1", _JOINERS.sub("", normalize("NFC", name)))
    plain = " ".join(plain.split())
    words = _PARTS.split(plain)
    if len(words) > MOST_WORDS or any(_letters(word) > MOST_LETTERS for word in words):
        return None
    if _PILED_UP.search(plain) or any(_bare(word) in _NO_NAMES for word in words):
        return None
    return plain if any(each.fullmatch(plain) for each in _NAMES) else None


def for_friends(name: str) -> str:
    """The name as she chose it, for whoever has agreed: without links, and without what nobody
    sees. Perhaps empty."""
    seen = _CARRIERS.sub("", _UNSEEN.sub(" ", name))
    return " ".join(_LINK.sub(" ", seen).split())


def held_back(name: str | None) -> bool:
    """Whether those who have not agreed yet do not read this name."""
    return bool(name) and for_strangers(name or "") is None


def _letters(word: str) -> int:
    return len(regex.findall(r"\p{L}", word))


def _bare(word: str) -> str:
    return regex.sub(r"\P{L}", "", normalize("NFKD", word)).casefold()
