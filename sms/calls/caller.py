"""The caller, as far as the number tells, and one step of their call."""

from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Gather

from checkin.storage.core import Core, Work
from content.phrases import Phrases, Translator
from sms.calls import speech
from sms.replies import session
from sms.replies.sender import Sender
from sms.twilio import senders


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `phone`: E.164, empty where it is withheld; `langs`: the language a caller is
    addressed in, then the one that a key changes to, if any; `place`: the id of a place, whose law
    is read. A number can be faked, so until a PIN has come nothing else of it is made use of."""

    phone: str
    langs: tuple[str, ...]
    place: str


def languages(phrases: Phrases) -> tuple[str, ...]:
    """The codes of our languages that have a text-to-speech voice, English first."""
    return tuple(each.code for each in phrases.languages if each.code in speech.VOICES)


def stranger(core: Core) -> Caller:
    """The caller of whom nothing is known."""
    return Caller("", _two_languages(core), core.place)


def recognise(work: Work, phone: str) -> Caller:
    """The caller with this number; a stranger when the number is withheld."""
    if not senders.phone(phone):
        return stranger(work.core)
    chosen = session.load(Sender(work, phone)).place
    place = chosen if chosen in work.core.library.places else work.core.place
    return Caller(phone, _two_languages(work.core), place)


def _two_languages(core: Core) -> tuple[str, ...]:
    spoken = languages(core.phrases)
    wanted = dict.fromkeys((core.lang, *spoken))
    return tuple(lang for lang in wanted if lang in spoken)[:2]


@dataclass(frozen=True, slots=True)
class Call:
    """One step of a call: one webhook, answered in `lang`."""

    core: Core
    caller: Caller
    lang: str

    @property
    def tr(self) -> Translator:
        """The translator of the call's language."""
        return self.core.phrases.translator(self.lang)

    @property
    def other(self) -> str | None:
        """The language that a key changes to; None if there is no second one."""
        return next((lang for lang in self.caller.langs if lang != self.lang), None)

    def address(self, step: str, **more: str | int) -> str:
        """The URL of the webhook for the next step. Plain ASCII, because Twilio signs it."""
        query = urlencode({"lang": self.lang, **more})
        return f"{self.core.public_url}/voice/{step}?{query}"

    def key(self, step: str, seconds: int, **more: str | int) -> Gather:
        """A <Gather>: takes one key, any of the twelve, during speech and `seconds` after it, and
        sends it to `step`."""
        action = self.address(step, **more)
        return Gather(num_digits=1, finish_on_key="", timeout=seconds, action=action, method="POST")

    def say(self, verb: TwiML, *texts: str) -> None:
        """Append each text to `verb`, as it is read aloud, in the voice of this call."""
        for text in texts:
            speech.say(verb, speech.aloud(text, self.tr), self.lang)
