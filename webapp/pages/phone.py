"""A basic phone on a web page: what it sends us and what it sees. Demo mode only."""

import phonenumbers
from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from sms.price import price
from sms.simulator import Simulator
from webapp.pages import device
from webapp.pages.surroundings import DEMO_PHONES
from webapp.parts import parts

blueprint = Blueprint("phone", __name__, url_prefix="/phone")


@blueprint.get("/<number>")
def phone(number: str) -> str:
    simulator, number = _simulated(number)
    return render_template(
        "phone.html",
        number=number,
        ours=parts().core.number,
        others=[each for each in _phones(simulator) if each != number],
        texts=simulator.conversation(number),
        cents=price(1) * 100,
    )


@blueprint.post("/<number>")
def send(number: str) -> Response:
    simulator, number = _simulated(number)
    body = request.form.get("body", "").strip()
    if body:
        parts().gateway.receive_simulated(simulator, number, body)
    return device.see(request.path)


def _phones(simulator: Simulator) -> list[str]:
    return list(dict.fromkeys([*simulator.phones(), *DEMO_PHONES]))


def _simulated(number: str) -> tuple[Simulator, str]:
    """The simulator and the number in E.164; no such page without the one or the other."""
    simulator = parts().simulator
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        parsed = None
    if simulator is None or parsed is None or not phonenumbers.is_possible_number(parsed):
        abort(404)
    return simulator, phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
