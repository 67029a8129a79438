"""A carrier in memory: it keeps what it took, and does what a test tells it to."""

import threading
from collections.abc import Callable

from checkin.messages.channels import Acceptance, ChannelError, Message

Trouble = Callable[[Message], Exception | None]


class Carrier:
    """Takes every message, unless `trouble` names what goes wrong with it.

    A `doubtful` trouble is one where the message was taken and only the answer was lost.
    """

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.asked: list[str] = []
        self.trouble: Trouble = lambda _: None
        self.segments = 0
        self._lock = threading.Lock()

    def send(self, message: Message) -> Acceptance:
        trouble = self.trouble(message)
        with self._lock:
            if trouble is None or getattr(trouble, "doubtful", False):
                self.taken.append(message)
        if trouble is not None:
            raise trouble
        return self._receipt(message)

    def find(self, message: Message) -> Acceptance | None:
        with self._lock:
            self.asked.append(message.id)
            known = any(message.id == taken.id for taken in self.taken)
        return self._receipt(message) if known else None

    def _receipt(self, message: Message) -> Acceptance:
        return Acceptance(f"SM{message.id}", segments=self.segments)

    def inbox(self, phone: str) -> list[str]:
        """What the phone has received, oldest first."""
        return [message.body for message in self.taken if message.to == phone]


def refuses(phone: str | None = None, **why: bool) -> Trouble:
    """Trouble for every message to `phone`, or for all, that ends as a ChannelError."""
    return lambda m: ChannelError("no", code="30003", **why) if phone in (None, m.to) else None
