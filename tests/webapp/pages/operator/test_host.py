"""The host's page: behind a link that works once, and about nobody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from checkin.machine.notices import ChannelKind
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from checkin.people import host_sessions
from checkin.storage.core import Caps
from peers.phones import table
from sms.simulator.faults import Trouble
from tests.webapp.conftest import MINE, SAM, Site
from tests.webapp.reader import Reader
from webapp import create_app
from webapp.cli import main


def link(site: Site) -> str:
    with site.phones.parts.core.write(site.phones.now) as work:
        return f"/host/in/{host_sessions.link(work)}"


def inside(site: Site) -> Reader:
    return site.reader().open(link(site)).press("")


def test_a_link_is_only_used_up_by_its_button(site: Site) -> None:
    address = link(site)
    for _ in range(3):
        assert "How it runs" not in site.reader().open(address).text
    reader = site.reader().open(address).press("")
    assert "How it runs" in reader.text
    assert "How it runs" in reader.open("/host").text


def test_a_link_that_was_used_lets_nobody_else_in(site: Site) -> None:
    address = link(site)
    waiting = site.reader().open(address)
    site.reader().open(address).press("")
    assert waiting.press("").answer.status_code == 410
    assert site.reader().open(address).answer.status_code == 410
    assert waiting.open("/host").answer.status_code == 401


def test_without_a_session_the_page_says_only_how_to_log_in(site: Site) -> None:
    reader = site.reader().open("/host")
    assert reader.answer.status_code == 401
    assert "raincheck host link" in reader.text
    assert "Health" not in reader.text


def test_the_session_ends_after_twelve_hours(site: Site) -> None:
    reader = inside(site)
    site.phones.now += timedelta(hours=11, minutes=59)
    assert reader.open("/host").answer.status_code == 200
    site.phones.now += timedelta(minutes=1)
    assert reader.open("/host").answer.status_code == 401


def test_logging_out_ends_it_on_the_server_too(site: Site) -> None:
    reader = inside(site)
    stolen = reader.client.get_cookie("host")
    assert stolen
    reader.press("")
    assert reader.answer.status_code == 401
    other = site.reader()
    other.client.set_cookie("host", stolen.value)
    assert other.open("/host").answer.status_code == 401


@pytest.mark.parametrize(
    ("public", "name", "secure"),
    [("https://rain.example", "__Host-host", True), ("http://127.0.0.1:8000", "host", False)],
)
def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(
    tmp_path: Path, public: str, name: str, secure: bool
) -> None:
    with table(tmp_path, public_url=public) as phones:
        site = Site(create_app(phones.parts), phones)
        reader = site.reader()
        token = link(site)
        page = reader.client.get(token, base_url=public)
        [csrf] = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)
        answer = reader.client.post(token, base_url=public, data={"csrf_token": csrf})
        [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if name in each]
    assert cookie.startswith(f"{name}=")
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert attribute in cookie
    assert ("Secure" in cookie) is secure
    assert "Domain" not in cookie


def test_the_command_prints_a_link_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("RAINCHECK_PUBLIC_URL", "https://rain.example")
    result = CliRunner().invoke(main, ["host", "link"])
    assert result.exit_code == 0, result.output
    assert re.fullmatch(r"https://rain\.example/host/in/[\w-]{24}\n", result.output)


def test_what_was_sent_is_shown_by_channel_and_outcome_for_today_and_the_week(site: Site) -> None:
    core, now = site.phones.parts.core, site.phones.now
    for ago, count in ((0, 3), (6, 40), (7, 500)):
        with core.write(now - timedelta(days=ago)) as work:
            daily_counters.add(work, Step.DELIVERED, ChannelKind.CALL, count)
    reader = inside(site)
    today, week = re.findall(r'<th scope="row">Calls</th>(.*?)</tr>', reader.html)
    assert re.findall(r"<td>(\d+)", today) == ["0", "3", "0", "0", "0"]
    assert re.findall(r"<td>(\d+)", week) == ["0", "43", "0", "0", "0"]
    assert "543 arrived and 0 failed" in reader.text
    assert reader.html.count('class="part-0"') >= 3


def test_what_texts_cost_stands_beside_its_cap(tmp_path: Path) -> None:
    with table(tmp_path, daily_cap="0.83", monthly_cap="10") as phones:
        site = Site(create_app(phones.parts), phones)
        assert phones.parts.core.caps == Caps(100, 1204)
        with phones.parts.core.write(phones.now) as work:
            daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 30, 60)
        reader = inside(site)
        assert "Today: $0.50 of $0.83 (60 segments)" in reader.text
        assert "This month: $0.50 of $10 (60 segments)" in reader.text
        assert "A cap is reached" not in reader.text
        with phones.parts.core.write(phones.now) as work:
            daily_counters.add(work, Step.REPLIED, ChannelKind.TEXT, 40, 40)
        assert "A cap is reached" in reader.open("/host").text


def test_a_worker_that_died_is_shown_as_such(site: Site) -> None:
    reader = inside(site)
    assert "Worker: well" in reader.text
    site.phones.now += timedelta(minutes=2)
    assert "Worker: look here No worker is alive" in reader.open("/host").text


def test_a_carrier_that_takes_nothing_is_shown_as_such(site: Site) -> None:
    assert site.phones.parts.simulator
    me = site.with_contacts(Sam=SAM)
    me.open("/en/checkin").press("start", minutes_chosen="30")
    site.phones.parts.simulator.suffer(Trouble.SILENT)
    site.wait(timedelta(hours=1))
    assert "Alerts wait to be sent" in inside(site).text


def test_nothing_on_it_is_about_anyone(site: Site) -> None:
    me = site.with_contacts(Samantha=SAM)
    me.open("/en/settings").press("checkins", name="Anabel")
    me.open("/en/checkin").press("start", minutes_chosen="30", plan="Hotel Rex, room 12")
    site.phones.text(MINE, "NAME Marigold")
    site.phones.text("+12025550144", "STOP")
    site.wait(timedelta(hours=1))
    html = inside(site).html
    marked = ("Samantha", "Anabel", "Marigold", "Rex", "room 12")
    assert not any(word in html for word in marked)
    with site.phones.parts.core.read(site.phones.now) as work:
        for row in work.conn.execute(
            sa.text("select id from people union select id from contacts")
        ):
            assert row.id not in html
    main_part = html[html.index("<main") : html.index("</main")]
    assert not re.search(r"\+?1?\d{10}|555", main_part)
    assert "1 number wants nothing from us" in html


def test_a_database_that_does_not_answer_is_said_so(site: Site) -> None:
    reader = inside(site)
    engine = site.phones.parts.core.database.engine

    def fail(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("gone"))

    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        answer = reader.open("/host").answer
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 503
    assert "raincheck doctor" in reader.text
