"""Court dates: keep one, see what is kept and when we remind of it, delete one."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from checkin.actions import court as hearings
from checkin.actions.court import Hearing
from checkin.people import people, subscriptions
from checkin.people.people import Person
from checkin.refusals import Refused
from checkin.storage.core import Work
from checkin.times import dates, zones
from checkin.times.zones import Zone
from webapp import i18n
from webapp.pages import device, refused
from webapp.parts import parts

blueprint = Blueprint("court", __name__)

_CARD = "court"


@dataclass(frozen=True)
class Shown:
    """One date in words. `next`: the next reminder, empty when none is ahead."""

    id: str
    when: str
    note: str
    next: str


@blueprint.get("/<lang:lang>/court")
def court() -> str:
    with parts().core.read(parts().clock()) as work:
        return _page(work)


@blueprint.post("/<lang:lang>/court")
def act() -> Response | tuple[str, int]:
    now, form = parts().clock(), request.form
    try:
        token = None
        with parts().core.write(now) as work:
            if form.get("do") == "add":
                token = _add(work, form)
            elif form.get("do") == "remove" and (me := device.person(work)):
                hearings.remove(work, me, form.get("date", ""))
        return device.see(url_for("court.court"), token)
    except (Refused, ValueError) as problem:
        said = refused.sentence(problem) if isinstance(problem, Refused) else str(problem)
        with parts().core.read(now) as work:
            return _page(work, said, form), 409


def _add(work: Work, form: MultiDict[str, str]) -> str | None:
    known, chosen = _zone(device.person(work)), form.get("zone", "")
    if chosen not in _options(known):
        raise ValueError(
            i18n.translator().gettext("Nothing was saved: choose the time zone of the court.")
        )
    spoken = [i18n.language(), *work.core.phrases.languages]
    written = hearings.parse_date(
        f"{form.get('day', '')} {_clock(form.get('clock', ''))}",
        now=work.now.astimezone(ZoneInfo(chosen)),
        langs=[language.code for language in spoken],
    )
    me, token = device.owner(work)
    note = " ".join(filter(None, (written.rest, form.get("note", "").strip())))
    hearings.add(work, me, written.at, Zone(chosen, True, (chosen,)), note)
    if not known.sure:
        me = people.change(work, me, zone=chosen)
        hearings.settle(work, me)
    return token


def _clock(typed: str) -> str:
    """The time of day for `parse_date`. A browser's time field sends 14:00, in 24 hours, and is
    rewritten as 02:00 PM; what people type themselves stays as it is."""
    try:
        return f"{time.fromisoformat(typed):%I:%M %p}" if typed[2:3] == ":" else typed
    except ValueError:
        return typed


def _zone(me: Person | None) -> Zone:
    places = parts().core.library.places
    if me:
        return zones.of(places, me)
    return zones.likely(i18n.preferred_place(request.form.get("place")), None, None)


def _options(zone: Zone) -> list[str]:
    """Every zone a court may be in, those of the person's own place first."""
    return list(dict.fromkeys((*zone.choices, *zones.US)))


def _page(work: Work, problem: str = "", typed: MultiDict[str, str] | None = None) -> str:
    me, t, library = device.person(work), i18n.translator(), work.core.library
    zone = _zone(me)
    place = library.places.get(me.place) if me else i18n.preferred_place()
    about = place and _CARD in library.cards and library.page(_CARD, t.lang, place.id)
    return render_template(
        "personal/court.html",
        me=me,
        told=me is not None and _reaches(work, me),
        dates=[_shown(work, me, hearing) for hearing in hearings.of(work, me)] if me else [],
        most=hearings.MOST,
        longest=hearings.LONGEST_NOTE,
        today=work.now.astimezone(ZoneInfo(zone.name)).date(),
        zone=zone,
        zones=[(each, zones.called(each, t)) for each in _options(zone)],
        card=about or None,
        problem=problem,
        typed=typed or {},
    )


def _reaches(work: Work, me: Person) -> bool:
    """Whether a reminder would reach the person."""
    return bool(me.phone or subscriptions.of(work, me.id))


def _shown(work: Work, me: Person, hearing: Hearing) -> Shown:
    t, ahead = i18n.translator(), hearing.told < len(hearings.REMIND_BEFORE)
    following = hearing.next_at.astimezone(ZoneInfo(hearing.zone))
    return Shown(
        id=hearing.id,
        when=hearings.when(work, me, hearing, t, full=True),
        note=hearing.note,
        next=dates.in_words(following, t, now=work.now) if ahead and _reaches(work, me) else "",
    )
