"""Time zones: which one a person is in, as far as we know, and what people call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import phonenumbers
from babel.dates import get_timezone_location
from phonenumbers import NumberParseException
from phonenumbers.timezone import time_zones_for_number

from content.phrases import Translator
from content.places import Place

EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
ARIZONA, PACIFIC, ALASKA = "America/Phoenix", "America/Los_Angeles", "America/Anchorage"
HAWAII, PUERTO_RICO = "Pacific/Honolulu", "America/Puerto_Rico"
US = (EASTERN, CENTRAL, MOUNTAIN, ARIZONA, PACIFIC, ALASKA, HAWAII, PUERTO_RICO)


@dataclass(frozen=True, slots=True)
class Zone:
    """`name`: from the IANA database. `sure`: it is the only one there, or the person's word.
    `choices`: those it may be, for a question."""

    name: str
    sure: bool
    choices: tuple[str, ...]


class Resident(Protocol):
    """Someone with a place, perhaps a number and perhaps a zone of their own."""

    @property
    def place(self) -> str: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def zone(self) -> str | None: ...


def likely(place: Place | None, phone: str | None, own: str | None) -> Zone:
    """The zone of someone at `place` with the number `phone`, who may have said that it is `own`.
    A number's area code decides only where nothing better does: people move with their phones."""
    there = place.timezones if place else ()
    choices = there or US
    if len(choices) == 1:
        return Zone(choices[0], True, choices)
    if own in choices:
        return Zone(own, True, choices)
    by_number = next((zone for zone in _of_number(phone) if zone in choices), choices[0])
    return Zone(by_number, False, choices)


def of(places: Mapping[str, Place], person: Resident) -> Zone:
    """The zone the person is in, as far as we know."""
    return likely(places.get(person.place), person.phone, person.zone)


def called(zone: str, translator: Translator) -> str:
    """What people call a zone, such as "Eastern": short, since texts list them all."""
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
    # A toll-free number is everywhere at once.
    return zones if len(zones) == 1 else ()
