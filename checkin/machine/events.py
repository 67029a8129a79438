"""Events: what can happen to a check-in."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Tick:
    """The check-in's `next_at` has come."""


@dataclass(frozen=True, slots=True)
class Extend:
    """The person asks for more time."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Ok:
    """The person is safe."""


@dataclass(frozen=True, slots=True)
class Duress:
    """Someone forces the person to close it: it looks closed to her, and her contacts are told."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The person no longer needs the timer, before it is due."""


@dataclass(frozen=True, slots=True)
class Sos:
    """The person wants everyone told now."""


@dataclass(frozen=True, slots=True)
class Ack:
    """A contact says "I'm on it"."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Cannot:
    """A contact says "I can't"."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """A contact says "it's over"."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """An alert cannot be delivered to this contact."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """This contact opted out: no more messages."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class OptedIn:
    """A contact who opted out has come back: they say yes to messages again."""

    contact_id: str


Event = (
    Tick
    | Extend
    | Ok
    | Duress
    | Cancel
    | Sos
    | Ack
    | Cannot
    | Resolve
    | Undeliverable
    | OptedOut
    | OptedIn
)
