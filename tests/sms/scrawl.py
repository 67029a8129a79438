"""Texts as hurried fingers, old phones and spiteful people send them, and which of them may act."""

import unicodedata

import regex
from hypothesis import strategies as st

from content.library import Library
from content.phrases import LOCALES, Phrases
from sms.parsing import optout
from sms.parsing.commands import Command
from sms.parsing.vocabulary import Vocabulary
from webapp.parts import COMPILED

LONGEST = 1600
_PHRASES = Phrases.load(LOCALES)
_LIBRARY = Library.open(_PHRASES, COMPILED)
_LANGUAGES = [language.code for language in _PHRASES.languages]

COMMANDS: dict[str, set[Command]] = {
    phrase: set(found.values())
    for phrase, found in Vocabulary.build(_PHRASES, {}, {}).commands.items()
}
KEYWORDS = sorted(
    {w for id in _LIBRARY.cards for lang in _LANGUAGES for w in _LIBRARY.keywords(id, lang)}
)
PLACES = [*sorted({place.code for place in _LIBRARY.places.values()}), "New York", "Nueva York"]
CARRIERS = {*optout.OPT_OUT_BY_CARRIER, *optout.OPT_IN, *optout.HELP_BY_CARRIER}
RESERVED = sorted({*optout.OPT_OUT, *optout.OPT_IN, *optout.HELP})

HARMLESS = {
    Command.MENU, Command.NEXT, Command.LANG, Command.STATE, Command.CONTACTS, Command.STATUS,
    Command.COURT, Command.NAME, Command.CODE,
}  # fmt: skip
"""Commands that touch neither timer nor contact; every other may, if written exactly."""

_ALONE = {Command.OK, Command.FORGET_ME, Command.YES, Command.NO, Command.TEST}
_ARGUMENTS = [
    "2h", "90m", "1h30", "2 hours", "2 horas", "30", "5", "1", "3", "99", "999999999d", "0h",
    "1234", "1234 9876", "+30", "+1 202 555 0177", "(202) 555-0177", "12025550177", "911",
    "12/03 9AM", "5/1 14:30", "NY", "es", "español", "Sam", "ACD 12345", "123 456",
    "https://example.org/?q=ok", "x@example.org",
]  # fmt: skip
_FILLERS = [
    "please", "por favor", "they", "me", "the", "is it", "I think", "no", "not", "don't", "what if",
    "me llevan", "jaja", "lol", "你好", "помогите", "ช่วยด้วย", "مساعدة", "k", "u", "🙏",
]  # fmt: skip
_DECORATIONS = [
    "!", "?", "…", ".", ",", "“", "”", "¡", "¿", "(", ")", "-", "—", "*", "_", "'", "’", "/", "#",
    "\u200b", "\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\ufeff", "\ufe0f",
    "\u00a0", "\u3000", " ", "\n", "\t", "\r\n", "\x00", "\x1b", "\x07", "\ufffd", "\uffff",
    "😀", "👍🏽", "🇲🇽", "👨‍👩‍👧", "☂️", "🆘", "+", "\u0301", "\u0489", "\u20e3",
]  # fmt: skip
_GAPS = [" ", " ", " ", "", "\n", "  ", "\u00a0", ",", ". ", "/", "\t", " - ", "\u200b"]
_ZERO = [ord(zero) for zero in "٠०๐০０𝟎"]  # digits of other scripts, by their zero
_LOOKALIKES = str.maketrans("OKINESMAok", "ОКІΝЕЅМАок")

everything = st.characters(exclude_categories=["Cs"])


@st.composite
def typos(draw: st.DrawFn, word: str) -> str:
    """The word with one letter doubled, dropped, swapped or struck beside."""
    at = draw(st.integers(0, len(word) - 1))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return draw(
        st.sampled_from(
            [
                before + letter * 2 + after,
                before + after,
                before + after[:1] + letter + after[1:],
                before + "x" + after,
                before + letter * 12 + after,
                before + " " + letter + after,
            ]
        )
    )


@st.composite
def disguises(draw: st.DrawFn, word: str) -> str:
    """The same word in another case, width, digits or letters, or between other marks."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return word.upper()
    if kind == 1:
        return word.title()
    if kind == 2:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
    if kind == 3:
        zero = draw(st.sampled_from(_ZERO))
        return "".join(chr(zero + int(c)) if c in "0123456789" else c for c in word)
    if kind == 4:
        return "".join(c + "\u0301\u0327\u0353"[: draw(st.integers(0, 3))] for c in word)
    if kind == 5:
        return word.translate(_LOOKALIKES)
    if kind == 6:
        return ".".join(word)
    around = st.lists(st.sampled_from(_DECORATIONS), max_size=3).map("".join)
    return draw(around) + word + draw(around)


def _words() -> st.SearchStrategy[str]:
    lists = [[*COMMANDS], [*COMMANDS], KEYWORDS, PLACES, RESERVED, _ARGUMENTS]
    exact = st.one_of(*map(st.sampled_from, lists))
    return st.one_of(
        exact,
        exact.flatmap(disguises),
        exact.flatmap(typos),
        st.sampled_from(_FILLERS),
        st.sampled_from(_DECORATIONS),
        st.text(everything, max_size=8),
    )


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(_words(), max_size=6))
    gaps = draw(st.lists(st.sampled_from(_GAPS), min_size=len(words), max_size=len(words)))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


def _stretched(text: str) -> str:
    return (text * LONGEST)[:LONGEST]


def texts() -> st.SearchStrategy[str]:
    """Any text that a phone can send, up to the carrier's longest."""
    command = st.sampled_from([*COMMANDS, *RESERVED])
    short = [
        _sentences(),
        _sentences(),
        st.tuples(command, st.sampled_from(_ARGUMENTS)).map(" ".join),
        st.tuples(command, _sentences()).map(" ".join),
        command.flatmap(disguises),
        command.flatmap(typos),
        st.text(everything, max_size=200),
    ]
    long = st.one_of(_sentences().filter(bool), st.text(everything, min_size=1, max_size=20))
    return st.one_of(*short * 2, long.map(_stretched))


def plainly(text: str) -> str:
    """A second, cruder way of putting aside what does not count in a word."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = regex.sub(r"[\p{M}\p{Cf}'’‘`´ʼ′‛]", "", letters)
    letters = regex.sub(r"\d", lambda digit: str(unicodedata.digit(digit[0])), letters)
    letters = regex.sub(r"[^\p{L}\p{N}+🆘]+", " ", letters.replace("🆘", " 🆘 "))
    return letters.strip()


_CODE = r"( \p{L}{3} ?\d{5})?( \d{4,8})?"  # a check-in's code, a PIN
_LEAVING = {plainly(word) for word in RESERVED}


def may_act(text: str) -> bool:
    """Whether `text` begins with an exact word that can change a timer or a contact, or is one."""
    return any(map(_acts, _read(text)))


def may_be_silent(text: str) -> bool:
    """Whether `text` is a word that the carrier answers."""
    return not CARRIERS.isdisjoint(_read(text))


def _read(text: str) -> set[str]:
    return {plainly(text), plainly(text.replace(".", ""))}  # S.O.S.


def _acts(plain: str) -> bool:
    if plain in _LEAVING or regex.match(
        r"🆘|\+ ?\d|[1-3]$|0[1-3]$|\p{L}{3} ?\d{5}( \d{4,8})?$", plain
    ):
        return True
    return any(
        plain == phrase
        or (not commands <= _ALONE and plain.startswith(f"{phrase} "))
        or (Command.OK in commands and regex.fullmatch(rf"{phrase}{_CODE}", plain))
        for phrase, commands in COMMANDS.items()
        if not commands <= HARMLESS
    )
