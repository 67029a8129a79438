"""Text made fit for the ear, and the voices that say it."""

import re
import textwrap
from dataclasses import dataclass
from itertools import zip_longest

import phonenumbers
import regex
from twilio.twiml import TwiML
from twilio.twiml.voice_response import Say

from content.card import slot_alone
from content.library import Library
from content.phrases import SOURCE, Translator
from content.rendering import REGION

# A pair of voice and language that does not exist can fail the whole call, so only known ones.
# Sources: the voices and languages of <Say> in Twilio's own library (twilio-java, Say.java), and
# which voice speaks which language in Amazon's list of Polly's standard voices
# (docs.aws.amazon.com/polly/latest/dg/standard-voices.html).
VOICES = {"en": ("Polly.Joanna", "en-US"), "es": ("Polly.Lupe", "es-US")}

# Polly takes 3,000 characters in one <Say>, and 4,500 once they are percent-encoded, where a
# letter outside Latin counts for nine. Source: twilio.com/docs/api/errors/13521.
LONGEST_SAY = 500

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A pair of brackets with pairs inside it, as cites have them: "(Iowa Code 725.1(1); seen 2026)".
_BRACKETS = regex.compile(r"\s*(\((?:[^()]|(?1))*\))")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w+.-]+@)?(?:[\w-]+\.)+[A-Za-z]{2,})(/\S*\w/?)?"
)
_SHORT_NUMBER = re.compile(r"(?<![\w.,$-])(?:\d11|988|\d{5,6})(?![\w,%-]|\.\d)")
_QUOTED = re.compile(r'"([^"]+)"')
_ENDS_SENTENCE = re.compile(r"""[.!?:;,…]["”»)]*$""")
# Names and numbers: the same in every language, so no sign that a translation is missing.
_CONTACT_SLOTS = frozenset({"law.find", "law.legal_help"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words for the ear, and the language of the voice that says them."""

    text: str
    lang: str


def voice(lang: str) -> tuple[str, str]:
    """Name and language of the voice that speaks `lang`; the English one where none does."""
    return VOICES.get(lang, VOICES[SOURCE])


def say(verb: TwiML, text: str, lang: str) -> None:
    """Have `text` said in the voice of `lang`."""
    name, language = voice(lang)
    for part in textwrap.wrap(text, LONGEST_SAY):
        verb.append(Say(part, voice=name, language=language))


def aloud(text: str, tr: Translator) -> str:
    """The text as it should be read: numbers to dial digit by digit, addresses with "dot", lines
    as sentences."""
    lines = (_CONTROL.sub(" ", line).strip() for line in text.splitlines())
    joined = " ".join(line if _ENDS_SENTENCE.search(line) else f"{line}." for line in lines if line)
    # Addresses first: what looks like a number in one is not to be dialled.
    return _numbers(_ADDRESS.sub(lambda found: _address(found[1], tr), joined))


def card(library: Library, card_id: str, lang: str, place: str) -> tuple[tuple[Spoken, ...], ...]:
    """The title and each block of a card's text form, as runs in one language each: what to say
    to police is said in English. Wholly in English, and saying so, where not yet translated."""
    shown = library.text(card_id, lang, place)
    source = library.text(card_id, SOURCE, place)
    tr = library.phrases.translator(shown.lang)
    blocks: list[tuple[Spoken, ...]] = [
        (Spoken(aloud(library.title(card_id, lang), tr), shown.lang),)
    ]
    if shown.lang != lang:
        said = library.phrases.translator(lang).gettext("Not translated yet, so in English:")
        blocks.insert(0, (Spoken(said, lang),))
    written = library.cards[card_id].front.text
    for mark, block, english in zip_longest(written, shown.blocks, source.blocks, fillvalue=""):
        slot = slot_alone(mark)
        heard = _without_cites(block) if slot else block
        # Law that has no translation yet stands in English among the rest.
        spoken = SOURCE if block == english and slot not in _CONTACT_SLOTS else shown.lang
        runs = _runs(heard, english, spoken)
        blocks.append(tuple(Spoken(aloud(run.text, tr), run.lang) for run in runs))
    return tuple(blocks)


def _runs(block: str, english: str, lang: str) -> list[Spoken]:
    """The block cut where an English quotation stands in another language."""
    quotations = _QUOTED.findall(english) if lang != SOURCE else []
    found = [quotation for quotation in quotations if f'"{quotation}"' in block]
    if not found:
        return [Spoken(block, lang)]
    between = re.compile("|".join(f'"({re.escape(quotation)})"' for quotation in found))
    runs = []
    for part in between.split(block):
        if part and re.search(r"\w", part):
            runs.append(Spoken(part.strip(), SOURCE if part in found else lang))
    return runs


def _without_cites(law: str) -> str:
    """The law without where it stands and when it was read: brackets with figures and letters."""

    def kept(found: regex.Match[str]) -> str:
        cites = re.search(r"\d", found[0]) and re.search(r"[^\W\d]", found[0])
        return "" if cites else found[0]

    return str(_BRACKETS.sub(kept, law))


def _address(host: str, tr: Translator) -> str:
    # Translators: how to say the "." and the "@" of a web or mail address aloud
    dot, at = tr.pgettext("spoken", "dot"), tr.pgettext("spoken", "at")
    return host.replace("@", f" {at} ").replace(".", f" {dot} ")


def _numbers(text: str) -> str:
    said, end = "", 0
    leniency = phonenumbers.Leniency.POSSIBLE
    for match in phonenumbers.PhoneNumberMatcher(text, REGION, leniency=leniency):
        said += _short_numbers(text[end : match.start]) + _digits(match.raw_string)
        end = match.end
    return said + _short_numbers(text[end:])


def _short_numbers(text: str) -> str:
    return _SHORT_NUMBER.sub(lambda found: _digits(found[0]), text)


def _digits(number: str) -> str:
    """Digit by digit, with a breath where the number has a gap."""
    groups = re.findall(r"\d+|[^\W\d_]+", number)
    return ", ".join(" ".join(group) if group.isdigit() else group for group in groups)
