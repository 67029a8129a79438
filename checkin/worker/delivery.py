"""Delivery: a leased message goes to its channel, and the result to the outbox and check-in."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from checkin import store
from checkin.actions import answers, browsers, timers
from checkin.machine.advance import State
from checkin.machine.events import Undeliverable
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import erasures, outbox, routing
from checkin.messages.channels import Acceptance, Channel, ChannelError
from checkin.messages.outbox import Outgoing, Status
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from checkin.people import contacts, silence
from checkin.storage.core import Work

log = logging.getLogger(__name__)

Channels = Mapping[ChannelKind, Channel]
Result = Acceptance | ChannelError
Outcome = Literal["accepted", "failed", "opted_out", "gone", "retry", "lease_lost"]


@dataclass(frozen=True, slots=True)
class Landed:
    """A message whose attempt has ended: with which result, and after how many seconds."""

    outgoing: Outgoing
    result: Result
    seconds: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, for the log. Nothing in it identifies anyone.

    `number`: 1 for the first attempt. `next_at`: when it is tried again, None if it is not.
    """

    message_id: str
    kind: str
    channel: ChannelKind
    number: int
    outcome: Outcome
    code: str | None
    next_at: datetime | None
    seconds: float

    def write(self) -> None:
        """Write one line to the log: key=value, times in UTC, seconds with three decimals."""
        log.info(
            "attempt message=%s kind=%s channel=%s try=%d outcome=%s code=%s next=%s took=%.3f",
            self.message_id,
            self.kind,
            self.channel,
            self.number,
            self.outcome,
            self.code or "-",
            f"{self.next_at:%Y-%m-%dT%H:%M:%SZ}" if self.next_at else "-",
            self.seconds,
        )


def attempt(channels: Channels, outgoing: Outgoing) -> Result:
    """Hand one message to its channel. Uses no database, so it can run in any number of threads.

    A doubtful message is looked up at the provider first. Never raises: a failure is returned.
    """
    try:
        channel = _channel(channels, outgoing.channel)
        found = channel.find(outgoing.message) if outgoing.doubtful else None
        return found or channel.send(outgoing.message)
    except ChannelError as error:
        return error
    except Exception as error:
        log.exception("A channel failed in a way it does not name; the message is kept.")
        return ChannelError(type(error).__name__, doubtful=True)


def _channel(channels: Channels, channel: ChannelKind) -> Channel:
    if channel is ChannelKind.PUSH and channel not in channels:
        raise ChannelError("No push can be sent any more: there is no key.", operator=True)
    # A host without calls has texts at least: the alert goes out all the same.
    return channels.get(channel) or channels[ChannelKind.TEXT]


def settle_all(work: Work, landed: Sequence[Landed]) -> list[Attempt]:
    """`settle` for many messages. Returns the attempts that were settled.

    One that fails is undone alone: it keeps its lease, and is tried again when that ends.
    """
    taken = {
        one.outgoing.message.id: one.result for one in landed if isinstance(one.result, Acceptance)
    }
    attempts: list[Attempt] = []
    # A failure locks its check-in and then its message, an acceptance only its message. Failures
    # first, or we could hold a message and wait for a check-in: a deadlock.
    for one in landed:
        if not isinstance(one.result, Acceptance):
            attempts += _settle_alone(work, one)
    if not taken:
        return attempts
    with work.savepoint(
        "%d acceptances could not be noted at once; one by one.", len(taken)
    ) as part:
        _accepted(
            work,
            taken,
            {one.outgoing.channel for one in landed if one.outgoing.message.id in taken},
        )
    for one in landed:
        if isinstance(one.result, Acceptance):
            attempts += _settle_alone(work, one) if part.failed else [_attempted(one, "accepted")]
    return attempts


def _settle_alone(work: Work, one: Landed) -> list[Attempt]:
    about = one.outgoing.message.id
    with work.savepoint("Message %s could not be settled; trying again soon.", about) as part:
        attempt = settle(work, one.outgoing, one.result, seconds=one.seconds)
    return [] if part.failed else [attempt]


def settle(work: Work, outgoing: Outgoing, result: Result, *, seconds: float = 0.0) -> Attempt:
    """Record how an attempt ended. A contact who cannot be reached is passed over at once.

    Returns the attempt, to be logged once the transaction is committed.
    """
    one = Landed(outgoing, result, seconds)
    if isinstance(result, Acceptance):
        _accepted(work, {outgoing.message.id: result}, {outgoing.channel})
        return _attempted(one, "accepted")
    if outgoing.channel is ChannelKind.PUSH:
        routing.text_instead(work, outgoing)
    if outgoing.channel is ChannelKind.PUSH and result.permanent:
        _gone(work, outgoing, result.code)
        return _attempted(one, "gone")
    if result.permanent or result.opted_out:
        _apply_report(
            work,
            outgoing.message.id,
            Status.FAILED,
            code=result.code,
            opted_out=result.opted_out,
            unknown=result.unknown,
            phone=outgoing.message.to,
        )
        return _attempted(one, "opted_out" if result.opted_out else "failed")
    if result.operator:
        who = "A push service" if outgoing.channel is ChannelKind.PUSH else "The carrier"
        log.error("%s refuses us (code %s): see raincheck doctor.", who, result.code)
    next_at = outbox.retry(
        work,
        outgoing,
        doubtful=result.doubtful,
        code=result.code,
        not_before=result.not_before,
    )
    return _attempted(one, "retry" if next_at else "lease_lost", next_at)


def _attempted(one: Landed, outcome: Outcome, next_at: datetime | None = None) -> Attempt:
    outgoing, result = one.outgoing, one.result
    return Attempt(
        message_id=outgoing.message.id,
        kind=outgoing.kind,
        channel=outgoing.channel,
        number=outgoing.attempts,
        outcome=outcome,
        code=result.code if isinstance(result, ChannelError) else None,
        next_at=next_at,
        seconds=one.seconds,
    )


def _gone(work: Work, outgoing: Outgoing, code: str | None) -> None:
    """The browser of this push no longer exists. A contact whom nothing else reaches is passed over
    at once, and the person is told."""
    # Lock the check-in before the browser's row, as when a contact opts out, or both deadlock.
    timer = store.get(work, outgoing.checkin_id) if outgoing.checkin_id else None
    lost = browsers.remove_gone(work, outgoing)
    outbox.apply_receipt(work, outgoing.message.id, Status.FAILED, code)
    if lost is None:
        return
    if timer and outgoing.kind == Kind.ALERT and timer.checkin.state is State.ALERTING:
        timers.apply(work, timer, Undeliverable(lost.id))
    else:
        browsers.tell_of_lost(work, lost)


def _accepted(
    work: Work, taken: Mapping[str, Acceptance], channels: Collection[ChannelKind]
) -> None:
    outbox.bring_forward(work, channels)
    outbox.mark_accepted(work, {id: acceptance.provider_id for id, acceptance in taken.items()})
    texts = [acceptance.segments for acceptance in taken.values() if acceptance.segments]
    if texts:
        daily_counters.add(work, Step.SENT, ChannelKind.TEXT, len(texts), sum(texts))
    kept = [acceptance.provider_id for acceptance in taken.values() if acceptance.kept]
    erasures.enqueue(work, kept, work.now + erasures.UNHEARD_FOR)


def report(
    work: Work,
    message_id: str,
    status: Status,
    *,
    code: str | None = None,
    opted_out: bool = False,
    unknown: bool = False,
) -> bool:
    """Apply a provider's report on a message, which may come in any order and more than once; one
    line in the log if it was new. `message_id`: our own id; `unknown`: no phone has the number any
    more. Returns whether the report was new."""
    new = _apply_report(work, message_id, status, code=code, opted_out=opted_out, unknown=unknown)
    if new:
        log.info("receipt message=%s status=%s code=%s", message_id, status, code or "-")
    return new


def _apply_report(
    work: Work,
    message_id: str,
    status: Status,
    *,
    code: str | None = None,
    opted_out: bool = False,
    unknown: bool = False,
    phone: str | None = None,
) -> bool:
    # `phone` is in E.164, where the caller still has it: the outbox erases it once a message is
    # sent. A message that expired at the provider has not reached its contact, like a failed one.
    if status not in (Status.FAILED, Status.EXPIRED):
        return outbox.apply_receipt(work, message_id, status, code) is not None
    # Lock the check-in before the message, as an OK from the person does, or both deadlock.
    whose = outbox.addressed(work, message_id)
    timer = store.get(work, whose.checkin_id) if whose else None
    row = outbox.apply_receipt(work, message_id, status, code)
    if row is None:
        return False
    contact = contacts.get(work, row.contact_id) if row.contact_id else None
    number = phone or (contact.phone if contact else None)
    if unknown and row.channel == ChannelKind.TEXT:
        mine = None if row.contact_id else row.person_id
        silence.doubt(work, person_id=mine, contact_id=row.contact_id)
    if opted_out and contact and contact.stands_for:
        # Only an alert that she does not see has found it out. She hears of it as she otherwise
        # would: with the next message of another kind.
        answers.drop_out(work, contact)
    elif opted_out and number:
        answers.leave(work, number)
    elif timer and contact and row.kind == Kind.ALERT:
        timers.apply(work, timer, Undeliverable(contact.id))
    return True
