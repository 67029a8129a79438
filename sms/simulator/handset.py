"""The handset: what a simulated phone shows, and what never reached it, as rows in SQLite."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.db import Table

from checkin.storage.database import make_private
from sms.encoding.segments import Encoding, measure
from sms.parsing.optout import HELP_BY_CARRIER, OPT_IN, OPT_OUT_BY_CARRIER

_UNSUBSCRIBED = "You have successfully been unsubscribed. Reply START to resubscribe."
_RESUBSCRIBED = "You have successfully been re-subscribed. Reply STOP to unsubscribe."
_HELP = "Reply STOP to unsubscribe. Msg & data rates may apply."
SAID_BY_CARRIER = (
    dict.fromkeys(OPT_OUT_BY_CARRIER, _UNSUBSCRIBED)
    | dict.fromkeys(OPT_IN, _RESUBSCRIBED)
    | dict.fromkeys(HELP_BY_CARRIER, _HELP)
)
"""The carrier's own answers, by the lower-case word that brings each."""

_COLUMNS: dict[str, type] = {
    "id": int,
    "phone": str,
    "incoming": int,
    "body": str,
    "sent_at": str,
    "status": str,
    "message_id": str,
    "reported": int,
    "kind": str,
    "code": str,
    "tries": int,
    "segments": int,
    "call_id": int,
}


class Kind(StrEnum):
    """What a row is."""

    TEXT = "text"
    REPLY = "reply"  # our direct answer to a text
    CARRIER = "carrier"  # the carrier's own words
    CALL = "call"
    KEY = "key"  # pressed during a call
    SAID = "said"  # read aloud after a key


class Status(StrEnum):
    """How far a row got."""

    RECEIVED = "received"  # from the phone, and has reached us
    KEPT = "kept"  # from the phone, and still at the carrier
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"  # taken by the carrier, but the phone cannot be reached
    REFUSED = "refused"  # not taken by the carrier, so far


ARRIVED = (Status.RECEIVED, Status.KEPT, Status.DELIVERED)
"""The statuses of the rows that a phone shows."""


@dataclass(frozen=True, slots=True)
class SimulatedText:
    """One row: a text, a call, a key pressed or words spoken. `incoming`: from the phone to us;
    `code`: Twilio's error code, if it did not arrive; `tries`: how often it was handed to the
    carrier; `message_id`: our own; `call_id`: the row of the call to which a key or spoken words
    belong."""

    id: int
    sent_at: datetime
    incoming: bool
    kind: Kind
    body: str
    encoding: Encoding
    segments: int
    status: Status
    code: str | None
    tries: int
    message_id: str | None
    call_id: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts for one phone: texts `sent` to it and `received` from it, their segments, calls."""

    sent: int = 0
    sent_segments: int = 0
    received: int = 0
    received_segments: int = 0
    calls: int = 0


def prepare(file: Path) -> None:
    """Create the file, or migrate one of an earlier version. Safe from several processes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    make_private(file)  # texts and numbers, if only of a trial
    with sqlite_utils.Database(file) as texts:
        texts.enable_wal()
        texts.execute("begin immediate")
        table = texts.table("texts").create(_COLUMNS, pk="id", if_not_exists=True)
        for name in _COLUMNS.keys() - table.columns_dict.keys():
            table.add_column(name, _COLUMNS[name])
        texts.table("stopped").create({"phone": str}, pk="phone", if_not_exists=True)
        texts.table("phones").create(
            {"phone": str, "condition": str}, pk="phone", if_not_exists=True
        )
        texts.table("carrier").create({"id": int, "trouble": str}, pk="id", if_not_exists=True)
        _fill_in_old_rows(texts, table)
        texts.execute("commit")


def _fill_in_old_rows(texts: sqlite_utils.Database, table: Table) -> None:
    """Fill in the columns that rows of an earlier version lack."""
    for row in list(texts.query("select * from texts where kind is null")):
        called = row["status"] == Kind.CALL
        ours = not row["incoming"] and row["message_id"] is None
        theirs = ours and row["body"] in SAID_BY_CARRIER.values()
        kind = Kind.CARRIER if theirs else Kind.REPLY if ours else Kind.TEXT
        table.update(
            row["id"],
            {
                "kind": Kind.CALL if called else kind,
                "status": Status.DELIVERED if called else row["status"],
                "tries": 1,
                "segments": measure(row["body"]).segments,
            },
        )


def keep(
    texts: sqlite_utils.Database,
    phone: str,
    body: str,
    now: datetime,
    *,
    kind: Kind = Kind.TEXT,
    status: Status = Status.DELIVERED,
    incoming: bool = False,
    ours: str | None = None,
    code: str | None = None,
    call_id: int | None = None,
) -> int:
    """Write a row and return its id. A message of ours that was refused before replaces the row of
    that try. `ours`: our message id."""
    before = _refused_row(texts, ours)
    tries = before["tries"] + 1 if before else 1
    if before and status is Status.REFUSED:
        texts.table("texts").update(before["id"], {"tries": tries, "code": code})
        return int(before["id"])
    if before:
        texts.table("texts").delete(before["id"])
    row = {
        "phone": phone,
        "incoming": int(incoming),
        "body": body,
        "sent_at": now.astimezone(UTC).isoformat(),
        "status": status.value,
        "message_id": ours,
        "reported": 0,
        "kind": kind.value,
        "code": code,
        "tries": tries,
        "segments": measure(body).segments,
        "call_id": call_id,
    }
    return int(str(texts.table("texts").insert(row).last_pk))


def _refused_row(texts: sqlite_utils.Database, ours: str | None) -> dict[str, Any] | None:
    """The row of a message of ours that the carrier has only refused so far; else None."""
    query = "select * from texts where message_id = ? and status = 'refused'"
    return next(iter(texts.query(query, [ours])), None)


def taken(texts: sqlite_utils.Database, ours: str) -> int | None:
    """The row id of a message of ours that the carrier has taken; else None."""
    query = "select id from texts where message_id = ? and status != 'refused'"
    row = texts.execute(query, [ours]).fetchone()
    return int(row[0]) if row else None


def shown(
    texts: sqlite_utils.Database, phone: str, last: int, among: Iterable[Status]
) -> list[SimulatedText]:
    """The newest `last` rows of the phone whose status is in `among`, oldest first."""
    rows = texts.query(
        """
        select * from (
            select * from texts where phone = ? and status in (select value from json_each(?))
            order by id desc limit ?
        ) order by id
        """,
        [phone, json.dumps(list(among)), last],
    )
    return [_text(row) for row in rows]


def totals(texts: sqlite_utils.Database) -> dict[str, Totals]:
    """Totals by phone. The carrier's own answers are not counted: neither side sent them."""
    rows = texts.query("""
        select phone,
            count(*) filter (where ours) as sent,
            coalesce(sum(segments) filter (where ours), 0) as sent_segments,
            count(*) filter (where theirs) as received,
            coalesce(sum(segments) filter (where theirs), 0) as received_segments,
            count(*) filter (where kind = 'call') as calls
        from (
            select *,
                not incoming and kind in ('text', 'reply') as ours,
                incoming and kind = 'text' as theirs
            from texts where status != 'refused'
        ) group by phone
        """)
    return {row.pop("phone"): Totals(**row) for row in rows}


def _text(row: dict[str, Any]) -> SimulatedText:
    return SimulatedText(
        id=row["id"],
        sent_at=datetime.fromisoformat(row["sent_at"]),
        incoming=bool(row["incoming"]),
        kind=Kind(row["kind"]),
        body=row["body"],
        encoding=measure(row["body"]).encoding,
        segments=row["segments"],
        status=Status(row["status"]),
        code=row["code"],
        tries=row["tries"],
        message_id=row["message_id"],
        call_id=row["call_id"],
    )
