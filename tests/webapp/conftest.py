"""The real app, beside the real worker and simulated phones, on a clock that the test moves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from peers import PushService
from peers.phones import Phones, table
from tests.webapp.reader import Reader
from webapp import create_app

SAM, ALEX, MINE = "+12025550122", "+12025550133", "+12025550111"


@dataclass
class Site:
    """The app and the world around it."""

    app: Flask
    phones: Phones

    def reader(self) -> Reader:
        """A browser that has never been here."""
        return Reader(self.app.test_client())

    def reader_of(self, me: Reader) -> Reader:
        """Another window of the same browser."""
        return Reader(me.client)

    def wait(self, length: timedelta = timedelta(0)) -> None:
        self.phones.wait(length)

    def texts(self, phone: str) -> list[str]:
        """What the phone has been sent, oldest first."""
        self.wait()
        return self.phones.inbox(phone)

    def link(self, phone: str) -> str:
        """The path of the newest link that the phone has been sent."""
        *_, newest = re.findall(r"/c/[\w-]+", "\n".join(self.texts(phone)))
        return str(newest)

    def join(self, me: Reader, phone: str, **typed: str) -> Reader:
        """Link the browser to the phone, with the code that the phone is sent."""
        code = re.findall(r"[A-Z]{4} [A-Z]{4}", self.phones.text(phone, "LINK"))[0]
        return me.open("/en/settings?place=us-ny").press("join", link_code=code, **typed)

    def with_contacts(self, **phones: str) -> Reader:
        """The browser of someone whose contacts, by name, have all said yes."""
        me = self.reader()
        for name, phone in phones.items():
            me.open("/en/contacts?place=us-ny").press("add", name=name, phone=phone)
            self.reader().open(self.link(phone)).press("yes")
        return me


@pytest.fixture
def site(phones: Phones) -> Site:
    return Site(create_app(phones.parts), phones)


@pytest.fixture
def pushing(tmp_path: Path, push_service: PushService) -> Iterator[Site]:
    """The same beside a push service, which looks at its own clock: ours begins at the real one."""
    with table(tmp_path, push_hosts=(push_service.origin,)) as phones:
        phones.now = datetime.now(UTC).replace(microsecond=0)
        phones.wait()
        yield Site(create_app(phones.parts), phones)
