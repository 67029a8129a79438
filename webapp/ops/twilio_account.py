"""The host's Twilio account, as far as its API shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from sms.twilio.carrier import NO_ANSWER, REFUSED
from webapp.settings import Settings
from webapp.symptom import Symptom, fine, note, wrong

_ABOUT = "twilio"
_NO_ALERTS = "No alert can leave."
_NO_REPLIES = "Nobody's texts reach us: no OK, no YES, no answer to an alert."
_NO_FALLBACK = "While our database fails, whoever texts us is told nothing at all."
# TWILIO_AUTH_TOKEN may hold several, separated by commas: the newest comes first, as everywhere.
_CURL = 'curl -u "$TWILIO_ACCOUNT_SID:${TWILIO_AUTH_TOKEN%%,*}"'


@dataclass(frozen=True)
class Account:
    """The part of the account that this host uses."""

    client: Client
    settings: Settings

    def examine(self) -> Iterator[Symptom]:
        """Credentials, then the number or the messaging service, and where inbound texts and calls
        go."""
        try:
            yield from self._account()
            if self.settings.twilio_messaging_service_sid:
                yield from self._service(self.settings.twilio_messaging_service_sid)
            elif self.settings.sms_from:
                yield from self._number(self.settings.sms_from)
        except REFUSED as error:
            yield _refused(error)
        except NO_ANSWER as error:
            yield wrong(
                _ABOUT,
                f"Twilio cannot be reached ({type(error).__name__}).",
                _NO_ALERTS,
                "curl -I https://api.twilio.com  (from this machine, then mend its network)",
            )

    @property
    def _hook(self) -> str:
        return f"{self.settings.public_url}/sms/inbound"

    @property
    def _call_hook(self) -> str:
        return f"{self.settings.public_url}/voice/inbound"

    @property
    def _fallback(self) -> str:
        return f"{self.settings.public_url}/sms/fallback"

    def _account(self) -> Iterator[Symptom]:
        account = self.client.api.accounts(self.settings.twilio_account_sid or "").fetch()
        if str(account.status) != "active":
            yield wrong(
                _ABOUT,
                f"The account is {account.status}.",
                _NO_ALERTS,
                "Reactivate it at https://console.twilio.com/",
            )
        elif str(account.type) == "Trial":
            yield wrong(
                _ABOUT,
                "The account is a trial.",
                "It texts only numbers that were verified at Twilio: no alert reaches another.",
                "Upgrade it at https://console.twilio.com/",
            )
        else:
            yield fine(_ABOUT, "The credentials open an active account.")

    def _number(self, number: str) -> Iterator[Symptom]:
        mine = self._owned(number)
        if mine is None:
            yield wrong(
                _ABOUT,
                f"The account has no number {number}.",
                "Twilio refuses every text from a number that is not the account's own.",
                "Set RAINCHECK_SMS_FROM to one of its numbers, written like +12025550100.",
            )
            return
        yield from self._able(mine)
        yield from self._inbound(mine)
        yield from self._fallen_back(mine)
        yield from self._calls(mine)

    def _owned(self, number: str) -> IncomingPhoneNumberInstance | None:
        owned = self.client.incoming_phone_numbers.list(phone_number=number, limit=50)
        return next((each for each in owned if each.phone_number == number), None)

    def _able(self, mine: IncomingPhoneNumberInstance) -> Iterator[Symptom]:
        able: dict[str, bool] = mine.capabilities if isinstance(mine.capabilities, dict) else {}
        if not able.get("sms"):
            yield wrong(
                _ABOUT,
                f"{mine.phone_number} cannot send texts.",
                _NO_ALERTS,
                "Set RAINCHECK_SMS_FROM to a number that can.",
            )
        if not able.get("voice"):
            yield note(
                _ABOUT,
                f"{mine.phone_number} cannot call.",
                "No call follows an alert that is not heard.",
                "Set RAINCHECK_SMS_FROM to a number that can text and call.",
            )

    def _inbound(self, mine: IncomingPhoneNumberInstance) -> Iterator[Symptom]:
        if _posts(mine.sms_method, mine.sms_url, self._hook):
            yield fine(_ABOUT, f"Texts to {mine.phone_number} come to {self._hook}.")
            return
        yield wrong(
            _ABOUT,
            f"Texts to {mine.phone_number} go {_to(mine.sms_method, mine.sms_url)}, "
            f"not by POST to {self._hook}.",
            _NO_REPLIES,
            _turned(mine, "Sms", self._hook),
        )

    def _calls(self, mine: IncomingPhoneNumberInstance) -> Iterator[Symptom]:
        if _posts(mine.voice_method, mine.voice_url, self._call_hook):
            yield fine(_ABOUT, f"Calls to {mine.phone_number} come to {self._call_hook}.")
            return
        yield note(
            _ABOUT,
            f"Calls to {mine.phone_number} are not answered: they go "
            f"{_to(mine.voice_method, mine.voice_url)}, not by POST to {self._call_hook}.",
            "Whoever cannot text or read hears no card, and no SOS goes out by key.",
            _turned(mine, "Voice", self._call_hook),
        )

    def _fallen_back(self, mine: IncomingPhoneNumberInstance) -> Iterator[Symptom]:
        if _posts(mine.sms_fallback_method, mine.sms_fallback_url, self._fallback):
            yield fine(_ABOUT, f"When that fails, they come to {self._fallback}.")
            return
        yield note(
            _ABOUT,
            f"When that fails, texts to {mine.phone_number} go "
            f"{_to(mine.sms_fallback_method, mine.sms_fallback_url)}.",
            _NO_FALLBACK,
            _turned(mine, "SmsFallback", self._fallback),
        )

    def _service(self, sid: str) -> Iterator[Symptom]:
        if self.settings.twilio_api_base:
            # Whatever stands in for Twilio has one address; Twilio's other hosts are paths there.
            self.client.messaging.base_url = f"{self.settings.twilio_api_base}/messaging"
        service = self.client.messaging.v1.services(sid).fetch()
        senders = service.phone_numbers.list(limit=20)
        if not senders:
            yield wrong(
                _ABOUT,
                "The messaging service has no number to send from.",
                _NO_ALERTS,
                "Add one at https://console.twilio.com/ (Messaging, Services, Sender Pool).",
            )
        if service.us_app_to_person_registered is False:
            yield note(
                _ABOUT,
                "The messaging service has no registered campaign.",
                "US carriers block texts from ordinary ten-digit numbers without one.",
                "Register one at https://console.twilio.com/ unless all its numbers are toll-free.",
            )
        if service.use_inbound_webhook_on_number:
            for sender in senders:
                yield from self._number(sender.phone_number or "")
            return
        if _posts(service.inbound_method, service.inbound_request_url, self._hook):
            yield fine(_ABOUT, f"Texts to the messaging service come to {self._hook}.")
        else:
            yield wrong(
                _ABOUT,
                "Texts to the messaging service go "
                f"{_to(service.inbound_method, service.inbound_request_url)}, not to {self._hook}.",
                _NO_REPLIES,
                f"{_CURL} -d InboundMethod=POST -d InboundRequestUrl={self._hook} "
                f"https://messaging.twilio.com/v1/Services/{sid}",
            )
        if _posts(service.fallback_method, service.fallback_url, self._fallback):
            yield fine(_ABOUT, f"When that fails, they come to {self._fallback}.")
        else:
            yield note(
                _ABOUT,
                "When that fails, texts to the messaging service go "
                f"{_to(service.fallback_method, service.fallback_url)}.",
                _NO_FALLBACK,
                f"{_CURL} -d FallbackMethod=POST -d FallbackUrl={self._fallback} "
                f"https://messaging.twilio.com/v1/Services/{sid}",
            )
        if not service.use_inbound_webhook_on_number:
            # A service takes texts for its numbers; calls go where each number says.
            for sender in senders:
                mine = self._owned(sender.phone_number or "")
                if mine:
                    yield from self._calls(mine)


def _turned(mine: IncomingPhoneNumberInstance, what: str, hook: str) -> str:
    """The command that points the number's "Sms", "SmsFallback" or "Voice" webhook at `hook`."""
    return (
        f"{_CURL} -d {what}Method=POST -d {what}Url={hook} "
        "https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID"
        f"/IncomingPhoneNumbers/{mine.sid}.json"
    )


def _posts(method: str | None, url: str | None, wanted: str) -> bool:
    return url == wanted and (method or "POST").upper() == "POST"


def _to(method: str | None, url: str | None) -> str:
    return f"by {method or 'POST'} to {url}" if url else "nowhere"


def _refused(error: TwilioRestException | TwilioServiceException) -> Symptom:
    if error.status == 401:
        return wrong(
            _ABOUT,
            "Twilio refuses the credentials.",
            _NO_ALERTS,
            "Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN anew from https://console.twilio.com/",
        )
    return wrong(
        _ABOUT,
        f"Twilio answers {error.status} (code {error.code}) when asked about the account.",
        "What cannot be looked at may not work.",
        f"Read https://www.twilio.com/docs/api/errors/{error.code}",
    )
