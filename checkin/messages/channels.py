"""How a message leaves: one small protocol for every channel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to go. `id` is ours and travels in every callback; `to` is E.164. For a push
    `to` is a `Subscription` and `body` a `Notification`, both as written."""

    id: str
    to: str
    body: str
    lang: str
    created_at: datetime
    useful_until: datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The provider has taken the message and named it. `kept`: it keeps the words, too, until it
    is told to erase them. `segments`: what is paid for, where that is a text."""

    provider_id: str
    kept: bool = False
    segments: int = 0


class ChannelError(Exception):
    """The message was not taken.

    `permanent`: this number will not be reached this way, do not try again.
    `opted_out`: its owner wants no messages.
    `doubtful`: the answer was lost, so the message may have been taken after all.
    `operator`: the fault is the host's to mend (credentials, registration, region).
    `not_before`: how long the provider wants to be left alone.
    `code` is the provider's, for the record.
    """

    def __init__(
        self,
        sentence: str,
        *,
        permanent: bool = False,
        opted_out: bool = False,
        doubtful: bool = False,
        operator: bool = False,
        not_before: timedelta = timedelta(0),
        code: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.opted_out = opted_out
        self.doubtful = doubtful
        self.operator = operator
        self.not_before = not_before
        self.code = code


class Channel(Protocol):
    """Hands messages to a provider. Called from several threads at once."""

    def send(self, message: Message) -> Acceptance:
        """Hand over, or raise ChannelError."""

    def find(self, message: Message) -> Acceptance | None:
        """Look at the provider whether it already has this message. Raises ChannelError."""
