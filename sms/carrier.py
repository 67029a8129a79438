"""Twilio as a channel: texts out."""

import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import environ

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from checkin.channels import ChannelError, Message, Receipt
from checkin.clock import Clock
from checkin.worker import SENDERS
from sms.errors import verdict
from sms.segments import fit
from sms.signature import tokens

_API = "https://api.twilio.com"
_TIMEOUT_SECONDS = 8.0  # twice this, for a look-up and a send, stays under the outbox's lease
_POOL = SENDERS + 2  # chores ask too
_LONGEST_PAGE = 1000
_LONGEST_VALIDITY = 36_000  # seconds; Twilio's own limit
_CLOCKS_DIFFER = timedelta(minutes=2)
_LOOKED_THROUGH = 50  # the newest texts to one number

# At INFO the SDK writes each request down, with the number that a look-up asks for.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Received:
    """A text to us as the provider keeps it. `pictures`: it came with some."""

    provider_id: str
    phone: str
    body: str
    sent_at: datetime
    pictures: bool = False


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
    ) -> None:
        """One of `number` (E.164) and `messaging_service_sid` is needed; the service wins."""
        self._client = client
        self._sender: dict[str, str] = (
            {"messaging_service_sid": messaging_service_sid}
            if messaging_service_sid
            else {"from_": number or ""}
        )
        self._callback = f"{public_url}/sms/status"
        self._clock = clock

    def send(self, message: Message) -> Receipt:
        """Hand a text to Twilio, which gives up on it once it is no longer useful."""
        left = (message.useful_until - self._clock()).total_seconds()
        try:
            sent = self._client.messages.create(
                to=message.to,
                body=fit(message.body, message.lang),
                status_callback=f"{self._callback}?id={message.id}",
                validity_period=max(1, min(math.ceil(left), _LONGEST_VALIDITY)),
                **self._sender,
            )
        except (TwilioException, requests.RequestException) as error:
            raise named(error) from error
        return Receipt(str(sent.sid))

    def find(self, message: Message) -> Receipt | None:
        """The text as Twilio has it, by number, time and words; None if it never arrived there."""
        since = message.created_at - _CLOCKS_DIFFER
        body = fit(message.body, message.lang)
        try:
            # Not by date: what Twilio has taken but not sent on yet has none to be found by.
            for sent in self._client.messages.list(to=message.to, limit=_LOOKED_THROUGH):
                if sent.body == body and sent.date_created and sent.date_created >= since:
                    return Receipt(str(sent.sid))
        except (TwilioException, requests.RequestException) as error:
            raise named(error) from error
        return None


def received(client: Client, since: datetime) -> list[Received]:
    """Every text that Twilio took for us since then, oldest first, whether or not we heard of it.
    Raises ChannelError."""
    try:
        texts = client.messages.list(date_sent_after=since, page_size=_LONGEST_PAGE)
        return sorted(
            (
                Received(
                    str(text.sid),
                    str(text.from_),
                    text.body or "",
                    sent_at,
                    pictures=(text.num_media or "0") != "0",
                )
                for text in texts
                if str(text.direction) == "inbound"
                and (sent_at := text.date_sent or text.date_created)
                and sent_at >= since
            ),
            key=lambda text: text.sent_at,
        )
    except (TwilioException, requests.RequestException) as error:
        raise named(error) from error


def named(error: Exception) -> ChannelError:
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
