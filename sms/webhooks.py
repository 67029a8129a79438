"""Twilio's webhooks for texts: a text in, its fallback when the first webhook failed, and delivery
status. Replies are TwiML."""

import logging
import re

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, request
from twilio.twiml.messaging_response import MessagingResponse

from sms import fallback
from sms.gateway import UNWRITABLE, Gateway, Text
from sms.twilio import senders
from sms.twilio.signature import only_genuine

log = logging.getLogger(__name__)

_LONGEST_CODE = 5  # digits of a Twilio error code
_PROVIDER_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def init_app(app: Flask, gateway: Gateway, *, auth_token: str | None) -> None:
    """Put the webhooks on the app, at /sms/…, each behind a check of Twilio's signature."""
    hooks = Blueprint("sms", __name__, url_prefix="/sms")
    only_genuine(hooks, auth_token=auth_token, public_url=gateway.core.public_url)

    @hooks.post("/inbound")
    def _inbound() -> Response:
        text = _text()
        try:
            return _twiml(_reply_to(gateway, text))
        except sa.exc.SQLAlchemyError as error:
            log.error("A text has to wait: the database fails (%s).", type(error).__name__)
            # Fail at once: someone waits, and only then does the provider try the fallback.
            abort(503)

    @hooks.post("/fallback")
    def _fallback() -> Response:
        text = _text()
        log.warning("The provider could not bring us a text (error %s).", _error_code())
        try:
            return _twiml(_reply_to(gateway, text))
        except Exception as error:
            log.error("A text was answered without being acted on (%s).", type(error).__name__)
            if not senders.phone(text.phone):
                return _twiml("")
            return _twiml(fallback.answer(gateway.core, gateway.words, text.text))

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


def _text() -> Text:
    form = request.form
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    if not _PROVIDER_ID.fullmatch(provider_id):
        abort(400)
    media = form.get("NumMedia", "")
    with_pictures = media.isdecimal() and media.strip("0") != ""
    return Text(provider_id, form.get("From", ""), form.get("Body", ""), with_pictures)


def _reply_to(gateway: Gateway, text: Text) -> str:
    return gateway.receive(text.provider_id, text.phone, text.text, pictures=text.pictures)


def _error_code() -> str:
    code = request.form.get("ErrorCode", "")
    return code if code.isdecimal() and len(code) <= _LONGEST_CODE else "unknown"


def _twiml(reply: str) -> Response:
    response = MessagingResponse()
    if reply:
        # A single character that XML cannot hold, perhaps in a contact's name, would make the whole
        # TwiML invalid and lose the reply.
        response.message(UNWRITABLE.sub("", reply))
    return Response(str(response), mimetype="text/xml")
