"""The host's page, behind a link that works once, from `raincheck host link`."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from checkin.machine.notices import ChannelKind
from checkin.people import host_sessions
from checkin.people.host_sessions import Kind
from checkin.storage.core import Work
from checkin.times.formatting import spoken
from webapp import cookies, i18n, spending
from webapp.ops import chart, overview
from webapp.parts import parts

blueprint = Blueprint("host", __name__, url_prefix="/host")

_COOKIE = "host"

Page = str | tuple[str, int] | Response


@blueprint.get("")
def host() -> Page:
    try:
        with parts().core.read(parts().clock()) as work:
            if not _inside(work):
                return _door("closed", 401)
            seen = overview.take(work)
    except sa.exc.SQLAlchemyError:
        return _door("down", 503)
    made = parts()
    return render_template(
        "operator/host.html",
        seen=seen,
        settings=made.settings,
        push=ChannelKind.PUSH in made.channels,
        postgres=not made.core.database.sqlite,
        messages=chart.stacked([(each.delivered, each.failed) for each in seen.totals]),
        costs=chart.stacked([(each.segments,) for each in seen.totals]),
        caps=made.core.caps,
        filled=chart.filled,
        size=(chart.WIDTH, chart.HEIGHT),
        dollars=spending.dollars,
        oldest=spoken(seen.queue.oldest or timedelta(0), i18n.translator()),
        late=spoken(seen.beats.late, i18n.translator()),
    )


@blueprint.post("")
def leave() -> Response:
    """Log out."""
    with parts().core.write(parts().clock()) as work:
        host_sessions.leave(work, cookies.read(_COOKIE))
    answer = redirect(url_for("host.host"), 303)
    cookies.drop(answer, _COOKIE)
    return answer


@blueprint.get("/in/<token>")
def door(token: str) -> Page:
    """A button only: scanners and previews fetch links, and must not use this one up."""
    with parts().core.read(parts().clock()) as work:
        good = host_sessions.valid(work, token, Kind.LINK)
    return _door("open", 200) if good else _door("closed", 410)


@blueprint.post("/in/<token>")
def enter(token: str) -> Page:
    with parts().core.write(parts().clock()) as work:
        session = host_sessions.enter(work, token)
    if session is None:
        return _door("closed", 410)
    answer = redirect(url_for("host.host"), 303)
    lasts = int(host_sessions.SESSION_LASTS.total_seconds())
    cookies.put(answer, _COOKIE, session, seconds=lasts, samesite="Strict")
    return answer


def _inside(work: Work) -> bool:
    return host_sessions.valid(work, cookies.read(_COOKIE), Kind.SESSION)


def _door(state: str, code: int) -> tuple[str, int]:
    return render_template("operator/host_door.html", state=state), code
