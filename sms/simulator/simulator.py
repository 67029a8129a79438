"""The simulator: a carrier for demonstrations, whose basic phones are web pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlite_utils

from checkin.clock import Clock
from checkin.messages.channels import Acceptance, ChannelError, Message
from sms.encoding.segments import fit, measure
from sms.parsing.optout import OPT_IN, OPT_OUT_BY_CARRIER
from sms.simulator import handset
from sms.simulator.faults import STOPPED, UNAVAILABLE, Condition, Trouble
from sms.simulator.handset import ARRIVED, SAID_BY_CARRIER, Kind, SimulatedText, Status, Totals
from sms.twilio.carrier import Received


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report: our message `id`, with Twilio's message status and error code."""

    id: str
    status: str
    code: str | None


class Simulator:
    """A channel for texts. Texts and faults are in a SQLite file that web and worker share."""

    def __init__(self, file: Path, clock: Clock) -> None:
        handset.prepare(file)
        self._file = file
        self._clock = clock

    def send(self, message: Message) -> Acceptance:
        """Take a text, and deliver it if the phone can be reached. Raises ChannelError when the
        carrier is in trouble, or the phone has sent STOP."""
        return self._take(message, Kind.TEXT)

    def ring(self, message: Message) -> Acceptance:
        """Take a call that reads the message aloud. Raises ChannelError."""
        return self._take(message, Kind.CALL)

    def find(self, message: Message, kind: Kind = Kind.TEXT) -> Acceptance | None:
        """Look a message up by our own id, which a real carrier does not know. Raises ChannelError
        when the carrier is in trouble."""
        with self._open() as texts:
            id = handset.taken(texts, message.id)
            if error := _out_of_reach(texts, kind):
                self._keep_refusal(texts, message, kind, error)
                raise error
        return _acceptance(id, message, kind) if id else None

    def receive(self, phone: str, body: str) -> str | None:
        """Take a text from the phone to us. Returns its provider id; None if it does not arrive."""
        with self._open() as texts:
            if _condition(texts, phone) is not Condition.ON:
                return None
            kept = _trouble(texts).keeps_inbound
            status = Status.KEPT if kept else Status.RECEIVED
            id = handset.keep(texts, phone, body, self._clock(), incoming=True, status=status)
            if kept:
                return None
            self._carrier_answers(texts, phone, body)
        return f"SIM{id}"

    def late(self) -> Iterator[Received]:
        """Texts that did not reach us when they were sent, oldest first; none while the carrier is
        in trouble. A text counts as handed over once the next is asked for."""
        with self._open() as texts:
            if _trouble(texts).keeps_inbound:
                return
            kept = list(texts.query("select * from texts where status = 'kept' order by id"))
            for row in kept:
                self._carrier_answers(texts, row["phone"], row["body"])
                sent_at = datetime.fromisoformat(row["sent_at"])
                yield Received(f"SIM{row['id']}", row["phone"], row["body"], sent_at)
                texts.table("texts").update(row["id"], {"status": Status.RECEIVED.value})

    def reply(self, phone: str, body: str) -> None:
        """Show our direct reply on the phone, unless it has sent STOP."""
        with self._open() as texts:
            stopped = _has_stopped(texts, phone)
            status, code = (Status.REFUSED, STOPPED) if stopped else (Status.DELIVERED, None)
            now = self._clock()
            handset.keep(texts, phone, body, now, kind=Kind.REPLY, status=status, code=code)

    def press(self, call: SimulatedText, phone: str, key: str, said: str | None) -> None:
        """Keep a key pressed during a call, and the words spoken in answer, if any."""
        with self._open() as texts:
            now = self._clock()
            handset.keep(
                texts, phone, key, now, kind=Kind.KEY, status=Status.RECEIVED, incoming=True,
                call_id=call.id,
            )  # fmt: skip
            if said:
                handset.keep(texts, phone, said, now, kind=Kind.SAID, call_id=call.id)

    def receipts(self) -> list[Report]:
        """The delivery reports since the last call of this, as far as the carrier sends any."""
        with self._open() as texts:
            trouble = _trouble(texts)
            if trouble is Trouble.SILENT:
                return []
            rows = list(
                texts.query(
                    "select * from texts where message_id is not null and reported = 0"
                    " and status != 'refused'"
                )
            )
            if trouble in (Trouble.DOWN, Trouble.UNHEARD):
                rows = [row for row in rows if row["kind"] == Kind.CALL]
            for row in rows:
                texts.table("texts").update(row["id"], {"reported": 1})
        return [
            # An unanswered call has no error code.
            Report(row["message_id"], row["status"], row["code"] if row["kind"] == "text" else None)
            for row in rows
        ]

    def conversation(self, phone: str, *, last: int = 60) -> list[SimulatedText]:
        """The newest `last` texts that the phone shows, oldest first."""
        with self._open() as texts:
            return handset.shown(texts, phone, last, ARRIVED)

    def history(self, phone: str, *, last: int = 60) -> list[SimulatedText]:
        """Like `conversation`, but also with texts that never reached the phone."""
        with self._open() as texts:
            return handset.shown(texts, phone, last, Status)

    def totals(self) -> dict[str, Totals]:
        """What went through the carrier so far, by phone number."""
        with self._open() as texts:
            return handset.totals(texts)

    def phones(self) -> list[str]:
        """Every phone in use, most recently used first."""
        with self._open() as texts:
            used = texts.query("select phone from texts group by phone order by max(id) desc")
            added = texts.query("select phone from phones order by phone")
            return list(dict.fromkeys(row["phone"] for row in (*used, *added)))

    @property
    def trouble(self) -> Trouble:
        """What is wrong with the carrier now."""
        with self._open() as texts:
            return _trouble(texts)

    def suffer(self, trouble: Trouble) -> None:
        """Set what is wrong with the carrier from now on, for every process."""
        with self._open() as texts:
            texts.table("carrier").upsert({"id": 1, "trouble": trouble.value}, pk="id")

    def conditions(self) -> dict[str, Condition]:
        """The condition of every phone that was added or switched, by number."""
        with self._open() as texts:
            rows = texts.query("select * from phones")
            return {row["phone"]: Condition(row["condition"]) for row in rows}

    def switch(self, phone: str, condition: Condition) -> None:
        """Set a phone's condition; adds the phone if it is new."""
        with self._open() as texts:
            row = {"phone": phone, "condition": condition.value}
            texts.table("phones").upsert(row, pk="phone")

    def _take(self, message: Message, kind: Kind) -> Acceptance:
        with self._open() as texts:
            error = _out_of_reach(texts, kind)
            if error is None and kind is Kind.TEXT and _has_stopped(texts, message.to):
                error = ChannelError(
                    "This phone has replied STOP.", permanent=True, opted_out=True, code=STOPPED
                )
            if error:
                self._keep_refusal(texts, message, kind, error)
                raise error
            code = _condition(texts, message.to).code
            status = Status.UNDELIVERED if code else Status.DELIVERED
            id = self._keep(texts, message, kind, status, code)
            if kind is Kind.TEXT and _trouble(texts) is Trouble.LOST:
                raise ChannelError("The carrier's answer was lost.", doubtful=True)
        return _acceptance(id, message, kind)

    def _keep_refusal(
        self, texts: sqlite_utils.Database, message: Message, kind: Kind, error: ChannelError
    ) -> None:
        """Keep a refused try, unless the carrier has taken the message in an earlier one."""
        if handset.taken(texts, message.id) is None:
            self._keep(texts, message, kind, Status.REFUSED, error.code)

    def _keep(
        self,
        texts: sqlite_utils.Database,
        message: Message,
        kind: Kind,
        status: Status,
        code: str | None,
    ) -> int:
        body = fit(message.body, message.lang) if kind is Kind.TEXT else message.body
        now = self._clock()
        return handset.keep(
            texts, message.to, body, now, kind=kind, status=status, ours=message.id, code=code
        )

    def _carrier_answers(self, texts: sqlite_utils.Database, phone: str, body: str) -> None:
        """Act on STOP, START and HELP as a carrier does, with its own answer."""
        word = body.strip().lower()
        if word in OPT_OUT_BY_CARRIER:
            texts.table("stopped").insert({"phone": phone}, ignore=True)
        elif word in OPT_IN:
            texts.table("stopped").delete_where("phone = ?", [phone])
        if word in SAID_BY_CARRIER:
            said = SAID_BY_CARRIER[word]
            handset.keep(texts, phone, said, self._clock(), kind=Kind.CARRIER)

    def _open(self) -> sqlite_utils.Database:
        return sqlite_utils.Database(self._file)


def _acceptance(id: int, message: Message, kind: Kind) -> Acceptance:
    paid = measure(fit(message.body, message.lang)).segments if kind is Kind.TEXT else 0
    return Acceptance(f"SIM{id}", segments=paid)


def _out_of_reach(texts: sqlite_utils.Database, kind: Kind) -> ChannelError | None:
    match _trouble(texts):
        case Trouble.SILENT:
            return ChannelError("The carrier does not answer.", doubtful=True)
        case Trouble.DOWN if kind is Kind.TEXT:
            # Doubtful: for all we can know, the server took the text before it failed.
            return ChannelError("The carrier is down.", doubtful=True, code=UNAVAILABLE)
    return None


def _trouble(texts: sqlite_utils.Database) -> Trouble:
    row = texts.execute("select trouble from carrier").fetchone()
    return Trouble(row[0]) if row else Trouble.NONE


def _condition(texts: sqlite_utils.Database, phone: str) -> Condition:
    row = texts.execute("select condition from phones where phone = ?", [phone]).fetchone()
    return Condition(row[0]) if row else Condition.ON


def _has_stopped(texts: sqlite_utils.Database, phone: str) -> bool:
    return texts.execute("select 1 from stopped where phone = ?", [phone]).fetchone() is not None


@dataclass(frozen=True)
class SimulatedCaller:
    """A channel for calls, beside the simulator's channel for texts."""

    simulator: Simulator

    def send(self, message: Message) -> Acceptance:
        return self.simulator.ring(message)

    def find(self, message: Message) -> Acceptance | None:
        return self.simulator.find(message, Kind.CALL)
