"""Notices: what to tell whom because of a change, before it has words, language or number."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a notice says. Its words are in `checkin/messages/texts.py`."""

    # to the person
    REMIND = "remind"
    ASK = "ask"
    ASK_AGAIN = "ask_again"
    ALERTING = "alerting"
    HELD_BY = "held_by"
    PASSED = "passed"
    UNREACHED = "unreached"
    LEFT = "left"
    DROPPED = "dropped"
    UNANSWERED = "unanswered"
    RESOLVED_BY = "resolved_by"
    # to a contact
    ALERT = "alert"
    PLACE = "place"  # a location was shared after the alert
    STILL_ON_IT = "still_on_it"
    COVERED = "covered"
    ALL_CLEAR = "all_clear"
    OVER = "over"


class Purpose(IntEnum):
    """What a message is for. Also its priority in the outbox: the lowest number is sent first."""

    ALERT = 0
    CHECKIN = 1
    OTHER = 2

    @classmethod
    def of(cls, kind: str, checkin_id: str | None) -> "Purpose":
        """The purpose of a message of this kind. `checkin_id`: None if it is about no check-in."""
        return cls.ALERT if kind == Kind.ALERT else cls.CHECKIN if checkin_id else cls.OTHER


class ChannelKind(StrEnum):
    """By which channel a message is sent. A host may lack calls or push: then text stands in."""

    TEXT = "text"
    CALL = "call"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say: to a contact if `contact_id` is set, else to the person.

    `about`: the id of the contact it speaks of. `useful_until`: when it is no longer worth
    sending; None for a day from now.
    """

    kind: Kind
    contact_id: str | None = None
    about: str | None = None
    channel: ChannelKind = ChannelKind.TEXT
    useful_until: datetime | None = None


Notices = tuple[Notice, ...]
