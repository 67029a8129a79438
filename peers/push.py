"""web-push-testing: a push service that nobody here wrote, and that decrypts what it is given."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from peers.node import line_process
from peers.ports import free_port


@dataclass(frozen=True)
class Browser:
    """One subscription as a browser holds it."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def name(self) -> str:
        return self.endpoint.rpartition("/")[2]


@dataclass(frozen=True)
class PushService:
    """Hands out subscriptions, checks the signature of what is sent, decrypts and keeps it."""

    port: int

    @property
    def origin(self) -> str:
        """What `RAINCHECK_PUSH_HOSTS` should be."""
        return f"http://localhost:{self.port}"

    def subscribe(self, key: str) -> Browser:
        """A new browser that takes messages signed for `key` and no others."""
        wanted = {"userVisibleOnly": "true", "applicationServerKey": key}
        given = self._post("/subscribe", urlencode(wanted))["data"]
        return Browser(given["endpoint"], **given["keys"])

    def messages(self, browser: Browser) -> list[str]:
        """What has come for this browser, decrypted, oldest first."""
        asked = urlencode({"clientHash": browser.name})
        kept: list[str] = self._post("/get-notifications", asked)["data"]["messages"]
        return kept

    def shown(self, browser: Browser) -> list[dict[str, Any]]:
        """The notifications among them."""
        return [json.loads(each)["notification"] for each in self.messages(browser)]

    def expire(self, browser: Browser) -> None:
        """The browser is gone: whatever is sent to it is answered by 410."""
        self._post(f"/expire-subscription/{browser.name}", "")

    def _post(self, path: str, form: str) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, form, headers)
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise ValueError(f"{answer.status}: {read.decode()}")
        return json.loads(read) if read.startswith(b"{") else None


@contextmanager
def push_service() -> Iterator[PushService]:
    """A running push service, without subscriptions."""
    with line_process("push.mjs") as process:
        port = free_port()
        assert process.ask(str(port)) == "ready"
        yield PushService(port)
