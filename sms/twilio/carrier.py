"""Twilio as a channel: texts out."""

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
from twilio.base.exceptions import TwilioException, TwilioRestException
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
_TIMEOUT_SECONDS = 8.0  # twice this, for a look-up and a send, stays under the outbox's lease
_POOL = SENDERS + 10  # chores ask too, several at once
_LONGEST_PAGE = 1000
_LONGEST_VALIDITY = 36_000  # seconds; Twilio's own limit
_CLOCKS_DIFFER = timedelta(minutes=2)
_MOST_SEARCHED = 50  # the newest texts to one number

# Twilio's word for a text that it will not touch again. What is "sent" has left it for good, even
# where the network never says what became of it. Source: Twilio's Message resource, `status`.
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
# Ours are folded and fitted already, and their links are the ones we mean.
_SENT_AS_WRITTEN = {"smart_encoded": False, "shorten_urls": False}
_NEVER_KEPT = {"content_retention": "discard", "address_retention": "obfuscate"}
_NO_REDACTION = (30029, 30030)  # what an account without message redaction answers to those

log = logging.getLogger(__name__)

# At INFO the SDK writes each request down, with the number that a look-up asks for.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


class Retention(StrEnum):
    """What becomes of the words of our texts at Twilio: erased by us once they have arrived, or
    never kept, where the account has the feature."""

    REDACT = "redact"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Received:
    """A text to us as the provider keeps it. `pictures`: it came with some."""

    provider_id: str
    phone: str
    body: str
    sent_at: datetime
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What the provider keeps of late: texts to us, the oldest first, and by its own names those
    replies of ours that have ended and still have their words."""

    received: list[Received]
    replies: list[str]


def connect(account_sid: str, auth_token: str, *, api_base: str | None = None) -> Client:
    """A client with a timeout and a pool, at Twilio's address or another one. While tokens change
    at Twilio, `auth_token` is several, the newest first."""
    http = TwilioHttpClient(timeout=_TIMEOUT_SECONDS)
    http.session = requests.Session()
    # Read once what the session would look for in the whole environment before every text.
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
        """One of `number` (E.164) and `messaging_service_sid` is needed; the service wins."""
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
        """Hand a text to Twilio, which gives up on it once it is no longer useful."""
        discards = self._discards
        try:
            return self._create(message, discards=discards)
        except TwilioRestException as error:
            if not discards or error.code not in _NO_REDACTION:
                raise channel_error(error) from error
        except (TwilioException, requests.RequestException) as error:
            raise channel_error(error) from error
        # A text whose words are kept for a while is better than an alert that does not leave.
        if self._discards:
            log.error(
                "Twilio keeps our texts: RAINCHECK_TWILIO_RETENTION=discard needs its "
                "message redaction, which this account does not have. We erase them instead."
            )
            self._discards = False
        try:
            return self._create(message, discards=False)
        except (TwilioException, requests.RequestException) as error:
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
        return Acceptance(str(sent.sid), kept=not discards, segments=measure(body).segments)

    def find(self, message: Message) -> Acceptance | None:
        """The text as Twilio has it, by number, time and words; None if it never arrived there.

        Where Twilio keeps neither words nor whole numbers it is found only while it still waits
        there, and is sent again after that: rather twice than never. Erasing takes nothing from
        under this: only texts are erased of which we know how they ended, and those are settled.
        """
        since = message.created_at - _CLOCKS_DIFFER
        body = fit(message.body, message.lang)
        try:
            # Not by date: what Twilio has taken but not sent on yet has none to be found by.
            for sent in self._client.messages.list(to=message.to, limit=_MOST_SEARCHED):
                if sent.body == body and sent.date_created and sent.date_created >= since:
                    size = measure(body).segments
                    return Acceptance(str(sent.sid), kept=not self._discards, segments=size)
        except (TwilioException, requests.RequestException) as error:
            raise channel_error(error) from error
        return None


def listing(client: Client, since: datetime) -> Listing:
    """What Twilio took for us, or sent as our reply, since then, whether or not we heard of it.
    Raises ChannelError."""
    try:
        texts = client.messages.list(date_sent_after=since, page_size=_LONGEST_PAGE)
    except (TwilioException, requests.RequestException) as error:
        raise channel_error(error) from error
    inbound = [text for text in texts if str(text.direction) == "inbound"]
    # A reply went where a text to us came from; what else the account is used for is not ours.
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
    # What has no words any more we have acted on; a number that the account obfuscates could not
    # be answered.
    pictures = (text.num_media or "0") != "0"
    has_any = bool(text.body) or pictures
    if has_any and sent_at and sent_at >= since and not str(text.from_).endswith("XXXX"):
        yield Received(str(text.sid), str(text.from_), text.body or "", sent_at, pictures=pictures)


def channel_error(error: Exception) -> ChannelError:
    """Twilio's refusal, or the lack of an answer, as the error the outbox acts on."""
    if isinstance(error, requests.ConnectTimeout):
        return ChannelError("Twilio could not be reached.")
    if isinstance(error, TwilioRestException):
        known = verdict(error.code)
        return ChannelError(
            "Twilio did not take the message.",
            permanent=known.permanent,
            opted_out=known.opted_out,
            operator=known.operator,
            # A server that fell over may have taken the message first.
            doubtful=error.status >= 500,
            code=str(error.code),
        )
    return ChannelError("Twilio's answer was lost.", doubtful=True)
