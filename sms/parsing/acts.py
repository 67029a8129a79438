"""What a text can ask of timers, contacts and what we hold. Only the grammar's exact words become
these."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sms.parsing.commands import Command


@dataclass(frozen=True)
class AddContact:
    """phone: E.164; name: as written, empty when there was none."""

    phone: str
    name: str


@dataclass(frozen=True)
class BadContact:
    """No contact to add in `text`: it has no number, one nobody can have, or several."""

    text: str
    problem: Literal["no number", "not a phone number", "several numbers"]


@dataclass(frozen=True)
class ListContacts:
    pass


@dataclass(frozen=True)
class RemoveContact:
    """number: 1 to 99, as the list of contacts counts."""

    number: int


@dataclass(frozen=True)
class Arm:
    """Start a timer. note: as written, perhaps empty. Bounds on the duration are the caller's."""

    duration: timedelta
    note: str


@dataclass(frozen=True)
class ArmUntil:
    """Start a timer that ends at a time of day. clock: as written, and readable by
    `checkin.until`; note: as written, perhaps empty."""

    clock: str
    note: str


@dataclass(frozen=True)
class BadDuration:
    """A timer was asked for and none can start: `text`, perhaps empty, begins with no duration."""

    text: str


@dataclass(frozen=True)
class Extend:
    duration: timedelta


@dataclass(frozen=True)
class Status:
    pass


@dataclass(frozen=True)
class Ok:
    """Close the timer. pin: 4 to 8 digits, or None when none was given."""

    pin: str | None


@dataclass(frozen=True)
class OkByCode:
    """Close the timer whose check-in code this is. pin: 4 to 8 digits, or None."""

    code: str
    pin: str | None


@dataclass(frozen=True)
class ShowCode:
    """The person asks for the check-in code."""


@dataclass(frozen=True)
class SetPins:
    """Two different PINs of 4 to 8 digits."""

    safe: str
    duress: str


@dataclass(frozen=True)
class BadPins:
    problem: Literal["not two", "not 4 to 8 digits", "the same"]


@dataclass(frozen=True)
class Sos:
    """Alert everyone now. note: as written, perhaps empty."""

    note: str


@dataclass(frozen=True)
class TestAlert:
    """Send the contacts a test."""


@dataclass(frozen=True)
class Court:
    """Reminders of a court date. text: the date and time as written, perhaps empty."""

    text: str


@dataclass(frozen=True)
class Pairing:
    """The six digits that prove a phone number to the web app."""

    code: str


@dataclass(frozen=True)
class ForgetMe:
    pass


@dataclass(frozen=True)
class NearCommand:
    """Something like a command that must not be guessed: ask back.

    text: what was written, whole.
    """

    command: Command
    text: str


Act = (
    AddContact
    | BadContact
    | ListContacts
    | RemoveContact
    | Arm
    | ArmUntil
    | BadDuration
    | Extend
    | Status
    | Ok
    | OkByCode
    | ShowCode
    | SetPins
    | BadPins
    | Sos
    | TestAlert
    | Court
    | Pairing
    | ForgetMe
    | NearCommand
)
