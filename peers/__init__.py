"""Peers: real programs that tests and benchmarks talk to, each on a free port of loopback, and
ended afterwards."""

from peers.browser import chromium
from peers.database import Postgres, postgres
from peers.lighthouse import Lighthouse, lighthouse
from peers.push import Browser, PushService, push_service
from peers.ranking import Ranking, phone_ranking
from peers.segments import segment_counter
from peers.twilio import EmulatedTwilio, emulated_twilio

__all__ = [
    "Browser",
    "EmulatedTwilio",
    "Lighthouse",
    "Postgres",
    "PushService",
    "Ranking",
    "chromium",
    "emulated_twilio",
    "lighthouse",
    "phone_ranking",
    "postgres",
    "push_service",
    "segment_counter",
]
