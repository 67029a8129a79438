"""The real web, started while its database is away: cards, the words for police, a sentence for
texts. And once the database is there, all the rest, without a second start."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from twilio.request_validator import RequestValidator

import peers
from tests.e2e.running import Running, raincheck

TOKEN = "t" * 32
PATIENCE_SECONDS = 30.0


@pytest.fixture
def server() -> Iterator[peers.Postgres]:
    """A server of this test's own, since it is stopped for a while."""
    with peers.postgres() as made:
        yield made


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=20) as answer:  # noqa: S310 - our own
            return int(answer.status)
    except HTTPError as error:
        return error.code


def texted(web: Running, path: str, body: str) -> str:
    """The TwiML that answers a text, as Twilio brings it."""
    url = f"{web.url}{path}"
    form = {"MessageSid": "SM1", "From": "+12025550111", "Body": body}
    signature = RequestValidator(TOKEN).compute_signature(url, form)
    headers = {"X-Twilio-Signature": signature}
    request = Request(url, urlencode(form).encode(), headers)  # noqa: S310 - our own
    with urlopen(request, timeout=20) as answer:  # noqa: S310 - our own
        return str(answer.read().decode())


def test_the_web_starts_without_its_database_and_takes_it_when_it_comes(
    server: peers.Postgres, tmp_path: Path
) -> None:
    url = server.new_database()
    server.stop()
    twilio = {
        "TWILIO_ACCOUNT_SID": "AC" + "4" * 32,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_BASE": "http://127.0.0.1:9",
        "RAINCHECK_SMS_FROM": "+12025550100",
        "RAINCHECK_SECRET_KEYS": "k" * 40,
    }
    with raincheck("web", tmp_path, RAINCHECK_DATABASE_URL=url, **twilio) as web:
        assert status(f"{web.url}/en/us-ny/cards/stopped") == 200
        assert status(f"{web.url}/readyz") == 503
        with pytest.raises(HTTPError, match="503"):
            texted(web, "/sms/inbound", "OK")
        assert "cannot act on it right now" in texted(web, "/sms/fallback", "SOS")
        assert "<Message>" in texted(web, "/sms/fallback", "stopped")
        server.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        answered = ""
        while "No timer is running" not in answered:
            assert time.monotonic() < deadline, answered
            with suppress(HTTPError):
                answered = texted(web, "/sms/inbound", "STATUS")
            time.sleep(0.2)
        assert "Traceback" not in web.log.read_text()
