"""Web push (RFC 8030) as a channel: encrypted for one browser, handed to its push service."""

import json
import logging
import math
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from os import environ
from typing import Any

import jwt
import requests
from requests.adapters import HTTPAdapter
from webpush import WebPush, WebPushException, WebPushSubscription
from webpush.types import WebPushKeys
from webpush.vapid import VAPID

from checkin.clock import Clock
from checkin.messages.channels import Acceptance, ChannelError, Message
from checkin.messages.notification import Button, Notification
from checkin.people.subscriptions import Subscription
from checkin.worker.worker import SENDERS
from content.phrases import Phrases
from webapp.push.services import known, origin
from webapp.push.vapid import Pair

TITLE = "Raincheck"
"""The heading of notifications: the name of the installed app."""

_SIZE = 2048
"""Bytes that every message is padded to before encryption, so that its length says nothing. Push
services take 3,993; Firefox on Android, whose messages travel through Google's, some 2,900."""

_TYPICAL = "https://fcm.googleapis.com/"
_DECLARATIVE = 8030  # "this is a Declarative Web Push message", https://www.w3.org/TR/push-api/
_TIMEOUT_SECONDS = 8.0
_TOKEN_LASTS = timedelta(hours=12)  # a day at most, RFC 8292
_TOPIC_LETTERS = 32  # at most, RFC 8030
_GONE = (404, 410)
_LATER = (406, 408, 425, 429)  # 406 is how WNS says that it is asked too often

# At DEBUG urllib3 logs each endpoint, which is a secret: a browser's own address.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


class PushChannel:
    """Pushes to browsers. Safe to use from several threads."""

    def __init__(
        self,
        pair: Pair,
        *,
        phrases: Phrases,
        public_url: str,
        contact: str,
        clock: Clock,
        further: tuple[str, ...] = (),
    ) -> None:
        """`contact`: a mailto: or https: address for push services; `further`: origins of push
        services that the host knows."""
        self._pair, self._phrases, self._public_url = pair, phrases, public_url
        self._contact, self._clock, self._further = contact, clock, further
        self._session = requests.Session()
        # Proxies are read once, here, and trust_env is off: a login in a .netrc would take the
        # place of our own token.
        proxies = requests.utils.get_environ_proxies(_TYPICAL)
        self._session.proxies = {"https": proxies["https"]} if "https" in proxies else {}
        self._session.verify = environ.get("REQUESTS_CA_BUNDLE") or True
        self._session.trust_env = False
        self._session.mount("https://", HTTPAdapter(pool_maxsize=SENDERS))

    @property
    def key(self) -> str:
        """The public VAPID key, which browsers bind their subscriptions to."""
        return self._pair.public

    def takes(self, endpoint: str) -> bool:
        """Whether this endpoint lies at a push service that we send to."""
        return known(endpoint, self._further)

    def send(self, message: Message) -> Acceptance:
        """Hand a notification to the push service, which drops it once it is of no use (TTL).
        Raises ChannelError."""
        browser, note = Subscription.parse(message.to), Notification.parse(message.body)
        # Checked when it was kept, and again: the endpoint is the browser's word, not ours.
        if not self.takes(browser.endpoint):
            raise ChannelError("That is no push service we know.", permanent=True, code="unknown")
        left = (message.useful_until - self._clock()).total_seconds()
        data, headers = self._sealed(browser, note, max(0, math.ceil(left)))
        try:
            with self._session.post(
                browser.endpoint,
                data=data,
                headers=headers,
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,  # the body is never read
            ) as answer:
                _judge(answer)
        except requests.RequestException as error:
            # The error's own message would quote the endpoint.
            raise ChannelError("The push service did not answer.", doubtful=True) from error
        return Acceptance(message.id)

    def find(self, message: Message) -> Acceptance | None:  # noqa: ARG002
        """Always None, for no push service can be asked. Twice is better than never, and on the
        screen the second takes the place of the first, which has the same tag."""
        return None

    def shown(self, note: Notification, title: str) -> dict[str, Any]:
        """A notification in the JSON of Declarative Web Push, which our service worker reads."""
        language = self._phrases.language(note.lang)
        return {
            "title": title,
            "lang": language.tag,
            "dir": language.direction,
            "body": note.body,
            "navigate": self._public_url + note.path,
            "tag": _short(note.about),
            "renotify": True,
            "requireInteraction": note.urgent,
            "silent": False,
            "actions": [self._action(button) for button in note.buttons],
            "data": {
                button.name: {"press": button.capability, "unsent": button.unsent}
                for button in note.buttons
                if button.capability
            },
        }

    def _action(self, button: Button) -> dict[str, str]:
        opens = {"navigate": self._public_url + button.path} if button.path else {}
        return {"action": button.name, "title": button.label, **opens}

    def _sealed(
        self, browser: Subscription, note: Notification, ttl: int
    ) -> tuple[bytes, dict[str, str]]:
        # One instance for each message: it keeps what it was given for a single call.
        maker = WebPush(
            self._pair.private_pem,
            self._pair.public_pem,
            subscriber=self._contact,
            ttl=ttl,
            expiration=int(_TOKEN_LASTS.total_seconds()),
        )
        maker.vapid = _Signer(self._pair.private_pem, self._pair.public_pem, self._clock)
        where = WebPushSubscription.model_validate(
            {
                "endpoint": browser.endpoint,
                "keys": WebPushKeys(auth=browser.auth, p256dh=browser.p256dh),
            }
        )
        try:
            made = maker.get(self._padded(browser, note), where)
        except (ValueError, WebPushException) as error:
            raise ChannelError(
                "Its keys are none.", permanent=True, code="unusable keys"
            ) from error
        headers = {
            **{name: str(value) for name, value in made.headers.items()},
            "content-type": "application/octet-stream",
            "urgency": "high" if note.urgent else "normal",
            # Of several that wait for a phone that is off, only the newest about one thing arrives.
            "topic": _short(f"{browser.endpoint} {note.about}"),
        }
        return made.encrypted, headers

    def _padded(self, browser: Subscription, note: Notification) -> bytes:
        said = {"web_push": _DECLARATIVE, "notification": self.shown(note, browser.title)}
        raw = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return raw.ljust(_SIZE)


class _Signer(VAPID):
    """Signs VAPID tokens (RFC 8292) with the port in `aud`, the scheme in `sub` and our clock."""

    def __init__(self, private: bytes, public: bytes, clock: Clock) -> None:
        super().__init__(private, public)
        self._clock = clock

    def get_authorization_header(self, endpoint: Any, subscriber: str, expiration: int) -> str:
        claims = {
            "aud": origin(str(endpoint)),
            "exp": int(self._clock().timestamp()) + expiration,
            "sub": subscriber,
        }
        token = jwt.encode(claims, self.private_key, algorithm="ES256")
        return f"vapid t={token}, k={self.get_application_server_key(self.public_key)}"


def _judge(answer: requests.Response) -> None:
    """Raises ChannelError unless the push service took the message."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    code = str(status)
    if status in _GONE:
        raise ChannelError("That browser is gone.", permanent=True, code=code)
    if status in _LATER or status >= 500:
        waits = answer.headers.get("Retry-After", "")
        # Retry-After may be a date too, by a clock that is not ours: that is ignored.
        not_before = timedelta(seconds=int(waits[:6])) if waits.isdecimal() else timedelta(0)
        raise ChannelError("Not now.", code=code, not_before=not_before, doubtful=status >= 500)
    raise ChannelError("The push service refuses what we send.", operator=True, code=code)


def _short(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest())[:_TOPIC_LETTERS].decode()
