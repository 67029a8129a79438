"""Peers for every test: one of each a session, clean for each test that asks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import peers
from peers.phones import Phones, table
from peers.provider import Provider, provider
from tests import compiled, slow

pytest_plugins = ["tests.tiers"]


compiled.share()


@pytest.fixture(scope="session", autouse=True)
def nothing_slow_in_a_transaction() -> Iterator[None]:
    """Whatever a test is about, it fails where something slow runs in a write transaction."""
    with pytest.MonkeyPatch.context() as patch:
        slow.guard(patch)
        yield


@pytest.fixture
def processes() -> None:
    """Asked for by whatever starts a program of its own: keeps it out of `make check`."""


@pytest.fixture
def thorough() -> None:
    """Asked for by whatever goes through all pages, cards or places, or tries a great many ways:
    keeps it out of `make check`."""


@pytest.fixture(scope="session")
def twilio_process() -> Iterator[peers.EmulatedTwilio]:
    with peers.emulated_twilio() as twilio:
        yield twilio


@pytest.fixture
def twilio(twilio_process: peers.EmulatedTwilio) -> peers.EmulatedTwilio:
    """A stateful Twilio on loopback that nothing has been sent to."""
    twilio_process.reset()
    return twilio_process


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Provider]:
    with provider() as started:
        yield started


@pytest.fixture
def stand_in(provider_process: Provider) -> Provider:
    """A provider that behaves as told, in fine weather, to whom nothing has been sent."""
    provider_process.weather()
    provider_process.forget()
    return provider_process


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; open a context of your own on it, and close it."""
    with peers.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres() -> Iterator[peers.Postgres]:
    """A PostgreSQL server; one that you stop, you start again."""
    with peers.postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: peers.Postgres) -> str:
    """The SQLAlchemy URL of an empty PostgreSQL database."""
    return postgres.new_database()


@pytest.fixture(scope="session")
def segments() -> Iterator[Callable[[Sequence[str]], list[tuple[str, int]]]]:
    """Twilio's own count: texts in, (encoding, segments) for each out."""
    with peers.segment_counter() as count:
        yield count


@pytest.fixture
def phone_ranking() -> Callable[[Path], AbstractContextManager[peers.Ranking]]:
    """The search of a phone, over a file of weights."""
    return peers.phone_ranking


@pytest.fixture(scope="session")
def lighthouse() -> Iterator[peers.Lighthouse]:
    """Google's judge of pages on a slow phone."""
    with peers.lighthouse() as judge:
        yield judge


@pytest.fixture(scope="session")
def push_service() -> Iterator[peers.PushService]:
    """A push service on loopback that decrypts; subscribe a browser of your own."""
    with peers.push_service() as service:
        yield service


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[Phones]:
    """Basic phones that text the real gateway, on a clock that the test moves."""
    with table(tmp_path) as made:
        yield made
