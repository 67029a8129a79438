"""Twilio's webhooks: texts in, and what became of texts out."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, request
from twilio.twiml.messaging_response import MessagingResponse

from checkin import delivery, outbox
from checkin.clock import Clock
from checkin.core import Core, Work
from checkin.outbox import Status
from checkin.tables import inbound
from sms import conversation, fallback, grammar, lateness, pictures, senders, thread
from sms.carrier import Received
from sms.errors import verdict
from sms.segments import fit
from sms.signature import guard
from sms.simulator import Simulator
from sms.thread import Thread
from sms.turn import Turn
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
_LONGEST_TEXT = 1600
_LONGEST_CODE = 5
# The provider waits 15 seconds for us and as long for the fallback, and a person for both.
_PATIENCE_SECONDS = 4.0
_DEADLOCK = "40P01"  # its SQLSTATE
# A text this young may be on its way to us still.
_ON_ITS_WAY = timedelta(seconds=10)
_PROVIDER_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
# What no phone writes, no XML holds and no key seals: control characters, halves of characters.
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Made once: making a statement takes longer than running it.
_THIS = inbound.c.provider_id == sa.bindparam("this")
_KNOWN = sa.select(inbound.c.reply_sealed).where(_THIS)
_TAKE_IN = inbound.insert()
# Not on the row of a phone that has just been forgotten.
_ANSWER = inbound.update().where(_THIS, inbound.c.phone_hash == sa.bindparam("whose"))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it came in."""

    provider_id: str
    phone: str
    text: str
    pictures: bool


@dataclass(frozen=True)
class Gateway:
    """Texts in, replies out, once each."""

    core: Core
    words: Vocabulary
    clock: Clock

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
        came = _Text(provider_id, phone, _NO_TEXT.sub("", text)[:_LONGEST_TEXT], pictures)
        now = sent_at or self.clock()
        try:
            return self._act(came, now, late=sent_at is not None)
        except sa.exc.DBAPIError as error:
            if not _outrun(error):
                raise
            # It has ended, so now we see what it did.
            return self._act(came, now, late=sent_at is not None)

    def _act(self, came: _Text, now: datetime, *, late: bool) -> str:
        with self.core.write(now, patience=_PATIENCE_SECONDS) as work:
            return self._once(work, came, late=late)

    def _once(self, work: Work, came: _Text, *, late: bool) -> str:
        hashed = work.core.vault.hash(came.phone)
        work.core.database.take_turns(work.conn, hashed)
        this = {"this": came.provider_id}
        cell = f"inbound.reply:{came.provider_id}"
        known = work.conn.execute(_KNOWN, this).first()
        if known:
            return work.open(known.reply_sealed, cell) or ""
        # Written first, so that a duplicate in another process collides before it acts.
        row = {"provider_id": came.provider_id, "phone_hash": hashed, "received_at": work.now}
        work.conn.execute(_TAKE_IN, row)
        reply = self._late_reply(work, came) if late else self._reply(work, came)
        sealed = work.seal(reply, cell)
        work.conn.execute(_ANSWER, {**this, "whose": hashed, "reply_sealed": sealed})
        return reply

    def _reply(self, work: Work, came: _Text) -> str:
        if came.pictures and not came.text.strip():
            return pictures.alone(work, came.phone)
        if not came.pictures:
            return conversation.respond(work, self.words, came.phone, came.text)
        before = thread.load(work, came.phone)
        reply = conversation.respond(work, self.words, came.phone, came.text)
        return pictures.beside(reply, work.translator(_lang(work, before)))

    def _late_reply(self, work: Work, came: _Text) -> str:
        turn = Turn(work, thread.load(work, came.phone), self.words)
        understood = grammar.parse(came.text, self.words, lang=turn.thread.lang)
        if lateness.overtaken(turn, understood.meaning):
            reply = fit(lateness.reply(turn), turn.thread.lang)
        else:
            reply = self._reply(work, came)
        if reply:
            lang = _lang(work, turn.thread)
            sent_now = replace(work, now=self.clock())
            outbox.put(sent_now, kind="reply", to=came.phone, lang=lang, body=reply)
        return reply

    def receive_simulated(self, simulator: Simulator, phone: str, text: str) -> None:
        """A text from a simulated phone, answered on its page."""
        provider_id = simulator.receive(phone, text)
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
            if self._known(text.provider_id):
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

    def _known(self, provider_id: str) -> bool:
        with self.core.read(self.clock()) as work:
            return work.conn.execute(_KNOWN, {"this": provider_id}).first() is not None

    def report(self, message_id: str, status: str, code: str | None) -> None:
        """What became of a text of ours, in Twilio's words."""
        known = _STATUSES.get(status)
        if known is None:
            log.warning("Twilio reported a status that we do not know: %r", status[:20])
            return
        with self.core.write(self.clock()) as work:
            delivery.report(work, message_id, known, code=code, opted_out=verdict(code).opted_out)


def init_app(app: Flask, gateway: Gateway, *, auth_token: str | None) -> None:
    """Put the webhooks on the app."""
    hooks = Blueprint("sms", __name__, url_prefix="/sms")

    guard(hooks, auth_token=auth_token, public_url=gateway.core.public_url)

    @hooks.post("/inbound")
    def _inbound() -> Response:
        text = _text()
        try:
            return _twiml(_received(gateway, text))
        except sa.exc.SQLAlchemyError as error:
            log.error("A text has to wait: the database fails (%s).", type(error).__name__)
            # At once, so that the provider turns to the fallback while someone waits.
            abort(503)

    @hooks.post("/fallback")
    def _fallback() -> Response:
        text = _text()
        log.warning("The provider could not bring us a text (error %s).", _code())
        try:
            return _twiml(_received(gateway, text))
        except Exception as error:
            log.error("A text was answered without being acted on (%s).", type(error).__name__)
            if not senders.phone(text.phone):
                return _twiml("")
            return _twiml(fallback.answer(gateway.core.library, gateway.words, text.text))

    @hooks.post("/status")
    def _status() -> Response:
        status = request.form.get("MessageStatus", "")
        gateway.report(request.args.get("id", ""), status, request.form.get("ErrorCode"))
        return Response(status=204)

    app.register_blueprint(hooks)


def _text() -> _Text:
    form = request.form
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    if not _PROVIDER_ID.fullmatch(provider_id):
        abort(400)
    media = form.get("NumMedia", "")
    with_pictures = media.isdecimal() and media.strip("0") != ""
    return _Text(provider_id, form.get("From", ""), form.get("Body", ""), with_pictures)


def _outrun(error: sa.exc.DBAPIError) -> bool:
    """Whether another transaction made the same row first, or won a deadlock of PostgreSQL's."""
    deadlock = getattr(error.orig, "sqlstate", None) == _DEADLOCK
    return deadlock or isinstance(error, sa.exc.IntegrityError)


def _lang(work: Work, before: Thread) -> str:
    """The language of the phone after its text; the one before where the phone was forgotten."""
    after = thread.load(work, before.phone)
    return after.lang if after.known else before.lang


def _received(gateway: Gateway, text: _Text) -> str:
    return gateway.receive(text.provider_id, text.phone, text.text, pictures=text.pictures)


def _code() -> str:
    code = request.form.get("ErrorCode", "")
    return code if code.isdecimal() and len(code) <= _LONGEST_CODE else "unknown"


def _twiml(reply: str) -> Response:
    response = MessagingResponse()
    if reply:
        # One character that XML cannot hold, in a contact's name perhaps, would lose the reply.
        response.message(_NO_TEXT.sub("", reply))
    return Response(str(response), mimetype="text/xml")
