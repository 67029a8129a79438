"""The page for court dates, in a browser without scripts."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.storage.tables import hearings, people
from tests.webapp.conftest import MINE, Site
from tests.webapp.reader import Reader

DEC_3 = datetime(2026, 12, 3, 9, tzinfo=ZoneInfo("America/New_York"))
AT = "/en/court?place=us-ny"


def add(me: Reader, **typed: str) -> Reader:
    return me.press("add", **{"day": "2026-12-03", "clock": "09:00", **typed})


def rows(site: Site) -> int:
    with site.phones.parts.core.database.read() as conn:
        return sum(len(conn.execute(table.select()).all()) for table in (people, hearings))


def linked(site: Site, me: Reader) -> Reader:
    """The same browser, with a phone linked in Settings."""
    return site.join(me, MINE)


def test_looking_keeps_nothing_of_anyone(site: Site) -> None:
    assert site.reader().open(AT).client.get_cookie("rc") is None
    assert rows(site) == 0


def test_a_date_is_kept_and_shown_in_words(site: Site) -> None:
    me = add(site.reader().open(AT), note="Room 5")
    assert me.answer.status_code == 200
    assert "Thursday, December 3, 2026 at 9:00 AM" in me.text
    assert "Room 5" in me.text
    assert "Room 5" in me.open(AT).text


def test_without_a_phone_the_page_says_that_no_reminder_can_be_sent(site: Site) -> None:
    me = add(site.reader().open(AT))
    assert "no phone number is linked" in me.text
    assert "Next reminder" not in me.text
    assert me.link("Choose one").endswith("#phone")


def test_with_a_phone_the_next_reminder_is_shown_and_comes(site: Site) -> None:
    me = add(linked(site, site.reader()).open(AT))
    assert "no phone number is linked" not in me.text
    assert "Next reminder: Thu, Nov 26 at 9:00 AM" in me.text
    site.phones.now = (DEC_3 - timedelta(days=7)).astimezone(UTC)
    assert "your appointment is on Thu, Dec 3 at 9:00 AM" in site.texts(MINE)[-1]
    assert "Next reminder: Mon, Nov 30 at 9:00 AM" in me.open(AT).text


def test_what_is_kept_by_text_is_on_the_page_and_the_other_way_round(site: Site) -> None:
    me = linked(site, site.reader())
    site.phones.text(MINE, "COURT 12/10 2pm")
    assert "December 10, 2026 at 2:00 PM" in add(me.open(AT)).text
    assert "December 3, 2026 at 9:00 AM" in site.phones.text(MINE, "COURT")


def test_a_date_is_deleted_by_its_button(site: Site) -> None:
    me = add(add(site.reader().open(AT)), day="2026-12-04")
    me.press("remove")
    assert "December 3" not in me.text
    assert "December 4" in me.text
    assert "December 4" not in me.press("remove").text


def test_nobody_deletes_another_persons_date(site: Site) -> None:
    me = add(site.reader().open(AT))
    [id] = re.findall(r'name="date" value="(\w+)"', me.html)
    add(site.reader().open(AT)).press("remove", date=id)
    assert "December 3" in me.open(AT).text


def test_deleting_everything_deletes_the_dates(site: Site) -> None:
    me = add(site.reader().open(AT))
    me.open("/en/settings/delete").press("")
    assert rows(site) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-11-02"}, "that time is over"),
        ({"day": "2031-11-02"}, "two years away"),
        ({"day": "soon"}, "Write them like this: 12/07 9AM"),
        ({"day": "2/30"}, "Write them like this: 12/07 9AM"),
        ({"clock": "late"}, "Write them like this: 12/03 9AM"),
        ({"zone": ""}, "time zone"),
        ({"zone": "Mars/Olympus"}, "time zone"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_what_was_typed_stays(
    site: Site, typed: dict[str, str], said: str
) -> None:
    me = add(site.reader().open(AT), note="Room 5", **typed)
    assert me.answer.status_code == 409
    assert said in me.text
    assert me.typed("note") == "Room 5"
    assert rows(site) == 0


def test_too_many_dates_are_refused_and_the_form_is_gone(site: Site) -> None:
    me = site.reader().open(AT)
    for day in range(1, 11):
        add(me, day=f"2026-12-{day:02}")
    assert "add" not in me.buttons


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("12/03", "9", "December 3, 2026 at 9:00 AM"),
        ("Dec 3", "1:30 pm", "December 3, 2026 at 1:30 PM"),
        ("2026-12-03", "06:30", "December 3, 2026 at 6:30 AM"),
    ],
)
def test_a_browser_without_a_date_field_may_be_typed_into(
    site: Site, day: str, clock: str, said: str
) -> None:
    assert said in add(site.reader().open(AT), day=day, clock=clock).text


def test_the_time_zone_is_the_place_s_own_where_there_is_one(site: Site) -> None:
    me = site.reader().open(AT)
    assert me.typed("zone") == "America/New_York"
    assert "(Eastern)" not in add(me).text
    assert "9:00 AM (Pacific)" in add(me, day="2026-12-04", zone="America/Los_Angeles").text


def test_where_the_place_spans_several_zones_one_is_chosen_once(site: Site) -> None:
    me = site.reader().open("/en/court?place=us-fl")
    assert me.typed("zone") == ""
    assert add(me).answer.status_code == 409
    assert "9:00 AM (Central)" in add(me, zone="America/Chicago").text
    assert me.typed("zone") == "America/Chicago"


def test_the_card_and_the_settings_lead_here_and_back(site: Site) -> None:
    for start in ("/en/us-ny/cards/court", "/en/settings"):
        me = site.reader().open(start).follow("reminders of a court date")
        assert me.address == "/en/court"
        assert "Going to court" in me.follow("More about the day").text


def test_what_to_bring_and_what_if_it_is_missed_stand_on_the_page(site: Site) -> None:
    text = site.reader().open(AT).text
    assert "Bring every paper" in text
    assert "If you cannot get there" in text
