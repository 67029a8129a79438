"""The interface that every channel (text, call, push) implements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to send. Times are timezone-aware, UTC.

    `id`: our own, which the provider gives back in every callback. `to`: a number (E.164). For a
    push `to` is a serialized `Subscription` and `body` a serialized `Notification`.
    """

    id: str
    to: str
    body: str
    lang: str
    created_at: datetime
    useful_until: datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The provider has accepted the message. This is not yet a delivery.

    `provider_id`: the provider's own id for it. `kept`: the provider stores the words until we
    have them erased. `segments`: how many are paid for, 0 if it is not a text.
    """

    provider_id: str
    kept: bool = False
    segments: int = 0


class ChannelError(Exception):
    """The provider did not accept the message.

    `permanent`: it can never be delivered on this channel; do not retry.
    `unknown`: no phone has the number any more.
    `opted_out`: the recipient has opted out at the provider.
    `doubtful`: no answer came, so the message may have been accepted after all.
    `operator`: only the host can mend it (credentials, registration, region).
    `not_before`: how long the provider asks us to wait before a retry.
    `code`: the provider's error code, for the log.
    """

    def __init__(
        self,
        sentence: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        opted_out: bool = False,
        doubtful: bool = False,
        operator: bool = False,
        not_before: timedelta = timedelta(0),
        code: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.unknown = unknown
        self.opted_out = opted_out
        self.doubtful = doubtful
        self.operator = operator
        self.not_before = not_before
        self.code = code


class Channel(Protocol):
    """Hands messages to a provider. Must be safe to call from several threads at once."""

    def send(self, message: Message) -> Acceptance:
        """Hand the message over. Raises ChannelError if it was not accepted."""

    def find(self, message: Message) -> Acceptance | None:
        """Ask the provider whether it has this message; None if not. Raises ChannelError."""
