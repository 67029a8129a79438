"""A whole life by web and text, with everything failing in the middle: afterwards no file, no log
and no copy of the database shows any of it."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkin.actions import timers
from checkin.machine.notices import ChannelKind
from checkin.messages.channels import ChannelError, Message
from peers import Postgres
from peers.phones import table
from sms.calls import hotline
from sms.replies import conversation
from tests.e2e.running import raincheck
from tests.e2e.surfer import surfer
from tests.e2e.traces import PHONES_OF_OTHERS, Marks, everything, files
from tests.sms import signed
from tests.webapp.conftest import Site
from tests.webapp.reader import Reader

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", "postgres"])
def kept_at(request: pytest.FixtureRequest) -> str:
    """The URL of the database; empty for the file that is made without one."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else ""


@pytest.fixture
def site(tmp_path: Path, kept_at: str) -> Iterator[Site]:
    with table(tmp_path / "instance", database_url=kept_at) as phones:
        yield Site(signed.whole_app(phones), phones)


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """Everything that anyone logs, down to the last detail."""
    file = tmp_path / "log"
    handler, root = logging.FileHandler(file), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield file
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def live(site: Site, marks: Marks) -> Reader:
    """What someone tells us in the weeks before anything happens."""
    sam, mine = marks.number("contact's number"), marks.number("person's number")
    me = site.reader().open("/en/contacts?place=us-ny")
    me.press("add", name=marks["contact's name"], phone=sam)
    marks.add("invitation", site.link(sam).removeprefix("/c/"))
    site.reader().open(site.link(sam)).press("yes")
    me.open("/en/settings").press("checkins", name=marks["person's name"])
    me.press("pins", safe=marks["PIN"], danger=marks["danger PIN"])
    code = re.findall(r"[A-Z]{4} [A-Z]{4}", site.phones.text(mine, "LINK"))[0]
    me.open("/en/settings").press("join", link_code=marks.add("link code", code), pin=marks["PIN"])
    me.open("/en/settings").press("code", pin=marks["PIN"])
    marks.add("check-in code", re.findall(r'class="code"><b>(\w+)<', me.html)[0])
    me.open("/en/plans").press("save", missing=marks["plan"])
    me.open("/en/court").press("add", day="2026-12-03", clock="09:00", note=marks["court note"])
    me.open(f"/en/us-ny/search?q={marks['search']}")
    site.phones.text(mine, f"{marks['search']}?")
    cookie = me.client.get_cookie("rc")
    assert cookie
    marks.add("device", cookie.value)
    return me


def miss(site: Site, marks: Marks, me: Reader) -> None:
    """A timer that is missed, and how it ends."""
    sam, mine = marks.number("contact's number"), marks.number("person's number")
    me.open("/en/checkin").press("start", plan=marks["note"], minutes_chosen="30")
    me.press("place", latitude=marks["place"], longitude="-74.00602", within="18")
    me.press("ok", pin="0000")
    site.wait(45 * MINUTE)
    marks.add("alert's link", site.link(sam).removeprefix("/c/"))
    contact = site.reader().open(site.link(sam)).press("show")
    assert marks["note"] in contact.text
    assert marks["plan"] in contact.text
    contact.press("on_it")
    code, pin = marks["check-in code"], marks["PIN"]
    assert "are safe" in site.phones.text(marks.number("other phone's number"), f"{code} {pin}")
    site.phones.text(mine, f"IN 1H {marks['note']}")
    site.phones.text(mine, f"OK {marks['danger PIN']}")
    site.wait(5 * MINUTE)


def fail(site: Site, marks: Marks, me: Reader, patch: pytest.MonkeyPatch) -> None:
    """Everything breaks, with what it was told on its lips."""
    mine = marks.number("person's number")
    secret = " ".join(marks.said.values())

    def broken(*_: object, **__: object) -> None:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise TypeError(f"unusable: {secret}") from error

    def refused(message: Message) -> None:
        raise RuntimeError(f"{message.to}: {message.body}")

    def lost(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError(f"SELECT {secret}", {"name": secret}, ValueError(secret))

    def unreachable(message: Message) -> None:
        raise ChannelError(f"{message.to} {message.body}", operator=True, code="20003")

    client = site.app.test_client()
    text = signed.text(mine, f"IN 1H {marks['note']}")
    me.open("/en/checkin").press("start", plan=marks["note"], minutes_chosen="30")
    channel = site.phones.parts.channels[ChannelKind.TEXT]
    for trouble in (refused, unreachable):
        with patch.context() as broke:
            broke.setattr(channel, "send", trouble)
            site.wait(45 * MINUTE)
    with patch.context() as broke:
        broke.setattr(timers, "sos", broken)
        broke.setattr(conversation, "respond", lost)
        broke.setattr(hotline, "menu", broken)
        assert me.open("/en/checkin").press("sos", plan=marks["note"]).answer.status_code == 500
        assert signed.post(client, "/sms/inbound", text)[0] == 503
        assert signed.post(client, "/sms/fallback", text)[0] == 200
        assert signed.post(client, "/voice/inbound", {"From": mine})[0] == 200
        broke.setattr(conversation, "respond", broken)
        assert signed.post(client, "/sms/inbound", signed.text(mine, marks["note"]))[0] == 500
    site.app.logger.warning("Somebody forgot: %s", f"/c/{marks['invitation']} +1{mine[2:]}")


@pytest.mark.promise(
    "After a whole life with us, by web and by text and with everything failing, nothing you told "
    "us can be read in any file, log or copy of the database.",
    of=3,
)
def test_no_file_log_or_copy_of_the_database_shows_what_was_told(
    site: Site,
    logged: Path,
    kept_at: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    marks = everything()
    me = live(site, marks)
    miss(site, marks, me)
    fail(site, marks, me, monkeypatch)
    printed = "".join(capfd.readouterr())
    left = files(tmp_path) | {"printed": printed.encode()}
    if kept_at:
        server: Postgres = request.getfixturevalue("postgres")
        left["dump"] = server.dump(kept_at)
        assert b"COPY public.people" in left["dump"]
    else:
        assert len(left["instance/raincheck.db"] + left["instance/raincheck.db-wal"]) > 100_000
    said = logged.read_text()
    for kind in ("TypeError", "KeyError", "RuntimeError", "OperationalError"):
        assert kind in said
    assert "Somebody forgot" in said
    assert marks.found_in(left) == []


def test_the_search_for_traces_finds_what_is_there(site: Site, tmp_path: Path) -> None:
    marks = everything()
    live(site, marks)
    others = b"".join(file.read_bytes() for file in tmp_path.rglob(f"{PHONES_OF_OTHERS}*"))
    there = {what for _, what in marks.found_in({"their phones": others})}
    assert {"contact's number", "invitation"} <= there
    assert marks.found_in({"x": marks["note"].encode().hex().encode()}) == [("x", "note")]


@pytest.mark.promise("“Delete everything” leaves nothing of you in the database.", of=3)
def test_after_deleting_everything_no_row_is_left_of_her(site: Site) -> None:
    marks = everything()
    me = live(site, marks)
    me.open("/en/settings/delete").press("", pin=marks["PIN"])
    site.wait(MINUTE)
    with site.phones.parts.core.database.read() as conn:
        for name in ("people", "devices", "contacts", "plans", "hearings", "checkins", "messages"):
            rows = conn.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar()  # noqa: S608
            assert rows == 0, name


def test_the_real_processes_print_nothing_of_it_and_leave_it_in_no_file(tmp_path: Path) -> None:
    marks = everything()
    sam, mine = marks.number("contact's number"), marks.number("person's number")
    name, friend = marks["person's name"], marks["contact's name"]
    hurry = {"RAINCHECK_MIN_TIMER": "1s", "RAINCHECK_REMINDER": "1s", "RAINCHECK_GRACE": "1s"}
    with raincheck("serve", tmp_path / "instance", **hurry) as running:
        me = surfer(running.url).open("/en/contacts?place=us-ny")
        me.press("add", name=marks["contact's name"], phone=sam)
        phone = surfer(running.url)
        link = soon(lambda: re.findall(r"/c/([\w-]{24})", phone.open(f"/phone/{sam}").html))
        marks.add("invitation", link)
        surfer(running.url).open(f"/c/{link}").press("yes")
        surfer(running.url).open(f"/c/{link}x")
        phone.open(f"/phone/{mine}").press("", body=f"NAME {name}")
        phone.press("", body=f"ADD {sam} {friend}")
        phone.press("", body=re.findall(r"reply (\d\d)\.", phone.html)[-1])
        me.open("/en/settings").press("pins", safe=marks["PIN"], danger=marks["danger PIN"])
        me.open("/en/checkin").press("start", plan=marks["note"], minutes_chosen="30")
        me.press("sos", plan=marks["plan"])
        soon(lambda: re.findall(re.escape(marks["plan"]), phone.open(f"/phone/{sam}").html))
        me.open("/en/checkin").press("ok", pin=marks["PIN"])
        marks.add("device", me.client.cookies["rc"])  # type: ignore[attr-defined]
    left = files(tmp_path)
    assert left["instance/serve.log"]
    assert marks.found_in(left) == []


def soon(found: Callable[[], list[str]]) -> str:
    """The newest of what is found, once there is any."""
    deadline = time.monotonic() + 20
    while not (there := found()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
    return there[-1]
