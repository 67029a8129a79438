"""The carrier Twilio: a channel that sends texts, and the list of what Twilio holds."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from os import environ

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from checkin.clock import Clock
from checkin.messages.channels import Acceptance, ChannelError, Message
from checkin.worker.worker import SENDERS
from sms.encoding.segments import fit, measure
from sms.twilio.errors import verdict
from sms.twilio.signature import tokens

_API = "https://api.twilio.com"
_TIMEOUT_SECONDS = 8.0  # a look-up and a send, twice this, end before the outbox's lease does
_POOL = SENDERS + 10  # connections: one per sender, the rest for chores
_LONGEST_PAGE = 1000
_LONGEST_VALIDITY = 36_000  # seconds; Twilio's own limit
_CLOCKS_DIFFER = timedelta(minutes=2)
_MOST_SEARCHED = 50  # of the newest texts to one number

# Message statuses after which Twilio does nothing more with a text. "sent" is one: the text has
# left Twilio, even if the network never reports its delivery. Source: Twilio's Message resource.
ENDED = frozenset(
    {
        "sent",
        "delivered",
        "partially_delivered",
        "undelivered",
        "failed",
        "canceled",
        "read",
        "received",
    }
)
# Twilio must neither transliterate our texts, which are fitted already, nor shorten their links.
_SENT_AS_WRITTEN = {"smart_encoded": False, "shorten_urls": False}
_NEVER_KEPT = {"content_retention": "discard", "address_retention": "obfuscate"}
_NO_REDACTION = (30029, 30030)  # error codes when the account has no message redaction

REFUSED = (TwilioRestException, TwilioServiceException)
"""What the SDK raises where Twilio refuses: its own errors, and those in the form of RFC 9457."""

NO_ANSWER = (
    TwilioException,
    requests.RequestException,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)
"""What the SDK raises where there is no answer, or one of another shape than Twilio's: a page of a
proxy in between, or half a body."""

log = logging.getLogger(__name__)

# At INFO the SDK logs each request, and with a look-up its phone number.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


class Retention(StrEnum):
    """What becomes of the words of our texts at Twilio. REDACT: we erase them once the texts have
    ended; DISCARD: Twilio never keeps them, which takes an account with message redaction."""

    REDACT = "redact"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Received:
    """A text to us, from the provider's list. `phone`: its sender; `pictures`: it has some."""

    provider_id: str
    phone: str
    body: str
    sent_at: datetime
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The provider's list of recent texts. received: texts to us, oldest first; replies: provider
    ids of our direct replies that have ended and still have their words there."""

    received: list[Received]
    replies: list[str]


def connect(account_sid: str, auth_token: str, *, api_base: str | None = None) -> Client:
    """A Twilio client with a timeout and a connection pool. `auth_token`: may be several, with
    commas between, newest first, while they are rotated; `api_base`: an address in place of
    Twilio's."""
    http = TwilioHttpClient(timeout=_TIMEOUT_SECONDS)
    http.session = requests.Session()
    # Proxies and certificates are read from the environment once; requests would do so every time.
    http.session.proxies = get_environ_proxies(api_base or _API)
    http.session.verify = environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE") or True
    http.session.trust_env = False
    for scheme in ("https://", "http://"):
        http.session.mount(scheme, HTTPAdapter(pool_maxsize=_POOL))
    client = Client(account_sid, next(iter(tokens(auth_token)), ""), http_client=http)
    if api_base:
        client.api.base_url = api_base.rstrip("/")
    return client


class TwilioCarrier:
    """Texts through Twilio's Messages API. Safe to use from several threads."""

    def __init__(
        self,
        client: Client,
        *,
        public_url: str,
        clock: Clock,
        number: str | None = None,
        messaging_service_sid: str | None = None,
        retention: Retention = Retention.REDACT,
    ) -> None:
        """The sender is `messaging_service_sid` if given, else `number` (E.164)."""
        self._client = client
        self._discards = retention is Retention.DISCARD
        self._sender: dict[str, str] = (
            {"messaging_service_sid": messaging_service_sid}
            if messaging_service_sid
            else {"from_": number or ""}
        )
        self._callback = f"{public_url}/sms/status"
        self._clock = clock

    def send(self, message: Message) -> Acceptance:
        """Hand a text to Twilio, with a validity period until it is no longer useful. Raises
        ChannelError."""
        discards = self._discards
        try:
            return self._create(message, discards=discards)
        except REFUSED as error:
            if not discards or error.code not in _NO_REDACTION:
                raise channel_error(error) from error
        except NO_ANSWER as error:
            raise channel_error(error) from error
        # Try again without: words kept for a while are better than an alert that does not leave.
        if self._discards:
            log.error(
                "Twilio keeps our texts: RAINCHECK_TWILIO_RETENTION=discard needs its "
                "message redaction, which this account does not have. We erase them instead."
            )
            self._discards = False
        try:
            return self._create(message, discards=False)
        except NO_ANSWER as error:
            raise channel_error(error) from error

    def _create(self, message: Message, *, discards: bool) -> Acceptance:
        left = (message.useful_until - self._clock()).total_seconds()
        body = fit(message.body, message.lang)
        sent = self._client.messages.create(
            to=message.to,
            body=body,
            status_callback=f"{self._callback}?id={message.id}",
            validity_period=max(1, min(math.ceil(left), _LONGEST_VALIDITY)),
            **self._sender,
            **_SENT_AS_WRITTEN,
            **(_NEVER_KEPT if discards else {}),
        )
        id = taken_as(sent.sid)
        return Acceptance(id, kept=not discards, segments=measure(body).segments)

    def find(self, message: Message) -> Acceptance | None:
        """Look a text up at Twilio by number, time and words; None if it never arrived there.
        Raises ChannelError.

        With Retention.DISCARD Twilio keeps neither words nor whole numbers, so a text is found only
        while it still waits there; later it is sent again, because twice is better than never.
        Erasure does not interfere: a text is erased only once we know how it ended, and then it is
        not looked up any more.
        """
        since = message.created_at - _CLOCKS_DIFFER
        body = fit(message.body, message.lang)
        try:
            # Not filtered by date sent: a text that Twilio has not sent on yet has no such date.
            for sent in self._client.messages.list(to=message.to, limit=_MOST_SEARCHED):
                if sent.body == body and sent.date_created and sent.date_created >= since:
                    size = measure(body).segments
                    return Acceptance(str(sent.sid), kept=not self._discards, segments=size)
        except NO_ANSWER as error:
            raise channel_error(error) from error
        return None


def taken_as(sid: object) -> str:
    """Twilio's id of what it has taken. Raises ChannelError where an answer has none: it is no
    acceptance, whatever its status says."""
    if not isinstance(sid, str) or not sid.startswith(("SM", "MM", "CA")):
        raise ChannelError("Twilio's answer was lost.", doubtful=True)
    return sid


def status_of(error: TwilioRestException | TwilioServiceException) -> int:
    """The HTTP status of a refusal; 500 where the answer itself gives one that is none."""
    return error.status if isinstance(error.status, int) else 500


def listing(client: Client, since: datetime) -> Listing:
    """List the texts that Twilio received for us or sent as our replies since then, whether or not
    a webhook reached us. Raises ChannelError."""
    try:
        texts = client.messages.list(date_sent_after=since, page_size=_LONGEST_PAGE)
    except NO_ANSWER as error:
        raise channel_error(error) from error
    inbound = [text for text in texts if str(text.direction) == "inbound"]
    # Only replies to a number that texted us: the account may be used for other things too.
    pairs = {(text.from_, text.to) for text in inbound}
    replies = [
        str(text.sid)
        for text in texts
        if str(text.direction) == "outbound-reply"
        and (text.to, text.from_) in pairs
        and str(text.status) in ENDED
        and text.body
    ]
    received = [text for each in inbound for text in _received(each, since)]
    return Listing(sorted(received, key=lambda text: text.sent_at), replies)


def _received(text: MessageInstance, since: datetime) -> Iterator[Received]:
    sent_at = text.date_sent or text.date_created
    # Left out: texts without words, which we acted on and erased, and numbers that the account
    # obfuscates, which could not be answered.
    pictures = (text.num_media or "0") != "0"
    has_any = bool(text.body) or pictures
    if has_any and sent_at and sent_at >= since and not str(text.from_).endswith("XXXX"):
        yield Received(str(text.sid), str(text.from_), text.body or "", sent_at, pictures=pictures)


def channel_error(error: Exception) -> ChannelError:
    """An error of the SDK or of HTTP, as the ChannelError that the outbox acts on."""
    if isinstance(error, requests.ConnectTimeout):
        return ChannelError("Twilio could not be reached.")
    if isinstance(error, REFUSED):
        known = verdict(error.code)
        return ChannelError(
            "Twilio did not take the message.",
            permanent=known.permanent,
            unknown=known.unknown,
            opted_out=known.opted_out,
            operator=known.operator,
            # A server that fails may have taken the message before it did.
            doubtful=status_of(error) >= 500,
            code=str(error.code),
        )
    if not isinstance(error, TwilioException | requests.RequestException):
        # Perhaps no answer of Twilio's, perhaps a fault of ours: the words might hold a number.
        log.warning("Twilio's answer could not be read (%s); trying again.", type(error).__name__)
    return ChannelError("Twilio's answer was lost.", doubtful=True)
