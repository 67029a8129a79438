"""What the stand-in for Twilio keeps of each text and call, and how it shows it."""

import json
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree

Resource = dict[str, Any]

_OURS = ("at", "sent", "kind", "twiml", "said", "form")


def shown(made: Resource) -> str:
    """The text or call as the API shows it, in JSON."""
    return json.dumps({k: v for k, v in made.items() if k not in _OURS})


def move(made: Resource, status: str) -> None:
    """Move it on to a status. Words that Twilio was told not to keep go once it is sent."""
    made["status"] = status
    if status in ("sent", "delivered") and made["sent"] is None:
        made["sent"] = time.time()
        made["date_sent"] = stamp(made["sent"])
        if "ContentRetention=discard" in made["form"]:
            made["body"] = ""


def replies(twiml: str) -> list[str]:
    """The texts that an answer in TwiML asks for."""
    if not twiml.startswith("<?xml"):
        return []
    found = ElementTree.fromstring(twiml).findall("Message")  # noqa: S314 - our own
    return [reply.text or "" for reply in found]


def told(made: Resource) -> list[object]:
    """The fields of `peers.provider.Kept`: words as they were sent, and what is kept of them."""
    said = made["said"] or made["twiml"]
    message_id = made["callback"].partition("?id=")[2]
    where = (made["sid"], made["kind"], made["to"])
    left = (made["body"] or "", made["status"])
    return [*where, said, made["direction"], made["at"], message_id, *left]


def stamp(at: float) -> str:
    """A moment, in seconds since 1970, as the API writes it."""
    return format_datetime(datetime.fromtimestamp(int(at), UTC))
