"""What an alert's call says, whatever the person wrote."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.messages.channels import Message
from sms.calls.speech import LONGEST_SAY
from sms.calls.voice import script
from tests.checkin.scenes import START


def call(body: str) -> ET.Element:
    """The script of a call, as Twilio reads it."""
    until = START + timedelta(days=1)
    message = Message("m1", "+12025550122", body, "en", created_at=START, useful_until=until)
    return ET.fromstring(script(message, "https://rain.example"))  # noqa: S314 - we wrote it


@pytest.mark.promise("Whatever stands in a note, the call that reads it can be made.", of=1)
@given(st.text(max_size=300))
@example('Their note: "room\x0b12"')
@example("\ud83d")
def test_a_note_of_any_characters_makes_a_call_that_can_be_read(note: str) -> None:
    says = list(call(f"Ana did not check in. {note}").iter("Say"))
    assert "Ana did not check in." in (says[0].text or "")


def test_a_long_note_is_read_whole_in_parts_that_the_voice_can_take() -> None:
    words = [f"word{number}" for number in range(400)]
    says = [say.text or "" for say in call(" ".join(words)).iter("Say")]
    assert max(map(len, says)) <= LONGEST_SAY
    read = " ".join(says).split()
    assert read == words * 2
