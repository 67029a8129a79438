"""A stand-in for Twilio, for volume and for faults: fast, and as unreliable as it is told to be.

`emulate` (twilio.py) is the judge of whether we speak Twilio's language; this one takes tens of
thousands of requests, fails on demand, and remembers to the millisecond what it took.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from peers.ports import free_port

_ROOT = Path(__file__).parents[1]
ACCOUNT_SID = "AC" + "4" * 32
AUTH_TOKEN = "stand-in-auth-token"
NUMBER = "+12025550100"


@dataclass(frozen=True, slots=True)
class Kept:
    """A message or call that the provider took: `at` is in seconds since 1970, `message_id` is
    the id of ours that its callbacks carry, `words` is what is left of the body there."""

    sid: str
    kind: str
    to: str
    body: str
    direction: str
    at: float
    message_id: str
    words: str
    status: str


@dataclass(frozen=True)
class Provider:
    """The stand-in, driven from outside its process."""

    process: "subprocess.Popen[str]" = field(repr=False)
    port: int
    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    number: str = NUMBER

    @property
    def base_url(self) -> str:
        """What `TWILIO_API_BASE` should be."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a Raincheck process needs to talk to it."""
        return {
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
            "TWILIO_API_BASE": self.base_url,
            "RAINCHECK_SMS_FROM": self.number,
        }

    def weather(self, **now: object) -> None:
        """Set which faults happen from now on; without arguments none does.

        `latency` seconds to every answer; `fault`: "unavailable" (503), "throttled" (429),
        "unauthorized" (401), and for creates also "dropped" (hung up before taking it), "lost"
        (taken, then hung up), "slow" (taken, answered after `slow` seconds); `share` of the
        requests that it hits, chosen by `seed`; `receipts`: signed status callbacks, each after
        `receipt_after` seconds; `call_ends`: how calls end; `redaction`: whether the account may
        ask that words are not kept.
        """
        self._control("weather", now)

    def send_webhooks_to(self, sms: str) -> None:
        """Where inbound texts are posted; an empty URL loses them on the way."""
        self._control("webhooks", {"sms": sms})

    def inbound(self, phone: str, body: str) -> str:
        """A text from a phone: kept in the list, then posted to the webhook, whose TwiML leaves
        as replies. Returns its SID."""
        sid: str = self._control("inbound", {"From": phone, "Body": body})["sid"]
        return sid

    def kept(self, start: int = 0) -> list[Kept]:
        """All that it has taken, oldest first, but for the first `start`."""
        return [Kept(*row) for row in self._control("kept", {"from": start})]

    def asked(self, sid: str) -> dict[str, str]:
        """Every parameter of the request that created the message or call with this SID."""
        return dict(parse_qsl(self._control("form", {"sid": sid})["form"]))

    def move(self, sid: str, status: str) -> None:
        """Move a text on, without a word to anyone."""
        self._control("move", {"sid": sid, "status": status})

    def counts(self) -> dict[str, Any]:
        """How many were `kept`; creates hit by each fault (`refused`); list requests (`listed`);
        bodies that were erased (`erased`)."""
        counts: dict[str, Any] = self._control("counts", {})
        return counts

    def reached(self, prefix: str) -> int:
        """To how many numbers with this prefix it has taken something."""
        count: int = self._control("reached", {"prefix": prefix})
        return count

    def forget(self) -> None:
        """Forget every message and call."""
        self._control("forget", {})

    def _control(self, what: str, given: dict[str, object]) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", f"/_control/{what}", json.dumps(given))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


@contextmanager
def provider() -> Iterator[Provider]:
    """A running stand-in in a process of its own. It ends when we do, however we end."""
    port = free_port()
    command = [sys.executable, "-m", "peers.provider_server", str(port)]
    with subprocess.Popen(
        [*command, ACCOUNT_SID, AUTH_TOKEN, NUMBER],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline().strip() != "ready":
                raise RuntimeError("the stand-in for Twilio did not start")
            yield Provider(process, port)
        finally:
            process.terminate()
