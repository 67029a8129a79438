"""Simulated basic phones on a web page: what they send us, what they see, what became of it. Demo
mode only."""

from dataclasses import dataclass
from typing import TypeVar

import phonenumbers
from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from checkin.times.durations import format_duration
from sms.calls import voice
from sms.encoding.price import price
from sms.simulator.faults import Condition, Trouble
from sms.simulator.handset import Kind, Totals
from sms.simulator.simulator import Simulator
from webapp import i18n
from webapp.pages import device
from webapp.pages.simulator import screen
from webapp.pages.simulator.screen import Line
from webapp.pages.surroundings import DEMO_PHONES
from webapp.parts import parts

_Choice = TypeVar("_Choice", Trouble, Condition)

blueprint = Blueprint("phone", __name__, url_prefix="/phone")

_SIDE_BY_SIDE = 12
_SHOWN_ALONE, _SHOWN_BESIDE = 60, 12
_SUGGESTED = 3
# Kept free for fiction; first those that are easily told apart.
_FICTION = [f"+120255501{last:02}" for last in (*range(11, 100, 11), *range(100))]


@dataclass(frozen=True)
class Phone:
    """One phone as it is shown."""

    number: str
    condition: Condition
    totals: Totals
    lines: list[Line]


@blueprint.get("/")
def phones() -> str:
    return _overview()


@blueprint.post("/")
def change() -> Response | str:
    simulator, form = _simulator(), request.form
    if "trouble" in form:
        simulator.suffer(_chosen(Trouble, form["trouble"]))
        return device.see(_back_to(form.get("back")))
    number = _e164(form.get("suggested") or form.get("number", ""))
    if number is None:
        return _overview(problem=form.get("number", ""))
    simulator.switch(number, simulator.conditions().get(number, Condition.ON))
    return device.see(url_for("phone.phones", _anchor=f"p{number[1:]}"))


@blueprint.get("/<number>")
def phone(number: str) -> str:
    simulator, number = _simulated(number)
    return render_template(
        "simulator/phone.html",
        phones=_shown(simulator, [number], _SHOWN_ALONE),
        others=[each for each in _in_use(simulator)[0] if each != number],
        **_around(simulator),
    )


@blueprint.post("/<number>")
def send(number: str) -> Response:
    simulator, number = _simulated(number)
    form = request.form
    body = form.get("body", "").strip()
    if "condition" in form:
        simulator.switch(number, _chosen(Condition, form["condition"]))
    elif "press" in form:
        _press(simulator, number, form["press"])
    elif body:
        parts().gateway.receive_simulated(simulator, number, body)
    if form.get("back") == "phones":
        return device.see(url_for("phone.phones", _anchor=f"p{number[1:]}"))
    return device.see(request.path)


def _overview(problem: str | None = None) -> str:
    simulator = _simulator()
    beside, further = _in_use(simulator)
    free = [each for each in dict.fromkeys(_FICTION) if each not in {*beside, *further}]
    core = parts().core
    return render_template(
        "simulator/phones.html",
        phones=_shown(simulator, beside, _SHOWN_BESIDE),
        further=further,
        free=free,
        suggested=free[:_SUGGESTED],
        problem=problem,
        troubles=list(Trouble),
        shortest=format_duration(core.bounds.shortest).upper(),
        missed_after=format_duration(core.bounds.shortest + core.timeline.grace),
        **_around(simulator),
    )


def _around(simulator: Simulator) -> dict[str, object]:
    """Template variables of both pages."""
    return {
        "ours": parts().core.number,
        "trouble": simulator.trouble,
        "conditions": list(Condition),
        "cents": price(1) * 100,
    }


def _shown(simulator: Simulator, numbers: list[str], last: int) -> list[Phone]:
    conditions, totals, tr = simulator.conditions(), simulator.totals(), i18n.translator()
    with parts().core.read(parts().clock()) as work:
        return [
            Phone(
                number=each,
                condition=conditions.get(each, Condition.ON),
                totals=totals.get(each, Totals()),
                lines=screen.lines(work, simulator.history(each, last=last), tr),
            )
            for each in numbers
        ]


def _press(simulator: Simulator, number: str, pressed: str) -> None:
    """A key pressed during a call, given as CALL-KEY."""
    id, _, key = pressed.partition("-")
    calls = [text for text in simulator.conversation(number) if text.kind is Kind.CALL]
    call = next((each for each in calls if str(each.id) == id), None)
    if call is None:
        return
    with parts().core.write(parts().clock()) as work:
        said = voice.pressed(work, call.message_id or "", key)
    simulator.press(call, number, key[:1], said[0] if said else None)


def _in_use(simulator: Simulator) -> tuple[list[str], list[str]]:
    """The phones to show, in an order that does not change as they are used; and the rest."""
    known = list(dict.fromkeys([*DEMO_PHONES, *simulator.phones()]))
    return sorted(known[:_SIDE_BY_SIDE]), sorted(known[_SIDE_BY_SIDE:])


def _back_to(number: str | None) -> str:
    """The overview, or the phone from whose page the switch was pressed."""
    known = _e164(number or "")
    return url_for("phone.phone", number=known) if known else url_for("phone.phones")


def _chosen(choices: type[_Choice], word: str) -> _Choice:
    try:
        return choices(word)
    except ValueError:
        abort(400)


def _simulator() -> Simulator:
    """The simulator; 404 outside demo mode."""
    return parts().simulator or abort(404)


def _simulated(number: str) -> tuple[Simulator, str]:
    """The simulator and the number in E.164; 404 without the one or the other."""
    return _simulator(), _e164(number) or abort(404)


def _e164(number: str) -> str | None:
    """The number as the carrier knows it, however it is written."""
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
