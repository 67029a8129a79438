"""Dialogues of simulated phones with the real gateway, while the clock is moved by hand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import sqlalchemy as sa

from checkin.storage.tables import messages
from peers.phones import Phones, table
from sms.encoding.price import price
from sms.encoding.segments import measure
from sms.parsing.optout import HELP_BY_CARRIER, OPT_IN, OPT_OUT_BY_CARRIER
from sms.replies.proof import echo
from sms.simulator.simulator import SimulatedText, Simulator

PUBLIC_URL = "https://raincheck.example"
_MOST_AT_ONCE = 50  # texts that one phone hears in one step
_CARRIERS = OPT_OUT_BY_CARRIER | OPT_IN | HELP_BY_CARRIER
# What is different each time: a link's secret, a check-in code, the code that links an app.
_SECRETS = re.compile(
    r"(?<=/c/)[\w-]+|\b[A-Z]{3}\d{5}\b|\b[B-DF-HJ-NP-TV-Y]{4} [B-DF-HJ-NP-TV-Y]{4}\b"
)
_SAME_DIGITS = "47"  # asked for each time, so that documents do not differ


@dataclass(frozen=True)
class Text:
    """One text on one phone. `kind`: of a message that left by itself, as the outbox names it."""

    at: datetime
    phone: str
    by: Literal["phone", "us", "carrier", "call"]
    body: str
    kind: str | None = None

    @property
    def apart(self) -> tuple[str, ...]:
        """What sets a message of ours apart from others that leave in the same moment."""
        return (self.phone, self.kind, self.body) if self.kind else ()

    @property
    def shown(self) -> str:
        """The words, without what is different each time."""
        return _SECRETS.sub("…", self.body)


@dataclass(frozen=True)
class Size:
    """The size of texts of ours: how many, in how many segments, which encodings, US dollars."""

    texts: int
    segments: int
    encoding: str
    dollars: Decimal

    @classmethod
    def of(cls, *bodies: str) -> "Size":
        sizes = [measure(body) for body in bodies]
        segments = sum(size.segments for size in sizes)
        encoding = " and ".join(sorted({size.encoding for size in sizes}))
        return cls(len(bodies), segments, encoding, price(segments))


ECHO = "(the two digits)"
"""As a text of a phone's: the two digits that it was just asked for."""

_DIGITS = re.compile(r" (\d\d)\.")


@dataclass
class Talk:
    """A dialogue: what phones say to us and hear from us, in order."""

    phones: Phones
    simulator: Simulator
    _heard: int = 0
    texts: list[Text] = field(default_factory=list)

    def text(self, phone: str, body: str) -> list[Text]:
        """Send a text to us. Returns it and all that anybody heard because of it."""
        if body == ECHO:
            asked = next(t.body for t in reversed(self.texts) if t.phone == phone)
            body = _DIGITS.findall(asked)[0]
        self.phones.parts.gateway.receive_simulated(self.simulator, phone, body)
        return self.wait()

    def reply(self, phone: str, body: str) -> str:
        """The direct reply to a text; empty where there is none."""
        said = [t for t in self.text(phone, body) if t.phone == phone and t.kind is None]
        return said[1].body if len(said) > 1 and said[1].by == "us" else ""

    def wait(self, length: timedelta = timedelta(0)) -> list[Text]:
        """Let time pass. Returns all that was heard meanwhile."""
        self.phones.wait(length)
        # What leaves in the same moment is handed over side by side, in any order.
        new = sorted(self._new(), key=lambda text: (text.at, text.kind is not None, *text.apart))
        self.texts += new
        return new

    def _new(self) -> Iterator[Text]:
        simulator, kinds = self.simulator, self._kinds()
        rows = [
            (row.id, phone, row)
            for phone in simulator.phones()
            for row in simulator.conversation(phone, last=_MOST_AT_ONCE)
            if row.id > self._heard
        ]
        answered_by_carrier = ""
        for id, phone, row in sorted(rows, key=lambda each: each[0]):
            self._heard = id
            by = self._by(row, answered_by_carrier == phone)
            taken = row.incoming and row.body.strip().lower() in _CARRIERS
            answered_by_carrier = phone if taken else ""
            yield Text(row.sent_at, phone, by, row.body, kinds.get(f"SIM{id}"))

    def _by(self, row: SimulatedText, carriers: bool) -> Literal["phone", "us", "carrier", "call"]:
        if row.incoming:
            return "phone"
        if row.status == "call":
            return "call"
        return "carrier" if carriers else "us"

    def _kinds(self) -> dict[str, str]:
        with self.phones.parts.core.read(self.phones.now) as work:
            query = sa.select(messages.c.provider_id, messages.c.kind)
            return {row.provider_id: row.kind for row in work.conn.execute(query)}


@contextmanager
def talk(folder: Path) -> Iterator[Talk]:
    """A table on which nothing has been said yet, its database in the empty `folder`."""
    with table(folder, public_url=PUBLIC_URL) as phones:
        if phones.parts.simulator is None:
            raise RuntimeError("Phones only talk here with the simulated carrier.")
        with patch.object(echo, "fresh", return_value=_SAME_DIGITS):
            yield Talk(phones, phones.parts.simulator)


def cell(body: str) -> str:
    """The words of a text inside a table of Markdown."""
    for sign in "\\*_`[]|":
        body = body.replace(sign, f"\\{sign}")
    return body.replace("<", "&lt;").replace("\n", "<br>")
