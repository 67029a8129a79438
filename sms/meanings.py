"""What a text can mean."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sms.commands import Command


@dataclass(frozen=True)
class OptOut:
    """Stop all texts. by_carrier: the carrier heard it too, has answered it and blocks us."""

    by_carrier: bool


@dataclass(frozen=True)
class OptIn:
    """Texts are welcome again; always the carrier's own word, which the carrier answers."""


@dataclass(frozen=True)
class CarrierHelp:
    """by_carrier: the carrier has answered; else the answer is ours to give."""

    by_carrier: bool


@dataclass(frozen=True)
class Menu:
    pass


@dataclass(frozen=True)
class Next:
    pass


@dataclass(frozen=True)
class SetLanguage:
    lang: str


@dataclass(frozen=True)
class AskLanguage:
    """The word for "language" with `text` that names none; empty when nothing followed."""

    text: str


@dataclass(frozen=True)
class SetPlace:
    place_id: str


@dataclass(frozen=True)
class AskPlace:
    """The word for "state" with `text` that names none; empty when nothing followed."""

    text: str


@dataclass(frozen=True)
class SetName:
    """The name contacts are to see; empty when none followed, so ask for it."""

    name: str


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
class Court:
    """Reminders of a court date. text: the date and time as written, perhaps empty."""

    text: str


@dataclass(frozen=True)
class ForgetMe:
    pass


@dataclass(frozen=True)
class Yes:
    pass


@dataclass(frozen=True)
class No:
    pass


@dataclass(frozen=True)
class Digit:
    """A bare number, 1 to 99: a choice from the last menu or a contact's answer."""

    number: int


@dataclass(frozen=True)
class ShowCode:
    """The person asks for the check-in code."""


@dataclass(frozen=True)
class OkByCode:
    """Close the timer whose check-in code this is. pin: 4 to 8 digits, or None."""

    code: str
    pin: str | None


@dataclass(frozen=True)
class TestAlert:
    """Send the contacts a test."""


@dataclass(frozen=True)
class Pairing:
    """The six digits that prove a phone number to the web app."""

    code: str


@dataclass(frozen=True)
class Card:
    """lang: the language of the keyword; how: "folded" when only its accents differ."""

    card_id: str
    lang: str
    how: Literal["exact", "folded"]


@dataclass(frozen=True)
class NearCard:
    """Cards whose keyword is a typing mistake away or shared: one to three, nearest first."""

    card_ids: tuple[str, ...]


@dataclass(frozen=True)
class NearCommand:
    """Something like a command that must not be guessed: ask back.

    text: what was written, whole.
    """

    command: Command
    text: str


@dataclass(frozen=True)
class Unknown:
    """A question in own words, perhaps: search for `text`."""

    text: str


Parsed = (
    OptOut
    | OptIn
    | CarrierHelp
    | Menu
    | Next
    | SetLanguage
    | AskLanguage
    | SetPlace
    | AskPlace
    | SetName
    | AddContact
    | BadContact
    | ListContacts
    | RemoveContact
    | Arm
    | BadDuration
    | Extend
    | Status
    | Ok
    | SetPins
    | BadPins
    | Sos
    | Court
    | ForgetMe
    | Yes
    | No
    | Digit
    | Pairing
    | ShowCode
    | OkByCode
    | TestAlert
    | Card
    | NearCard
    | NearCommand
    | Unknown
)


@dataclass(frozen=True)
class Understood:
    """lang: the one language whose word was used; None for an English word, a number, or a word
    of several languages, which say nothing about the language a person reads."""

    meaning: Parsed
    lang: str | None
