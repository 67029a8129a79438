"""Wrong PINs from many numbers, codes and pages: how much longer do everybody's texts wait?

Each wrong PIN makes us compare two slow hashes. The same texts are sent twice at the same pace:
once with nothing beside them, once beside so many wrong PINs a second.
"""

import os
import random
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bench import crowd
from bench.assault import Assault
from bench.figures import p99, waits
from bench.stand import Stand, stand
from bench.talk import Text
from bench.texts import signed
from bench.traffic import Answered, Planned, send
from checkin.clock import system_clock
from checkin.people.argon import NOBODYS
from checkin.storage.tables import people

_PEOPLE, _FIRST_READER = 400, 5_000_000
_TEXTS_A_SECOND = 5.0
_SAID = ("MENU", "ARRESTED", "STATUS", "BAIL", "can they search my bag")


@dataclass(frozen=True)
class Guesses:
    """`alone`, `beside`: seconds that the same texts waited without and with the wrong PINs."""

    database: str
    rate: float
    alone: tuple[Answered, ...]
    beside: tuple[Answered, ...]
    guessed: tuple[Answered, ...]
    load: tuple[float, float]

    def lines(self) -> Iterator[str]:
        alone, beside = ([each.seconds for each in part] for part in (self.alone, self.beside))
        yield (
            f"wrong PINs: {self.rate:g} a second from numbers, codes and pages, {self.database}; "
            f"load {self.load[0]:.1f} before, {self.load[1]:.1f} after"
        )
        yield f"  {len(alone)} texts with nothing beside them: {waits(alone)}"
        yield f"  the same beside {len(self.guessed)} wrong PINs: {waits(beside)}"
        yield (
            f"  ratio: median {statistics.median(beside) / statistics.median(alone):.1f}, "
            f"p99 {p99(beside) / p99(alone):.1f}; texts not answered: "
            f"{sum(each.status != 200 for each in self.beside)}; "
            f"PINs by status: {dict(sorted(Counter(a.status for a in self.guessed).items()))}"
        )


def guesses(database: str, rate: float, seconds: float, *, seed: int = 1) -> Guesses:
    with stand(database) as here:
        return run(here, database, rate, seconds, random.Random(seed))


def run(here: Stand, database: str, rate: float, seconds: float, chance: random.Random) -> Guesses:
    core, load = here.parts.core, os.getloadavg()[0]
    everyone = crowd.gather(core, _PEOPLE, now=system_clock())
    with core.database.write() as conn:
        # Nobody's: what anybody tries is wrong, and takes as long as with PINs of their own.
        conn.execute(people.update().values(pin_hash=NOBODYS[0], duress_hash=NOBODYS[1]))
    here.start_web()
    here.start_workers(1)
    assault = Assault(here, everyone, chance)
    where = here.environment["RAINCHECK_BIND"]

    def texts(name: str) -> list[Planned]:
        moments = _moments(_TEXTS_A_SECOND, seconds, random.Random(7))
        return [
            Planned(at, signed(here, f"SM{name}{n:020}", Text("", _reader(n), _SAID[n % 5])))
            for n, at in enumerate(moments)
        ]

    def guess(number: int) -> bytes:
        way = chance.random()
        if way < 0.4:
            person = Text("", crowd.phone(number % _PEOPLE), f"OK {chance.randrange(10_000):04}")
            return signed(here, f"SMpin{number:020}", person)
        if way < 0.8:
            code = f"AAA{chance.randrange(100_000):05} {chance.randrange(10_000):04}"
            return signed(here, f"SMcode{number:020}", Text("", _reader(10_000 + number), code))
        return assault.one("wrong PIN").raw

    send(where, texts("warm"))
    alone = send(where, texts("alone"))
    planned = texts("beside")
    wrong = [Planned(at, guess(n)) for n, at in enumerate(_moments(rate, seconds, chance))]
    both = send(where, [*planned, *wrong])
    cut = len(planned)
    return Guesses(
        database,
        rate,
        tuple(alone),
        tuple(both[:cut]),
        tuple(both[cut:]),
        (load, os.getloadavg()[0]),
    )


def _moments(rate: float, seconds: float, chance: random.Random) -> list[float]:
    at, found = chance.expovariate(rate), []
    while at < seconds:
        found.append(at)
        at += chance.expovariate(rate)
    return found


def _reader(number: int) -> str:
    return crowd.phone(_FIRST_READER + number)
