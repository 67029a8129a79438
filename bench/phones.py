"""The phones of the crowd: their texts reach the web as signed webhooks, as Twilio's do."""

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bench.stand import Stand

_REPLY = re.compile(r"<Message>(.*?)</Message>", re.DOTALL)


@dataclass
class Phones:
    """Texts to us, delivered again until they are answered, as a provider with retries does."""

    here: Stand

    def __post_init__(self) -> None:
        twilio = self.here.provider
        self._validator = RequestValidator(twilio.auth_token)
        self._sids = count(1)

    def text(self, phone: str, body: str, *, patience: float = 30.0) -> str:
        """The reply; empty when there was none. Raises TimeoutError when nobody took it."""
        form = {
            "MessageSid": f"SM{next(self._sids):032d}",
            "From": phone,
            "To": self.here.provider.number,
            "Body": body,
        }
        url = f"{self.here.url}/sms/inbound"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": self._validator.compute_signature(url, form),
        }
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            twiml = self._post(urlencode(form), headers)
            if twiml is not None:
                found = _REPLY.search(twiml)
                return found[1] if found else ""
            time.sleep(0.2)
        raise TimeoutError("Nobody took the text.")

    def _post(self, form: str, headers: dict[str, str]) -> str | None:
        connection = HTTPConnection(self.here.environment["RAINCHECK_BIND"], timeout=15)
        try:
            connection.request("POST", "/sms/inbound", form, headers)
            answer = connection.getresponse()
            return answer.read().decode() if answer.status == 200 else None
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()
