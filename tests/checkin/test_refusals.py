"""Every refusal is a sentence: what was not done, and what to do instead."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin.refusals import Reason, Refused
from checkin.situation.situation import Situation
from content.phrases import Phrases

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
PARAMS = {
    "situation": Situation(NOW, "America/New_York", zone_sure=True),
    "bound": timedelta(minutes=5),
    "due": "4:00 PM",
    "name": "Sam",
    "most": 10,
    "example": "12/03 9AM",
    "wait": timedelta(minutes=15),
    "words": "30",
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said_in_whole_sentences_in_every_language(
    reason: Reason, phrases: Phrases
) -> None:
    for language in phrases.languages:
        said = Refused(reason, **PARAMS).sentence(phrases.translator(language.code))
        assert len(said.split()) > 3
        assert "%(" not in said


def test_a_bound_is_said_as_people_say_lengths(phrases: Phrases) -> None:
    english = phrases.translator("en")
    too_long = Refused(Reason.TOO_LONG, bound=timedelta(days=3, hours=1, minutes=30))
    assert "the longest timer is 3 days 1 hour 30 minutes." in too_long.sentence(english)
    too_short = Refused(Reason.TOO_SHORT, bound=timedelta(seconds=30))
    assert "the shortest timer is 30 seconds." in too_short.sentence(english)
