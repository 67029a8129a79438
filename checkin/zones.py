"""Time zones: which one a person is in, as far as we know, and what people call them."""

from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers
from babel.dates import get_timezone_name
from phonenumbers import NumberParseException
from phonenumbers.timezone import time_zones_for_number

from checkin.people import Person
from content.phrases import Translator
from content.places import Place

US = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


@dataclass(frozen=True, slots=True)
class Zone:
    """`name`: from the IANA database. `sure`: it is the only one there, or the person's word.
    `choices`: those it may be, for a question."""

    name: str
    sure: bool
    choices: tuple[str, ...]


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


def of(places: Mapping[str, Place], person: Person) -> Zone:
    """The zone the person is in, as far as we know."""
    return likely(places.get(person.place), person.phone, person.zone)


def called(zone: str, translator: Translator) -> str:
    """What people call a zone, such as "Eastern Time"."""
    match zone:
        case "America/Phoenix":  # CLDR calls it Mountain Time, which it leaves every summer
            return translator.gettext("Arizona")
        case "America/Puerto_Rico":
            return translator.gettext("Puerto Rico")
        case _:
            return get_timezone_name(
                zone, width="long", zone_variant="generic", locale=translator.lang
            )


def _of_number(phone: str | None) -> tuple[str, ...]:
    try:
        zones = time_zones_for_number(phonenumbers.parse(phone or ""))
    except NumberParseException:
        return ()
    # A toll-free number is everywhere at once.
    return zones if len(zones) == 1 else ()
