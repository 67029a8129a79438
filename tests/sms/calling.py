"""Somebody on the phone: hears what the TwiML says, presses keys, and is led on by it."""

from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient

from sms.calls.speech import VOICES
from tests.sms.signed import PUBLIC, post

# Twilio's limits on one <Say> in a Polly voice, and ours on all of one answer.
_LONGEST_SAY, _LONGEST_ENCODED, _LONGEST_ANSWER = 3_000, 4_500, 4_000
_KNOWN = {"Gather", "Say", "Pause", "Redirect", "Hangup"}


def checked(twiml: str) -> Element:
    """The parsed answer: known verbs, known voices, within the limits, leading back to us."""
    response = ElementTree.fromstring(twiml)  # noqa: S314
    assert response.tag == "Response"
    says = list(response.iter("Say"))
    for verb in response.iter():
        assert verb is response or verb.tag in _KNOWN
        if verb.tag == "Gather":
            assert {child.tag for child in verb} <= {"Say", "Pause"}
    for say in says:
        assert (say.get("voice"), say.get("language")) in VOICES.values()
        assert say.text
        assert len(say.text.encode()) <= _LONGEST_SAY
        assert len(quote(say.text)) <= _LONGEST_ENCODED
    assert sum(len(say.text or "") for say in says) < _LONGEST_ANSWER
    # Without it, "#" would end the wait as if no key had been pressed.
    assert all(gather.get("finishOnKey") is not None for gather in response.iter("Gather"))
    led = [gather.get("action") or "" for gather in response.iter("Gather")]
    led += [redirect.text or "" for redirect in response.iter("Redirect")]
    assert all(url.startswith(f"{PUBLIC}/voice/") and url.isascii() for url in led)
    return response


@dataclass
class PhoneCall:
    """One call. `heard`: what was said since the last key; `urls`: every address it was led to."""

    client: FlaskClient
    number: str
    heard: list[tuple[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    over: bool = False
    _verbs: list[Element] = field(default_factory=list)
    _gather: Element | None = None

    def dial(self) -> "PhoneCall":
        self._go("/voice/inbound")
        return self

    def press(self, keys: str) -> "PhoneCall":
        """Keys while it waits; the one that only ends them is kept by Twilio."""
        assert self._gather is not None, "nothing waits for a key"
        finish = self._gather.get("finishOnKey")
        digits = keys.removesuffix(finish) if finish else keys
        self._go((self._gather.get("action") or "").removeprefix(PUBLIC), Digits=digits)
        return self

    def wait(self) -> "PhoneCall":
        """No key until it stops waiting."""
        self.heard = []
        self._run()
        return self

    def said(self, language: str = "") -> str:
        """What was heard, or only what was said in a voice of `language` ("es-US")."""
        return " ".join(text for lang, text in self.heard if language in ("", lang))

    def _go(self, path: str, **form: str) -> None:
        self.urls.append(path)
        status, twiml = post(self.client, path, {"CallSid": "CA1", "From": self.number} | form)
        assert status == 200
        self.heard, self._verbs = [], list(checked(twiml))
        self._run()

    def _run(self) -> None:
        self._gather = None
        while self._verbs:
            verb = self._verbs.pop(0)
            self.heard += [(say.get("language") or "", say.text or "") for say in verb.iter("Say")]
            if verb.tag == "Gather":
                self._gather = verb
                return
            if verb.tag == "Redirect":
                heard = self.heard
                self._go((verb.text or "").removeprefix(PUBLIC))
                self.heard = heard + self.heard
                return
        self.over = True
