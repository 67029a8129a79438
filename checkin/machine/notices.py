"""What must be said because of a change, before it has words, a language or a number."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Kind(StrEnum):
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
    PLACE = "place"
    STILL_ON_IT = "still_on_it"
    COVERED = "covered"
    ALL_CLEAR = "all_clear"
    OVER = "over"


class Purpose(IntEnum):
    """What a message is for, in the order in which messages leave."""

    ALERT = 0
    CHECKIN = 1
    OTHER = 2

    @classmethod
    def of(cls, kind: str, checkin_id: str | None) -> "Purpose":
        """Whatever tells a contact outranks all else in the queue."""
        return cls.ALERT if kind == Kind.ALERT else cls.CHECKIN if checkin_id else cls.OTHER


class ChannelKind(StrEnum):
    """The channel a notice asks for; the outbox falls back where it is not there."""

    TEXT = "text"
    CALL = "call"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say. To a contact if `contact_id` is set, else to the person.

    `about` names the contact the sentence speaks of. After `useful_until` it is not worth sending;
    None means it is worth a whole day of tries.
    """

    kind: Kind
    contact_id: str | None = None
    about: str | None = None
    channel: ChannelKind = ChannelKind.TEXT
    useful_until: datetime | None = None


Notices = tuple[Notice, ...]
