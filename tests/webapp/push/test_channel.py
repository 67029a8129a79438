"""Pushes as they travel: encrypted, signed, all of one length, and to push services only."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from checkin.messages.channels import ChannelError, Message
from checkin.messages.notification import Button, Notification
from checkin.people.subscriptions import Subscription
from content.phrases import LOCALES, Phrases
from peers import Browser, PushService
from webapp.push.channel import PushChannel
from webapp.push.vapid import Pair, new_private

NOW = datetime.now(UTC).replace(microsecond=0)  # the push service looks at its own clock
PAIR = Pair.of(new_private())
SHORT = Notification("All clear.", "en", "/c/token", about="one")
LONG = Notification(
    body="พ" * 200,
    lang="es",
    path="/es/checkin",
    about="one",
    urgent=True,
    buttons=tuple(Button(n, "ฉ" * 20, "c" * 90, "", "ไ" * 120) for n in ("ok", "more")),
)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load(LOCALES)


def channel(phrases: Phrases, *further: str) -> PushChannel:
    return PushChannel(
        PAIR,
        phrases=phrases,
        public_url="https://rain.example",
        contact="mailto:host@rain.example",
        clock=lambda: NOW,
        further=further,
    )


def message(browser: Browser, note: Notification = SHORT) -> Message:
    to = Subscription(browser.endpoint, browser.p256dh, browser.auth, "Raincheck")
    return Message(
        id="m1",
        to=to.serialize(),
        body=note.serialize(),
        lang=note.lang,
        created_at=NOW,
        useful_until=NOW + timedelta(minutes=10),
    )


class Service:
    """A push service that answers as it is told and keeps what it was sent."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                given = {name.lower(): value for name, value in self.headers.items()}
                service.seen.append((given, self.rfile.read(length)))
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def answering(status: int = 201, **headers: str) -> Iterator[Service]:
    service = Service(status, {name.replace("_", "-"): value for name, value in headers.items()})
    thread = threading.Thread(target=service.server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        thread.join()
        service.server.server_close()


def browser_at(service: Service, pushes: PushService) -> Browser:
    keys = pushes.subscribe(PAIR.public)
    return Browser(f"{service.origin}/send/secret-address", keys.p256dh, keys.auth)


def sent(phrases: Phrases, pushes: PushService, note: Notification) -> tuple[dict[str, str], bytes]:
    with answering() as service:
        channel(phrases, service.origin).send(message(browser_at(service, pushes), note))
        return service.seen[0]


def claims(authorization: str, origin: str) -> dict[str, Any]:
    token = authorization.removeprefix("vapid t=").partition(",")[0]
    key: Any = load_pem_public_key(PAIR.public_pem)
    verify = {"verify_exp": False}
    read: dict[str, Any] = jwt.decode(token, key, ["ES256"], audience=origin, options=verify)
    return read


def test_a_push_service_checks_the_signature_and_decrypts_what_we_meant(
    phrases: Phrases, push_service: PushService
) -> None:
    browser = push_service.subscribe(PAIR.public)
    for note in (SHORT, LONG):
        assert channel(phrases, push_service.origin).send(message(browser, note)).kept is False
    plain, urgent = push_service.shown(browser)
    assert plain["title"] == "Raincheck"
    assert plain["body"] == "All clear."
    assert plain["navigate"] == "https://rain.example/c/token"
    assert (urgent["lang"], urgent["dir"]) == ("es", "ltr")
    assert [each["action"] for each in urgent["actions"]] == ["ok", "more"]
    assert urgent["data"]["ok"] == {"press": "c" * 90, "unsent": "ไ" * 120}
    assert all(json.loads(raw)["web_push"] == 8030 for raw in push_service.messages(browser))


@pytest.mark.promise(
    "Every notification travels closed and of one length, so that nobody on the way can read it.",
    of=3,
)
def test_every_message_has_the_same_length_however_much_it_says(
    phrases: Phrases, push_service: PushService
) -> None:
    lengths = {len(sent(phrases, push_service, note)[1]) for note in (SHORT, LONG)}
    assert lengths == {2048 + 103}


def test_a_message_says_how_long_it_is_of_use_and_how_urgent_it_is(
    phrases: Phrases, push_service: PushService
) -> None:
    quiet, _ = sent(phrases, push_service, SHORT)
    loud, _ = sent(phrases, push_service, LONG)
    assert (quiet["ttl"], quiet["urgency"]) == ("600", "normal")
    assert (loud["ttl"], loud["urgency"]) == ("600", "high")
    assert quiet["content-encoding"] == "aes128gcm"
    assert len(quiet["topic"]) == 32


def test_the_topic_joins_what_is_about_the_same_and_no_two_browsers(
    phrases: Phrases, push_service: PushService
) -> None:
    with answering() as service:
        one, other = (browser_at(service, push_service) for _ in range(2))
        other = Browser(one.endpoint + "2", other.p256dh, other.auth)
        pusher = channel(phrases, service.origin)
        for browser, note in ((one, SHORT), (one, LONG), (other, SHORT)):
            pusher.send(message(browser, note))
        first, newer, elsewhere = (headers["topic"] for headers, _ in service.seen)
    assert first == newer
    assert first != elsewhere


def test_the_token_names_the_service_with_its_port_and_the_host(
    phrases: Phrases, push_service: PushService
) -> None:
    with answering() as service:
        channel(phrases, service.origin).send(message(browser_at(service, push_service)))
        [(headers, _)] = service.seen
        said = claims(headers["authorization"], service.origin)
    assert said["sub"] == "mailto:host@rain.example"
    assert said["exp"] == NOW.timestamp() + 12 * 3600
    assert headers["authorization"].endswith(f"k={PAIR.public}")


@pytest.mark.parametrize(
    ("status", "permanent", "operator"),
    [
        (404, True, False),
        (410, True, False),
        (400, False, True),
        (401, False, True),
        (403, False, True),
        (413, False, True),
        (301, False, True),
        (429, False, False),
        (500, False, False),
        (503, False, False),
    ],
)
def test_each_answer_means_gone_our_fault_or_later(
    phrases: Phrases, push_service: PushService, status: int, permanent: bool, operator: bool
) -> None:
    with answering(status) as service, pytest.raises(ChannelError) as refused:
        channel(phrases, service.origin).send(message(browser_at(service, push_service)))
    assert (refused.value.permanent, refused.value.operator) == (permanent, operator)
    assert refused.value.code == str(status)


def test_a_service_that_wants_a_rest_gets_it(phrases: Phrases, push_service: PushService) -> None:
    with answering(429, Retry_After="90") as service, pytest.raises(ChannelError) as refused:
        channel(phrases, service.origin).send(message(browser_at(service, push_service)))
    assert refused.value.not_before == timedelta(seconds=90)


def test_no_redirect_is_followed(phrases: Phrases, push_service: PushService) -> None:
    with answering() as inside:
        with answering(307, Location=f"{inside.origin}/secret") as service:
            pusher = channel(phrases, service.origin)
            with pytest.raises(ChannelError):
                pusher.send(message(browser_at(service, push_service)))
        assert inside.seen == []


def test_nothing_is_sent_to_a_host_we_do_not_know(
    phrases: Phrases, push_service: PushService
) -> None:
    with answering() as service:
        with pytest.raises(ChannelError) as refused:
            channel(phrases).send(message(browser_at(service, push_service)))
        assert service.seen == []
    assert refused.value.permanent


def test_a_service_that_is_down_is_tried_again_and_its_address_stays_out_of_the_words(
    phrases: Phrases, push_service: PushService
) -> None:
    with answering() as service:
        browser = browser_at(service, push_service)
    with pytest.raises(ChannelError) as refused:
        channel(phrases, service.origin).send(message(browser))
    assert not refused.value.permanent
    assert "secret-address" not in str(refused.value)


def test_keys_that_are_none_end_the_subscription_and_nothing_else(phrases: Phrases) -> None:
    with answering() as service:
        point = base64.urlsafe_b64encode(b"\4" + bytes(64)).decode()
        browser = Browser(
            f"{service.origin}/x", point, base64.urlsafe_b64encode(bytes(16)).decode()
        )
        with pytest.raises(ChannelError) as refused:
            channel(phrases, service.origin).send(message(browser))
    assert refused.value.permanent


def test_a_password_file_on_the_machine_does_not_take_the_place_of_our_token(
    phrases: Phrases,
    push_service: PushService,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    headers, _ = sent(phrases, push_service, SHORT)
    assert headers["authorization"].startswith("vapid ")
