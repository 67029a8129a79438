"""An age under 18 is heard in any wording, and a time, a distance or a room is none."""

import pytest

from peers.phones import Phones
from sms.parsing.ages import under_18
from sms.parsing.normalize import Text

ANA, SAM = "+12025550111", "+12025550122"


@pytest.mark.parametrize(
    "text",
    ["im 17", "i am 15 years old", "im 13", "I'm fifteen", "tengo 16", "soy menor de edad",
     "im16", "Im 14 yrs old", "i'm only 12, he makes me", "im fiften", "i am sixten years old",
     "im 17f", "15 yo help", "hi im 15", "im turning 17 next month", "im underage",
     "i'm a minor", "im not 18 yet", "tengo quince años", "tengo 17 años y me obliga",
     "acabo de cumplir 15", "Tengo 14 años de edad", "todavía no tengo 18", "soy menor"],
)  # fmt: skip
def test_an_age_under_18_is_heard(text: str) -> None:
    assert under_18(Text.of(text))


@pytest.mark.parametrize(
    "text",
    ["im 15 min away", "im 12 blocks from there", "at 5", "5 min", "in 15", "16", "room 16",
     "im 10 minutes out", "im 15 out", "im 16 miles away", "im 11 weeks pregnant", "im 18",
     "i was 16 when arrested", "im 15 years clean", "give me 15", "ill be 15", "im 25",
     "tengo corte el 15 de enero", "tengo 17 minutos", "tengo 12 horas aqui", "tengo 16 cuadras",
     "tengo 15 anos trabajando", "tengo cita a las 12", "tengo 10 dolares", "im under 18 min away"],
)  # fmt: skip
def test_a_time_a_distance_or_a_grown_ups_age_is_none(text: str) -> None:
    assert not under_18(Text.of(text))


@pytest.mark.parametrize("text", ["im 17", "I'm fifteen", "i am 15 years old", "im 13"])
@pytest.mark.parametrize("timer", [False, True])
def test_an_age_brings_the_help_for_under_18_with_a_timer_too(
    phones: Phones, text: str, timer: bool
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    if timer:
        phones.text(ANA, "IN 2H")
    reply = phones.text(ANA, text)
    for part in ("911", "SOS", "Under 18"):
        assert part in reply


def test_a_court_date_in_january_is_no_age(phones: Phones) -> None:
    assert "NCMEC" not in phones.text(ANA, "tengo corte el 15 de enero a las 9")
