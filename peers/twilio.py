"""`emulate`: an emulator of Twilio that nobody here wrote, with state, on loopback."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from peers.node import LineProcess, line_process
from peers.ports import free_port

ACCOUNT_SID = "AC" + "1" * 32
AUTH_TOKEN = "emulated-auth-token"
NUMBER = "+12025550100"
NUMBER_SID = "PN" + "2" * 32
SERVICE_SID = "MG" + "3" * 32


@dataclass(frozen=True)
class EmulatedTwilio:
    """Takes texts and calls, keeps them, and sends signed webhooks.

    Every number that looks like one can be written to. It counts segments as length over 160,
    keeps no opt-outs, ignores TwiML replies and date filters, and takes 5,000 requests, then
    needs a reset.
    """

    process: LineProcess = field(repr=False)
    port: int
    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    number: str = NUMBER
    messaging_service_sid: str = SERVICE_SID

    @property
    def base_url(self) -> str:
        """What `TWILIO_API_BASE` should be."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forgets every message, call and webhook."""
        seed = {
            "account": {"sid": self.account_sid, "auth_token": self.auth_token},
            "phone_numbers": [{"sid": NUMBER_SID, "phone_number": self.number}],
            "messaging_services": [
                {
                    "sid": self.messaging_service_sid,
                    "friendly_name": "Raincheck",
                    "phone_numbers": [self.number],
                }
            ],
        }
        self.process.ask(json.dumps({"port": self.port, "seed": seed}))

    def send_webhooks_to(self, *, sms: str = "", voice: str = "") -> None:
        """The URLs that inbound texts and calls are posted to from now on."""
        self._account_call(
            f"IncomingPhoneNumbers/{NUMBER_SID}.json", {"SmsUrl": sms, "VoiceUrl": voice}
        )

    def messages(self, *, to: str | None = None) -> list[dict[str, Any]]:
        """Texts in and out as Twilio's API shows them, oldest first."""
        return self._listed("Messages", to)

    def calls(self, *, to: str | None = None) -> list[dict[str, Any]]:
        """Calls in and out as Twilio's API shows them, oldest first."""
        return self._listed("Calls", to)

    def inbound(self, frm: str, body: str, *, to: str | None = None) -> dict[str, Any]:
        """A text from a phone: kept, then posted to the SMS webhook. The message as kept."""
        return self._simulate("inbound-message", From=frm, To=to or self.number, Body=body)

    def inbound_call(self, frm: str, *, to: str | None = None) -> dict[str, Any]:
        """A call from a phone: kept, then posted to the voice webhook. The call as kept."""
        return self._simulate("inbound-call", From=frm, To=to or self.number)

    def status(self, sid: str, status: str) -> dict[str, Any]:
        """Moves an outbound text on ("sent", "delivered", "undelivered" …), calling back."""
        return self._simulate("message-status", MessageSid=sid, Status=status)

    def call_status(self, sid: str, status: str) -> dict[str, Any]:
        """Moves a call on ("in-progress", "completed", "no-answer" …), calling back."""
        return self._simulate("call-status", CallSid=sid, Status=status)

    def webhooks(self) -> list[list[str]]:
        """Each webhook that it sent, newest first: event, URL, status and the rest, read from its
        page for people."""
        with urlopen(f"{self.base_url}/?tab=webhooks", timeout=30) as page:  # noqa: S310
            rows = re.findall(r"<tr>(.*?)</tr>", page.read().decode(), re.DOTALL)
        cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
        return [[unescape(cell) for cell in row] for row in cells if row]

    def _simulate(self, what: str, **form: str) -> dict[str, Any]:
        return self._request("POST", f"/_twilio/simulate/{what}", form)

    def _listed(self, what: str, to: str | None) -> list[dict[str, Any]]:
        query = {"PageSize": "1000"} | ({"To": to} if to else {})
        page = self._account_call(f"{what}.json?{urlencode(query)}")
        listed: list[dict[str, Any]] = page[what.lower()]
        return listed[::-1]

    def _account_call(self, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        method = "GET" if form is None else "POST"
        return self._request(method, f"/2010-04-01/Accounts/{self.account_sid}/{path}", form or {})

    def _request(self, method: str, path: str, form: dict[str, str]) -> dict[str, Any]:
        token = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, urlencode(form), headers)
            reply = connection.getresponse()
            answer: dict[str, Any] = json.loads(reply.read())
        finally:
            connection.close()
        if reply.status >= 400:
            raise ValueError(f"{reply.status}: {answer['message']}")
        return answer


@contextmanager
def emulated_twilio() -> Iterator[EmulatedTwilio]:
    """A running emulator: one account, one number, one messaging service that owns the number."""
    with line_process("twilio.mjs") as process:
        twilio = EmulatedTwilio(process, free_port())
        twilio.reset()
        yield twilio
