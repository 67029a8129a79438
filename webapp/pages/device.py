"""The device: a browser known by a random token in a cookie, set when there is first something to
keep."""

import logging

import sqlalchemy as sa
from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from checkin.actions import proof
from checkin.people import people, silence
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.storage.core import Work
from webapp import cookies, i18n
from webapp.parts import parts

log = logging.getLogger(__name__)

_COOKIE = "rc"
_KEPT_SECONDS = 400 * 24 * 3600


def person(work: Work) -> Person | None:
    """The person whose device asks, or None for a visitor we know nothing of."""
    token = cookies.read(_COOKIE)
    found = people.by_device(work, token) if token else None
    if found:
        i18n.stand_in(found.place)
        g.visitor = found
    return found


def note_visit(response: Response) -> Response:
    """After a page of the person's own: the visit, once a month, so that she is not taken for gone.
    What was asked for is served whether or not that can be written."""
    visitor: Person | None = g.get("visitor")
    now = parts().clock()
    if visitor and silence.old(visitor, now.date()):
        try:
            with parts().core.write(now) as work:
                silence.visited(work, visitor)
        except sa.exc.SQLAlchemyError:
            log.exception("A visit could not be noted; the next one is.")
    return response


def owner(work: Work) -> tuple[Person, str | None]:
    """The person whose device asks, made if need be, and then the token that the response must
    `keep`; None for a device that has one."""
    known = person(work)
    if known:
        return known, None
    place = i18n.preferred_place(request.form.get("place"))
    new = people.create(work, lang=i18n.language().code, place=place.id)
    return new, people.add_device(work, new)


def lost(work: Work) -> bool:
    """Whether this browser has been somebody's device and is no more: it was taken off a number, or
    everything was deleted elsewhere."""
    return bool(cookies.read(_COOKIE)) and person(work) is None


def prove(work: Work) -> Verdict:
    """Check the PIN typed into the form, where the person of the device has PINs. In a transaction
    of its own (`Core.act`), before that of the act: what the danger PIN has told stays told,
    whatever becomes of the act. Raises Refused like `proof.prove`."""
    known = person(work)
    typed = (pin.strip() for pin in request.form.getlist("pin"))
    return proof.prove(work, known, next(filter(None, typed), None)) if known else Verdict.SAFE


def keep(response: AnyResponse, token: str | None) -> AnyResponse:
    """The response, with the new token in a cookie if there is one."""
    if token:
        cookies.put(response, _COOKIE, token, seconds=_KEPT_SECONDS)
    return response


def forget(response: Response) -> None:
    """Take every cookie of ours off the device, and ask the browser to drop the rest."""
    for name in request.cookies:
        secure = name.startswith("__Host-")
        response.delete_cookie(name, httponly=True, samesite="Lax", secure=secure)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def see(address: str, token: str | None = None) -> AnyResponse:
    """Redirect by 303 (Post/Redirect/Get): the end of every button press that worked."""
    return keep(redirect(address, 303), token)
