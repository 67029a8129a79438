"""Who is pressing: with PINs set, what changes or shows what we hold needs one, in its own form."""

import re
from datetime import timedelta
from importlib.resources import files

import pytest

from peers.phones import table
from tests.webapp.conftest import ALEX, SAM, Site
from tests.webapp.reader import Reader
from webapp import create_app
from webapp.pages.personal import contacts, settings

SAFE, DANGER = "1234", "9876"
FORCED = "gave us the code that means danger"
PRESSES = [
    ("/en/contacts", "add", {"name": "Alex", "phone": ALEX}),
    ("/en/contacts", "remove", {}),
    ("/en/contacts", "link", {"name": "Kim"}),
    ("/en/settings", "code", {}),
    ("/en/settings", "pins", {"safe": "2222", "danger": "3333"}),
    ("/en/settings/delete", "", {}),
]


def with_pins(site: Site) -> Reader:
    me = site.with_contacts(Sam=SAM).open("/en/settings")
    return me.press("pins", safe=SAFE, danger=DANGER)


@pytest.mark.parametrize("page", [contacts, settings])
def test_no_button_is_added_without_saying_whether_it_needs_a_pin(page: object) -> None:
    name = page.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    html = (files("webapp") / "templates" / "personal" / f"{name}.html").read_text()
    buttons = set(re.findall(r'name="do" value="(\w+)"', html))
    assert buttons == page.PROVED | page.FREE  # type: ignore[attr-defined]
    assert not page.PROVED & page.FREE  # type: ignore[attr-defined]


@pytest.mark.parametrize(("address", "button", "typed"), PRESSES)
def test_with_pins_set_the_page_asks_for_one_and_changes_nothing_without(
    site: Site, address: str, button: str, typed: dict[str, str]
) -> None:
    me = with_pins(site)
    assert "Your PIN" in me.open(address).text
    for pin, said in (("", "needs your PIN"), ("0000", "that PIN is not right")):
        me.open(address).press(button, pin=pin, **typed)
        assert me.answer.status_code == 409
        assert said in me.text
    listed = me.open("/en/contacts").text
    assert "Sam" in listed
    assert "Alex" not in listed
    assert "Kim" not in listed


@pytest.mark.parametrize("button", sorted(settings.PROVED))
def test_whichever_button_of_the_settings_it_was_the_page_says_what_was_wrong(
    site: Site, button: str
) -> None:
    me = with_pins(site)
    address = "/en/settings/link" if button == "join" else "/en/settings"
    token = re.findall(r'name="csrf_token" value="([^"]+)"', me.html)[0]
    answer = me.client.post(address, data={"do": button, "pin": "0000", "csrf_token": token})
    assert answer.status_code == 409
    assert "that PIN is not right" in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/en/contacts", "/en/settings", "/en/settings/delete"])
def test_without_pins_no_page_asks_for_one(site: Site, address: str) -> None:
    assert 'name="pin"' not in site.with_contacts(Sam=SAM).open(address).html


@pytest.mark.parametrize(("address", "button", "typed"), PRESSES)
def test_the_danger_pin_looks_the_same_and_the_contacts_are_told(
    tmp_path_factory: pytest.TempPathFactory, address: str, button: str, typed: dict[str, str]
) -> None:
    looks = []
    for pin in (SAFE, DANGER):
        with table(tmp_path_factory.mktemp("site")) as phones:
            site = Site(create_app(phones.parts), phones)
            me = with_pins(site)
            heard = len(site.texts(SAM))
            me.open(address).press(button, pin=pin, **typed)
            seen = [(me.answer.status_code, me.text)]
            site.wait(timedelta(minutes=20))
            for each in ("/en/checkin", "/en/contacts", "/en/settings"):
                seen.append((me.open(each).answer.status_code, me.text))
            looks.append([(code, re.sub(r"[A-Z]{3}\d{5}", "", text)) for code, text in seen])
            told = [body for body in site.texts(SAM)[heard:] if FORCED in body]
            assert bool(told) is (pin == DANGER)
            assert not any(FORCED in body for body in site.texts(ALEX))
    assert looks[0] == looks[1]


def test_what_the_danger_pin_has_told_stays_told_where_the_act_is_refused(site: Site) -> None:
    me = with_pins(site)
    me.open("/en/contacts").press("add", name="Sam", phone=SAM, pin=DANGER)
    assert me.answer.status_code == 409
    assert FORCED in site.texts(SAM)[-1]


@pytest.mark.parametrize("pin", [SAFE, DANGER])
def test_past_an_hour_more_the_page_needs_the_pin(site: Site, pin: str) -> None:
    me = with_pins(site).open("/en/checkin").press("start", minutes_chosen="60")
    for _ in range(2):
        me = me.press("more")
    ends = re.findall(r'<time datetime="([^"]+)"', me.html)[0]
    for typed, said in (("", "needs your PIN"), ("0000", "that PIN is not right")):
        me.open("/en/checkin").press("more", pin=typed)
        assert me.answer.status_code == 409
        assert said in me.text
        assert ends in me.html
    assert ends not in me.open("/en/checkin").press("more", pin=pin).html
    assert (FORCED in "".join(site.texts(SAM))) is (pin == DANGER)
