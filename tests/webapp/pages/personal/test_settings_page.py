"""Settings, the link to a phone, and deleting everything."""

from datetime import date, timedelta

import pytest

from checkin.storage.tables import contacts, devices, people
from tests.webapp.conftest import MINE, SAM, Site


def rows(site: Site) -> int:
    """How many rows anyone has left in the tables that hold people."""
    with site.phones.parts.core.database.read() as conn:
        return sum(len(conn.execute(table.select()).all()) for table in (people, devices, contacts))


def test_looking_at_settings_keeps_nothing(site: Site) -> None:
    assert site.reader().open("/en/settings").client.get_cookie("rc") is None
    assert rows(site) == 0


def test_what_was_saved_is_shown_again(site: Site) -> None:
    me = site.reader().open("/en/settings")
    me.press("checkins", name="  Kim ", police="after", hours="7", at_once="yes")
    assert "Saved." in me.text
    assert me.typed("name") == "Kim"
    assert me.typed("police") == "after"
    assert me.typed("hours") == "7"
    assert me.typed("at_once") == "yes"


def test_nonsense_in_a_field_leaves_what_was_there(site: Site) -> None:
    me = site.reader().open("/en/settings").press("checkins", police="never")
    me.press("checkins", police="sometimes", hours="soon")
    assert me.typed("police") == "never"
    assert me.typed("hours") == "3"


def test_language_and_place_can_be_chosen_without_becoming_anyone(site: Site) -> None:
    me = site.reader().open("/en/settings").press("reading", language="es", place="us-tx")
    assert me.address == "/es/settings"
    assert me.typed("place") == "us-tx"
    assert rows(site) == 0


def test_a_phone_is_linked_by_typing_the_code_that_it_was_sent(site: Site) -> None:
    me = site.reader().open("/en/settings")
    assert me.link("Text LINK") == f"sms:{site.phones.parts.core.number}?&body=LINK"
    site.join(me, MINE)
    assert "the number ending in 0111" in me.open("/en/settings").text


@pytest.mark.promise("“Delete everything” takes it off your phone as well.", of=3)
def test_deleting_leaves_nothing_here_and_nothing_on_the_device(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings").follow("Delete everything")
    assert "destroying evidence" in me.text
    me.press("")
    assert "Everything is deleted" in me.text
    cleared = me.answer.headers["Clear-Site-Data"]
    assert cleared == '"cache", "cookies", "storage"'
    assert me.client.get_cookie("rc") is None
    assert rows(site) == 0
    assert "First, who should be told?" in me.open("/en/checkin").text


def test_a_running_timer_is_not_deleted_by_whoever_holds_the_phone(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    me.open("/en/settings/delete").press("")
    assert me.answer.status_code == 409
    assert "Close it first" in me.text
    assert "Clear-Site-Data" not in me.answer.headers
    assert "Ends at" in me.open("/en/checkin").text


def test_a_name_that_strangers_do_not_read_is_said_once(site: Site) -> None:
    me = site.reader().open("/en/settings").press("checkins", name="Ana 2000")
    assert "they read “Someone”" in me.text.replace('"Someone"', "“Someone”")
    assert "Someone" not in me.open("/en/settings").text


def test_a_visit_is_a_sign_of_life_noted_once_a_month(site: Site) -> None:
    me = site.reader().open("/en/settings").press("checkins", name="Kim")
    first = seen_on(site)
    for days, noted in ((29, 0), (1, 30), (29, 30), (1, 60)):
        site.phones.now += timedelta(days=days)
        me.open("/en/settings")
        assert seen_on(site) == first + timedelta(days=noted)


def seen_on(site: Site) -> date:
    with site.phones.parts.core.database.read() as conn:
        (row,) = conn.execute(people.select())
    return row.seen_on


def test_while_a_timer_runs_the_name_stays_and_the_rest_of_the_form_is_kept(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings").press("checkins", name="Ana")
    me.open("/en/checkin").press("start")
    me.open("/en/settings").press("checkins", name="Kevin", police="never")
    assert me.answer.status_code == 409
    assert "Your name was not changed: a timer is running" in me.text
    again = me.open("/en/settings")
    assert again.typed("name") == "Ana"
    assert again.typed("police") == "never"
