"""The hotline for calls in: a voice menu in two languages, cards read aloud, SOS by key.

The server is stateless between two steps of a call: the URL of the next step carries all that it
needs, and never a phone number or a PIN. Somebody may listen in, so the menu names nobody's work.
"""

import logging
from dataclasses import replace

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse
from werkzeug.exceptions import HTTPException

from checkin.people import people, pins
from checkin.refusals import Refused
from checkin.storage.core import Work, new_id
from checkin.storage.vault import VaultError
from content.phrases import SOURCE
from sms.calls import caller, speech
from sms.calls.caller import Call, Caller
from sms.gateway import Gateway
from sms.replies import session
from sms.replies.conversation import Reply
from sms.replies.sender import Sender
from sms.replies.timer import sos_replies
from sms.replies.turn import Turn
from sms.twilio.signature import only_genuine

log = logging.getLogger(__name__)

# Key → card id: what someone who calls from the street or a jail needs, most urgent first.
CARDS = {
    "1": "stopped",
    "2": "arrested",
    "3": "door",
    "4": "search",
    "5": "phone",
    "6": "lawyer",
    "7": "hurt",
    "8": "find",
}
_OTHER_LANGUAGE, _SOS, _AGAIN = "9", "0", "1"
_CARD_FOR_SILENCE = "arrested"
_MENU_SECONDS = 6
_END_SECONDS = 8
_PIN_SECONDS = 10
_MOST_TRIES = 3


def menu(call: Call, *first: str, missed: int = 0) -> VoiceResponse:
    """The voice menu, after the sentences `first`: the same for every caller, so that neither a
    faked number nor whoever holds the phone learns from it what is set up. A caller who presses
    nothing hears the card they most likely need. `missed`: 1 after a key that is not on the
    menu."""
    _ = call.tr.gettext
    response, keys = VoiceResponse(), call.key("choice", _MENU_SECONDS, missed=missed)
    call.say(keys, *first)
    if call.other:
        other = replace(call, lang=call.other)
        # Translators: each language names itself here: "Para español, oprime el %(key)s."
        offer = other.tr.gettext("For English, press %(key)s.", key=_OTHER_LANGUAGE)
        other.say(keys, offer)
    call.say(
        keys,
        # Translators: read aloud; somebody may listen in, so it says neither police nor work
        _(
            "Stopped, press %(stopped)s. Arrested, %(arrested)s. Someone at the door, %(door)s. "
            "A search, %(search)s. Your phone, %(phone)s. A lawyer, %(lawyer)s. Hurt, %(hurt)s. "
            "Finding someone, %(find)s.",
            **{card_id: key for key, card_id in CARDS.items()},
        ),
    )
    call.say(keys, _("For SOS, press %(key)s.", key=_SOS))
    response.append(keys)
    _read(call, response, _CARD_FOR_SILENCE)
    return response


def read(call: Call, card_id: str) -> VoiceResponse:
    """The card read aloud; an unknown id gets the most likely card. Any key leads to the menu; at
    the end a key reads the card again."""
    response = VoiceResponse()
    _read(call, response, card_id if card_id in call.core.library.cards else _CARD_FOR_SILENCE)
    return response


def _read(call: Call, response: VoiceResponse, card_id: str) -> None:
    reading = call.key("menu", 1)
    for block in speech.card(call.core.library, card_id, call.lang, call.caller.place):
        for run in block:
            speech.say(reading, run.text, run.lang)
        reading.pause(length=1)
    response.append(reading)
    end = call.key("end", _END_SECONDS, card=card_id)
    call.say(
        end,
        call.tr.gettext(
            "To hear this again, press %(key)s. For the menu, press any other key. Or hang up.",
            key=_AGAIN,
        ),
    )
    response.append(end)
    response.hangup()


def choose(call: Call, key: str, *, missed: int) -> VoiceResponse:
    """The step that a key of the menu leads to. A first key that is not on the menu is told so;
    after a second the most likely card is read."""
    if key in CARDS:
        return read(call, CARDS[key])
    if key == _OTHER_LANGUAGE and call.other:
        return menu(replace(call, lang=call.other))
    if key == _SOS:
        return ask_pin(call, attempt=1, ask=new_id())
    if missed:
        return read(call, _CARD_FOR_SILENCE)
    return menu(call, call.tr.gettext("That key is not on the menu."), missed=1)


def ask_pin(call: Call, *first: str, attempt: int, ask: str) -> VoiceResponse:
    """Ask for the PIN. `attempt` counts from 1; `ask`: an id of this request for SOS, the same
    through all its attempts."""
    response = VoiceResponse()
    action = call.address("sos", attempt=attempt, ask=ask)
    keys = Gather(finish_on_key="#", timeout=_PIN_SECONDS, action=action, method="POST")
    # Whoever has no PIN hears at once what to do instead. Everyone does, so it tells nothing.
    call.say(
        keys,
        *first,
        call.tr.gettext("Enter your PIN, then press the pound key."),
        call.tr.gettext("No PIN? Text the word SOS to this number."),
    )
    response.append(keys)
    call.say(response, call.tr.gettext("No PIN was entered, so nothing was sent."))
    response.redirect(call.address("menu"), method="POST")
    return response


def sos(call: Call, gateway: Gateway, pin: str, *, attempt: int, ask: str) -> VoiceResponse:
    """Tell all contacts, like SOS by text, if `pin` is right. The safe and the danger PIN do the
    same with the same words: whoever is forced to enter the danger PIN needs help no less.
    Idempotent by `ask`.

    After many wrong PINs a right one still tells them, but what is said does not show it any more.
    """
    right, shown = _heard(call, gateway, pin, f"{ask}:{attempt}")
    told = _tell(call, gateway, ask) if right else ""
    if not shown:
        return _unshown(call)
    wrong = call.tr.gettext("That PIN is not right. Nothing was sent.")
    if not right and attempt < _MOST_TRIES:
        return ask_pin(call, wrong, attempt=attempt + 1, ask=ask)
    response = VoiceResponse()
    if right:
        end = call.key("menu", _END_SECONDS)
        call.say(end, told, call.tr.gettext("For the menu, press any key. Or hang up."))
        response.append(end)
    else:
        call.say(response, wrong, _sos_by_text(call))
    response.hangup()
    return response


def _heard(call: Call, gateway: Gateway, pin: str, this: str) -> tuple[bool, bool]:
    """Whether the PIN is right, and whether the caller may be told so. Wrong ones are counted, once
    for each `this`."""
    phone, now = call.caller.phone, gateway.clock()

    def compare(work: Work) -> tuple[bool, bool]:
        person = people.by_phone(work, phone)
        return pins.proves(work, person, pin), pins.shown_elsewhere(work, person, phone)

    right, shown = gateway.core.look(now, compare)
    if right or not shown:
        return right, shown

    def count(work: Work) -> Reply:
        pins.count_elsewhere(work, people.by_phone(work, phone), phone)
        return Reply("", call.lang)

    gateway.once(f"miss:{this}", phone, count, now=now)
    return right, shown


def _unshown(call: Call) -> VoiceResponse:
    response = VoiceResponse()
    call.say(
        response,
        call.tr.gettext(
            "Many PINs were wrong, so we do not say whether this one was right and SOS was sent."
        ),
        _sos_by_text(call),
    )
    response.hangup()
    return response


def _tell(call: Call, gateway: Gateway, ask: str) -> str:
    def tell(work: Work) -> Reply:
        sender = Sender(work, call.caller.phone)
        here = replace(session.load(sender), lang=call.lang)
        try:
            return Reply(
                "\n".join(sos_replies.tell(Turn(work, here, gateway.words, sender))), call.lang
            )
        except Refused as refused:
            return Reply(refused.sentence(call.tr), call.lang)

    return gateway.once(f"call:{ask}", call.caller.phone, tell, now=gateway.clock())


def _sos_by_text(call: Call) -> str:
    return call.tr.gettext("For SOS, text the word SOS to this number.")


def init_app(app: Flask, gateway: Gateway, *, auth_token: str | None) -> None:
    """Put the hotline's webhooks on the app, at /voice/…, behind Twilio's signature."""
    hooks = Blueprint("hotline", __name__, url_prefix="/voice")
    only_genuine(hooks, auth_token=auth_token, public_url=gateway.core.public_url)

    def call() -> Call:
        who, asked = _caller(gateway, request.form.get("From", "")), request.args.get("lang", "")
        spoken = caller.languages(gateway.core.phrases)
        return Call(gateway.core, who, asked if asked in spoken else who.langs[0])

    @hooks.post("/inbound")
    def _inbound() -> Response:
        return _twiml(menu(call(), "Raincheck."))

    @hooks.post("/menu")
    def _menu() -> Response:
        return _twiml(menu(call()))

    @hooks.post("/choice")
    def _choice() -> Response:
        missed = request.args.get("missed", 0, int)
        return _twiml(choose(call(), request.form.get("Digits", ""), missed=missed))

    @hooks.post("/end")
    def _end() -> Response:
        again = request.form.get("Digits") == _AGAIN
        return _twiml(read(call(), request.args.get("card", "")) if again else menu(call()))

    @hooks.post("/sos")
    def _sos() -> Response:
        pin, ask = request.form.get("Digits", ""), request.args.get("ask") or new_id()
        attempt = request.args.get("attempt", _MOST_TRIES, int)
        return _twiml(sos(call(), gateway, pin, attempt=attempt, ask=ask[:32]))

    @hooks.errorhandler(Exception)
    def _failed(error: Exception) -> HTTPException | Response:
        """Answer a failure in TwiML, because an error page would end the call without a word."""
        if isinstance(error, HTTPException):
            return error
        log.exception("A step of a call failed.")
        tr, response = gateway.core.phrases.translator(SOURCE), VoiceResponse()
        sorry = tr.gettext(
            "Something went wrong on our side. Please do not count on us now: call or text "
            "someone you trust."
        )
        speech.say(response, sorry, SOURCE)
        response.hangup()
        return _twiml(response)

    app.register_blueprint(hooks)


def _caller(gateway: Gateway, phone: str) -> Caller:
    """The caller; a stranger when the database is down, because cards can be read without it."""
    try:
        with gateway.core.read(gateway.clock()) as work:
            return caller.recognise(work, phone)
    except (sa.exc.SQLAlchemyError, VaultError):
        log.exception("A caller could not be looked up.")
        return caller.stranger(gateway.core)


def _twiml(response: VoiceResponse) -> Response:
    return Response(str(response), mimetype="text/xml")
