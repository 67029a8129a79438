"""The whole path by text, through real processes and a Twilio that nobody here wrote."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from twilio.request_validator import RequestValidator

from peers import EmulatedTwilio
from tests.e2e.running import Running, raincheck

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
_SECRET = "a secret of at least thirty-two characters"


@pytest.fixture
def app(twilio: EmulatedTwilio, tmp_path: Path) -> Iterator[Running]:
    """Web and worker with a hurried timeline, texting through the emulated Twilio."""
    with raincheck(
        "serve",
        tmp_path / "instance",
        RAINCHECK_SECRET_KEYS=_SECRET,
        TWILIO_ACCOUNT_SID=twilio.account_sid,
        TWILIO_AUTH_TOKEN=twilio.auth_token,
        TWILIO_API_BASE=twilio.base_url,
        RAINCHECK_SMS_FROM=twilio.number,
        RAINCHECK_MIN_TIMER="1s",
        RAINCHECK_REMINDER="1s",
        RAINCHECK_GRACE="2s",
        RAINCHECK_ESCALATE="3s",
    ) as running:
        twilio.send_webhooks_to(sms=f"{running.url}/sms/inbound")
        yield running


def text(
    app: Running, twilio: EmulatedTwilio, phone: str, body: str, sid: str | None = None
) -> str:
    """A signed webhook of our own making, so that the TwiML reply can be read."""
    text.count += 1  # type: ignore[attr-defined]
    form = {
        "MessageSid": sid or f"SM{text.count:032}",  # type: ignore[attr-defined]
        "From": phone,
        "To": twilio.number,
        "Body": body,
        "NumMedia": "0",
    }
    url = f"{app.url}/sms/inbound"
    signature = RequestValidator(twilio.auth_token).compute_signature(url, form)
    request = Request(url, urlencode(form).encode(), {"X-Twilio-Signature": signature})  # noqa: S310
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        twiml = answer.read().decode()
    found = re.search(r"<Message>(.*?)</Message>", twiml, re.DOTALL)
    return found[1] if found else ""


text.count = 0  # type: ignore[attr-defined]


def bodies(twilio: EmulatedTwilio, to: str) -> list[str]:
    return [m["body"] for m in twilio.messages(to=to) if m["direction"].startswith("outbound")]


def eventually(check: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def digits(reply: str) -> str:
    """The two digits that the reply asks for."""
    return re.findall(r"reply (\d\d)\.", reply)[0]


def befriend(app: Running, twilio: EmulatedTwilio, contact: str, name: str) -> None:
    text(app, twilio, ANA, "NAME Ana")
    text(app, twilio, ANA, digits(text(app, twilio, ANA, f"ADD {contact} {name}")))
    eventually(lambda: bodies(twilio, contact))
    text(app, twilio, contact, "YES")


@pytest.mark.promise(
    "If you miss your timer, your contact is told, and hears the all-clear when you are safe.", of=1
)
def test_a_missed_timer_tells_the_contact_whose_ack_stops_the_escalation_until_the_all_clear(
    app: Running, twilio: EmulatedTwilio
) -> None:
    befriend(app, twilio, SAM, "Sam")
    befriend(app, twilio, KIM, "Kim")
    eventually(lambda: len(bodies(twilio, ANA)) == 2)

    assert "until" in text(app, twilio, ANA, "IN 2s Hotel Rex, room 12")
    eventually(lambda: any("Hotel Rex, room 12" in body for body in bodies(twilio, SAM)))
    assert not any("Hotel Rex" in body for body in bodies(twilio, KIM))

    assert "on it" in text(app, twilio, SAM, "1")
    time.sleep(4)
    assert not any("Hotel Rex" in body for body in bodies(twilio, KIM)), "the ack stops it"
    assert any("Sam is on it" in body for body in bodies(twilio, ANA))

    text(app, twilio, ANA, "OK")
    eventually(lambda: any("All clear: Ana" in body for body in bodies(twilio, SAM)))


def test_silence_moves_the_alert_on_to_the_next_contact(
    app: Running, twilio: EmulatedTwilio
) -> None:
    befriend(app, twilio, SAM, "Sam")
    befriend(app, twilio, KIM, "Kim")
    text(app, twilio, ANA, "IN 1s blue door")
    eventually(lambda: any("blue door" in body for body in bodies(twilio, SAM)))
    eventually(lambda: any("blue door" in body for body in bodies(twilio, KIM)))


def test_sos_tells_everyone_at_once(app: Running, twilio: EmulatedTwilio) -> None:
    befriend(app, twilio, SAM, "Sam")
    befriend(app, twilio, KIM, "Kim")
    text(app, twilio, ANA, "SOS behind the station")
    for contact in (SAM, KIM):
        eventually(lambda c=contact: any("behind the station" in b for b in bodies(twilio, c)), 3)


def test_a_text_through_twilios_own_webhook_is_understood(
    app: Running, twilio: EmulatedTwilio
) -> None:
    befriend(app, twilio, SAM, "Sam")
    twilio.inbound(ANA, "SOS blue door")
    eventually(lambda: any("blue door" in body for body in bodies(twilio, SAM)))


def test_an_unsigned_webhook_is_refused_and_does_nothing(
    app: Running, twilio: EmulatedTwilio
) -> None:
    form = urlencode({"MessageSid": "SMx", "From": ANA, "Body": f"ADD {SAM} Sam"}).encode()
    for headers in ({}, {"X-Twilio-Signature": "bm90IGl0"}):
        with pytest.raises(OSError, match="403"):
            urlopen(Request(f"{app.url}/sms/inbound", form, headers), timeout=10)  # noqa: S310
    time.sleep(1)
    assert bodies(twilio, SAM) == []


def test_the_same_text_delivered_twice_acts_once_and_is_answered_the_same(
    app: Running, twilio: EmulatedTwilio
) -> None:
    text(app, twilio, ANA, "NAME Ana")
    first = text(app, twilio, ANA, f"ADD {SAM} Sam", sid="SM-once")
    again = text(app, twilio, ANA, f"ADD {SAM} Sam", sid="SM-once")
    assert first == again != ""
    first, again = (text(app, twilio, ANA, digits(first), sid="SM-twice") for _ in range(2))
    assert first == again != ""
    time.sleep(2)
    assert len(bodies(twilio, SAM)) == 1
