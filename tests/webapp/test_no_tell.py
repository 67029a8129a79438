"""On pages: nothing tells which PIN closed her timer, whatever is pressed afterwards."""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.twins import ANA, DANGER, KIM, LEE, MINUTE, SAFE, SAM, World, each, twins
from webapp import create_app

SEQUENCES = int(os.environ.get("TWIN_SEQUENCES", "4"))
FROM = int(os.environ.get("TWIN_FROM", "0"))
LENGTH = 12
PAGES = (
    "/en/checkin", "/en/contacts", "/en/settings", "/en/plans", "/en/court", "/es/checkin",
    "/en/checkin/code", "/en/settings/delete", "/en/us-ny/",
)  # fmt: skip
_OF_THE_MOMENT = ("Set-Cookie", "Date")
NUMBERS = {"Sam": SAM, "Kim": KIM, "Lee": LEE}


class Desk:
    """Her browser in one world, and what it is shown."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, create_app(world.phones.parts).test_client()

    def post(self, address: str, **form: str) -> None:
        """Press a button; what comes back is looked at, and counted."""
        form = {"pin": SAFE, "csrf_token": self._token(address), **form}
        with self.world.counted():
            answer = self.client.post(address, data=form)
        self.world.look(form.get("do"), seen(answer))

    def contact(self, n: int, **form: str) -> None:
        """A button of the nth contact's; of nobody's where there are fewer."""
        ids = re.findall(r'name="contact" value="([0-9a-f]+)"', self._page("/en/contacts"))
        mine = list(dict.fromkeys(ids))
        self.post("/en/contacts", contact=mine[n] if n < len(mine) else "", **form)

    def look(self) -> None:
        for address in PAGES:
            with self.world.counted():
                answer = self.client.get(address)
            self.world.look(address, seen(answer))

    def _page(self, address: str) -> str:
        return self.client.get(address).get_data(as_text=True)

    def _token(self, address: str) -> str:
        html = self._page(address)
        return (re.findall(r'name="csrf_token" value="([^"]+)"', html) or [""])[0]


def seen(answer: TestResponse) -> object:
    """All of an answer but what chance made: tokens, and ids, which are numbered as they come."""
    html = re.sub(r'name="(?:csrf_token|of)" value="[^"]+"', "", answer.get_data(as_text=True))
    chance = r'<p class="code"><b>\d{6}</b>|data-key="[^"]+"|sms:[^"]+|/c/[\w-]+|<svg.*?</svg>'
    html = re.sub(chance, "", html)
    numbered: dict[str, str] = {}
    html = re.sub(
        r"\b[0-9a-f]{32}\b", lambda id: numbered.setdefault(id[0], f"id {len(numbered)}"), html
    )
    headers = [(name, "" if name in _OF_THE_MOMENT else value) for name, value in answer.headers]
    return answer.status_code, headers, html


Step = Callable[[Desk], object]


def hers(chance: random.Random) -> Step:
    """Something that she, or whoever holds her phone, can do on her pages."""
    pin, n = chance.choice([SAFE, DANGER, "5555", ""]), chance.randrange(3)
    name = chance.choice(list(NUMBERS))
    steps: list[Step] = [
        lambda it: it.contact(n, do="remove"),
        lambda it: it.contact(n, do="remove"),
        lambda it: it.contact(n, do=chance_do),
        lambda it: it.contact(n, do="about", about="missing", forced="no"),
        lambda it: it.post("/en/contacts", do="add", name=name, phone=NUMBERS[name], mine="Ana"),
        lambda it: it.post("/en/contacts", do="add", name=name, phone=NUMBERS[name], mine="Ana"),
        lambda it: it.post("/en/contacts", do="test"),
        lambda it: it.post("/en/checkin", do="start", minutes_chosen="30", plan="Room 9"),
        lambda it: it.post("/en/checkin", do="more"),
        lambda it: it.post("/en/checkin", do="ok", pin=pin),
        lambda it: it.post("/en/checkin", do="ok", pin=DANGER),
        lambda it: it.post("/en/checkin", do="cancel", pin=pin),
        lambda it: it.post("/en/checkin", do="sos", plan="here"),
        lambda it: it.post("/en/settings", do="pins", safe=SAFE, danger=DANGER),
        lambda it: it.post("/en/settings", do="code"),
        lambda it: it.post("/en/settings", do="checkins", name="Bea", police="never"),
        lambda it: it.post("/en/settings/delete"),
        lambda it: it.post("/en/plans", missing="Ask Kim"),
    ]
    chance_do = chance.choice(["up", "down"])
    return chance.choice(steps)


def theirs(chance: random.Random) -> Step:
    """Something that a contact can do in both worlds."""
    phone, text = chance.choice([SAM, KIM, LEE]), chance.choice(["YES", "1", "STOP", "2"])

    def do(it: Desk) -> None:
        it.world.wait()
        it.world.text(phone, text)
        it.world.wait()

    return do


def answer(chance: random.Random) -> Step:
    """What a contact answers to the alert that only one world has, behind the link to it."""
    phone, wanted = chance.choice([SAM, KIM]), chance.choice(["on_it", "cannot", "over"])

    def do(it: Desk) -> None:
        it.world.wait()
        links = re.findall(r"danger:.*?(/c/[\w-]+)", "\n".join(it.world.inbox(phone)), re.DOTALL)
        if it.world.pin == DANGER and links:
            friend = it.client.application.test_client()
            press(friend, links[-1], wanted)
        it.world.wait()

    return do


def press(friend: FlaskClient, link: str, wanted: str) -> None:
    found = re.findall(r'name="csrf_token" value="([^"]+)"', friend.get(link).text)
    friend.post(link, data={"do": wanted, "csrf_token": found[0] if found else ""})


def time(chance: random.Random) -> Step:
    length = chance.choice([1, 5, 20, 70]) * MINUTE
    return lambda it: it.world.wait(length)


def begin(it: Desk, button: str, minutes: int) -> None:
    """Two contacts, both PINs, a linked phone; a timer, closed after so many minutes."""
    begin_with_two(it)
    code = re.findall(r"[A-Z]{4} [A-Z]{4}", it.world.phones.text(ANA, "LINK"))[0]
    it.post("/en/settings/link", link_code=code)
    it.post("/en/settings", do="pins", safe=SAFE, danger=DANGER)
    it.post("/en/checkin", do="start", minutes_chosen="30", plan="Room 12")
    it.world.wait(minutes * MINUTE)
    it.post("/en/checkin", do=button, pin=it.world.pin)
    it.world.wait()


@pytest.mark.usefixtures("thorough")
@pytest.mark.parametrize("seed", range(FROM, FROM + SEQUENCES))
def test_nothing_she_can_see_on_pages_tells_of_the_pin(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    button = chance.choice(["ok", "cancel"])
    minutes = chance.choice([5, 33, 41, 47] if button == "ok" else [5, 33])
    with twins(tmp_path, seed) as (safe, danger):
        desks = [Desk(safe), Desk(danger)]
        for desk in desks:
            begin(desk, button, minutes)
        for _ in range(LENGTH):
            step = chance.choice([hers, hers, hers, theirs, answer, time])(chance)
            for desk in desks:
                step(desk)
                desk.look()
            for one, other in zip(safe.seen, danger.seen, strict=True):
                assert one == other
            assert safe.work == danger.work
            safe.seen.clear()
            danger.seen.clear()


def test_with_every_contact_left_out_the_close_looks_the_same_and_tells_nobody(
    tmp_path: Path,
) -> None:
    with twins(tmp_path) as (safe, danger):
        desks = [Desk(safe), Desk(danger)]
        for desk in desks:
            begin_left_out(desk)
            desk.look()
        assert safe.seen == danger.seen
        assert safe.work == danger.work
        # Not even to those left out, who hear what they would hear of a safe close.
        assert heard(safe) == heard(danger)
        assert "All clear" in heard(danger)[0][-1]
        each((safe, danger), lambda world: world.wait(60 * MINUTE))
        assert heard(safe) == heard(danger)


def begin_left_out(it: Desk) -> None:
    begin_with_two(it)
    for n in range(2):
        it.contact(n, do="about", about="", forced="no")
    it.post("/en/settings", do="pins", safe=SAFE, danger=DANGER)
    it.post("/en/checkin", do="start", minutes_chosen="30", plan="Room 12")
    it.world.wait(41 * MINUTE)
    it.post("/en/checkin", do="ok", pin=it.world.pin)
    it.world.wait()


def begin_with_two(it: Desk) -> None:
    for name in ("Sam", "Kim"):
        it.post("/en/contacts", do="add", name=name, phone=NUMBERS[name], mine="Ana")
        it.world.wait()
        it.world.text(NUMBERS[name], "YES")


def heard(world: World) -> list[list[str]]:
    return [[re.sub(r"/c/[\w-]+", "", text) for text in world.inbox(p)] for p in (SAM, KIM)]
