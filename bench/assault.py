"""Requests of an attack: those of readers, of people with timers, and hostile ones among them."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from itertools import count
from urllib.parse import quote, urlencode

from bench.stand import Stand
from bench.traffic import get, post
from checkin.clock import system_clock
from checkin.people import people, pins
from checkin.people.people import Person

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PIN, _DANGER = "123456", "987654"
_WITH_PINS = 40
_ASKS = ("can they search my bag", "do i have to say my name", "me pueden registrar")


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `kind`: what it is for, as the figures name it. `raw`: all its bytes."""

    kind: str
    raw: bytes


@dataclass
class Assault:
    """Makes requests of a crowd, in which everyone has a device, and of those who have none."""

    here: Stand
    crowd: Sequence[Person]
    chance: random.Random
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        core = self.here.parts.core
        for person in self.crowd[:_WITH_PINS]:
            choose = partial(pins.choose, person=person, safe=_PIN, duress=_DANGER)
            core.act(system_clock(), choose)
        with core.write(system_clock()) as work:
            self._devices = [people.add_device(work, person) for person in self.crowd]
        self._cookie, self._token = self._visit()
        self._cards = list(core.library.cards)
        self._places = list(core.library.places)
        self._kinds: dict[str, tuple[int, Callable[[], bytes]]] = {
            "card": (45, self._card),
            "home, search, help": (11, self._reading),
            "her check-in page": (15, lambda: self._get("/en/checkin", self._one(self._devices))),
            "start, +30, OK, a place": (10, self._press),
            "wrong PIN": (4, self._wrong_pin),
            "wrong code": (3, self._wrong_code),
            "no token": (4, lambda: self._post("/en/checkin", {"do": "ok"}, token=False)),
            "forged webhook": (4, self._forged),
            "guessed link": (2, lambda: self._get(f"/c/{self._made_up()}")),
            "made-up cookie": (2, lambda: self._get("/en/checkin", self._made_up())),
        }

    def requests(self, many: int) -> list[Request]:
        weights = [weight for weight, _ in self._kinds.values()]
        kinds = self.chance.choices(list(self._kinds), weights, k=many)
        return [Request(kind, self._kinds[kind][1]()) for kind in kinds]

    def one(self, kind: str) -> Request:
        """A request of this kind."""
        return Request(kind, self._kinds[kind][1]())

    def _visit(self) -> tuple[str, str]:
        """The cookie and the CSRF token that whoever opens a page is given."""
        connection = HTTPConnection(self.here.environment["RAINCHECK_BIND"], timeout=15)
        connection.request("GET", "/en/checkin/code")
        answer = connection.getresponse()
        token = _TOKEN.findall(answer.read().decode())[0]
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        connection.close()
        return cookie, token

    def _card(self) -> bytes:
        lang, place, card = (self._one(x) for x in (("en", "es"), self._places, self._cards))
        return self._get(f"/{lang}/{place}/cards/{card}")

    def _reading(self) -> bytes:
        place = self._one(self._places)
        return self._get(
            self._one((f"/en/{place}/", f"/es/{place}/", f"/en/{place}/help", "/sw.js"))
            if self.chance.random() < 0.7
            else f"/en/{place}/search?q={quote(self._one(_ASKS))}"
        )

    def _press(self) -> bytes:
        place = {"latitude": "40.7", "longitude": "-73.9", "within": "30"}
        wish = self._one(("start", "start", "more", "ok", "place"))
        form = {"do": wish, "minutes_chosen": "60", "plan": "Hotel Rex room 12"}
        device = self._one(self._devices[_WITH_PINS:])
        return self._post("/en/checkin", form | (place if wish == "place" else {}), device)

    def _wrong_pin(self) -> bytes:
        pin = f"{self.chance.randrange(1000, 9999)}"
        device = self._one(self._devices[:_WITH_PINS])
        if self.chance.random() < 0.2:
            return self._post("/en/checkin", {"do": "start", "minutes_chosen": "60"}, device)
        return self._post("/en/checkin", {"do": "ok", "pin": pin}, device)

    def _wrong_code(self) -> bytes:
        return self._post("/en/checkin/code", {"code": f"AAA{self.chance.randrange(99999):05}"})

    def _forged(self) -> bytes:
        form = {"MessageSid": f"SM{next(self._numbers):032}", "From": "+12025550111", "Body": "OK"}
        return post("/sms/inbound", self._host, urlencode(form), {"X-Twilio-Signature": "A" * 28})

    def _get(self, path: str, device: str = "") -> bytes:
        return get(path, self._host, {"Cookie": f"rc={device}"} if device else {})

    def _post(
        self, path: str, form: dict[str, str], device: str = "", *, token: bool = True
    ) -> bytes:
        own = {"csrf_token": self._token} if token else {}
        return post(
            path, self._host, urlencode(own | form), {"Cookie": f"{self._cookie}; rc={device}"}
        )

    def _made_up(self) -> str:
        return self.chance.randbytes(12).hex()

    def _one(self, many: Sequence[str]) -> str:
        return self.chance.choice(many)

    @property
    def _host(self) -> str:
        return self.here.environment["RAINCHECK_BIND"]
