"""Formatting times and durations in the reader's language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

from content.phrases import Translator

_SOON = timedelta(hours=18)


def spoken(length: timedelta, translator: Translator) -> str:
    """A duration such as "1 hour 30 minutes"; in seconds only if it is under a minute."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return translator.ngettext("%(num)d second", "%(num)d seconds", seconds)
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    parts = []
    if days:
        parts.append(translator.ngettext("%(num)d day", "%(num)d days", days))
    if hours:
        parts.append(translator.ngettext("%(num)d hour", "%(num)d hours", hours))
    if minutes:
        parts.append(translator.ngettext("%(num)d minute", "%(num)d minutes", minutes))
    return " ".join(parts)


def wall_clock(
    moment: datetime, zone: str, translator: Translator, now: datetime, *, named: bool
) -> str:
    """The local time in `zone` (an IANA name), with the date if it is 18 hours or more from `now`.

    `moment`: timezone-aware. `named`: add the zone's abbreviation, such as "EST".
    """
    local = moment.astimezone(ZoneInfo(zone))
    near = abs(moment - now) < _SOON
    text = time_of_day(local, translator) if near else with_day(local, translator)
    return f"{text} {local:%Z}" if named else text


def time_of_day(local: datetime, translator: Translator) -> str:
    """The time that a clock shows, as it is written in the United States: "11:30 PM"."""
    text = format_time(local, "short", locale=_american(translator.lang))
    # Babel's narrow no-break space would cost a text message its GSM-7 alphabet.
    text = text.replace("\u202f", " ").replace("\u00a0", " ")
    # "4:00 p.m." at the end of a sentence would leave two full stops.
    return text.replace("a.m.", "am").replace("p.m.", "pm")


def with_day(local: datetime, translator: Translator) -> str:
    """The time with its day: "Fri, Dec 3, 11:30 PM"."""
    # The month by name: "3/12" is March 12 or December 3, depending on the reader.
    day = format_skeleton("MMMEd", local, locale=_american(translator.lang))
    day = day.replace("\u202f", " ").replace("\u00a0", " ")
    return f"{day}, {time_of_day(local, translator)}"


def _american(lang: str) -> Locale:
    """The language's locale for the United States, if CLDR has one."""
    parsed = Locale.parse(lang)
    try:
        return Locale(parsed.language, "US", script=parsed.script)
    except UnknownLocaleError:
        return parsed
