"""The person's trusted contacts, in the order in which they are told."""

from zoneinfo import ZoneInfo

import segno
from flask import Blueprint, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from checkin.actions import deletions, invitation_links, invitations, test_alert
from checkin.messages import standing, texts
from checkin.people import contacts as trusted
from checkin.people import numbers, people, pins
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.refusals import Reason, Refused
from checkin.situation import alerts
from checkin.storage.core import Work
from checkin.times import dates, zones
from webapp import i18n
from webapp.pages import device, refused
from webapp.parts import parts

blueprint = Blueprint("contacts", __name__)

_LONGEST_NAME = 40

PROVED = frozenset({"add", "link", "renew", "remove", "about"})
"""Buttons that need a PIN, where PINs are set."""

FREE = frozenset({"up", "down", "test"})


@blueprint.get("/<lang:lang>/contacts")
def contacts() -> str:
    with parts().core.read(parts().clock()) as work:
        return _page(work)


@blueprint.post("/<lang:lang>/contacts")
def act() -> Response | tuple[str, int]:
    now, form = parts().clock(), request.form
    try:
        if form.get("do") in PROVED:
            parts().core.act(now, device.prove)
        token = None
        with parts().core.write(now) as work:
            if form.get("do") in ("link", "renew"):
                return _link(work, form)
            if form.get("do") == "add":
                token = _add(work, form)
            elif form.get("do") == "test":
                _test(work)
            else:
                _arrange(work, form)
        return device.see(url_for("contacts.contacts"), token)
    except Refused as problem:
        with parts().core.read(now) as work:
            return _page(work, refused.sentence(problem), form), 409


def _add(work: Work, form: MultiDict[str, str]) -> str | None:
    phone = numbers.read(form.get("phone", ""))
    me, token = device.owner(work)
    me = _named(work, me, form)
    invitations.invite(work, me, phone=phone, name=form.get("name", "").strip()[:_LONGEST_NAME])
    return token


def _named(work: Work, me: Person, form: MultiDict[str, str]) -> Person:
    """Me with the name that contacts shall see, asked for together with the first of them."""
    mine = form.get("mine", "").strip()
    return people.change(work, me, name=mine) if mine and not me.name else me


def _link(work: Work, form: MultiDict[str, str]) -> Response:
    """A link for someone who comes by it, new or once more; shown now and kept by nobody."""
    me, token = device.owner(work)
    me = _named(work, me, form)
    again = _mine(work, me, form.get("contact", "")) if form.get("do") == "renew" else None
    if again and invitation_links.open_to_a_link(again):
        contact, secret = again, invitation_links.renew(work, again)
    else:
        contact, secret = invitation_links.invite(work, me, form.get("name", "")[:_LONGEST_NAME])
    address = work.core.public_url + url_for("contact_link.look", token=secret)
    code = segno.make(address, error="m", micro=False)
    page = render_template(
        "personal/link.html",
        contact=contact,
        address=address,
        code=Markup(code.svg_inline(omitsize=True, light="#fff", border=2)),  # noqa: S704 - ours
    )
    return device.keep(make_response(page), token)


def _arrange(work: Work, form: MultiDict[str, str]) -> None:
    me = device.person(work)
    chosen = _mine(work, me, form.get("contact", "")) if me else None
    if me is None or chosen is None:
        return
    match form.get("do"):
        case "up":
            trusted.reorder(work, me, chosen, up=True)
        case "down":
            trusted.reorder(work, me, chosen, up=False)
        case "remove":
            deletions.remove_contact(work, me, chosen)
        case "about":
            about = form.get("about")
            trusted.set_about(work, chosen, About(about) if about in list(About) else None)
            if form.get("forced") in ("yes", "no"):
                trusted.tell_of_danger(work, chosen, form.get("forced") == "yes")


def _test(work: Work) -> None:
    me = device.person(work)
    if me is None:
        raise Refused(Reason.NO_CONTACT)
    test_alert.start(work, me)


def _tested(work: Work, me: Person, contact: Contact) -> str:
    """How the last test went with this contact; empty before the first."""
    t = i18n.translator()
    _ = t.gettext
    if contact.tested_at is None:
        return ""
    if contact.test_answered_at is None:
        if work.now - contact.tested_at > test_alert.ANSWERABLE_FOR:
            return _("Did not answer the last test")
        return _("Test sent, no answer yet")
    zone = ZoneInfo(zones.of(work.core.library.places, me).name)
    answered = contact.test_answered_at.astimezone(zone)
    if answered.date() == work.now.astimezone(zone).date():
        at = texts.at(work, me, answered, t)
        return _("Answered the test today at %(time)s", time=at)
    return _("Answered the test: %(when)s", when=dates.in_words(answered, t, now=work.now))


def _mine(work: Work, me: Person, id: str) -> Contact | None:
    return next((each for each in trusted.of(work, me) if each.id == id), None)


def _page(work: Work, problem: str = "", typed: MultiDict[str, str] | None = None) -> str:
    me, t = device.person(work), i18n.translator()
    mine = trusted.of(work, me) if me else []
    return render_template(
        "personal/contacts.html",
        me=me,
        contacts=mine,
        tests={each.id: _tested(work, me, each) for each in mine if me and each.tested_at},
        called=texts.introduced(me, t) if me else t.gettext("Someone who trusts you"),
        most=trusted.MOST,
        spaced=numbers.spaced,
        by_link=bool(work.core.push_key),
        asking=work.core.invitations,
        ours=numbers.spaced(work.core.number),
        nobody=alerts.nobody_would(t) if me and mine and standing.nobody(work, me) else "",
        pin_needed=me is not None and pins.needed(work, me),
        lost=device.lost(work),
        problem=problem,
        typed=typed or {},
    )
