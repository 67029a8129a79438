"""A worker with a shorter lease, so that nobody need wait half a minute to see what a lost lease
leads to. Started as `python -m bench.worker SECONDS`."""

import logging
import signal
import sys
import threading
from datetime import timedelta

from checkin.worker.worker import Worker
from webapp.parts import assemble
from webapp.settings import load


def main(lease: timedelta) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    parts, stop = assemble(load()), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Worker(parts.core, parts.channels, parts.clock, chores=parts.chores, lease=lease).run(stop)


if __name__ == "__main__":
    main(timedelta(seconds=float(sys.argv[1])))
