"""The length of a timer, as the form says it: minutes and hours, or until a time of day."""

from datetime import timedelta

from werkzeug.datastructures import MultiDict

from checkin.people import people
from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.times import zones
from checkin.times.zones import Zone
from webapp import i18n
from webapp.pages.timer import end

LENGTHS = (30, 60, 120, 180)
"""Minutes, each chosen by one press. A phone that remembers others may send any number."""

UNTIL = "until"
_MOST_HOURS, _MOST_MINUTES = 999, 99_999


def chosen(work: Work, me: Person, form: MultiDict[str, str]) -> timedelta:
    """The length that was chosen or typed. Raises ValueError with a sentence."""
    picked = form.get("minutes_chosen", "")
    if picked == UNTIL:
        return _until(work, me, form)
    if picked.isdecimal():
        return timedelta(minutes=min(int(picked), _MOST_MINUTES))
    hours, minutes = form.get("hours") or "0", form.get("minutes") or "0"
    if not (hours.isdecimal() and minutes.isdecimal()):
        raise ValueError(i18n.translator().gettext("Write the hours and minutes as numbers."))
    return timedelta(hours=min(int(hours), _MOST_HOURS), minutes=min(int(minutes), _MOST_MINUTES))


def offered(form: MultiDict[str, str]) -> tuple[int, ...]:
    """The lengths to choose from, in minutes, and first the one already chosen if it is another."""
    picked = form.get("minutes_chosen", "")
    also = min(int(picked), _MOST_MINUTES) if picked.isdecimal() else LENGTHS[0]
    return LENGTHS if also in LENGTHS else (also, *LENGTHS)


def zone(work: Work, me: Person) -> Zone:
    """The time zone that a time of day is read in."""
    return zones.of(work.core.library.places, me)


def phones_own(work: Work, me: Person, form: MultiDict[str, str]) -> str:
    """The zone that the phone says it is in, where its clock differs from the one the time would be
    read in and the person has not been asked yet; empty otherwise, and without a script."""
    own = form.get("phone_zone", "")
    if form.get("minutes_chosen") != UNTIL or form.get("zone_asked") == own:
        return ""
    known, picked = zone(work, me), form.get("zone", "")
    taken = picked if picked in known.choices else known.name
    return own if zones.known(own) and not zones.same(own, taken, work.now) else ""


def zone_names(known: Zone, own: str = "") -> dict[str, str]:
    """What people call the zones that it may be, the one it is taken for first. `own`: the phone's,
    where that is another, before them."""
    ordered = sorted(known.choices, key=lambda name: name != known.name)
    names = dict.fromkeys((own, *ordered) if own else ordered)
    return {name: zones.called(name, i18n.translator()) for name in names}


def _until(work: Work, me: Person, form: MultiDict[str, str]) -> timedelta:
    _ = i18n.translator().gettext
    if own := phones_own(work, me, form):
        raise ValueError(
            _(
                "Your phone's clock shows %(phone)s time, and we had %(saved)s. Nothing was "
                "started. Choose your time zone, then press Start.",
                phone=zones.called(own, i18n.translator()),
                saved=zones.called(form.get("zone") or zone(work, me).name, i18n.translator()),
            )
        )
    at = end.read(form.get("until", ""), form.get("day", ""), work.now, _zone(work, me, form))
    return at - work.now


def _zone(work: Work, me: Person, form: MultiDict[str, str]) -> Zone:
    """The zone that counts. The page asks where it is in doubt; the person's answer is kept."""
    known, picked = zone(work, me), form.get("zone", "")
    asked = form.get("zone_asked", "")
    may_be = (*known.choices, asked) if zones.known(asked) else known.choices
    if len(may_be) > 1 and picked in may_be and (picked != known.name or not known.sure):
        known = zone(work, people.change(work, me, zone=picked))
    return known
