"""Twilio's webhooks: texts in, and what became of texts out."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, request
from twilio.twiml.messaging_response import MessagingResponse

from checkin import delivery, erasures, outbox
from checkin.clock import Clock
from checkin.core import Core, Work
from checkin.outbox import Status
from checkin.tables import inbound
from sms import conversation, thread
from sms.carrier import Received, Retention
from sms.conversation import Reply
from sms.errors import verdict
from sms.signature import only_genuine
from sms.simulator import Simulator
from sms.words import Vocabulary

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
_ENDINGS = (Status.DELIVERED, Status.FAILED, Status.EXPIRED)
_LONGEST_TEXT = 1600
# By then Twilio has our answer, or has given up on it.
_ANSWERED_AFTER = timedelta(seconds=20)


@dataclass(frozen=True)
class Gateway:
    """Texts in, replies out, once each. `retention`: what the provider does with the words of
    our texts; None where nobody keeps any."""

    core: Core
    words: Vocabulary
    clock: Clock
    retention: Retention | None = None

    def receive(
        self, provider_id: str, phone: str, text: str, *, sent_at: datetime | None = None
    ) -> str:
        """Act on a text once and answer it; the same text delivered again gets the same answer.
        A text that reaches us late counts from `sent_at`."""

        def answer(work: Work) -> Reply:
            if self.retention:
                # PINs, names and notes stand in it. Not before we have acted on it.
                erasures.put(work, [provider_id], work.now + _ANSWERED_AFTER)
            return conversation.respond(work, self.words, phone, text[:_LONGEST_TEXT])

        return self.once(provider_id, phone, answer, now=sent_at or self.clock())

    def once(
        self, provider_id: str, phone: str, answer: Callable[[Work], Reply], *, now: datetime
    ) -> str:
        """What `answer` says, which acts in the same transaction. Of what is delivered again
        under the same id nothing is done, and the answer stays the same."""
        try:
            with self.core.write(now) as work:
                known = work.conn.execute(
                    sa.select(inbound).where(inbound.c.provider_id == provider_id)
                ).first()
                if known:
                    return work.open(known.reply_sealed, f"inbound.reply:{provider_id}") or ""
                # Written first, so that a duplicate in another process collides before it acts.
                work.conn.execute(
                    inbound.insert().values(
                        provider_id=provider_id,
                        phone_hash=self.core.vault.hash(phone),
                        received_at=now,
                    )
                )
                reply = answer(work)
                sealed = work.seal(reply.body, f"inbound.reply:{provider_id}")
                work.conn.execute(
                    inbound.update()
                    .where(inbound.c.provider_id == provider_id)
                    .values(reply_sealed=sealed, to_stranger=reply.to_stranger)
                )
                return reply.body
        except sa.exc.IntegrityError:
            with self.core.read(now) as work:
                known = work.conn.execute(
                    sa.select(inbound).where(inbound.c.provider_id == provider_id)
                ).one()
                return work.open(known.reply_sealed, f"inbound.reply:{provider_id}") or ""

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
        """Act on texts that the provider took while we could not be reached; how many. Their
        answers leave as texts of our own, since nobody waits for them any more."""
        late = 0
        for text in texts:
            if self._known(text.provider_id):
                continue
            reply = self.receive(text.provider_id, text.phone, text.body, sent_at=text.sent_at)
            late += 1
            if reply:
                with self.core.write(self.clock()) as work:
                    lang = thread.load(work, text.phone).lang
                    outbox.put(work, kind="reply", to=text.phone, lang=lang, body=reply)
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
                erasures.put(work, provider_ids, work.now)

    def _known(self, provider_id: str) -> bool:
        with self.core.read(self.clock()) as work:
            query = sa.select(inbound.c.provider_id).where(inbound.c.provider_id == provider_id)
            # Whoever wanted all forgotten must not have her texts of the last day done again: of
            # those nothing is left but that they are to be erased, and then they have no words.
            acted_on = work.conn.execute(query).first() is not None
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
            if provider_id and known in _ENDINGS and self.retention is Retention.REDACT:
                erasures.hasten(work, provider_id)


def init_app(app: Flask, gateway: Gateway, *, auth_token: str | None) -> None:
    """Put the webhooks on the app."""
    hooks = Blueprint("sms", __name__, url_prefix="/sms")

    only_genuine(hooks, auth_token=auth_token, public_url=gateway.core.public_url)

    @hooks.post("/inbound")
    def _inbound() -> Response:
        form = request.form
        provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
        phone = form.get("From", "")
        if not provider_id or not phone:
            abort(400)
        return _twiml(gateway.receive(provider_id, phone, form.get("Body", "")))

    @hooks.post("/status")
    def _status() -> Response:
        form = request.form
        gateway.report(
            request.args.get("id", ""),
            form.get("MessageStatus", ""),
            form.get("ErrorCode"),
            form.get("MessageSid"),
        )
        return Response(status=204)

    app.register_blueprint(hooks)


def _twiml(reply: str) -> Response:
    response = MessagingResponse()
    if reply:
        response.message(reply)
    return Response(str(response), mimetype="text/xml")
