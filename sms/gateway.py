"""Texts in, replies out, once each; and what became of texts out."""

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
from sms.replies.turn import Turn
from sms.simulator.simulator import Simulator
from sms.twilio import senders
from sms.twilio.carrier import Received, Retention
from sms.twilio.errors import verdict

log = logging.getLogger(__name__)

# Twilio's message status → ours. What it says before the network has the text is no news.
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
# By then Twilio has our answer, or has given up on it.
_ANSWERED_AFTER = timedelta(seconds=20)
# The provider waits 15 seconds for us and as long for the fallback, and a person for both.
_PATIENCE_SECONDS = 4.0
_DEADLOCK = "40P01"  # its SQLSTATE
# A text this young may be on its way to us still.
_ON_ITS_WAY = timedelta(seconds=10)
# What no phone writes, no XML holds and no key seals: control characters, halves of characters.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Made once: making a statement takes longer than running it.
_BY_PROVIDER_ID = inbound.c.provider_id == sa.bindparam("this")
_FIND_REPLY = sa.select(inbound.c.reply_sealed).where(_BY_PROVIDER_ID)
_INSERT_TEXT = inbound.insert()
# Not on the row of a phone that has just been forgotten.
_SAVE_REPLY = inbound.update().where(_BY_PROVIDER_ID, inbound.c.phone_hash == sa.bindparam("whose"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it came in."""

    provider_id: str
    phone: str
    text: str
    pictures: bool = False


@dataclass(frozen=True)
class Gateway:
    """Texts in, replies out, once each. `retention`: what the provider does with the words of
    our texts; None where nobody keeps any."""

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
        """Act on a text once and answer it; the same text delivered again gets the same answer.

        A text that reaches us late counts from `sent_at`, and its answer leaves as a text of our
        own, since nobody waits for it any more. What no phone sent is neither answered nor kept.
        Raises OperationalError, with nothing done, when the database keeps us waiting for longer
        than the provider would wait.
        """
        if not senders.phone(phone):
            return ""
        incoming = Text(provider_id, phone, UNWRITABLE.sub("", text)[:_LONGEST_TEXT], pictures)

        def answer(work: Work) -> Reply:
            if self.retention:
                # PINs, names and notes stand in it. Not before we have acted on it.
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
        """What `answer` says, which acts in the same transaction. Of what is delivered again
        under the same id nothing is done, and the answer stays the same."""
        try:
            return self._once(provider_id, phone, answer, now)
        except sa.exc.DBAPIError as error:
            if not _lost_a_race(error):
                raise
            # It has ended, so now we see what it did.
            return self._once(provider_id, phone, answer, now)

    def _once(
        self, provider_id: str, phone: str, answer: Callable[[Work], Reply], now: datetime
    ) -> str:
        with self.core.write(now, patience=_PATIENCE_SECONDS) as work:
            hashed = work.core.vault.hash(phone)
            work.core.database.take_turns(work.conn, hashed)
            this = {"this": provider_id}
            cell = f"inbound.reply:{provider_id}"
            known = work.conn.execute(_FIND_REPLY, this).first()
            if known:
                return work.open(known.reply_sealed, cell) or ""
            # Written first, so that a duplicate in another process collides before it acts.
            row = {"provider_id": provider_id, "phone_hash": hashed, "received_at": work.now}
            work.conn.execute(_INSERT_TEXT, row)
            reply = answer(work)
            kept = {"reply_sealed": work.seal(reply.body, cell), "to_stranger": reply.to_stranger}
            work.conn.execute(_SAVE_REPLY, {**this, "whose": hashed, **kept})
            return reply.body

    def _reply(self, work: Work, incoming: Text) -> Reply:
        if not incoming.pictures or not incoming.text.strip():
            return conversation.respond(
                work, self.words, incoming.phone, incoming.text, pictures=incoming.pictures
            )
        reply = conversation.respond(work, self.words, incoming.phone, incoming.text)
        return replace(reply, body=pictures.beside(reply.body, work.translator(reply.lang)))

    def _late_reply(self, work: Work, incoming: Text) -> Reply:
        turn = Turn(work, session.load(work, incoming.phone), self.words)
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
        """A text from a simulated phone, answered on its page. One that its carrier keeps for now
        is left for `catch_up`."""
        provider_id = simulator.receive(phone, text)
        if provider_id is None:
            return
        reply = self.receive(provider_id, phone, text)
        if reply:
            simulator.reply(phone, reply)

    def catch_up(self, texts: Iterable[Received]) -> int:
        """Act on texts that the provider took while we could not; how many. One that fails does
        not hold up those behind it."""
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
        """Queue for erasure what the provider's list shows that it keeps of our direct replies.

        From the list, because we never hear their names: TwiML can ask for a callback, but that
        is one webhook or more beside each text, and those that are lost while we are down stay
        lost. The list is fetched every minute anyway.
        """
        if self.retention:
            with self.core.write(self.clock()) as work:
                erasures.enqueue(work, provider_ids, work.now)

    def _is_known(self, provider_id: str) -> bool:
        with self.core.read(self.clock()) as work:
            # Whoever wanted all forgotten must not have her texts of the last day done again: of
            # those nothing is left but that they are to be erased, and then they have no words.
            acted_on = work.conn.execute(_FIND_REPLY, {"this": provider_id}).first() is not None
            return acted_on or erasures.waits(work, provider_id)

    def report(
        self, message_id: str, status: str, code: str | None, provider_id: str | None = None
    ) -> None:
        """What became of a text of ours, in Twilio's words; `provider_id` is its name for it."""
        known = _STATUSES.get(status)
        if known is None:
            log.warning("Twilio reported a status that we do not know: %r", status[:20])
            return
        why = verdict(code)
        if known is Status.FAILED and why.expired:
            known = Status.EXPIRED
        with self.core.write(self.clock()) as work:
            delivery.report(work, message_id, known, code=code, opted_out=why.opted_out)
            # Its row may be gone with whoever left, or not know its name yet.
            if provider_id and known in _FINAL and self.retention is Retention.REDACT:
                erasures.hasten(work, provider_id)


def _lost_a_race(error: sa.exc.DBAPIError) -> bool:
    """Whether another transaction made the same row first, or won a deadlock of PostgreSQL's."""
    deadlock = getattr(error.orig, "sqlstate", None) == _DEADLOCK
    return deadlock or isinstance(error, sa.exc.IntegrityError)
