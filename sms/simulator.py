"""A carrier that never leaves this machine: for demonstrations, with basic phones on web pages."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from checkin.channels import ChannelError, Message, Receipt
from checkin.clock import Clock
from sms.optout import HELP_BY_CARRIER, OPT_IN, OPT_OUT_BY_CARRIER
from sms.segments import Encoding, fit, measure

_STOPPED = 21610  # Twilio's code for a recipient who replied STOP


@dataclass(frozen=True, slots=True)
class SimulatedText:
    """One text as a basic phone shows it. `incoming` means from the phone to us."""

    id: int
    sent_at: datetime
    incoming: bool
    body: str
    encoding: Encoding
    segments: int
    status: str


class Simulator:
    """Keeps texts in a small SQLite file that web and worker share."""

    def __init__(self, file: Path, clock: Clock) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._clock = clock
        with self._open() as texts:
            texts.enable_wal()
            texts.table("texts").create(
                {
                    "id": int,
                    "phone": str,
                    "incoming": int,
                    "body": str,
                    "sent_at": str,
                    "status": str,
                    "message_id": str,
                    "reported": int,
                },
                pk="id",
                if_not_exists=True,
            )
            texts.table("stopped").create({"phone": str}, pk="phone", if_not_exists=True)

    def send(self, message: Message) -> Receipt:
        """Deliver to the simulated phone, unless it has sent STOP."""
        with self._open() as texts:
            if texts.execute("select 1 from stopped where phone = ?", [message.to]).fetchone():
                raise ChannelError(
                    "This phone has replied STOP.",
                    permanent=True,
                    opted_out=True,
                    code=str(_STOPPED),
                )
            body = fit(message.body, message.lang)
            id = _keep(texts, message.to, body, self._clock(), incoming=False, ours=message.id)
        return Receipt(f"SIM{id}")

    def ring(self, message: Message) -> Receipt:
        """Show what a call would read aloud. It is answered by text, as every alert can be."""
        with self._open() as texts:
            id = _keep(
                texts,
                message.to,
                message.body,
                self._clock(),
                incoming=False,
                ours=message.id,
                status="call",
            )
        return Receipt(f"SIM{id}")

    def find(self, message: Message) -> Receipt | None:
        """The text by our own id: a simulator need not guess."""
        with self._open() as texts:
            row = texts.execute(
                "select id from texts where message_id = ?", [message.id]
            ).fetchone()
        return Receipt(f"SIM{row[0]}") if row else None

    def receive(self, phone: str, body: str) -> str:
        """Keep a text from the phone to us; its provider id. Twilio's own words do here what they
        do there."""
        word = body.strip().lower()
        with self._open() as texts:
            id = _keep(texts, phone, body, self._clock(), incoming=True)
            if word in OPT_OUT_BY_CARRIER:
                texts.table("stopped").insert({"phone": phone}, ignore=True)
                said = "You have successfully been unsubscribed. Reply START to resubscribe."
            elif word in OPT_IN:
                texts.table("stopped").delete_where("phone = ?", [phone])
                said = "You have successfully been re-subscribed. Reply STOP to unsubscribe."
            elif word in HELP_BY_CARRIER:
                said = "Reply STOP to unsubscribe. Msg & data rates may apply."
            else:
                said = ""
            if said:
                _keep(texts, phone, said, self._clock(), incoming=False)
        return f"SIM{id}"

    def reply(self, phone: str, body: str) -> None:
        """Show our direct reply on the phone."""
        with self._open() as texts:
            _keep(texts, phone, body, self._clock(), incoming=False)

    def receipts(self) -> list[str]:
        """Our ids of the messages that have reached their phone since this was last asked."""
        with self._open() as texts:
            rows = list(
                texts.query(
                    "select id, message_id from texts where message_id is not null and reported = 0"
                )
            )
            for row in rows:
                texts.table("texts").update(row["id"], {"reported": 1})
        return [row["message_id"] for row in rows]

    def conversation(self, phone: str, *, last: int = 60) -> list[SimulatedText]:
        """The phone's newest texts, oldest first."""
        with self._open() as texts:
            rows = list(
                texts.query(
                    "select * from (select * from texts where phone = ? order by id desc limit ?)"
                    " order by id",
                    [phone, last],
                )
            )
        return [_shown(row) for row in rows]

    def phones(self) -> list[str]:
        """Every phone that has sent or received a text, most recently used first."""
        with self._open() as texts:
            rows = texts.query("select phone from texts group by phone order by max(id) desc")
            return [row["phone"] for row in rows]

    def _open(self) -> sqlite_utils.Database:
        return sqlite_utils.Database(self._file)


def _keep(
    texts: sqlite_utils.Database,
    phone: str,
    body: str,
    now: datetime,
    *,
    incoming: bool,
    ours: str | None = None,
    status: str = "delivered",
) -> int:
    row = {
        "phone": phone,
        "incoming": int(incoming),
        "body": body,
        "sent_at": now.astimezone(UTC).isoformat(),
        "status": "received" if incoming else status,
        "message_id": ours,
        "reported": 0,
    }
    return int(str(texts.table("texts").insert(row).last_pk))


def _shown(row: dict[str, object]) -> SimulatedText:
    body = str(row["body"])
    size = measure(body)
    return SimulatedText(
        id=int(str(row["id"])),
        sent_at=datetime.fromisoformat(str(row["sent_at"])),
        incoming=bool(row["incoming"]),
        body=body,
        encoding=size.encoding,
        segments=size.segments,
        status=str(row["status"]),
    )


@dataclass(frozen=True)
class SimulatedCaller:
    """Calls, as a channel beside the simulator's texts."""

    simulator: Simulator

    def send(self, message: Message) -> Receipt:
        return self.simulator.ring(message)

    def find(self, message: Message) -> Receipt | None:
        return self.simulator.find(message)
