"""What a crowd texts: people who look things up, and people with timers, in two languages."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench import crowd
from content.library import Library

_NOTES = ("Hotel Rex room 12", "blue door on 5th", "new client, back by 11", "")
_NAMES = ("Sam", "Kim", "Lupe", "Jo Ann")
_NOISE = ("asdkjh qwpoei zxmn", "👍👍👍", "lol ok wait what", "???", "Mmmmm", "thx!!")
_LANGUAGES = ("en", "en", "es")
_GOES_ON = 0.6  # the chance that the next text is from someone who has just texted
_REMEMBERED = 40


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `due`: whether we owe it an answer; to STOP the carrier answers itself."""

    kind: str
    phone: str
    body: str
    due: bool = True


@dataclass
class Talk:
    """Texts of a crowd with `phones` phones. The first `people` of them have a contact, and half of
    those a timer; all others are new to us."""

    library: Library
    people: int
    phones: int
    chance: random.Random
    _recent: list[str] = field(default_factory=list)
    _gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        ids = list(self.library.cards)
        self._cards = {lang: [self.library.keywords(id, lang) for id in ids] for lang in _LANGUAGES}
        asks = ((lang, id) for lang in _LANGUAGES for id in ids)
        self._asks = [ask for lang, id in asks for ask in self.library.asks(id, lang)]
        self._kinds: dict[str, tuple[int, Callable[[], str]]] = {
            "card word": (30, self._card),
            "NEXT": (12, lambda: self._one("NEXT", "NEXT", "next", "MAS")),
            "MENU": (5, lambda: self._one("MENU", "menu", "Menú")),
            "number": (6, lambda: str(self.chance.randint(1, 12))),
            "question": (10, lambda: self._one(*self._asks)),
            "IN": (6, lambda: f"IN {self._one('1H', '2h', '90m')} {self._one(*_NOTES)}".strip()),
            "+30": (4, lambda: "+30"),
            "STATUS": (5, lambda: "STATUS"),
            "OK": (6, lambda: self._one("OK", "ok", "I am safe", "estoy bien")),
            "ADD": (4, self._add),
            "YES": (3, lambda: self._one("YES", "Sí")),
            "SOS": (2, lambda: self._one("SOS", "SOS back of the station")),
            "STOP": (1, lambda: "STOP"),
            "noise": (6, lambda: self._one(*_NOISE)),
        }

    def texts(self, count: int) -> Iterator[Text]:
        names = list(self._kinds)
        weights = [weight for weight, _ in self._kinds.values()]
        for kind in self.chance.choices(names, weights, k=count):
            phone = self._phone(kind)
            if kind == "STOP":
                self._gone.add(phone)
            yield Text(kind, phone, self._kinds[kind][1](), due=kind != "STOP")

    def _phone(self, kind: str) -> str:
        # Someone who sends nothing but noise is no longer answered after five times.
        if self._recent and kind not in ("noise", "STOP") and self.chance.random() < _GOES_ON:
            phone = self.chance.choice(self._recent)
            if phone not in self._gone:
                return phone
        while True:
            known = kind in ("OK", "+30", "STATUS", "SOS", "IN")
            phone = crowd.phone(self.chance.randrange(self.people if known else self.phones))
            if phone not in self._gone:
                break
        if kind not in ("noise", "STOP"):
            self._recent = [*self._recent[1 - _REMEMBERED :], phone]
        return phone

    def _one(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def _card(self) -> str:
        return self._one(*self._one_of(self._cards[self._one(*_LANGUAGES)]))

    def _one_of(self, cards: list[tuple[str, ...]]) -> tuple[str, ...]:
        return self.chance.choice(cards)

    def _add(self) -> str:
        return f"ADD +1415555{self.chance.randrange(10_000):04} {self._one(*_NAMES)}"
