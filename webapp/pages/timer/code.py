"""The page that closes a timer from any device, with the check-in code of whoever started it."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from checkin.actions import timers
from checkin.refusals import Refused
from checkin.situation import pages
from checkin.storage.core import Work
from webapp import i18n
from webapp.pages import device
from webapp.parts import parts

blueprint = Blueprint("code", __name__)


@blueprint.get("/<lang:lang>/checkin/code")
def code() -> str:
    return _page(closed="closed" in request.args)


@blueprint.post("/<lang:lang>/checkin/code")
def act() -> Response | tuple[str, int]:
    """Close the timer that runs. Whatever stands in the way gets the same answer: whoever guesses
    codes must not learn which of them are somebody's."""
    typed = "".join(each for each in request.form.get("code", "") if each.isalnum())
    pin = request.form.get("pin", "").strip() or None

    def close(work: Work) -> bool:
        return timers.ok_by_code(work, typed, pin)[1] is not None

    try:
        closed = parts().core.act(parts().clock(), close)
    except Refused:
        closed = False
    if closed:
        return device.see(url_for("code.code", closed=1))
    return _page(failed=True), 409


def _page(*, closed: bool = False, failed: bool = False) -> str:
    number = parts().core.number
    return render_template(
        "timer/code.html",
        closed=closed,
        failed=failed,
        number=number,
        ended=pages.safe(i18n.translator()),
    )
