"""Settings: language, place, name, the wish on police, this phone, PINs, and deleting it all."""

import re

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from checkin.actions import deletions, links, proof
from checkin.messages import texts
from checkin.people import codes, contacts, people, pins
from checkin.people.people import Person, Police
from checkin.people.pins import Verdict
from checkin.refusals import Refused
from checkin.situation import alerts
from checkin.storage.core import Work
from content.places import Place
from webapp import i18n
from webapp.pages import device, refused
from webapp.pages.app import push
from webapp.parts import parts
from webapp.textlink import sms

blueprint = Blueprint("settings", __name__)

_LONGEST_NAME = 40
_MOST_HOURS = 72
_PIN = re.compile(r"[0-9]{4,8}")

PROVED = frozenset({"join", "unlink", "code", "new_code", "pins"})
"""Buttons that need a PIN, where PINs are set."""

FREE = frozenset({"reading", "checkins"})


@blueprint.get("/<lang:lang>/settings")
def settings() -> str:
    with parts().core.read(parts().clock()) as work:
        return _page(work)


@blueprint.post("/<lang:lang>/settings")
def act() -> AnyResponse | tuple[str, int]:
    now, form = parts().clock(), request.form
    wanted = form.get("do", "")
    proven = Verdict.SAFE
    try:
        if wanted in PROVED:
            proven = parts().core.act(now, device.prove)
    except Refused as problem:
        return _refuse(refused.sentence(problem), wanted)
    match wanted:
        case "reading":
            return _save_reading(form)
        case "checkins":
            with parts().core.write(now) as work:
                me, token = device.owner(work)
                unnamed = _save(work, me, form)
            if unnamed:
                return _refuse(refused.sentence(unnamed), wanted)
            return device.see(url_for("settings.settings", saved=1), token)
        case "unlink":
            with parts().core.write(now) as work:
                unlinked = device.person(work)
                if unlinked:
                    links.unlink(work, unlinked, tell=True)
            return device.see(url_for("settings.settings"))
        case "code" | "new_code":
            with parts().core.write(now) as work:
                me, token = device.owner(work)
                code = (codes.of if wanted == "code" else codes.renew)(work, me)
                shown = _page(work, me, checkin_code=code)
            return device.keep(make_response(shown), token)
        case "pins":
            return _choose_pins(form, proven)
        case _:
            return device.see(url_for("settings.settings"))


@blueprint.post("/<lang:lang>/settings/link")
def join() -> AnyResponse | tuple[str, int]:
    """Link this app to the number that was sent the code. An address of its own: guesses at codes
    are counted there."""
    now, typed = parts().clock(), request.form.get("link_code", "")
    try:
        parts().core.act(now, device.prove)
        with parts().core.write(now) as work:
            me = device.person(work)
            found = links.join(work, typed, me)
            _place(work, found.person)
            token = None if me else people.add_device(work, found.person)
    except Refused as problem:
        return _refuse(refused.sentence(problem), "join")
    joined = "pins" if found.pins_of_phone else "1"
    return device.see(url_for("settings.settings", joined=joined), token)


def _place(work: Work, joined: Person) -> None:
    """The place that was chosen in the app, for whoever has chosen none by text."""
    if joined.place == work.core.place:
        place = i18n.preferred_place(request.form.get("place"))
        people.change(work, joined, place=place.id, zone=joined.zone)


@blueprint.get("/<lang:lang>/settings/delete")
def delete() -> str:
    """What deleting means, before the button that does it."""
    return _delete_page()


@blueprint.post("/<lang:lang>/settings/delete")
def really_delete() -> Response | tuple[str, int]:
    try:
        parts().core.act(parts().clock(), device.prove)
        with parts().core.write(parts().clock()) as work:
            me = device.person(work)
            if me:
                deletions.forget(work, me)
    except Refused as problem:
        return _delete_page(refused.sentence(problem)), 409
    response = make_response(render_template("personal/deleted.html"))
    device.forget(response)
    return response


def _delete_page(problem: str = "") -> str:
    with parts().core.read(parts().clock()) as work:
        me = device.person(work)
        needed = me is not None and pins.needed(work, me)
    return render_template("personal/delete.html", problem=problem, pin_needed=needed)


def _save_reading(form: MultiDict[str, str]) -> AnyResponse:
    core = parts().core
    wanted = form.get("language")
    language = next(
        (each for each in core.phrases.languages if each.tag == wanted), i18n.language()
    )
    place = i18n.preferred_place(form.get("place"))
    with core.write(parts().clock()) as work:
        me = device.person(work)
        if me:
            people.change(work, me, lang=language.code, place=place.id)
    response = device.see(url_for("settings.settings", lang=language, saved=1))
    i18n.save_choice(response, language, place)
    return response


def _refuse(problem: str, at: str) -> tuple[str, int]:
    """The page with what is wrong, beside the button (`at`) that was pressed."""
    with parts().core.read(parts().clock()) as work:
        return _page(work, problem=problem, at=at), 409


def _save(work: Work, me: Person, form: MultiDict[str, str]) -> Refused | None:
    """Save the form. Where the name cannot be changed now, the rest is kept all the same, and why
    is returned."""
    problem = None
    try:
        people.rename(work, me, form.get("name", "")[:_LONGEST_NAME])
    except Refused as running:
        problem = running
    hours = form.get("hours", "")
    police = form.get("police", "")
    people.change(
        work,
        me,
        police=Police(police) if police in list(Police) else None,
        police_after_hours=min(max(int(hours), 1), _MOST_HOURS) if hours.isdecimal() else None,
        at_once=form.get("at_once") == "yes",
    )
    return problem


def _choose_pins(form: MultiDict[str, str], proven: Verdict) -> AnyResponse | tuple[str, int]:
    now, _ = parts().clock(), i18n.translator().gettext
    safe, danger = form.get("safe", "").strip(), form.get("danger", "").strip()

    def choose(work: Work) -> str | None:
        me, token = device.owner(work)
        proof.choose_pins(work, me, proven, safe=safe, duress=danger)
        return token

    try:
        if safe == danger or not (_PIN.fullmatch(safe) and _PIN.fullmatch(danger)):
            raise ValueError(_("No PIN was set. Choose two different ones, each of 4 to 8 digits."))
        token = parts().core.act(now, choose)
        return device.see(url_for("settings.settings", saved=1), token)
    except (Refused, ValueError) as problem:
        said = refused.sentence(problem) if isinstance(problem, Refused) else str(problem)
        return _refuse(said, "pins")


def _page(
    work: Work,
    me: Person | None = None,
    *,
    checkin_code: str = "",
    problem: str = "",
    at: str = "",
) -> str:
    """`at`: the button of which `problem` speaks."""
    me = me or device.person(work)
    places = work.core.library.places
    here: Place = places.get(me.place, i18n.preferred_place()) if me else i18n.preferred_place()
    saved = request.method == "GET" and "saved" in request.args
    return render_template(
        "personal/settings.html",
        me=me,
        held_back=texts.held_back(me, i18n.translator()) if me and saved else "",
        here=here,
        places=places.values(),
        ask_for_code=sms(work.core.number, "LINK"),
        joined=request.args.get("joined", "") if request.method == "GET" else "",
        lost=device.lost(work),
        number=work.core.number,
        checkin_code=checkin_code,
        nobody_of_danger=_nobody_of_danger(work, me) if me else "",
        pins_set=me is not None and pins.needed(work, me),
        problem=problem,
        at=at,
        push=push.offer_mine(work, me.id if me else None),
        saved=saved,
    )


def _nobody_of_danger(work: Work, me: Person) -> str:
    """That the danger PIN would tell nobody; empty where it would tell someone."""
    if contacts.told_of_danger(work, me):
        return ""
    return alerts.nobody_of_danger(i18n.translator())
