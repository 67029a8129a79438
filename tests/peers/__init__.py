"""Real programs the tests talk to, each on free loopback ports and torn down afterwards."""

from tests.peers.browser import chromium
from tests.peers.database import Postgres, postgres
from tests.peers.segments import segment_counter
from tests.peers.twilio import EmulatedTwilio, emulated_twilio

__all__ = [
    "EmulatedTwilio",
    "Postgres",
    "chromium",
    "emulated_twilio",
    "postgres",
    "segment_counter",
]
