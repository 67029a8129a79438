"""A place shared once: degrees, no more exact than they are worth, and when it was said."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WORTH_A_TEXT = timedelta(minutes=5)
"""A place shared sooner after the last one is on the page alone."""

# A degree of latitude is about 111 km, so the third decimal is about 100 m.
_DECIMALS = ((100, 4), (1_000, 3), (10_000, 2))
_COARSEST = 1
_LEAST_WITHIN, _MOST_WITHIN = 1, 100_000


@dataclass(frozen=True, slots=True)
class Location:
    """Degrees north and east; the person is within so many metres of it, as they said at `at`."""

    latitude: float
    longitude: float
    within: int
    at: datetime

    @property
    def place(self) -> str:
        """The degrees as maps take them, such as "40.7128,-74.0060"."""
        digits = _decimals(self.within)
        return f"{self.latitude:.{digits}f},{self.longitude:.{digits}f}"

    @property
    def radius(self) -> str:
        """How exact it is: "20 m", "1.5 km"."""
        return f"{self.within} m" if self.within < 1_000 else f"{self.within / 1_000:.2g} km"


def from_degrees(latitude: str, longitude: str, within: str, now: datetime) -> Location | None:
    """The place as a phone tells it, rounded to what `within` (metres) makes it worth; None if
    there is no such place."""
    try:
        north, east, metres = float(latitude), float(longitude), float(within)
    except ValueError:
        return None
    if not (abs(north) <= 90 and abs(east) <= 180 and math.isfinite(metres) and metres >= 0):
        return None
    radius = min(max(math.ceil(metres), _LEAST_WITHIN), _MOST_WITHIN)
    digits = _decimals(radius)
    # Adding nothing makes a zero of a minus zero.
    return Location(round(north, digits) + 0.0, round(east, digits) + 0.0, radius, now)


def serialize(location: Location) -> str:
    """The place as it is sealed; `at` stands beside it."""
    return f"{location.place},{location.within}"


def parse(text: str | None, at: datetime | None) -> Location | None:
    """The place that `serialize` wrote."""
    if text is None or at is None:
        return None
    latitude, longitude, within = text.split(",")
    return Location(float(latitude), float(longitude), int(within), at)


def _decimals(within: int) -> int:
    return next((digits for most, digits in _DECIMALS if within < most), _COARSEST)
