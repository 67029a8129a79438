"""A trial text to the host's own phone, over the very way that alerts take: outbox, worker,
carrier, phone, and the receipt back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from twilio.rest import Client

from checkin.clock import system_clock
from checkin.messages import outbox, texts
from checkin.messages.outbox import Status
from checkin.monitoring import health
from checkin.people import opt_outs
from checkin.storage.core import Core
from checkin.storage.tables import messages
from sms.twilio import senders
from sms.twilio.carrier import NO_ANSWER
from sms.twilio.errors import verdict

PATIENCE = timedelta(minutes=2)
KIND = "trial"
_LOOK_SECONDS = 1.0
_ASK_EVERY = 3  # looks of ours for one at Twilio
_ON_ITS_WAY = timedelta(seconds=15)  # for a receipt, after Twilio's API says "delivered"

Say = Callable[[str], None]


class Outcome(IntEnum):
    """The exit code of a trial."""

    ARRIVED = 0
    FAILED = 1
    UNKNOWN = 3


@dataclass(frozen=True)
class Trial:
    """Sends trial texts. `patience`: how long to wait for a receipt."""

    core: Core
    client: Client
    patience: timedelta = PATIENCE

    def run(self, number: str, say: Say) -> Outcome:
        """Send one text and tell `say` in sentences what becomes of it. Returns how it ended."""
        if not senders.phone(number):
            say("Write the number with its country, such as +12025550123.")
            return Outcome.FAILED
        with self.core.write(system_clock()) as work:
            if opt_outs.wants_nothing(work, number):
                say("That phone has asked for no texts. Text START from it first.")
                return Outcome.FAILED
            if not health.worker(work).alive:
                say("No worker is alive, so nothing would be sent. Start one: raincheck worker")
                return Outcome.FAILED
            id = outbox.enqueue(
                work,
                kind=KIND,
                to=number,
                lang=self.core.lang,
                body=texts.trial(work.translator(self.core.lang)),
                useful_until=work.now + self.patience,
            )
        say("The text is written down; a worker takes it from here.")
        return self._follow(id or "", say)

    def _follow(self, id: str, say: Say) -> Outcome:
        began, named, arrived, looks = system_clock(), False, None, 0
        while True:
            row, now = self._row(id), system_clock()
            if row.provider_id and not named:
                named = True
                say("Twilio has it.")
            ended = self._ended(row, now - began, say)
            if ended is not None:
                return ended
            looks += 1
            if row.provider_id and looks % _ASK_EVERY == 0:
                status, code = self._asked(row.provider_id)
                if status in ("failed", "undelivered"):
                    return _failed(code, say)
                if status == "delivered":
                    arrived = arrived or now
            if arrived and now - arrived > _ON_ITS_WAY:
                say(
                    "It was delivered, but the receipt did not come back to us: Twilio cannot post "
                    f"to {self.core.public_url}/sms/status. Until it can, alerts that arrived are "
                    "followed by needless calls."
                )
                return Outcome.FAILED
            if now - began > self.patience:
                return self._given_up(row, say)
            time.sleep(_LOOK_SECONDS)

    def _ended(self, row: Any, took: timedelta, say: Say) -> Outcome | None:
        """How it ended, if our own record says so."""
        if row.status == Status.DELIVERED:
            say(
                f"Delivered, and the receipt came back, after {took.total_seconds():.0f} seconds. "
                "Look at the phone: is it there?"
            )
            return Outcome.ARRIVED
        refused = row.status == Status.QUEUED and verdict(row.error).operator
        if row.status == Status.FAILED or refused:
            return _failed(row.error, say)
        return None

    def _given_up(self, row: Any, say: Say) -> Outcome:
        waited = f"{self.patience.total_seconds():.0f} seconds"
        if not row.provider_id:
            say(f"Twilio has not taken it in {waited}. raincheck doctor says what is wrong.")
            return Outcome.FAILED
        say(
            f"Twilio sent it on, but in {waited} nobody said that it arrived. Is it on the phone? "
            "Some networks send no receipts; alerts are then followed by a call."
        )
        return Outcome.UNKNOWN

    def _row(self, id: str) -> Any:
        with self.core.read(system_clock()) as work:
            return work.conn.execute(sa.select(messages).where(messages.c.id == id)).one()

    def _asked(self, provider_id: str) -> tuple[str, str | None]:
        """What Twilio's API says of a text: its status ("" without an answer) and error code."""
        try:
            sent = self.client.messages(provider_id).fetch()
        except NO_ANSWER:
            return "", None
        return str(sent.status), None if sent.error_code is None else str(sent.error_code)


def _failed(code: str | None, say: Say) -> Outcome:
    say(
        f"It did not arrive: the carrier's error is {code}. Read "
        f"https://www.twilio.com/docs/api/errors/{code}"
        if code
        else "It did not arrive, and the carrier does not say why."
    )
    return Outcome.FAILED
