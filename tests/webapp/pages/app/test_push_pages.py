"""Pushes on the pages: turned on and off, answered from the notification, moved by the browser."""

import json
from datetime import timedelta
from typing import Any

import pytest

from checkin.machine.notices import ChannelKind
from checkin.people import people, subscriptions
from peers import Browser, PushService
from tests.webapp.conftest import MINE, SAM, Site
from tests.webapp.reader import Reader

HOUR = timedelta(hours=1)


@pytest.fixture
def site(pushing: Site) -> Site:
    return pushing


@pytest.fixture
def phone(site: Site, push_service: PushService) -> Browser:
    """A browser as it names itself once its owner has allowed notifications."""
    return push_service.subscribe(site.phones.parts.core.push_key)


def tell(reader: Reader, post: str, wish: str, browser: Browser, **more: str) -> tuple[int, Any]:
    """What the page's script posts; status and answer."""
    token = reader.typed("csrf_token") or ""
    form = {"csrf_token": token, "do": wish, "endpoint": browser.endpoint}
    form |= {"p256dh": browser.p256dh, "auth": browser.auth}
    answer = reader.client.post(post, data=form | more)
    return answer.status_code, json.loads(answer.get_data())


def on(reader: Reader, browser: Browser) -> Any:
    status, answer = tell(reader.open("/en/settings"), "/en/push", "on", browser)
    assert status == 200
    return answer


def press(site: Site, note: dict[str, Any], name: str) -> dict[str, Any]:
    """What the service worker posts, without cookies; what it shows then."""
    capability = note["data"][name]["press"]
    answer = site.app.test_client().post("/push/answer", data={"press": capability})
    said: dict[str, Any] = json.loads(answer.get_data())["notification"]
    return said


def test_a_reminder_comes_to_the_phone_and_its_button_closes_the_timer(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    me = site.with_contacts(Sam=SAM)
    on(me, phone)
    me.open("/en/checkin").press("start", plan="Room 12")
    site.wait(timedelta(minutes=51))
    [note] = push_service.shown(phone)
    assert note["title"] == "Raincheck"
    assert note["body"].startswith("Your timer ends at")
    assert [each["title"] for each in note["actions"]] == ["I'm OK", "+30 min"]
    assert press(site, note, "more")["body"].startswith("Timer now runs until")
    assert press(site, note, "ok")["body"] == "Closed. Good that you are safe."
    assert "Closed: you are safe" in me.open("/en/checkin").text


def test_whoever_has_no_phone_number_is_reminded_all_the_same(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    me = site.with_contacts(Sam=SAM)
    assert "cannot remind you by text" in me.open("/en/checkin").text
    on(me, phone)
    assert "We send you a notification before that." in me.open("/en/checkin").text
    me.press("start")
    site.wait(timedelta(minutes=66))
    assert len(push_service.shown(phone)) == 3


def test_the_page_knows_which_browsers_are_on_and_off_again(site: Site, phone: Browser) -> None:
    me = site.reader().open("/en/settings")
    assert 'data-known=""' in me.html
    on(me, phone)
    tag = subscriptions.Subscription(phone.endpoint, "", "", "").tag
    assert f'data-known="{tag}"' in me.open("/en/settings").html
    assert tell(me, "/en/push", "off", phone)[0] == 200
    assert 'data-known=""' in me.open("/en/settings").html


def test_without_a_script_nothing_is_offered(site: Site) -> None:
    html = site.reader().open("/en/settings").html
    [section] = [part for part in html.split("<section") if 'id="push"' in part.partition(">")[0]]
    assert section.partition(">")[0].endswith("hidden")


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": "http://localhost:1/notify/x"},
        {"endpoint": ""},
        {"p256dh": "BAAA"},
        {"p256dh": "é"},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_a_browser_that_we_could_not_write_to_is_refused(
    site: Site, phone: Browser, wrong: dict[str, str]
) -> None:
    me = site.reader().open("/en/settings")
    status, answer = tell(me, "/en/push", "on", phone, **wrong)
    assert status == 409
    assert "could not be changed" in answer["problem"]
    assert 'data-known=""' in me.open("/en/settings").html


def test_a_contact_who_said_yes_gets_alerts_on_the_phone_too(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    me = site.reader().open("/en/contacts?place=us-ny").press("add", name="Sam", phone=SAM)
    me.open("/en/settings").press("checkins", name="Kim")
    link = site.link(SAM)
    sam = site.reader().open(link)
    assert tell(sam, f"{link}/push", "on", phone)[0] == 409  # not asked yet
    sam.press("yes")
    assert "Get alerts on this phone too" in sam.text
    assert tell(sam, f"{link}/push", "on", phone)[0] == 200
    assert "and by app" in me.open("/en/contacts").text
    me.open("/en/checkin").press("sos")
    site.wait()
    [note] = push_service.shown(phone)
    assert note["body"] == "Kim asks for help now. Open to see what you can do."
    assert note["navigate"].endswith(site.link(SAM))
    assert "Kim asks for help now" in site.reader().open(site.link(SAM)).press("show").text


def test_a_press_with_a_token_that_is_none_changes_nothing_and_says_so(site: Site) -> None:
    for press_ in ("", "ok.x.y", "ok." + "0" * 32 + ".AAAA"):
        answer = site.app.test_client().post("/push/answer", data={"press": press_})
        assert answer.status_code == 410
        said = json.loads(answer.get_data())["notification"]
        assert said["body"] == "That timer is over. Nothing was changed."


def test_with_pins_the_button_leads_to_the_pin(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    me = site.with_contacts(Sam=SAM)
    on(me, phone)
    me.open("/en/settings").press("pins", safe="1234", danger="9876")
    me.open("/en/checkin").press("start")
    site.wait(timedelta(minutes=51))
    [note] = push_service.shown(phone)
    ok, more = note["actions"]
    assert ok["navigate"] == f"{site.phones.parts.core.public_url}/en/checkin#pin"
    assert "navigate" not in more
    assert set(note["data"]) == {"more"}
    assert 'id="pin"' in me.open("/en/checkin").html


def test_a_browser_that_is_gone_is_forgotten_and_the_text_follows(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    site.phones.befriend(MINE, SAM, "Sam")
    with site.phones.parts.core.write(site.phones.now) as work:
        person = people.by_phone(work, MINE)
        assert person
        kept = subscriptions.Subscription(phone.endpoint, phone.p256dh, phone.auth, "Raincheck")
        subscriptions.keep(work, subscriptions.Owner("person", person.id), kept)
    site.phones.text(MINE, "IN 1H")
    push_service.expire(phone)
    site.wait(timedelta(minutes=51))
    assert "Your timer ends at" in site.phones.inbox(MINE)[-1]
    with site.phones.parts.core.read(site.phones.now) as work:
        assert subscriptions.of(work, person.id) == ()


def test_the_browser_moves_its_own_subscription_without_a_cookie(
    site: Site, push_service: PushService, phone: Browser
) -> None:
    me = site.reader()
    moving = on(me, phone)["move"]
    newer = push_service.subscribe(site.phones.parts.core.push_key)
    form = {"old": phone.endpoint, "endpoint": newer.endpoint}
    form |= {"p256dh": newer.p256dh, "auth": newer.auth}
    stranger = site.app.test_client()
    assert stranger.post("/push/move", data=form | {"move": moving + "x"}).status_code == 409
    assert stranger.post("/push/move", data=form | {"move": moving}).status_code == 200
    tag = subscriptions.Subscription(newer.endpoint, "", "", "").tag
    assert f'data-known="{tag}"' in me.open("/en/settings").html


def test_deleting_everything_ends_the_pushes(site: Site, phone: Browser) -> None:
    me = site.reader()
    on(me, phone)
    me.open("/en/settings/delete").press("")
    with site.phones.parts.core.read(site.phones.now) as work:
        assert work.conn.exec_driver_sql("SELECT count(*) FROM subscriptions").scalar() == 0


def test_what_a_push_says_stays_out_of_the_log(
    site: Site, phone: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    me = site.with_contacts(Sam=SAM)
    on(me, phone)
    me.open("/en/checkin").press("start", plan="Room 12")
    site.wait(timedelta(minutes=66))
    assert site.phones.parts.channels[ChannelKind.PUSH]
    for secret in (phone.endpoint, phone.name, phone.auth, "Are you OK", "Room 12"):
        assert secret not in caplog.text
