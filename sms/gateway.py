"""The text gateway: each text in is acted on and answered once, and delivery reports are kept."""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from checkin.clock import Clock
from checkin.machine.notices import ChannelKind
from checkin.messages import erasures, outbox
from checkin.messages.outbox import Status
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from checkin.storage.core import Core, Work
from checkin.storage.tables import inbound
from checkin.worker import delivery
from sms.encoding.segments import fit, measure
from sms.parsing import grammar
from sms.parsing.vocabulary import Vocabulary
from sms.replies import conversation, lateness, pictures, session
from sms.replies.conversation import Reply
from sms.replies.sender import Sender
from sms.replies.turn import Turn
from sms.simulator.simulator import Simulator
from sms.twilio import senders
from sms.twilio.carrier import Received, Retention
from sms.twilio.errors import verdict

log = logging.getLogger(__name__)

# Twilio's message status → ours. Until the phone network has the text, all of its states mean
# "accepted" to us. Source: Twilio's Message resource, `status`.
_STATUSES = {
    "accepted": Status.ACCEPTED,
    "queued": Status.ACCEPTED,
    "sending": Status.ACCEPTED,
    "sent": Status.HANDED,
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}
_FINAL = (Status.DELIVERED, Status.FAILED, Status.EXPIRED)
_LONGEST_TEXT = 1600
# This long after a text, Twilio has either received our reply or given up waiting for one.
_ANSWERED_AFTER = timedelta(seconds=20)
# How long to wait for the database. Short, because the provider waits 15 seconds for this webhook,
# then as long for the fallback, and the person waits for both.
_PATIENCE_SECONDS = 4.0
_DEADLOCK = "40P01"  # PostgreSQL's SQLSTATE
# The webhook for a text younger than this may still be on its way, so it is not late yet.
_ON_ITS_WAY = timedelta(seconds=10)
# Control characters and lone surrogates: no phone writes them, XML (so TwiML) cannot hold them, and
# UTF-8 cannot encode the surrogates, which sealing needs.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# SQL statements, built once: building one takes longer than running it.
_BY_PROVIDER_ID = inbound.c.provider_id == sa.bindparam("this")
_FIND_REPLY = sa.select(inbound.c.reply_sealed).where(_BY_PROVIDER_ID)
_INSERT_TEXT = inbound.insert()
# By the phone too, so that no reply is written to the row of a phone that was just forgotten.
_SAVE_REPLY = inbound.update().where(_BY_PROVIDER_ID, inbound.c.phone_hash == sa.bindparam("whose"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it came in. `phone` is the sender as the provider gives it, not yet checked;
    `pictures`: it came with pictures or sound."""

    provider_id: str
    phone: str
    text: str
    pictures: bool = False


@dataclass(frozen=True)
class Gateway:
    """Acts on each text in once and returns its reply. `retention`: what the provider does with the
    words of our texts; None with the simulator, which has nobody to ask for erasure."""

    core: Core
    words: Vocabulary
    clock: Clock
    retention: Retention | None = None

    def receive(
        self,
        provider_id: str,
        phone: str,
        text: str,
        *,
        sent_at: datetime | None = None,
        pictures: bool = False,
    ) -> str:
        """Act on a text and return the reply; empty when nothing should be sent.

        Idempotent by `provider_id`: the same text delivered again gets the same reply and does
        nothing. `sent_at` is given for a late text: it counts from that moment, and its reply goes
        through the outbox as a text of our own, because no webhook waits for it any more. A sender
        that is no phone is neither answered nor kept. Raises OperationalError, with nothing done,
        when the database keeps us waiting for longer than the provider would wait.
        """
        if not senders.phone(phone):
            return ""
        incoming = Text(provider_id, phone, UNWRITABLE.sub("", text)[:_LONGEST_TEXT], pictures)

        def answer(work: Work) -> Reply:
            if self.retention:
                # The text may hold a PIN, a name or a note. It is erased at the provider, but only
                # once we have acted on it and the provider has our reply.
                erasures.enqueue(work, [provider_id], work.now + _ANSWERED_AFTER)
            if sent_at is not None:
                return self._late_reply(work, incoming)
            reply = self._reply(work, incoming)
            if reply.body:
                daily_counters.add(
                    work, Step.REPLIED, ChannelKind.TEXT, 1, measure(reply.body).segments
                )
            return reply

        return self.once(provider_id, phone, answer, now=sent_at or self.clock())

    def once(
        self, provider_id: str, phone: str, answer: Callable[[Work], Reply], *, now: datetime
    ) -> str:
        """Run `answer` for `provider_id` in one transaction, committed once, and return its reply's
        body. A second delivery under the same id runs nothing and returns the stored reply."""
        try:
            return self._once(provider_id, phone, answer, now)
        except sa.exc.DBAPIError as error:
            if not _lost_a_race(error):
                raise
            # The other transaction has ended, so this try finds its reply.
            return self._once(provider_id, phone, answer, now)

    def _once(
        self, provider_id: str, phone: str, answer: Callable[[Work], Reply], now: datetime
    ) -> str:
        def act(work: Work) -> str:
            hashed = work.core.vault.hash(phone)
            work.core.database.take_turns(work.conn, hashed)
            this = {"this": provider_id}
            cell = f"inbound.reply:{provider_id}"
            known = work.conn.execute(_FIND_REPLY, this).first()
            if known:
                return work.open(known.reply_sealed, cell) or ""
            # Inserted before acting, so that a duplicate in another process fails on the primary
            # key before it acts.
            row = {"provider_id": provider_id, "phone_hash": hashed, "received_at": work.now}
            work.conn.execute(_INSERT_TEXT, row)
            reply = answer(work)
            kept = {"reply_sealed": work.seal(reply.body, cell), "to_stranger": reply.to_stranger}
            work.conn.execute(_SAVE_REPLY, {**this, "whose": hashed, **kept})
            return reply.body

        return self.core.act(now, act, patience=_PATIENCE_SECONDS)

    def _reply(self, work: Work, incoming: Text) -> Reply:
        if not incoming.pictures or not incoming.text.strip():
            return conversation.respond(
                work, self.words, incoming.phone, incoming.text, pictures=incoming.pictures
            )
        reply = conversation.respond(work, self.words, incoming.phone, incoming.text)
        return replace(reply, body=pictures.beside(reply.body, work.translator(reply.lang)))

    def _late_reply(self, work: Work, incoming: Text) -> Reply:
        sender = Sender(work, incoming.phone)
        turn = Turn(work, session.load(sender), self.words, sender)
        understood = grammar.parse(incoming.text, self.words, lang=turn.session.lang)
        if lateness.overtaken(turn, understood.meaning):
            lang = turn.session.lang
            reply = Reply(fit(lateness.reply(turn), lang), lang)
        else:
            reply = self._reply(work, incoming)
        if reply.body:
            sent_now = replace(work, now=self.clock())
            outbox.enqueue(
                sent_now, kind="reply", to=incoming.phone, lang=reply.lang, body=reply.body
            )
        return reply

    def receive_simulated(self, simulator: Simulator, phone: str, text: str) -> None:
        """Take a text from a simulated phone and show the reply on that phone. A text that the
        simulated carrier holds back is left for `catch_up`."""
        provider_id = simulator.receive(phone, text)
        if provider_id is None:
            return
        reply = self.receive(provider_id, phone, text)
        if reply:
            simulator.reply(phone, reply)

    def catch_up(self, texts: Iterable[Received]) -> int:
        """Act on texts that the provider took while we could not; returns how many. A text that
        fails does not hold up those behind it, except when the database is down: that raises
        OperationalError."""
        late, newest = 0, self.clock() - _ON_ITS_WAY
        for text in texts:
            if text.sent_at > newest or not senders.phone(text.phone):
                continue
            if self._is_known(text.provider_id):
                continue
            try:
                self.receive(
                    text.provider_id,
                    text.phone,
                    text.body,
                    sent_at=text.sent_at,
                    pictures=text.pictures,
                )
            except sa.exc.OperationalError:
                raise
            except Exception:
                log.exception("A late text could not be acted on; it is tried again in a minute.")
            else:
                late += 1
        if late:
            log.warning("%d texts reached us late, from the provider's own list.", late)
        return late

    def erase_replies(self, provider_ids: Iterable[str]) -> None:
        """Queue our direct replies for erasure, by the ids in the provider's list of messages.

        A reply given as TwiML gets its id at the provider, and we are not told it. TwiML can ask
        for a status callback, but that costs at least one more webhook per text, and callbacks lost
        while we are down stay lost. The list is fetched every minute anyway.
        """
        if self.retention:
            with self.core.write(self.clock()) as work:
                erasures.enqueue(work, provider_ids, work.now)

    def _is_known(self, provider_id: str) -> bool:
        with self.core.read(self.clock()) as work:
            # Once a person has had everything deleted, her texts of the last day must not be acted
            # on again. All that is left of them here is the queued erasure; once that is done, the
            # provider lists them without words.
            acted_on = work.conn.execute(_FIND_REPLY, {"this": provider_id}).first() is not None
            return acted_on or erasures.waits(work, provider_id)

    def report(
        self, message_id: str, status: str, code: str | None, provider_id: str | None = None
    ) -> None:
        """Record a delivery report. `message_id` is our id of the text and `provider_id` Twilio's;
        `status` and `code` are Twilio's message status and error code."""
        known = _STATUSES.get(status)
        if known is None:
            log.warning("Twilio reported a status that we do not know: %r", status[:20])
            return
        why = verdict(code)
        if known is Status.FAILED and why.expired:
            known = Status.EXPIRED
        with self.core.write(self.clock()) as work:
            delivery.report(
                work,
                message_id,
                known,
                code=code,
                opted_out=why.opted_out,
                unknown=known is Status.FAILED and why.unknown,
            )
            # By the provider's id, because our row may have been deleted with the person, or may
            # not have stored that id yet.
            if provider_id and known in _FINAL and self.retention is Retention.REDACT:
                erasures.hasten(work, provider_id)


def _lost_a_race(error: sa.exc.DBAPIError) -> bool:
    """Whether another transaction made the same row first, or won a deadlock of PostgreSQL's."""
    deadlock = getattr(error.orig, "sqlstate", None) == _DEADLOCK
    return deadlock or isinstance(error, sa.exc.IntegrityError)
