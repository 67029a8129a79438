"""The two plans, and who is told in which case."""

import pytest

from checkin.people.plans import LONGEST
from checkin.storage.tables import people, plans
from tests.webapp.conftest import ALEX, MINE, SAM, Site


def bodies(site: Site) -> list[bytes]:
    """The plans of everyone, as they lie in the database."""
    with site.phones.parts.core.database.read() as conn:
        return [row.body_sealed for row in conn.execute(plans.select())]


def test_looking_at_the_plans_or_saving_nothing_keeps_nothing_of_anyone(site: Site) -> None:
    me = site.reader().open("/en/plans").press("save")
    assert me.client.get_cookie("rc") is None
    with site.phones.parts.core.database.read() as conn:
        assert conn.execute(people.select()).all() == []


def test_plans_are_reached_from_the_check_in_and_from_settings(site: Site) -> None:
    assert site.reader().open("/en/checkin").follow("My plans").address == "/en/plans"
    me = site.reader().open("/en/settings").follow("If I am arrested, if I go missing")
    assert me.address == "/en/plans"


def test_both_plans_are_kept_as_written_and_sealed(site: Site) -> None:
    me = site.reader().open("/en/plans")
    me.press("save", arrested="Lawyer: Kim <5>\r\nTwo cats", missing="Ask Alex")
    assert "Saved." in me.text
    assert (me.typed("arrested"), me.typed("missing")) == ("Lawyer: Kim <5>\nTwo cats", "Ask Alex")
    assert len(bodies(site)) == 2
    assert not any(b"Lawyer" in body or b"Alex" in body for body in bodies(site))


def test_an_emptied_plan_is_gone(site: Site) -> None:
    me = site.reader().open("/en/plans").press("save", arrested="Kim", missing="Ask Alex")
    me.press("save", arrested="")
    assert (me.typed("arrested"), me.typed("missing")) == ("", "Ask Alex")
    assert len(bodies(site)) == 1


def test_a_plan_may_be_as_long_as_the_browser_lets_it_be(site: Site) -> None:
    longest = "\r\n".join(["x" * 9] * (LONGEST // 10)) + "y"
    me = site.reader().open("/en/plans").press("save", missing=longest)
    assert me.typed("missing") == longest.replace("\r\n", "\n")
    me.press("save", missing=longest + "zz")
    assert me.answer.status_code == 409
    assert "too long" in me.text
    assert (me.typed("missing") or "").endswith("zz")
    assert not (me.open("/en/plans").typed("missing") or "").endswith("z")


def test_the_page_says_what_helps(site: Site) -> None:
    text = site.reader().open("/en/plans").text
    for helps in ("booked", "birth date", "lawyer", "Medicines", "Children or pets", "Who you are"):
        assert helps in text


def test_plans_are_deleted_with_everything_else(site: Site) -> None:
    me = site.reader().open("/en/plans").press("save", missing="Ask Alex")
    me.open("/en/settings/delete").press("")
    assert bodies(site) == []
    assert me.open("/en/plans").typed("missing") == ""


def test_the_plan_for_going_missing_goes_with_a_check_in(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    assert "Your plan" not in me.open("/en/checkin").text
    me.open("/en/plans").press("save", missing="Ask Alex", arrested="Lawyer: Kim")
    assert "Your plan “If I go missing” goes with it" in me.open("/en/checkin").text
    me.press("sos", plan="Room 12")
    alert = site.texts(SAM)[-1]
    assert "Room 12" in alert
    assert "Ask Alex" in alert
    assert "Kim" not in alert


def test_an_sos_says_which_case_it_is_and_sends_that_plan(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    me.open("/en/plans").press("save", missing="Ask Alex", arrested="Lawyer: Kim")
    me.open("/en/checkin").press("sos", about="arrested")
    alert = site.texts(SAM)[-1]
    assert "They may be under arrest" in alert
    assert "Lawyer: Kim" in alert
    assert "Ask Alex" not in alert


def test_an_sos_while_a_timer_runs_says_which_case_it_is(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    me.press("sos", about="arrested")
    assert "They may be under arrest" in site.texts(SAM)[-1]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("arrested", "Told only if I am arrested"),
        ("missing", "Told only if I go missing"),
        ("", "Told in both cases"),
    ],
)
def test_each_contact_is_for_one_case_or_for_both(site: Site, about: str, said: str) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts").press("about", about=about)
    assert said in me.text
    assert me.typed("about") == about


def test_only_the_contacts_of_a_case_are_told(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/contacts")
    me.press("about", about="arrested")
    assert "Sam only if you are arrested" in me.open("/en/checkin").text
    me.press("sos")
    assert "asks for help now" in site.texts(ALEX)[-1]
    assert not any("asks for help now" in text for text in site.texts(SAM))


def test_where_nobody_is_left_for_a_case_everyone_is_told(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts").press("about", about="arrested")
    assert "only if you are arrested" not in me.open("/en/checkin").text
    me.press("sos")
    assert "asks for help now" in site.texts(SAM)[-1]


def test_nobody_can_say_for_which_case_someone_elses_contact_is(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts")
    other = site.with_contacts(Alex=MINE).open("/en/contacts")
    other.press("about", contact=me.typed("contact") or "", about="arrested")
    assert "Told in both cases" in me.open("/en/contacts").text
