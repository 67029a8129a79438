"""The content of a push notification, before its channel encodes it."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One button of a notification.

    `capability`: sent to us when it is pressed; empty for a button that opens `path` instead.
    `unsent`: what to show while the press cannot be sent.
    """

    name: str
    label: str
    capability: str = ""
    path: str = ""
    unsent: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """One push notification.

    `path`: the page it opens. `about`: a newer notification about the same replaces this one, at
    the push service and on the screen. `urgent`: worth waking the phone for. `instead`: the text
    sent in its place when the push service does not accept it.
    """

    body: str
    lang: str
    path: str
    about: str
    urgent: bool = False
    buttons: tuple[Button, ...] = ()
    instead: str = ""

    def serialize(self) -> str:
        """As JSON, the form in which the outbox keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, written: str) -> "Notification":
        """The notification that `serialize` wrote."""
        read: dict[str, Any] = json.loads(written)
        return cls(**read | {"buttons": tuple(Button(**each) for each in read["buttons"])})
