"""The heartbeat: a sign of life for an outside monitor, which raises the alarm when none comes."""

import logging
from datetime import timedelta

import requests

from checkin.clock import Clock
from checkin.monitoring import health
from checkin.storage.core import Core
from checkin.worker.schedule import Chore

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
TURNED_WITHIN = timedelta(seconds=10)
"""The oldest that a worker's newest beat may be. A chore has a thread of its own, so this one goes
on while the worker's loop hangs."""
TIMEOUT_SECONDS = 5.0


def chore(core: Core, clock: Clock, url: str) -> Chore:
    """Fetch `url` every minute while alerts flow."""
    return Chore("heartbeat", EVERY, lambda: beat(core, clock, url))


def beat(core: Core, clock: Clock, url: str) -> None:
    """Fetch `url` if alerts flow; else say in the log why not, and stay silent."""
    reasons = silent_because(core, clock)
    if reasons:
        log.error("No heartbeat is sent: %s", " ".join(reasons))
        return
    # The address is a secret of the host's, so no error that may quote it reaches the log.
    try:
        with requests.get(url, timeout=TIMEOUT_SECONDS, stream=True) as answer:
            if not answer.ok:
                log.warning("The heartbeat's address answered %d.", answer.status_code)
    except requests.RequestException as error:
        log.warning("The heartbeat could not be sent: %s.", type(error).__name__)


def silent_because(core: Core, clock: Clock) -> tuple[str, ...]:
    """Why alerts do not flow, as sentences; empty while they do."""
    with core.read(clock()) as work:
        beats, queue = health.worker(work), health.queue(work)
    reasons = beats.reasons + queue.reasons
    if beats.alive and beats.beat_age is not None and beats.beat_age > TURNED_WITHIN:
        reasons += ("The worker's loop hangs.",)
    return reasons
