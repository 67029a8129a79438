"""What a push shows on a phone, before a channel gives it its form."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One button of a notification. `capability`: what is sent back when it is pressed; empty for
    one that opens `path` instead. `unsent`: what to say while that cannot be sent."""

    name: str
    label: str
    capability: str = ""
    path: str = ""
    unsent: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """`path`: the page of ours that it opens; `about`: a newer one about the same takes its
    place, at the push service and on the screen; `urgent`: worth waking the phone for.
    `instead`: the text that follows at once where no push service takes it."""

    body: str
    lang: str
    path: str
    about: str
    urgent: bool = False
    buttons: tuple[Button, ...] = ()
    instead: str = ""

    def serialize(self) -> str:
        """As the outbox keeps it, in place of a text."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, written: str) -> "Notification":
        read: dict[str, Any] = json.loads(written)
        return cls(**read | {"buttons": tuple(Button(**each) for each in read["buttons"])})
