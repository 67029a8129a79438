"""Two plans that go with an alert: for an arrest, and for going missing."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from checkin.people import plans as kept
from checkin.people.plans import LONGEST, About
from checkin.storage.core import Work
from webapp import i18n
from webapp.pages import device
from webapp.parts import parts

blueprint = Blueprint("plans", __name__)


@blueprint.get("/<lang:lang>/plans")
def plans() -> str:
    with parts().core.read(parts().clock()) as work:
        me = device.person(work)
        return _page({about: kept.get(work, me, about) if me else "" for about in About})


@blueprint.post("/<lang:lang>/plans")
def act() -> Response | tuple[str, int]:
    # A browser counts a new line as one character and sends two.
    typed = {about: request.form.get(about, "").replace("\r\n", "\n") for about in About}
    with parts().core.write(parts().clock()) as work:
        me = device.person(work)
        if any(len(body) > LONGEST for body in typed.values()):
            _ = i18n.translator().gettext
            return _page(typed, _("Nothing was saved: that is too long.")), 409
        token = None
        if me is not None or any(typed.values()):
            token = _write(work, typed)
    return device.see(url_for("plans.plans", saved=1), token)


def _write(work: Work, typed: Mapping[About, str]) -> str | None:
    me, token = device.owner(work)
    for about, body in typed.items():
        kept.write(work, me, about, body)
    return token


def _page(bodies: Mapping[About, str], problem: str = "") -> str:
    return render_template(
        "personal/plans.html",
        bodies=bodies,
        longest=LONGEST,
        problem=problem,
        saved=request.method == "GET" and "saved" in request.args,
    )
