"""The end of a timer, as the form says it: a time of day, and perhaps that it is tomorrow's."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from checkin.times import until
from checkin.times.formatting import time_of_day, with_day
from checkin.times.until import Unclear, Why
from checkin.times.zones import Zone
from webapp import i18n

TOMORROW = "tomorrow"

# What a browser's time field sends in every language, in 24 hours: 01:30 is half past one at night.
_OF_A_FIELD = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)


def read(typed: str, day: str, now: datetime, zone: Zone) -> datetime:
    """The moment (aware) that is meant. `typed`: what stands in the field; `day`: `TOMORROW`, or
    empty for the next such time. Raises ValueError with a sentence where that is not for sure."""
    clock = _twelve_hours(typed.strip())
    here = now.astimezone(ZoneInfo(zone.name))
    if day == TOMORROW:
        return _tomorrow(clock, here)
    found = until.soonest(clock, now, until.plausible(zone))
    if isinstance(found, tuple):
        return found[0]
    # Here the day is chosen beside the time, so that a late hour is today's however far it is.
    if isinstance(found, Unclear) and found.why in (Why.PASSED, Why.FAR):
        later = found.perhaps[0]
        if later.date() == here.date():
            return later
        raise ValueError(_passed(later))
    raise ValueError(_unclear(found))


def _tomorrow(clock: str, here: datetime) -> datetime:
    found = until.moment(f"{clock} {TOMORROW}", here) or until.moment(clock, here)
    if isinstance(found, Unclear):
        # After midnight the word may mean two days, but the field only one.
        day = here.date() + _DAY
        [*on] = (each for each in found.perhaps if each.date() == day)
        if found.why is Why.DAY and len(on) == 1:
            return on[0]
        raise ValueError(_unclear(found))
    if found is None:
        raise ValueError(_unclear(None))
    return found


def _twelve_hours(typed: str) -> str:
    field = _OF_A_FIELD.fullmatch(typed)
    if not field:
        return typed
    hour = int(field[1])
    return f"{hour % 12 or 12}:{field[2]}{'AM' if hour < 12 else 'PM'}"


def _passed(later: datetime) -> str:
    tr = i18n.translator()
    return tr.gettext(
        "Nothing was started: %(time)s today has passed. For %(when)s choose Tomorrow, then press "
        "Start.",
        time=time_of_day(later, tr),
        when=with_day(later, tr),
    )


def _unclear(found: Unclear | None) -> str:
    _ = i18n.translator().gettext
    if found and found.why is Why.SKIPPED:
        return _("Clocks go forward that night and leave that time out. Choose an hour later.")
    if found and found.why is Why.HALF:
        return _("Nothing was started: morning or evening? Write AM or PM after the time.")
    return _("Write the time like this: 11:30 PM")
