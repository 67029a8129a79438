"""Calls out through Twilio: a channel that reads alerts aloud, and webhooks for keys and status."""

from flask import Blueprint, Flask, Response, request
from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse

from checkin import store
from checkin.actions import answers
from checkin.actions.answers import Answer
from checkin.messages import standing
from checkin.messages.channels import Acceptance, Message
from checkin.messages.outbox import Status, addressed
from checkin.people import contacts, people
from checkin.situation import for_contacts
from checkin.situation.situation import Situation
from checkin.storage.core import Work
from checkin.worker import delivery
from content.phrases import Translator
from sms.calls import speech
from sms.gateway import Gateway
from sms.twilio.carrier import NO_ANSWER, channel_error, taken_as
from sms.twilio.signature import only_genuine

_RING_SECONDS = 30
_ANSWER_SECONDS = 8
_TIMES_READ = 2
_KEYS = {"1": Answer.ON_IT, "2": Answer.CANNOT, "3": Answer.OVER}

# Twilio's call status → ours. An unanswered call is a failure: it did not reach the contact.
# Source: Twilio's Call resource, `status`.
_STATUSES = {
    "initiated": Status.ACCEPTED,
    "ringing": Status.HANDED,
    "in-progress": Status.HANDED,
    "answered": Status.HANDED,
    "completed": Status.DELIVERED,
    "busy": Status.FAILED,
    "no-answer": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}


class TwilioCaller:
    """Calls through Twilio's Calls API. Safe to use from several threads."""

    def __init__(self, client: Client, *, number: str, public_url: str) -> None:
        """`number`: E.164, shown as the caller's."""
        self._client = client
        self._number = number
        self._public_url = public_url

    def send(self, message: Message) -> Acceptance:
        """Ring the contact and read the message aloud. Raises ChannelError."""
        try:
            call = self._client.calls.create(
                to=message.to,
                from_=self._number,
                twiml=script(message, self._public_url),
                timeout=_RING_SECONDS,
                status_callback=f"{self._public_url}/voice/status?id={message.id}",
                status_callback_method="POST",
                status_callback_event=["initiated", "ringing", "answered", "completed"],
            )
        except NO_ANSWER as error:
            raise channel_error(error) from error
        return Acceptance(taken_as(call.sid))

    def find(self, message: Message) -> Acceptance | None:  # noqa: ARG002 - the channel's protocol
        """Always None: Twilio keeps no text of a call by which to find it, and a second call is
        better than none. A call that did go out has meanwhile reported its status by our id."""
        return None


def script(message: Message, public_url: str) -> str:
    """TwiML that reads the message twice and waits for a key."""
    response = VoiceResponse()
    gather = Gather(
        num_digits=1,
        timeout=_ANSWER_SECONDS,
        action=f"{public_url}/voice/answer?id={message.id}",
        method="POST",
    )
    for _ in range(_TIMES_READ):
        for line in message.body.splitlines():
            speech.say(gather, line, message.lang)
        gather.pause(length=1)
    response.append(gather)
    return str(response)


def init_app(app: Flask, gateway: Gateway, *, auth_token: str | None) -> None:
    """Put the webhooks for calls out on the app, at /voice/…, behind Twilio's signature."""
    hooks = Blueprint("voice", __name__, url_prefix="/voice")

    only_genuine(hooks, auth_token=auth_token, public_url=gateway.core.public_url)

    @hooks.post("/answer")
    def _answer() -> Response:
        with gateway.core.write(gateway.clock()) as work:
            answer = pressed(work, request.args.get("id", ""), request.form.get("Digits", ""))
        response = VoiceResponse()
        if answer:
            speech.say(response, *answer)
        response.hangup()
        return Response(str(response), mimetype="text/xml")

    @hooks.post("/status")
    def _status() -> Response:
        known = _STATUSES.get(request.form.get("CallStatus", ""))
        if known is not None:
            with gateway.core.write(gateway.clock()) as work:
                delivery.report(work, request.args.get("id", ""), known)
        return Response(status=204)

    app.register_blueprint(hooks)


def pressed(work: Work, message_id: str, digits: str) -> tuple[str, str] | None:
    """Act on a key pressed during a call. Returns the sentence to say and its language; None when
    the message or its check-in is gone. Idempotent."""
    whose = addressed(work, message_id)
    answer = _KEYS.get(digits)
    contact = contacts.get(work, whose.contact_id) if whose else None
    timer = store.get(work, whose.checkin_id) if whose else None
    if contact is None or timer is None:
        return None
    tr = work.translator(contact.lang)
    if answer is None:
        return _ask_again(tr), contact.lang
    after = answers.give(work, timer, contact.id, answer)
    person = people.get(work, after.person_id)
    if person is None:
        return None
    now = standing.of_timer(work, person, after)
    return _thanks(tr, answer, now, contact.id), contact.lang


def _ask_again(tr: Translator) -> str:
    return tr.gettext("We did not understand that key. You can still answer by text: 1, 2 or 3.")


def _thanks(tr: Translator, answer: Answer, now: Situation, contact_id: str) -> str:
    match answer:
        case Answer.ON_IT:
            return tr.gettext("Thank you. We have noted that you are on it.")
        case Answer.CANNOT:
            return for_contacts.cannot_aloud(now, contact_id, tr)
        case Answer.OVER:
            return tr.gettext("Thank you. We have noted that it is over.")
