"""Real programs the tests talk to, each on free loopback ports and torn down afterwards."""

from tests.peers.browser import chromium
from tests.peers.database import Postgres, postgres
from tests.peers.lighthouse import Lighthouse, lighthouse
from tests.peers.push import Browser, PushService, push_service
from tests.peers.segments import segment_counter
from tests.peers.twilio import EmulatedTwilio, emulated_twilio

__all__ = [
    "Browser",
    "EmulatedTwilio",
    "Lighthouse",
    "Postgres",
    "PushService",
    "chromium",
    "emulated_twilio",
    "lighthouse",
    "postgres",
    "push_service",
    "segment_counter",
]
