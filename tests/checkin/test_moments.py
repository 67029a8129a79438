"""Times as people in the United States say them, in the letters that a text can carry."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin.moments import spoken, wall_clock
from content.phrases import Phrases
from sms.segments import measure

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
NEW_YORK, TEXAS = ("America/New_York",), ("America/Chicago", "America/Denver")


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load(Path(__file__).parents[2] / "locales")


@pytest.mark.parametrize(
    ("lang", "zones", "later", "said"),
    [
        ("en", NEW_YORK, timedelta(hours=1), "4:00 PM"),
        ("es", NEW_YORK, timedelta(hours=1), "4:00 pm"),
        ("en", TEXAS, timedelta(hours=1), "3:00 PM CST"),
        ("en", (), timedelta(hours=1), "9:00 PM UTC"),
        ("en", NEW_YORK, timedelta(days=2), "Wed, Nov 25, 3:00 PM"),
    ],
)
def test_a_moment_is_said_as_on_the_wall_there(
    phrases: Phrases, lang: str, zones: tuple[str, ...], later: timedelta, said: str
) -> None:
    assert wall_clock(NOW + later, zones, phrases.translator(lang), NOW) == said


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_time_costs_a_text_its_cheap_alphabet(phrases: Phrases, lang: str) -> None:
    for hours in range(0, 24 * 400, 7):
        said = wall_clock(NOW + timedelta(hours=hours), TEXAS, phrases.translator(lang), NOW)
        assert measure(said.replace("á", "a")).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(days=1, hours=2), "1 day 2 hours"),
        (timedelta(0), "0 seconds"),
    ],
)
def test_a_length_of_time_is_said_in_whole_units(
    phrases: Phrases, length: timedelta, said: str
) -> None:
    assert spoken(length, phrases.translator("en")) == said
