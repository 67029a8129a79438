"""Text to speech: text written out as it is to be read aloud, and the voices that read it."""

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

# Language code → voice and language tag for <Say>. A pair that does not exist can fail the whole
# call, so only known ones. Sources: voices and languages of <Say> in Twilio's own library
# (twilio-java, Say.java); which voice speaks which language in Amazon's list of Polly's standard
# voices (docs.aws.amazon.com/polly/latest/dg/standard-voices.html).
VOICES = {"en": ("Polly.Joanna", "en-US"), "es": ("Polly.Lupe", "es-US")}

# In characters. Polly takes 3,000 in one <Say>, and 4,500 once percent-encoded, where a letter
# outside Latin may count for nine. Source: twilio.com/docs/api/errors/13521.
LONGEST_SAY = 500

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Nested brackets, as cites have them: "(Iowa Code 725.1(1); seen 2026)".
_BRACKETS = regex.compile(r"\s*(\((?:[^()]|(?1))*\))")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w+.-]+@)?(?:[\w-]+\.)+[A-Za-z]{2,})(/\S*\w/?)?"
)
_SHORT_NUMBER = re.compile(r"(?<![\w.,$-])(?:\d11|988|\d{5,6})(?![\w,%-]|\.\d)")
_QUOTED = re.compile(r'"([^"]+)"')
_ENDS_SENTENCE = re.compile(r"""[.!?:;,…]["”»)]*$""")
# Slots that hold names and numbers. These are the same in every language, so a block that equals
# its English is no sign of a missing translation here.
_CONTACT_SLOTS = frozenset({"law.find", "law.legal_help"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """Text as it is read aloud, and the language of the voice that reads it."""

    text: str
    lang: str


def voice(lang: str) -> tuple[str, str]:
    """Voice name and language tag for `lang`; the English ones when `lang` has no voice."""
    return VOICES.get(lang, VOICES[SOURCE])


def say(verb: TwiML, text: str, lang: str) -> None:
    """Append `text` to `verb` as <Say> elements, in the voice of `lang`. What XML cannot hold is
    left out: with one such character Twilio could read nothing, and an alert would go unheard."""
    name, language = voice(lang)
    for part in textwrap.wrap(_CONTROL.sub(" ", text), LONGEST_SAY):
        verb.append(Say(part, voice=name, language=language))


def aloud(text: str, tr: Translator) -> str:
    """The text as it is read aloud: phone numbers digit by digit, web addresses with "dot", each
    line as a sentence."""
    lines = (_CONTROL.sub(" ", line).strip() for line in text.splitlines())
    joined = " ".join(line if _ENDS_SENTENCE.search(line) else f"{line}." for line in lines if line)
    # Addresses first, so that digits in one are not taken for a phone number.
    return _numbers(_ADDRESS.sub(lambda found: _address(found[1], tr), joined))


def card(library: Library, card_id: str, lang: str, place: str) -> tuple[tuple[Spoken, ...], ...]:
    """A card for reading aloud: title and blocks of its text form, each block as runs of one
    language, because what to say to police is read in English. A card that is not translated yet
    is wholly in English, after a sentence that says so."""
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
        # A block of law without a translation is in English even in a translated card.
        spoken = SOURCE if block == english and slot not in _CONTACT_SLOTS else shown.lang
        runs = _runs(heard, english, spoken)
        blocks.append(tuple(Spoken(aloud(run.text, tr), run.lang) for run in runs))
    return tuple(blocks)


def _runs(block: str, english: str, lang: str) -> list[Spoken]:
    """The block cut into runs: English quotations, and the text between them in `lang`."""
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
    """The law without cites and dates, that is without brackets that hold digits and letters."""

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
    """The number digit by digit, with a comma, read as a pause, between its groups."""
    groups = re.findall(r"\d+|[^\W\d_]+", number)
    return ", ".join(" ".join(group) if group.isdigit() else group for group in groups)
