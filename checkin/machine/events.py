"""What can happen to a check-in."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Extend:
    """The person asks for more time."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Ok:
    """The person is safe."""


@dataclass(frozen=True, slots=True)
class Duress:
    """Someone makes the person close it: she is shown that it is closed, her contacts are told."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The person no longer needs the timer."""


@dataclass(frozen=True, slots=True)
class Sos:
    """The person wants everyone told now."""


@dataclass(frozen=True, slots=True)
class Ack:
    """A contact: I'm on it."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Cannot:
    """A contact: I can't."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """A contact: it's over."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """A carrier: this contact cannot be reached that way."""

    contact_id: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """This contact wants no more messages."""

    contact_id: str


Event = (
    Tick | Extend | Ok | Duress | Cancel | Sos | Ack | Cannot | Resolve | Undeliverable | OptedOut
)
