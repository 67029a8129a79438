"""Acts: meanings that touch timers, contacts or what we hold on a person. Only exact words become
one; NearCommand and the `Bad…` classes are asked back and change nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from checkin.refusals import Reason
from sms.parsing.commands import Command


@dataclass(frozen=True)
class AddContact:
    """Invite a contact. phone: E.164; name: as written, empty when none was given."""

    phone: str
    name: str


@dataclass(frozen=True)
class BadContact:
    """ADD without one usable phone number. text: what followed ADD; reason: why not."""

    text: str
    reason: Reason


@dataclass(frozen=True)
class ListContacts:
    pass


@dataclass(frozen=True)
class RemoveContact:
    """Take a contact off the list. number: 1 to 99, as CONTACTS numbers them."""

    number: int


@dataclass(frozen=True)
class Arm:
    """Start a timer. duration: not yet checked against the shortest and longest we allow; note: as
    written, perhaps empty."""

    duration: timedelta
    note: str


@dataclass(frozen=True)
class ArmUntil:
    """Start a timer that ends at a time of day. clock: as written, to be read by
    `checkin.times.until`; note: as written, perhaps empty."""

    clock: str
    note: str


@dataclass(frozen=True)
class BadDuration:
    """A timer was asked for without a length or time of day that we can read. text: what followed
    the command, perhaps empty."""

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
    """Set two different PINs of 4 to 8 digits. safe: closes the timer; duress: the danger PIN, only
    seems to close it."""

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
    """Keep a court date and remind of it. text: date and time as written, perhaps empty."""

    text: str


@dataclass(frozen=True)
class Link:
    """Link a web app to this number: the reply has the code for it."""


@dataclass(frozen=True)
class Unlink:
    """Take every web app off this number."""


@dataclass(frozen=True)
class ForgetMe:
    pass


@dataclass(frozen=True)
class NearCommand:
    """A near miss: almost a command, so ask back and never guess. text: the whole text."""

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
    | Link
    | Unlink
    | ForgetMe
    | NearCommand
)


class Proof(StrEnum):
    """How a phone proves who it is before an act is done. PIN: a PIN, where PINs are set. ECHO: the
    same, and elsewhere two digits, which we send it."""

    PIN = "pin"
    ECHO = "echo"


PROOF: Mapping[type[Act], Proof | None] = {
    AddContact: Proof.ECHO,
    BadContact: None,
    ListContacts: None,
    RemoveContact: Proof.ECHO,
    Arm: None,
    ArmUntil: None,
    BadDuration: None,
    Extend: Proof.PIN,  # past an hour more: see `checkin.actions.more_time`
    Status: None,
    Ok: None,  # with PINs it holds one itself, and it must be quick
    OkByCode: None,
    ShowCode: Proof.PIN,
    SetPins: Proof.PIN,
    BadPins: None,
    Sos: None,
    TestAlert: None,
    Court: None,
    Link: Proof.PIN,  # what the reply holds is itself what only the real phone is sent
    Unlink: Proof.ECHO,
    ForgetMe: Proof.ECHO,
    NearCommand: None,
}
"""Each act, and what is asked for before it. Danger, SOS and a timer never wait for any of it."""


def proof(meaning: object) -> Proof | None:
    """What is asked for before this is done; None for nothing, as before all that is no act."""
    return PROOF.get(type(meaning))  # type: ignore[arg-type]
