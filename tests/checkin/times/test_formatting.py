"""Times as people in the United States say them, in the letters that a text can carry."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin.times.formatting import spoken, wall_clock
from content.phrases import Phrases
from sms.encoding.segments import measure
from tests import ROOT

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load(ROOT / "locales")


@pytest.mark.parametrize(
    ("lang", "zone", "named", "later", "said"),
    [
        ("en", NEW_YORK, False, timedelta(hours=1), "4:00 PM"),
        ("es", NEW_YORK, False, timedelta(hours=1), "4:00 pm"),
        ("en", CHICAGO, True, timedelta(hours=1), "3:00 PM CST"),
        ("en", NEW_YORK, False, timedelta(days=2), "Wed, Nov 25, 3:00 PM"),
    ],
)
def test_a_moment_is_said_as_on_the_wall_there(
    phrases: Phrases, lang: str, zone: str, named: bool, later: timedelta, said: str
) -> None:
    translator = phrases.translator(lang)
    assert wall_clock(NOW + later, zone, translator, NOW, named=named) == said


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_time_costs_a_text_its_cheap_alphabet(phrases: Phrases, lang: str) -> None:
    for hours in range(0, 24 * 400, 7):
        later, translator = NOW + timedelta(hours=hours), phrases.translator(lang)
        said = wall_clock(later, CHICAGO, translator, NOW, named=True)
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
