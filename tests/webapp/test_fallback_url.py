"""Whether the doctor sees where texts go when the first address fails.

The emulated Twilio keeps no such address, so its answers pass through a proxy that adds one.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from peers import EmulatedTwilio
from sms.twilio.carrier import connect
from webapp.ops.twilio_account import Account
from webapp.settings import Settings
from webapp.symptom import State, Symptom

PUBLIC = "https://rain.example"


@contextmanager
def knowing(twilio: EmulatedTwilio, **fallback: str) -> Iterator[str]:
    """The address of the same Twilio, whose numbers and services have these fields too."""

    class Adding(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            upstream = HTTPConnection("127.0.0.1", twilio.port, timeout=10)
            login = {"Authorization": self.headers["Authorization"]}
            upstream.request("GET", self.path, headers=login)
            found: dict[str, Any] = json.loads(upstream.getresponse().read())
            upstream.close()
            for each in found.get("incoming_phone_numbers", [found] if "sid" in found else []):
                each.update(fallback)
            body = json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Adding)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def about_fallback(twilio: EmulatedTwilio, base: str, *, service: bool) -> Symptom:
    """What the doctor says of the fallback."""
    settings = Settings(
        public_url=PUBLIC,
        sms_from=twilio.number,
        twilio_account_sid=twilio.account_sid,
        twilio_auth_token=twilio.auth_token,
        twilio_messaging_service_sid=twilio.messaging_service_sid if service else None,
        twilio_api_base=base,
    )
    client = connect(twilio.account_sid, twilio.auth_token, api_base=base)
    found = Account(client, settings).examine()
    return next(each for each in found if "When that fails" in each.what)


@pytest.mark.parametrize("service", [False, True])
@pytest.mark.parametrize(
    ("url", "method", "state"),
    [
        (f"{PUBLIC}/sms/fallback", "POST", State.FINE),
        (f"{PUBLIC}/sms/fallback", "GET", State.NOTE),
        ("https://elsewhere.example/", "POST", State.NOTE),
    ],
)
def test_a_fallback_is_fine_only_when_it_is_ours_and_posts(
    twilio: EmulatedTwilio, service: bool, url: str, method: str, state: State
) -> None:
    where = "fallback" if service else "sms_fallback"
    fields = {f"{where}_url": url, f"{where}_method": method}
    with knowing(twilio, **fields) as base:
        symptom = about_fallback(twilio, base, service=service)
    assert symptom.state is state
    assert url in symptom.what


@pytest.mark.parametrize(
    ("service", "mend"), [(False, "-d SmsFallbackUrl="), (True, "-d FallbackUrl=")]
)
def test_without_a_fallback_the_command_that_sets_one_is_named(
    twilio: EmulatedTwilio, service: bool, mend: str
) -> None:
    symptom = about_fallback(twilio, twilio.base_url, service=service)
    assert symptom.state is State.NOTE
    assert f"{mend}{PUBLIC}/sms/fallback" in symptom.mend
