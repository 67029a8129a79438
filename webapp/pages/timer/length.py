"""The length of a timer, as the form says it: minutes and hours, or until a time of day."""

import re
from datetime import timedelta

from werkzeug.datastructures import MultiDict

from checkin.people import people
from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.times import until, zones
from checkin.times.zones import Zone
from webapp import i18n

LENGTHS = (30, 60, 120, 180)
"""Minutes, each chosen by one press. A phone that remembers others may send any number."""

UNTIL = "until"
_MOST_HOURS, _MOST_MINUTES = 999, 99_999
# What a browser's time field sends in every language, in 24 hours: 01:30 is half past one at night.
_OF_A_FIELD = re.compile(r"\d\d:\d\d")


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


def zone_names(known: Zone) -> dict[str, str]:
    """What people call the zones that it may be, the one it is taken for first."""
    ordered = sorted(known.choices, key=lambda name: name != known.name)
    return {name: zones.called(name, i18n.translator()) for name in ordered}


def _until(work: Work, me: Person, form: MultiDict[str, str]) -> timedelta:
    known, picked = zone(work, me), form.get("zone", "")
    # The page asks where the zone is in doubt; the person's answer is kept.
    if len(known.choices) > 1 and picked in known.choices and picked != me.zone:
        known = zone(work, people.change(work, me, zone=picked))
    written = form.get("until", "").strip()
    clock = written.replace(":", "") if _OF_A_FIELD.fullmatch(written) else written
    found = until.soonest(clock, work.now, until.plausible(known))
    if found is None:
        raise ValueError(i18n.translator().gettext("Write the time like this: 11:30 PM"))
    return found[0] - work.now
