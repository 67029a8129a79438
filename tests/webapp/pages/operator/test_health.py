"""When alerts do not flow, everyone hears of it: monitors by 503, people in red."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.webapp.conftest import SAM, Site

LATER = timedelta(minutes=2)
RED = 'class="warning"'


@pytest.fixture
def broken(site: Site) -> Site:
    """A site whose worker has died."""
    site.phones.now += LATER
    return site


def test_while_a_worker_is_alive_and_nothing_is_late_the_site_is_ready(site: Site) -> None:
    answer = site.app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_without_a_live_worker_the_site_is_not_ready_and_says_why(broken: Site) -> None:
    answer = broken.app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "No worker is alive: the last sign of life is 2 minutes old.\n"


def test_a_late_check_in_makes_the_site_not_ready_and_names_nobody(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    me.open("/en/checkin").press("start", minutes_chosen="30", plan="Hotel Rex")
    site.phones.now += timedelta(hours=2)
    answer = site.app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "the oldest due check-in has waited 100 minutes" in answer.text
    assert not any(word in answer.text for word in ("Sam", SAM, "Rex"))


def test_a_database_that_does_not_answer_is_said_in_a_sentence(site: Site) -> None:
    with site.phones.parts.core.database.write() as conn:
        conn.execute(sa.text("ALTER TABLE workers RENAME TO gone"))
    client = site.app.test_client()
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (
        503,
        "The database does not answer.\n",
    )
    assert client.get("/healthz").status_code == 200
    with site.phones.parts.core.database.write() as conn:
        conn.execute(sa.text("ALTER TABLE gone RENAME TO workers"))


def test_a_database_of_another_version_is_not_ready(site: Site) -> None:
    with site.phones.parts.core.database.write() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    answer = site.app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "another version" in answer.text


def test_the_process_answers_for_itself_whatever_the_rest_does(broken: Site) -> None:
    assert broken.app.test_client().get("/healthz").text == "ok\n"


@pytest.mark.parametrize("page", ["/en/checkin", "/en/contacts", "/en/settings", "/en/us-ny/"])
def test_personal_pages_and_home_carry_the_red_banner_only_while_alerts_do_not_flow(
    site: Site, page: str
) -> None:
    client = site.app.test_client()
    assert RED not in client.get(page).text
    site.phones.now += LATER
    assert RED in client.get(page).text
    site.wait()
    assert RED not in client.get(page).text


def test_a_contact_sees_the_red_banner_behind_the_link(site: Site) -> None:
    site.with_contacts(Sam=SAM)
    link = site.link(SAM)
    client = site.app.test_client()
    assert RED not in client.get(link).text
    site.phones.now += LATER
    assert RED in client.get(link).text


def test_a_home_page_with_the_banner_is_not_kept(broken: Site) -> None:
    answer = broken.app.test_client().get("/en/us-ny/")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["/en/us-ny/cards/stopped", "/en/us-ny/library.json"])
def test_what_is_kept_for_offline_never_carries_the_banner(broken: Site, page: str) -> None:
    answer = broken.app.test_client().get(page)
    assert RED not in answer.text
    assert RED.replace('"', '\\"') not in answer.text
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.promise(
    "While our alarm does not work, no timer starts, and you are told so at once.", of=1
)
def test_a_timer_is_refused_while_alerts_do_not_flow(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin")
    site.phones.now += LATER
    me.press("start")
    assert me.answer.status_code == 409
    assert "Not started: our alarm service is not running" in me.text
