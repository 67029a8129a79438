"""Texts at a steady pace while a worker is busy beside: how long does each wait for its answer?"""

import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import sqlalchemy as sa
from twilio.request_validator import RequestValidator

from bench import crowd
from bench.figures import p99, waits
from bench.machine import cpu_seconds, family
from bench.stand import Stand, stand
from bench.talk import Talk, Text
from bench.traffic import Answered, Planned, post, send
from checkin.clock import system_clock
from checkin.storage.tables import inbound
from peers.database import Postgres
from sms.parsing import grammar
from sms.replies import conversation

BUDGET = 0.05
_PEOPLE, _PHONES = 1000, 3000
_MISSED_A_SECOND = 5
_PROVIDER_SECONDS = 0.05
_TWICE = 0.02  # the share of texts that come twice at the same moment
_REPLY = re.compile(r"<Message>(.*?)</Message>", re.DOTALL)


@dataclass(frozen=True)
class Texts:
    """What came of a run. Seconds are counted from the moment at which a text was to be sent."""

    database: str
    rate: float
    sent: tuple[Text, ...]
    answers: tuple[Answered, ...]
    twins: tuple[tuple[int, int], ...]
    acted: int
    distinct: int
    alerts: int
    seconds: float
    cpu: dict[str, float]
    load: tuple[float, float]
    alone: dict[str, list[float]] = field(repr=False)

    @property
    def failed(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers if answer.status != 200)

    @property
    def silent(self) -> Counter[str]:
        """Texts left without the answer that was due, by kind."""
        pairs = zip(self.sent, self.answers, strict=True)
        return Counter(t.kind for t, a in pairs if t.due and a.status == 200 and not _reply(a))

    @property
    def differing(self) -> int:
        """Texts that came twice and were not answered the same."""
        return sum(self.answers[a].body != self.answers[b].body for a, b in self.twins)

    @property
    def p99(self) -> float:
        return p99([answer.seconds for answer in self.answers])

    def lines(self) -> list[str]:
        waited = [answer.seconds for answer in self.answers]
        cpu = ", ".join(
            f"{name} {used / self.seconds * 100:.0f} %" for name, used in self.cpu.items()
        )
        return [
            f"texts: {len(self.sent)} at {self.rate:g} a second, {self.database}, one worker; "
            f"meanwhile {self.alerts} alerts left, and their receipts came in",
            f"  answered: {waits(waited)}, slowest {max(waited) * 1000:.0f} ms "
            f"(budget p99 {BUDGET * 1000:.0f} ms)",
            f"  not 200: {dict(self.failed) or 'none'}; "
            f"without the answer that was due: {dict(self.silent) or 'none'}",
            f"  sent twice at once: {len(self.twins)}, answered differently {self.differing}; "
            f"acted on {self.acted} of {self.distinct} texts, each once",
            *(f"  {name} alone: {waits(took)}" for name, took in self.alone.items()),
            f"  by kind, p99: {self._by_kind()}",
            f"  share of one core: {cpu}; load {self.load[0]:.1f} before, {self.load[1]:.1f} after",
        ]

    def _by_kind(self) -> str:
        waited: dict[str, list[float]] = defaultdict(list)
        for text, answer in zip(self.sent, self.answers, strict=True):
            waited[text.kind].append(answer.seconds)
        slowest = sorted(waited.items(), key=lambda pair: -p99(pair[1]))
        return ", ".join(f"{kind} {p99(took) * 1000:.0f}" for kind, took in slowest)


def texts(
    database: str, rate: float, seconds: float, *, seed: int = 1, server: Postgres | None = None
) -> Texts:
    with stand(database, server=server) as here:
        return run(here, database, rate, seconds, random.Random(seed))


def run(here: Stand, database: str, rate: float, seconds: float, chance: random.Random) -> Texts:
    core, now = here.parts.core, system_clock()
    missed = int(seconds * _MISSED_A_SECOND)
    here.provider.weather(latency=_PROVIDER_SECONDS, receipts=True)
    people = crowd.gather(core, _PEOPLE + missed, now=now)
    crowd.arm(core, people[: _PEOPLE // 2], timedelta(hours=3), now=now)
    crowd.arm(core, people[_PEOPLE:], timedelta(hours=3), now=now, first=_PEOPLE)
    talk = Talk(core.library, _PEOPLE, _PHONES, chance)
    sent, planned, twins = _plan(here, list(talk.texts(int(rate * seconds))), rate, chance)
    web, worker = here.start_web(), here.start_workers(1)[0]
    _warm_up(here)
    crowd.miss_over(core, people[_PEOPLE:], seconds)
    before, load = _used(web.pid, worker.pid), os.getloadavg()[0]
    told, began = here.provider.reached(crowd.CONTACTS), time.monotonic()
    answers = send(here.environment["RAINCHECK_BIND"], planned)
    took = time.monotonic() - began
    after = _used(web.pid, worker.pid)
    with core.database.read() as conn:
        mine = inbound.c.provider_id.startswith("SMbench")
        acted = conn.scalar(sa.select(sa.func.count()).select_from(inbound).where(mine)) or 0
    return Texts(
        database=database,
        rate=rate,
        sent=tuple(sent),
        answers=tuple(answers),
        twins=tuple(twins),
        acted=acted,
        distinct=len(sent) - len(twins),
        alerts=here.provider.reached(crowd.CONTACTS) - told,
        seconds=took,
        cpu={name: after[name] - before[name] for name in after},
        load=(load, os.getloadavg()[0]),
        alone=_alone(here, sent),
    )


def _plan(
    here: Stand, said: Sequence[Text], rate: float, chance: random.Random
) -> tuple[list[Text], list[Planned], list[tuple[int, int]]]:
    """The texts as signed requests, at random moments (a Poisson process), as if each phone chose
    its own. Some come twice at once: `twins`, by their places in what is sent."""
    sent: list[Text] = []
    planned: list[Planned] = []
    twins: list[tuple[int, int]] = []
    at = 0.0
    for number, text in enumerate(said):
        at += chance.expovariate(rate)
        request = Planned(at, signed(here, f"SMbench{number:026}", text))
        for _ in range(1 + (chance.random() < _TWICE)):
            sent.append(text)
            planned.append(request)
        if len(sent) > 1 and planned[-2] is request:
            twins.append((len(sent) - 2, len(sent) - 1))
    return sent, planned, twins


def signed(here: Stand, sid: str, text: Text) -> bytes:
    """A text as the provider brings it to us, with its signature."""
    form = {
        "ToCountry": "US",
        "NumMedia": "0",
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": here.provider.account_sid,
        "From": text.phone,
        "To": here.provider.number,
        "Body": text.body,
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }
    validator = RequestValidator(here.provider.auth_token)
    signature = validator.compute_signature(f"{here.url}/sms/inbound", form)
    host = here.environment["RAINCHECK_BIND"]
    return post("/sms/inbound", host, urlencode(form), {"X-Twilio-Signature": signature})


def _warm_up(here: Stand) -> None:
    """Have every process answer before it is measured, as those of a running service have."""
    bodies = ("MENU", "ARRESTED", "can police search my bag", "STATUS") * 10
    send(
        here.environment["RAINCHECK_BIND"],
        [
            Planned(
                number // 4 * 0.05,
                signed(here, f"SMwarm{number}", Text("", crowd.phone(9_000_000), body)),
            )
            for number, body in enumerate(bodies)
        ],
    )


def _used(web: int, worker: int) -> dict[str, float]:
    """CPU seconds so far. The web's are those of the processes it has started too."""
    ours = os.times()
    return {
        "web": sum(map(cpu_seconds, family(web))),
        "worker": cpu_seconds(worker),
        "this generator": ours.user + ours.system,
    }


def _alone(here: Stand, sent: Sequence[Text]) -> dict[str, list[float]]:
    """Seconds of CPU that parts of the answer take by themselves."""
    words, library = here.parts.gateway.words, here.parts.core.library
    spoken = [library.phrases.translator(language.code) for language in library.phrases.languages]
    cards = [(library.text(id, tr.lang, "us").blocks, tr) for id in library.cards for tr in spoken]
    return {
        "grammar": [_timed(grammar.parse, text.body, words, lang="en") for text in sent],
        "cutting a card into replies": [_timed(conversation.paginate, *card) for card in cards],
    }


def _timed(work: object, *given: object, **named: object) -> float:
    assert callable(work)  # noqa: S101
    # By this thread's own clock: what else the machine does is no part of it.
    began = time.thread_time()
    work(*given, **named)
    return time.thread_time() - began


def _reply(answer: Answered) -> str:
    found = _REPLY.search(answer.body)
    return found[1] if found else ""
