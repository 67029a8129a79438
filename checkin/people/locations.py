"""A location shared once: coordinates, rounded to how exact they are, and the time."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WORTH_A_TEXT = timedelta(minutes=5)
"""A location shared sooner after the last one is shown on the alert's page, but not sent."""

# A degree of latitude is about 111 km, so the third decimal is about 100 m.
_DECIMALS = ((100, 4), (1_000, 3), (10_000, 2))
_COARSEST = 1
_LEAST_WITHIN, _MOST_WITHIN = 1, 100_000


@dataclass(frozen=True, slots=True)
class Location:
    """`latitude`, `longitude`: degrees (WGS 84). `within`: the radius in metres. `at`: when it was
    shared, aware, UTC."""

    latitude: float
    longitude: float
    within: int
    at: datetime

    @property
    def place(self) -> str:
        """Latitude and longitude as maps take them, such as "40.7128,-74.0060"."""
        digits = _decimals(self.within)
        return f"{self.latitude:.{digits}f},{self.longitude:.{digits}f}"

    @property
    def radius(self) -> str:
        """The radius, such as "20 m" or "1.5 km"."""
        return f"{self.within} m" if self.within < 1_000 else f"{self.within / 1_000:.2g} km"


def from_degrees(latitude: str, longitude: str, within: str, now: datetime) -> Location | None:
    """The location that a phone reports, rounded to its accuracy `within` (metres).

    None if these are not numbers, or not coordinates.
    """
    try:
        north, east, metres = float(latitude), float(longitude), float(within)
    except ValueError:
        return None
    if not (abs(north) <= 90 and abs(east) <= 180 and math.isfinite(metres) and metres >= 0):
        return None
    radius = min(max(math.ceil(metres), _LEAST_WITHIN), _MOST_WITHIN)
    digits = _decimals(radius)
    # Adding zero turns -0.0 into 0.0.
    return Location(round(north, digits) + 0.0, round(east, digits) + 0.0, radius, now)


def serialize(location: Location) -> str:
    """The text that is sealed, such as "40.7128,-74.0060,20". `at` has a column of its own."""
    return f"{location.place},{location.within}"


def parse(text: str | None, at: datetime | None) -> Location | None:
    """The location that `serialize` wrote; None if either value is None."""
    if text is None or at is None:
        return None
    latitude, longitude, within = text.split(",")
    return Location(float(latitude), float(longitude), int(within), at)


def _decimals(within: int) -> int:
    return next((digits for most, digits in _DECIMALS if within < most), _COARSEST)
