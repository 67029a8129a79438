"""Texts as they are compared: what phones and hurried fingers add to a word, put aside."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

import regex

SOS_SIGN = "🆘"

# Marks that only steer direction or line breaks, and all that have no shape of their own.
_DIRECTION = regex.compile(r"[\p{Bidi_Control}\u200b\u2060\ufeff]")
_SHAPELESS = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u20e3]")
# What some phones add below every text by themselves.
_SIGNATURE = regex.compile(
    r"\n\s*(?:sent from my|sent via|enviado desde|get outlook for)\b[^\n]{0,60}\s*$",
    regex.IGNORECASE,
)
# A phone that answers a text with a sign tells other phones so in words.
_REACTION = regex.compile(
    r"(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S+ to"
    r"|removed an? .{1,30} from|(?:le )?(?:gust[oó]|encant[oó])|reaccion[oó](?: con)? \S+ a)"
    r" ?[“\"«]",
    regex.IGNORECASE,
)
_APOSTROPHE = regex.compile(r"[‘’‛ʼ′`´]")
_SIGN = r"\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{So}"
# All but the sign for SOS, which is never an ornament.
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
    """plain: without case, width, surrounding punctuation and emoji, and foreign digits; bare:
    without accents and apostrophes too; end: where the word, as written, ends in its text."""

    plain: str
    bare: str
    end: int


@dataclass(frozen=True)
class Text:
    """written: in NFC, without unseen marks of direction and what a phone signs by itself;
    spelling, case and emoji stay."""

    written: str

    @classmethod
    def of(cls, text: str) -> "Text":
        written = _DIRECTION.sub("", unicodedata.normalize("NFC", text)).strip()
        return cls(_SIGNATURE.sub("", written))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """What white space parts, but for punctuation standing alone."""
        return tuple(
            Word(plain_word, _without_accents(plain_word), match.end())
            for match in _WORD.finditer(self.written)
            if (plain_word := _plain(match[0]))
        )

    @cached_property
    def is_reaction(self) -> bool:
        """Whether a phone wrote it for a sign that someone gave to a text of ours."""
        return _REACTION.match(self.written) is not None

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether it asks, or holds a sign that a person who is well would hardly send."""
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
        """What follows the first `count` words, as written."""
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
    # Only Latin, Greek and Cyrillic accents stand in this block: a Thai or Arabic vowel stays.
    letters = _ACCENT.sub("", unicodedata.normalize("NFKD", word)).replace("'", "")
    return unicodedata.normalize("NFC", letters)
