"""Time zones: which one a person is probably in, and what people call it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from babel.dates import get_timezone_location
from phonenumbers import NumberParseException
from phonenumbers.timezone import time_zones_for_number

from content.phrases import Translator
from content.places import Place

EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
ARIZONA, PACIFIC, ALASKA = "America/Phoenix", "America/Los_Angeles", "America/Anchorage"
HAWAII, PUERTO_RICO = "Pacific/Honolulu", "America/Puerto_Rico"
_A_WHILE = timedelta(days=3)
US = (EASTERN, CENTRAL, MOUNTAIN, ARIZONA, PACIFIC, ALASKA, HAWAII, PUERTO_RICO)


@dataclass(frozen=True, slots=True)
class Zone:
    """`name`: an IANA name. `sure`: the person has chosen it, or the place has only this one.
    `choices`: the ones it could be, to ask the person."""

    name: str
    sure: bool
    choices: tuple[str, ...]


class Resident(Protocol):
    """Someone with a place; `phone` (E.164) and `zone` (IANA name) if known."""

    @property
    def place(self) -> str: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def zone(self) -> str | None: ...


def likely(place: Place | None, phone: str | None, own: str | None) -> Zone:
    """The time zone of someone at `place`. `phone`: their number (E.164); `own`: the zone chosen,
    which may lie outside the place: people travel.

    The area code decides only if nothing better does: people keep their number when they move.
    """
    there = place.timezones if place else ()
    choices = there or US
    if own:
        return Zone(own, True, choices if own in choices else (own, *choices))
    if len(choices) == 1:
        return Zone(choices[0], True, choices)
    by_number = next((zone for zone in _of_number(phone) if zone in choices), choices[0])
    return Zone(by_number, False, choices)


def of(places: Mapping[str, Place], person: Resident) -> Zone:
    """The time zone the person is in, as far as we know. `places`: all places, by code."""
    return likely(places.get(person.place), person.phone, person.zone)


def known(zone: str) -> bool:
    """Whether this is a time zone of the database (an IANA name)."""
    return zone in available_timezones()


def same(one: str, other: str, now: datetime) -> bool:
    """Whether clocks in both zones show the same, now and for as long as a timer may run."""
    return all(
        moment.astimezone(ZoneInfo(one)).utcoffset()
        == moment.astimezone(ZoneInfo(other)).utcoffset()
        for moment in (now, now + _A_WHILE)
    )


def called(zone: str, translator: Translator) -> str:
    """A zone's everyday name, such as "Eastern". Short, since a text may list all of them."""
    pgettext = translator.pgettext
    names = {
        EASTERN: pgettext("time zone", "Eastern"),
        CENTRAL: pgettext("time zone", "Central"),
        MOUNTAIN: pgettext("time zone", "Mountain"),
        ARIZONA: pgettext("time zone", "Arizona"),
        PACIFIC: pgettext("time zone", "Pacific"),
        ALASKA: pgettext("time zone", "Alaska"),
        HAWAII: pgettext("time zone", "Hawaii"),
        PUERTO_RICO: pgettext("time zone", "Puerto Rico"),
    }
    return names.get(zone) or get_timezone_location(zone, locale=translator.lang)


def _of_number(phone: str | None) -> tuple[str, ...]:
    try:
        zones = time_zones_for_number(phonenumbers.parse(phone or ""))
    except NumberParseException:
        return ()
    # A toll-free number belongs to every zone, and so says nothing.
    return zones if len(zones) == 1 else ()
