"""A court date in own words: nothing is saved or deleted, and the exact words are said."""

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure
from sms.parsing import court_talk
from sms.parsing.court_talk import Wish
from sms.parsing.normalize import Text

ANA = "+12025550111"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("i have court dec 14 9am", Wish.KEEP),
        ("they moved my court to jan 20", Wish.KEEP),
        ("I got cort tomorrow", Wish.KEEP),
        ("my hearing is on 12/14 at 9", Wish.KEEP),
        ("mi corte es el lunes", Wish.KEEP),
        ("tengo audiencia el 3 de diciembre", Wish.KEEP),
        ("cancel court", Wish.DELETE),
        ("please delete my court date", Wish.DELETE),
        ("borra mi fecha de corte", Wish.DELETE),
        ("when is my court date", Wish.SHOW),
        ("whens court", Wish.SHOW),
        ("¿cuándo es mi corte?", Wish.SHOW),
        ("what do i wear to court tomorrow", None),
        ("what happens if i miss court", None),
        ("que pasa si falto a la corte el lunes", None),
        ("me corté el dedo hoy", None),
        ("corte de luz hoy", None),
        ("in 2h", None),
    ],
)
def test_what_is_wished_of_a_court_date_is_heard(text: str, wish: Wish | None) -> None:
    assert court_talk.find(Text.of(text)) is wish


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("i have court dec 14 9am", "COURT 12/14 9AM"),
        ("remind me about court dec 3 at 9", "COURT 12/3 9AM"),
        (
            "my hearing is on 12/14 at 1:30pm at 100 Centre St",
            "COURT 12/14 1:30PM at 100 Centre St",
        ),
        ("tengo corte el 15 de enero a las 9", "CORTE 1/15 9AM"),
        ("add court jan 5 10am", "COURT 1/5 10AM"),
    ],
)
def test_a_date_told_is_not_saved_and_the_text_that_saves_it_is_said(
    phones: Phones, text: str, offered: str
) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, text)
    assert reply.endswith(offered)
    assert "Saved" not in reply
    assert measure(reply).segments <= 2
    if offered.startswith("COURT"):
        assert "no dates" in phones.text(ANA, "COURT OFF")
        assert "Saved: " in phones.text(ANA, offered)


@pytest.mark.parametrize(
    "text", ["my court date is dec 14", "they moved my court to jan 20", "i have court tomorrow"]
)
def test_a_date_without_its_time_is_asked_for_it(phones: Phones, text: str) -> None:
    phones.text(ANA, "NY")
    assert phones.text(ANA, text).startswith("Nothing was saved: at what time?")


def test_with_a_date_kept_it_is_shown_beside_what_changes_it(phones: Phones) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "COURT 12/14 9AM")
    for text in ("they moved my court to jan 20", "cancel court"):
        reply = phones.text(ANA, text)
        assert "Nothing was" in reply
        assert "December 14" in reply
        assert "COURT OFF" in reply
        assert measure(reply).segments <= 2
    assert "December 14" in phones.text(ANA, "when is my court date")


def test_without_a_date_there_is_nothing_to_delete(phones: Phones) -> None:
    assert "no dates saved" in phones.text(ANA, "delete my court date")


def test_a_question_with_a_day_in_it_is_answered_too(phones: Phones) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, "i have court dec 14 what happens if i miss it")
    assert reply.startswith("Nothing was saved")
    assert "warrant" in reply
