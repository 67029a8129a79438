"""Normalized texts: the plain and bare forms in which words are compared, without what phones and
hurried fingers add."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

_LEAST_LETTERS = 5  # of a word that may be mended: shorter ones are one letter from too many others

SOS_SIGN = "🆘"

# Invisible characters. `_DIRECTION`: only bidirectional controls and zero-width breaks;
# `_SHAPELESS`: every format character, variation selector and the keycap mark.
_DIRECTION = regex.compile(r"[\p{Bidi_Control}\u200b\u2060\ufeff]")
_SHAPELESS = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u20e3]")
# Signatures that mail apps put below every text.
_SIGNATURE = regex.compile(
    r"\n\s*(?:sent from my|sent via|enviado desde|get outlook for)\b[^\n]{0,60}\s*$",
    regex.IGNORECASE,
)
_APOSTROPHE = regex.compile(r"[‘’‛ʼ′`´]")
_SIGN = r"\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{So}"
# Tapbacks: an emoji put on a text of ours reaches us as a sentence. Apple's phones say, each in its
# own language: Liked “Timer running”, Reacted 👍 to “…”. Google's say: 👍 to “…”, with spaces that
# nobody sees. A 🆘 put on a text may be meant, and is none of these. Source for Google's:
# https://www.nickvsnetworking.com/the-surprisingly-complicated-world-of-sms-emoji-sms-reactions
_EMOJI = rf"(?:(?!{SOS_SIGN})[{_SIGN}\p{{Cf}}\p{{Variation_Selector}}\u20e3])+"
_DONE = (
    rf"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted(?: with)? {_EMOJI} to"
    rf"|removed (?:an? [\p{{L}} ]{{1,30}}|{_EMOJI}) from"
    r"|(?:no )?(?:l[ea] )?(?:gust[aoó]|encant[aoó])|(?:le )?dio risa|exclam[oó] por"
    rf"|se ri[oó] (?:de|con)|enfatiz[oó]|destac[oó]|cuestion[oó]"
    rf"|reaccion[oó](?: con)? {_EMOJI} (?:a|en)"
    rf"|(?:quit[oó]|elimin[oó]) (?:una? [\p{{L}} ]{{1,30}}|{_EMOJI}) de"
)
_REACTION = regex.compile(
    rf"(?:{_DONE}) ?[“\"«]"
    r"|(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned) an? (?:image|message)$"
    rf"|{_EMOJI} ?\p{{L}}{{1,4}} ?[“\"«]",
    regex.IGNORECASE,
)
# Punctuation and emoji at the edge of a word; but the SOS emoji is never an ornament.
_ORNAMENTS = rf"(?:(?!{SOS_SIGN})[\p{{P}}{_SIGN}])+"
_EDGE = regex.compile(rf"^{_ORNAMENTS}|{_ORNAMENTS}$")
_QUESTION_MARK = regex.compile(r"[?¿？؟⁇]")
_SIGNS = regex.compile(rf"[{_SIGN}]")
_FRIENDLY_SIGN = regex.compile(
    r"[👍👌🙏✅✔☑🆗❤♥🧡💛💚💙💜🖤🤍🤎💕💖🙂😊☺😀😃😄😁😅😉😍🥰😘😎🤗👋✌🤞💪🎉☂☔🌂🏠]|\p{Emoji_Modifier}"
)
_DOTTED_LETTERS = regex.compile(r"(?:\p{L}\.)+\p{L}?")
_ACCENT = regex.compile(r"[\u0300-\u036f]")
_WORD = regex.compile(r"\S+")


@dataclass(frozen=True)
class Word:
    """A word in the two forms that are compared.

    plain: case folded, in compatibility form (NFKC), digits as 0 to 9, without punctuation and
    emoji around it; bare: the same without accents and apostrophes; end: the offset in
    `Text.written` where the word ends.
    """

    plain: str
    bare: str
    end: int


@dataclass(frozen=True)
class Text:
    """A text. written: in NFC, without invisible direction marks and without the signature that a
    mail app adds; spelling, case and emoji stay."""

    written: str

    @classmethod
    def of(cls, text: str) -> "Text":
        written = _DIRECTION.sub("", unicodedata.normalize("NFC", text)).strip()
        return cls(_SIGNATURE.sub("", written))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words between white space; one of punctuation alone is left out."""
        return tuple(
            Word(plain_word, _without_accents(plain_word), match.end())
            for match in _WORD.finditer(self.written)
            if (plain_word := _plain(match[0]))
        )

    @cached_property
    def is_reaction(self) -> bool:
        """Whether it is a tapback: a phone's sentence for an emoji put on a text of ours."""
        return _REACTION.match(self.written) is not None

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether it holds a question mark, or an emoji that a person who is safe would hardly
        send. An OK in such a text is asked back."""
        signs = _SIGNS.findall(self.written)
        return bool(_QUESTION_MARK.search(self.written)) or not all(
            map(_FRIENDLY_SIGN.match, signs)
        )

    @cached_property
    def plain(self) -> str:
        return " ".join(word.plain for word in self.words)

    @cached_property
    def bare(self) -> str:
        return " ".join(word.bare for word in self.words)

    def after(self, count: int) -> "Text":
        """The text after its first `count` words (at least 1), as written."""
        return Text(self.written[self.words[count - 1].end :].strip())


def plain(text: str) -> str:
    return Text.of(text).plain


def bare(text: str) -> str:
    return Text.of(text).bare


def _plain(word: str) -> str:
    word = _APOSTROPHE.sub("'", word)
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    word = _EDGE.sub("", _SHAPELESS.sub("", word))
    word = "".join(str(unicodedata.digit(character, character)) for character in word)
    return word.replace(".", "") if _DOTTED_LETTERS.fullmatch(word) else word


def _without_accents(word: str) -> str:
    # _ACCENT is one Unicode block, which Latin, Greek and Cyrillic use: Thai and Arabic vowel signs
    # have blocks of their own and stay.
    letters = _ACCENT.sub("", unicodedata.normalize("NFKD", word)).replace("'", "")
    return unicodedata.normalize("NFC", letters)


def mended(phrase: str, known: Collection[str]) -> str:
    """The `bare` phrase, each word that is one letter from a known one replaced by it."""
    return " ".join(_mended(word, known) for word in phrase.split())


def _mended(word: str, known: Collection[str]) -> str:
    if word in known or len(word) < _LEAST_LETTERS - 1:
        return word
    long_enough = [each for each in known if len(each) >= _LEAST_LETTERS]
    best = process.extractOne(word, long_enough, scorer=OSA.distance, score_cutoff=1)
    return best[0] if best else word
