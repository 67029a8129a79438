"""Words for time zones, as they stand after a time: "EST", "pacific time", "hora del este"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import regex

from checkin.times import dates, zones
from checkin.times.tokens import whole

_BY_LETTERS = {
    zones.EASTERN: "et est edt",
    zones.CENTRAL: "ct cst cdt",
    zones.MOUNTAIN: "mt mst mdt",
    zones.PACIFIC: "pt pst pdt",
    zones.ALASKA: "akst akdt akt",
    zones.HAWAII: "hst hdt",
    zones.PUERTO_RICO: "ast",
    "UTC": "utc gmt",
}
_BY_NAME = {
    zones.EASTERN: "eastern|este|el este",
    zones.CENTRAL: "central|centro|el centro",
    zones.MOUNTAIN: "mountain|montana|la montana|las montanas",
    zones.PACIFIC: "pacific|pacifico|el pacifico",
    zones.ALASKA: "alaska",
    zones.HAWAII: "hawaii",
    zones.ARIZONA: "arizona",
    zones.PUERTO_RICO: "puerto rico",
}
_ALSO = {
    "ny": zones.EASTERN, "nyc": zones.EASTERN, "nueva york": zones.EASTERN, "dc": zones.EASTERN,
    "miami": zones.EASTERN, "atlanta": zones.EASTERN, "dallas": zones.CENTRAL,
    "houston": zones.CENTRAL, "texas": zones.CENTRAL, "la": zones.PACIFIC, "vegas": zones.PACIFIC,
    "las vegas": zones.PACIFIC, "seattle": zones.PACIFIC, "san francisco": zones.PACIFIC,
    "california": zones.PACIFIC,
}  # fmt: skip
"""Places that the time zone database has no name for, in one zone each."""

_SUMMER, _WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache
def letters() -> Mapping[str, str]:
    """Letters of a zone of the United States, or of UTC, to its IANA name."""
    return {word: zone for zone, words in _BY_LETTERS.items() for word in words.split()}


@lru_cache
def _names() -> Mapping[str, str]:
    """Everyday names, and the city in each IANA name."""
    cities = {
        dates.normalized(zone.rpartition("/")[2].replace("_", " ")): zone
        for zone in sorted(available_timezones(), reverse=True)
        if zone.startswith(("America/", "Europe/", "Asia/", "Pacific/", "Africa/", "Australia/"))
    }
    named = {name: zone for zone, names in _BY_NAME.items() for name in names.split("|")}
    return cities | named | _ALSO


@lru_cache
def _foreign() -> frozenset[str]:
    """The letters of all other zones, such as "CET"."""
    every = {
        season.astimezone(ZoneInfo(zone)).tzname() or ""
        for zone in available_timezones()
        for season in (_SUMMER, _WINTER)
    }
    return frozenset(each for each in every if each.isalpha() and len(each) > 2) - {"LMT"}


@lru_cache
def shape() -> regex.Pattern[str]:
    """A zone in normalized text. `letters`: by these; `named`: with "time" or "hora" beside it;
    `alone`: by a name that may just as well begin the name of a place: "central park"."""
    named = "|".join(sorted(map(regex.escape, _names()), key=len, reverse=True))
    alone = "|".join(
        name for names in _BY_NAME.values() for name in names.split("|") if name.isalpha()
    )
    return whole(
        rf"(?P<letters>{'|'.join(letters())})(?: time)?"
        rf"|(?:the )?(?P<named>{named}) (?:standard |daylight )?time"
        rf"|(?:en )?(?:la )?hora (?:estandar )?(?:del? (?:la |el )?)?(?P<hora>{named})"
        rf"|(?P<alone>{alone})"
    )


def zone(found: regex.Match[str]) -> str:
    """The IANA name of what `shape` matched."""
    parts = found.groupdict()
    if parts["letters"]:
        return letters()[parts["letters"]]
    return _names()[parts["named"] or parts["hora"] or parts["alone"]]


def perhaps(written: str, form: str) -> bool:
    """Whether the word (as written, and normalized) may be a zone, of anywhere in the world."""
    return form in letters() or written.strip("().") in _foreign()
