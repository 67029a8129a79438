"""A host on the stand-in for Twilio: real webhooks over HTTP, the real carrier, a clock we move."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import make_server

from checkin.clock import system_clock
from checkin.messages import erasures
from checkin.messages.erasures import Backlog
from checkin.messages.outbox import Status
from checkin.storage.tables import messages
from checkin.storage.vault import new_secret
from checkin.worker.worker import Worker
from peers.ports import free_port
from peers.provider import Kept, Provider
from sms import webhooks
from sms.calls import voice
from webapp.parts import Parts, assemble
from webapp.settings import load

_PATIENCE_SECONDS = 10.0


@dataclass
class Line:
    """Phones on the far side of the provider, and one worker whose chores we call ourselves."""

    provider: Provider
    parts: Parts
    worker: Worker
    # By the wall's clock, as the provider stamps what it keeps; and no finer than a row can hold,
    # since this clock does not move on by itself.
    now: datetime = field(default_factory=lambda: system_clock().replace(microsecond=0))

    def text(self, phone: str, body: str) -> str:
        """The direct reply to a text, once the provider has it."""
        before = len(self.heard(phone, "outbound-reply"))
        self.provider.inbound(phone, body)
        soon(lambda: len(self.heard(phone, "outbound-reply")) > before)
        self.settle()
        return self.heard(phone, "outbound-reply")[-1]

    def heard(self, phone: str, direction: str = "outbound-api") -> list[str]:
        """What the phone got, oldest first."""
        texts = [kept for kept in self.provider.kept() if kept.to == phone]
        return [kept.body for kept in texts if kept.direction == direction]

    def settle(self) -> None:
        """Everything that is due now is sent."""
        while self.worker.step() or self.worker.in_flight:
            pass

    def wait(self, length: timedelta) -> None:
        """Time passes in steps of a minute, with the worker awake, its chores done each time."""
        end = self.now + length
        while self.now < end:
            self.now = min(end, self.now + timedelta(minutes=1))
            self.settle()
            self.chores()

    def chores(self) -> None:
        """What a worker does beside its alerts, each once."""
        for chore in self.parts.chores:
            chore.run()

    def left(self) -> list[Kept]:
        """What the provider still has the words of."""
        return [kept for kept in self.provider.kept() if kept.words]

    def delivered(self) -> int:
        """How many texts of ours we know to have arrived."""
        with self.parts.core.read(self.now) as work:
            query = sa.select(sa.func.count()).where(messages.c.status == Status.DELIVERED)
            return work.conn.execute(query).scalar_one()

    def backlog(self) -> Backlog:
        with self.parts.core.read(self.now) as work:
            return erasures.backlog(work)


def soon(true: Callable[[], object]) -> None:
    """Fails if it does not become true in reasonable time."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


@contextmanager
def line(provider: Provider, instance: Path, **settings: str) -> Iterator[Line]:
    """An empty host; one in the same `instance` again finds what the last one left."""
    provider.weather(receipts=True, receipt_after=0.01)
    port = free_port()
    given = {
        "instance": str(instance),
        "secret_keys": instance.joinpath("key").read_text()
        if instance.joinpath("key").exists()
        else new_secret(),
        "public_url": f"http://127.0.0.1:{port}",
        "sms_from": provider.number,
        "twilio_account_sid": provider.account_sid,
        "twilio_auth_token": provider.auth_token,
        "twilio_api_base": provider.base_url,
    }
    instance.joinpath("key").write_text(given["secret_keys"])
    holder: list[Line] = []

    def clock() -> datetime:
        return holder[0].now if holder else system_clock()

    parts = assemble(load(**given | settings), clock)
    made = Line(provider, parts, Worker(parts.core, parts.channels, clock))
    holder.append(made)
    app = Flask("line")
    for face in (webhooks, voice):
        face.init_app(app, parts.gateway, auth_token=provider.auth_token)
    server = make_server("127.0.0.1", port, app, threaded=True)
    provider.send_webhooks_to(f"http://127.0.0.1:{port}/sms/inbound")
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        made.settle()
        yield made
    finally:
        provider.send_webhooks_to("")
        provider.weather()
        server.shutdown()
        serving.join()
        server.server_close()
        made.worker.drain()
        parts.close()
