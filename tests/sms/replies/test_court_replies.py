"""COURT by text: a date kept and said back, reminded of, listed, deleted."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from peers.phones import Phones
from sms.encoding.segments import measure

ANA, SAM, VEGAS = "+12025550111", "+12025550122", "+17025550133"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEC_3 = datetime(2026, 12, 3, 9, tzinfo=ZoneInfo("America/New_York"))


def whole(phones: Phones, text: str, phone: str = ANA) -> str:
    """The reply and all that NEXT brings."""
    replies = [phones.text(phone, text)]
    while "NEXT" in replies[-1]:
        replies.append(phones.text(phone, "NEXT"))
    return "\n".join(replies)


def reminders(phones: Phones, moment: datetime, phone: str = ANA) -> list[str]:
    """What comes within two minutes around this moment, on a clock set just before it."""
    phones.now = moment.astimezone(UTC) - MINUTE
    phones.wait()
    before = len(phones.inbox(phone))
    phones.wait(2 * MINUTE)
    return phones.inbox(phone)[before:]


def test_a_date_is_said_back_in_words_so_that_a_mistake_shows(phones: Phones) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, "COURT 12/03 9AM")
    assert "Thursday, December 3, 2026 at 9:00 AM." in reply
    assert "a week, 3 days, a day, and 2 hours before" in reply
    assert measure(reply).segments <= 2


def test_each_reminder_comes_at_its_moment_and_only_then(phones: Phones) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "COURT 12/03 9AM")
    moments = [DEC_3 - 7 * DAY, DEC_3 - 3 * DAY, DEC_3 - DAY, DEC_3 - 2 * HOUR, DEC_3]
    for moment, following in pairwise(moments):
        [reminder] = reminders(phones, moment)
        assert "your appointment is on Thu, Dec 3 at 9:00 AM" in reminder
        assert measure(reminder).segments == 1
        assert reminders(phones, moment + (following - moment) / 2) == []
    assert reminders(phones, DEC_3) == []


def test_reminders_follow_the_wall_clock_when_the_clocks_change(phones: Phones) -> None:
    phones.text(ANA, "NY")
    assert "March 16, 2027 at 9:00 AM" in phones.text(ANA, "COURT 3/16 9am")
    for moment in (
        datetime(2027, 3, 9, 14, tzinfo=UTC),
        datetime(2027, 3, 13, 14, tzinfo=UTC),
        datetime(2027, 3, 15, 13, tzinfo=UTC),
        datetime(2027, 3, 16, 11, tzinfo=UTC),
    ):
        assert len(reminders(phones, moment)) == 1, moment


def test_only_reminders_that_are_still_ahead_are_promised(phones: Phones) -> None:
    phones.text(ANA, "NY")
    assert "We remind you a day and 2 hours before." in phones.text(ANA, "COURT 11/25 9AM")
    assert "too soon" in phones.text(ANA, "COURT today 4pm")


def test_court_alone_brings_the_dates_first_and_then_the_card(phones: Phones) -> None:
    phones.text(ANA, "NY")
    card = whole(phones, "COURT")
    assert "Your date" not in card
    phones.text(ANA, "COURT 12/10 2pm")
    phones.text(ANA, "COURT 12/03 9AM Room 5")
    replies = whole(phones, "COURT")
    for first, second in pairwise(
        ("December 3", "Room 5", "December 10", "Bring every paper", "Go to every court date")
    ):
        assert replies.index(first) < replies.index(second)
    assert "arrest warrant" in replies


def test_a_question_about_court_brings_the_card(phones: Phones) -> None:
    assert "Go to every court date" in phones.text(ANA, "court fines I cannot pay")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("COURT 12/03", "at what time? Example: COURT 12/03 9AM"),
        ("COURT 5", "no date in that"),
        ("COURT 2/30 9am", "no such day"),
        ("COURT 12/03/2025 9am", "that time is over"),
        ("COURT Monday 12/03 9am", "another day of the week"),
        ("COURT 12/03/2099 9am", "check the year"),
    ],
)
def test_what_is_not_a_date_ahead_is_refused_with_an_example(
    phones: Phones, text: str, said: str
) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, text)
    assert "Nothing was saved" in reply
    assert said in reply
    example = reply.split("COURT ")[-1].rstrip(".")
    assert "Saved" in phones.text(ANA, f"COURT {example}")


def test_nothing_is_kept_of_someone_whose_date_was_not_understood(phones: Phones) -> None:
    phones.text(ANA, "COURT 12/03")
    with phones.parts.core.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM people").scalar() == 0


def test_court_off_deletes_all_dates_and_stops_the_reminders(phones: Phones) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "COURT 12/03 9AM")
    phones.text(ANA, "COURT 12/04 9AM")
    assert "Deleted: 2 dates" in phones.text(ANA, "COURT OFF")
    assert "no dates" in phones.text(ANA, "court off.")
    assert reminders(phones, DEC_3 - 7 * DAY) == []


@pytest.mark.parametrize("near", ["COURT OF", "COURT OFFF", "COURT OFF please", "COURT TURN OFF"])
def test_only_the_exact_words_delete_dates(phones: Phones, near: str) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "COURT 12/03 9AM")
    assert "December 3" in phones.text(ANA, near)
    assert len(reminders(phones, DEC_3 - 7 * DAY)) == 1


def test_forget_me_forgets_dates_too(phones: Phones) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "COURT 12/03 9AM")
    phones.prove(ANA, "FORGET ME")
    assert reminders(phones, DEC_3 - 7 * DAY) == []
    assert "Your date" not in whole(phones, "COURT")


def test_the_time_zone_is_asked_once_where_nobody_knows_it(phones: Phones) -> None:
    reply = phones.text(ANA, "COURT 12/03 9AM")
    assert "9:00 AM (Eastern)" in reply
    assert "a guess" in reply
    assert "2 Central" in reply
    assert "9:00 AM (Central)" in phones.text(ANA, "2")
    assert "guess" not in phones.text(ANA, "COURT 12/10 9AM")
    assert reminders(phones, DEC_3 - 7 * DAY) == []
    assert len(reminders(phones, DEC_3 - 7 * DAY + HOUR)) == 1


def test_the_guess_follows_the_area_code_and_holds_until_answered(phones: Phones) -> None:
    assert "9:00 AM (Pacific)" in phones.text(VEGAS, "COURT 12/03 9AM")
    assert len(reminders(phones, DEC_3 - 7 * DAY + 3 * HOUR, VEGAS)) == 1


def test_in_a_state_of_two_zones_only_those_two_are_asked_about(phones: Phones) -> None:
    phones.text(ANA, "STATE FL")
    reply = phones.text(ANA, "COURT 12/03 9AM")
    assert "Reply 1 Eastern, 2 Central." in reply
    assert "(Central)" in phones.text(ANA, "2")


def test_asked_again_the_question_can_still_be_answered(phones: Phones) -> None:
    phones.text(ANA, "COURT 12/03 9AM")
    phones.wait(MINUTE)
    phones.text(ANA, "COURT 12/10 9AM")
    replies = phones.text(ANA, "5")
    assert replies.count("9:00 AM (Pacific)") == 2


def test_a_number_that_was_not_offered_is_no_answer(phones: Phones) -> None:
    phones.text(ANA, "COURT 12/03 9AM")
    assert "(" not in phones.text(ANA, "9")
    assert "(Eastern)" in phones.text(ANA, "COURT")


def test_choosing_the_state_settles_the_time_zone(phones: Phones) -> None:
    phones.text(ANA, "COURT 12/03 9AM")
    phones.text(ANA, "CA")
    reply = whole(phones, "COURT")
    assert "guess" not in reply
    assert "December 3, 2026 at 9:00 AM." in reply
    assert len(reminders(phones, DEC_3 - 7 * DAY + 3 * HOUR)) == 1


def test_while_an_alert_waits_a_number_answers_the_alert(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    reply = phones.text(SAM, "COURT 12/03 9AM")
    assert "Reply 1" not in reply
    assert "text STATE" in reply
    assert "on it" in phones.text(SAM, "1")


def test_spanish_words_make_the_same_date_and_the_reminder_speaks_spanish(phones: Phones) -> None:
    phones.text(ANA, "NY")
    phones.text(ANA, "LANG ES")
    for text in ("COURT 3 dic 9am", "CORTE 3 de diciembre a las 9", "CORTE 12/03 9AM"):
        assert "jueves, 3 de diciembre de 2026 a las 9:00" in phones.text(ANA, text)
    [reminder] = reminders(phones, DEC_3 - 7 * DAY)
    assert "jue, 3 dic" in reminder
    assert measure(reminder).segments == 1


def test_the_same_text_delivered_twice_keeps_one_date(phones: Phones) -> None:
    phones.text(ANA, "NY")
    first = phones.text(ANA, "COURT 12/03 9AM", id="SM-one")
    assert phones.text(ANA, "COURT 12/03 9AM", id="SM-one") == first
    phones.text(ANA, "COURT 12/03 9AM", id="SM-two")
    assert whole(phones, "COURT").count("December 3") == 1


@pytest.mark.parametrize(
    "text",
    [
        "COURT 12/03 9AM PT",
        "COURT 12/03 9AM pacific time",
        "COURT 9AM PST 12/03",
        "CORTE 3 de diciembre a las 9 hora del pacífico",
    ],
)
def test_a_court_in_another_zone_keeps_its_own(phones: Phones, text: str) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, text)
    assert "(Pacific)" in reply or "(Pacifico)" in reply or "(Pacífico)" in reply
    at = DEC_3.replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    assert len(reminders(phones, at - 2 * HOUR)) == 1


def test_the_zone_of_a_court_does_not_tell_where_the_person_is(phones: Phones) -> None:
    phones.text(ANA, "COURT 12/03 9AM PT")
    reply = phones.text(ANA, "COURT 12/10 9AM")
    assert "9:00 AM (Eastern)" in reply
    assert "a guess" in reply


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("COURT 12/03 9AM JST", "JST"),
        ("COURT 12/03 9 15 AM", "15"),
        ("COURT 12/03 9AM or 10AM", "or 10AM"),
        ("COURT 12/03 9AM eastern district", "eastern"),
        ("COURT 12/03 9AM friday", "friday"),
    ],
)
def test_what_may_belong_to_the_time_of_a_court_is_asked_about(
    phones: Phones, text: str, words: str
) -> None:
    phones.text(ANA, "NY")
    reply = phones.text(ANA, text)
    assert f'Nothing was saved: we are not sure what "{words}" means.' in reply
    example = reply.split("COURT ")[-1]
    assert "Saved" in phones.text(ANA, f"COURT {example}")
    assert words in whole(phones, "COURT")
